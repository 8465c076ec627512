"""`orm digest --preview`: digests as files to look at. Nothing is queued and nothing is sent."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from orm.camera import LOOKS, camera
from orm.cli.voice import USAGE, complain, say
from orm.errors import DeliveryError
from orm.model.letters import Letter
from orm.model.weeks import Week
from orm.wiring import House
from orm.wiring.previewing import as_page, as_sent


def write_previews(house: House, week: Week, folder: Path, *, pictures: bool) -> None:
    """Every digest of the week as text, page and email, and as a phone and a desk show it.

    Raises:
        ConfigError: pictures are wanted and there is no browser.
    """
    letters = list(sendable(house, week))
    for letter in letters:
        _write(folder, f"{_name(letter)}.txt", f"{letter.subject}\n\n{letter.text}".encode())
        _write(folder, f"{_name(letter)}.html", as_page(letter).encode("ascii"))
        _write_email(house, letter, folder)
        say(str(folder / f"{_name(letter)}.html"))
    if pictures:
        take_pictures(letters, folder)


def sendable(house: House, week: Week) -> Iterator[Letter]:
    """Every digest of the week but those that the safety check holds, which are told."""
    for school in house.schools:
        for letter in house.digests(school, week):
            if letter.held:
                complain(f"The digest to {letter.recipient} is {letter.held}.")
            else:
                yield letter


def _write_email(house: House, letter: Letter, folder: Path) -> None:
    try:
        email = as_sent(letter, house.config.mail, now=house.edges.clock.now())
    except DeliveryError as error:
        complain(f"The digest to {letter.recipient} will not be sent: {error}")
        return
    _write(folder, f"{_name(letter)}.eml", email)


def take_pictures(letters: Sequence[Letter], folder: Path) -> None:
    """Each letter as a PNG for every look: a phone and a desk, light and dark.

    Raises:
        ConfigError: there is no browser.
    """
    with camera() as take:
        for letter in letters:
            for look in LOOKS:
                name = f"{_name(letter)}-{look.name}.png"
                _write(folder, name, take(as_page(letter), look))
                say(str(folder / name))


def _name(letter: Letter) -> str:
    return re.sub(r"[^a-z0-9]+", "-", letter.once.lower()).strip("-")


def _write(folder: Path, name: str, content: bytes) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    except OSError as error:
        complain(f"{folder} cannot be written: {error.strerror}. Give another folder.")
        raise typer.Exit(USAGE) from error
