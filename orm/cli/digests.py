"""`orm digest`: build a week's digest, look at it, send it."""

import re
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from orm.cli.voice import (
    DEFAULT_CONFIG,
    FAILED,
    USAGE,
    ConfigOption,
    complain,
    open_house,
    plainly,
    say,
)
from orm.errors import ConfigError
from orm.model.letters import Letter
from orm.model.weeks import Week
from orm.wiring import House

_WEEK = re.compile(r"(\d{4})-W(\d{2})")


@plainly
def digest(
    config: ConfigOption = DEFAULT_CONFIG,
    week: Annotated[
        str,
        typer.Option("--week", help="An ISO week such as 2026-W46; the last full one if left out."),
    ] = "",
    preview: Annotated[
        Path | None,
        typer.Option("--preview", help="Write the digests into this folder; send nothing."),
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Queue them once and send them.")] = False,
) -> None:
    """Build the digest of a week. Without --preview or --send it is printed."""
    with closing(open_house(config)) as house:
        chosen = read_week(week) if week else last_full_week(house.edges.clock.now())
        if send:
            _send(house, chosen)
            return
        for school in house.schools:
            for letter in house.digests(school, chosen):
                if letter.held:
                    complain(f"The digest to {letter.recipient} is {letter.held}.")
                elif preview is None:
                    say(f"To: {letter.recipient}\nSubject: {letter.subject}\n\n{letter.text}\n")
                else:
                    _write(preview, letter)


def read_week(text: str) -> Week:
    """The week of "2026-W46".

    Raises:
        ConfigError: not an ISO week.
    """
    found = _WEEK.fullmatch(text.strip())
    if found is None:
        raise ConfigError([f"--week: {text!r} is not an ISO week; write it like 2026-W46"])
    chosen = Week(int(found[1]), int(found[2]))
    try:
        _ = chosen.first_on
    except ValueError as error:
        raise ConfigError([f"--week: there is no week {text}"]) from error
    return chosen


def last_full_week(now: datetime) -> Week:
    """The ISO week before the one of `now`."""
    year, number, _ = now.date().isocalendar()
    first_on = Week(year, number).first_on
    year, number, _ = first_on.fromordinal(first_on.toordinal() - 7).isocalendar()
    return Week(year, number)


def _send(house: House, week: Week) -> None:
    house.enrol()
    now = house.edges.clock.now()
    for school in house.schools:
        letters = house.digests(school, week)
        if house.edges.store.queue_week(school.id, week, letters, now=now):
            held = sum(bool(letter.held) for letter in letters)
            say(f"{school.name}: {len(letters) - held} letters queued for {week.key}.")
            if held:
                complain(f"The safety check held {held} of its digests; `orm check` says why.")
        else:
            say(f"{school.name}: {week.key} was queued before; nothing is queued twice.")
    delivered = house.deliver()
    say(f"{delivered.sent} sent, {delivered.retried} to be tried again, {delivered.failed} failed.")
    if delivered.failed or delivered.retried:
        complain("Some letters were not accepted; `orm check` says why.")
        raise typer.Exit(FAILED)


def _write(folder: Path, letter: Letter) -> None:
    name = re.sub(r"[^a-z0-9]+", "-", letter.once.lower()).strip("-")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.txt").write_text(f"{letter.subject}\n\n{letter.text}", encoding="utf-8")
        (folder / f"{name}.html").write_text(letter.html, encoding="utf-8")
    except OSError as error:
        complain(f"{folder} cannot be written: {error.strerror}. Give another folder.")
        raise typer.Exit(USAGE) from error
    say(str(folder / f"{name}.html"))
