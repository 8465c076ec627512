"""`orm mail`: who gets no letters, and putting it right."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from orm.cli.people import contact_named
from orm.cli.voice import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    open_house,
    plainly,
    print_rows,
    say,
)
from orm.errors import ConfigError
from orm.model.schools import SchoolId
from orm.weekly.return_reports import LARGEST
from orm.weekly.returning import Came
from orm.wiring import House
from orm.wiring.returning import letter_book, read_mailbox, read_message

app = typer.Typer(
    help="Letters that come back, addresses that get none, and readers who stopped their digest.",
    no_args_is_help=True,
)

_SHELL = "shell"
COLUMNS = ("who", "school", "what", "since")


@app.command("bounce")
@plainly
def bounce(
    file: Annotated[
        Path | None,
        typer.Argument(help="A delivery report, saved as .eml; without it the mailbox is read."),
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Read a delivery report, or the mailbox of [mail.bounces] once. No word of it is kept."""
    with closing(open_house(config)) as house:
        if file is None and house.edges.returns is None:
            raise ConfigError(["mail.bounces: is missing; add it to config.toml, or name a file"])
        house.enrol()
        came = read_mailbox(house) if file is None else read_message(house, _bytes(file))
        _told(came)
        if came.hard:
            house.deliver()


@app.command("stopped")
@plainly
def stopped(config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False) -> None:
    """Readers who stopped their digest, and addresses that get no letters."""
    with closing(open_house(config)) as house:
        book = letter_book(house)
        rows = [
            {
                "who": stop.contact_id,
                "school": stop.school_id,
                "what": "stopped the digest",
                "since": f"{stop.at:%Y-%m-%d}",
            }
            for stop in book.stops()
        ] + [
            {
                "who": each.address,
                "school": each.school_id,
                "what": f"letters come back ({each.status})",
                "since": f"{each.on:%Y-%m-%d}",
            }
            for each in book.closed()
        ]
    print_rows(COLUMNS, rows, as_json=as_json)


@app.command("resume")
@plainly
def resume(
    who: Annotated[str, typer.Argument(metavar="CONTACT", help="A contact's id or address.")],
    school: Annotated[str, typer.Option("--school", help="Only of this school.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Send somebody the weekly digest again that they stopped."""
    with closing(open_house(config)) as house:
        contact = contact_named(house, who)
        now = house.edges.clock.now()
        book = letter_book(house)
        theirs = [
            stop.school_id
            for stop in book.stops()
            if stop.contact_id == contact.id and school in {"", stop.school_id}
        ]
        if not theirs:
            raise ConfigError([_nothing_stopped(house, who, SchoolId(school))])
        for school_id in theirs:
            book.resume(school_id, contact.id, by=_SHELL, now=now)
            say(f"{contact.id} gets the digest of {school_id} again, from the next one on.")


@app.command("write-again")
@plainly
def write_again(
    address: Annotated[str, typer.Argument(help="The address, as `orm mail stopped` shows it.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write to an address again whose letters came back, once its mailbox was put right."""
    with closing(open_house(config)) as house:
        now = house.edges.clock.now()
        if not letter_book(house).reopen(address, by=_SHELL, now=now):
            raise ConfigError(
                [f"{address} gets its letters; orm mail stopped lists those that do not"]
            )
    say(f"Letters go to {address} again. What was not sent meanwhile is on the desk.")


def _nothing_stopped(house: House, who: str, school: SchoolId) -> str:
    known = {each.id for each in house.schools}
    if school and school not in known:
        return f"--school: there is no school {school!r}; orm schools list has them"
    return f"{who} has stopped no digest; orm mail stopped lists who did"


def _told(came: Came) -> None:
    say(
        f"{came.hard} came back for good, {came.soft} for now;"
        f" {came.ignored} told nothing of a letter of ours."
    )
    for address in came.closed:
        say(f"{address} gets no letters any more, and a person is told: orm check says what to do.")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror}"]) from None
