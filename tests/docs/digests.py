"""`python -m tests.docs.digests`: the eight golden digests, and their pictures for docs/digests."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

from orm.camera import Look, camera
from orm.errors import ConfigError
from orm.wiring.previewing import as_page
from tests.factories_golden_weeks import FOLDER, GOLDEN_WEEKS, files_of, letter_of

PICTURES = Path(__file__).parents[2] / "docs" / "digests"
LOOKS = (
    Look("phone-light", 390, 844, sharpness=1),
    Look("phone-dark", 390, 844, is_dark=True, sharpness=1),
    Look("desktop-light", 760, 600, sharpness=1),
)
_COLOURS = 32  # small enough to keep beside the program


def write() -> None:
    """The letters."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind in GOLDEN_WEEKS:
        for name, content in files_of(kind).items():
            (FOLDER / name).write_bytes(content)


def take() -> None:
    """The pictures.

    Raises:
        ConfigError: there is no browser.
    """
    PICTURES.mkdir(parents=True, exist_ok=True)
    with camera() as shoot:
        for kind in GOLDEN_WEEKS:
            for look in LOOKS:
                with Image.open(BytesIO(shoot(as_page(letter_of(kind)), look))) as shown:
                    path = PICTURES / f"{kind}-{look.name}.png"
                    shown.convert("RGB").quantize(_COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    write()
    try:
        take()
    except ConfigError as error:
        sys.exit(f"The letters were written, no pictures: {error}")
