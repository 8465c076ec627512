"""`orm digest`: build a week's digest, look at it, send it."""

import re
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from orm.cli.previews import sendable, write_previews
from orm.cli.voice import (
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    complain,
    open_house,
    plainly,
    say,
)
from orm.errors import ConfigError
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
        typer.Option(
            "--preview", help="Write them as text, page and email into this folder; send nothing."
        ),
    ] = None,
    pictures: Annotated[
        bool,
        typer.Option(
            "--pictures", help="With --preview: also as a phone and a desk show them (a browser)."
        ),
    ] = False,
    send: Annotated[bool, typer.Option("--send", help="Queue them once and send them.")] = False,
) -> None:
    """Build the digest of a week. Without --preview or --send it is printed."""
    if pictures and preview is None:
        raise ConfigError(["--pictures: say where to with --preview DIR"])
    with closing(open_house(config)) as house:
        chosen = read_week(week) if week else last_full_week(house.edges.clock.now())
        if send:
            _send(house, chosen)
            return
        if preview is not None:
            write_previews(house, chosen, preview, pictures=pictures)
            return
        for letter in sendable(house, chosen):
            say(f"To: {letter.recipient}\nSubject: {letter.subject}\n\n{letter.text}\n")


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
