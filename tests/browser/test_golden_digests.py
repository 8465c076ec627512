"""The eight golden digests in a real browser: axe, no sideways scrolling, and the first screen."""

import pytest

from orm.camera import LOOKS, camera
from orm.cli.previews import take_pictures
from orm.errors import ConfigError
from orm.wiring.previewing import as_page
from tests.factories_browser import DARK_PHONE, IN_A_BROWSER, PHONE, chromium, opened, violations
from tests.factories_golden_weeks import GOLDEN_WEEKS, letter_of

pytestmark = IN_A_BROWSER

ONE_SCREEN = {"zero", "trust", "everything-sealed"}
"""Weeks that fit on one screen of a phone."""

LANDMARKS = ("landmark-one-main:", "region:")
"""What axe wants of a whole page: a letter is shown inside a mail program, whose page has them."""

SHOWN = [*((PHONE, kind) for kind in GOLDEN_WEEKS), (DARK_PHONE, "normal"), (DARK_PHONE, "holiday")]
SIZES = """[
  document.documentElement.scrollWidth,
  document.querySelector(".page").getBoundingClientRect().height,
  document.querySelector(".verdict").getBoundingClientRect().bottom,
]"""


def test_every_golden_digest_can_be_read_by_everybody_on_a_phone():
    found = []
    with chromium() as browser:
        for screen in (PHONE, DARK_PHONE):
            with opened(browser, screen, "https://desk.example") as page:
                for kind in (each for on, each in SHOWN if on is screen):
                    page.set_content(as_page(letter_of(kind)))
                    found += [f"{kind}: {each}" for each in violations(page)]
                    width, height, verdict = page.evaluate(SIZES)
                    assert width <= screen.width, kind
                    assert verdict < screen.height / 2, kind
                    assert height <= screen.height or kind not in ONE_SCREEN, kind

    assert [each for each in found if not each.partition(": ")[2].startswith(LANDMARKS)] == []


def test_pictures_show_the_whole_letter_on_a_phone_and_a_desk_in_light_and_dark(tmp_path):
    take_pictures([letter_of("normal")], tmp_path)

    taken = {path.stem.partition("-head-")[2]: path.read_bytes() for path in tmp_path.iterdir()}
    sizes = {
        name: tuple(int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
        for name, png in taken.items()
    }
    assert {name: size[0] for name, size in sizes.items()} == {
        look.name: look.width * look.sharpness for look in LOOKS
    }
    assert all(sizes[look.name][1] > look.height * look.sharpness for look in LOOKS)
    assert len(set(taken.values())) == len(LOOKS)


def test_a_machine_without_a_browser_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))

    with pytest.raises(ConfigError, match="playwright install chromium"), camera():
        pass
