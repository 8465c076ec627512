"""`orm user`: who may come in to the desk, their links, sessions and second factors."""

from contextlib import closing
from typing import Annotated

import typer

from orm.cli.people import contact_named
from orm.cli.voice import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    complain,
    open_house,
    plainly,
    print_rows,
    say,
)
from orm.entry.door import FrontDoor
from orm.entry.ticketing import link
from orm.errors import ConfigError
from orm.model.entry import LIVES, Purpose, Standing, Status
from orm.model.schools import Contact
from orm.school_calendar import LONDON
from orm.web.house_desk import desk_url
from orm.wiring import House
from orm.wiring.door import front_door
from orm.wiring.linking import queue_link

app = typer.Typer(
    help="People: who may sign in to the desk. They are added and removed in config.toml.",
    no_args_is_help=True,
)

COLUMNS = ("id", "name", "roles", "schools", "state", "last_sign_in")
SHELL = "shell"
"""Who did it, in the audit trail: whoever has the machine."""

EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", help="As in config.toml.")]
QuietOption = Annotated[
    bool, typer.Option("--quiet", help="Print the link and send no letter; you pass it on.")
]


@app.command("list")
@plainly
def list_people(config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False) -> None:
    """Everybody in config.toml, and whether they can sign in."""
    with closing(open_house(config)) as house:
        door = front_door(house)
        known = door.book.standings(now=house.edges.clock.now())
        rows = [
            _row(each, known.get(door.keys.person(each)), as_json=as_json)
            for each in house.config.contacts
        ]
    print_rows(COLUMNS, rows, as_json=as_json)


@app.command("invite")
@plainly
def invite(
    email: EmailArgument, config: ConfigOption = DEFAULT_CONFIG, quiet: QuietOption = False
) -> None:
    """Make a link to choose a first password. It works once, for 7 days."""
    with closing(open_house(config)) as house:
        contact = contact_named(house, email)
        door = front_door(house)
        standing = door.book.standings(now=house.edges.clock.now()).get(door.keys.person(contact))
        if standing is not None and standing.status in {Status.ACTIVE, Status.NO_FACTOR}:
            raise ConfigError(
                [f"{contact.email} can sign in already; for a new password: orm user reset"]
            )
        _send(house, door, contact, Purpose.INVITE, quiet=quiet)


@app.command("reset")
@plainly
def reset(
    email: EmailArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    quiet: QuietOption = False,
    openid: Annotated[
        bool,
        typer.Option("--openid", help="Also forget which Microsoft or Google account is theirs."),
    ] = False,
) -> None:
    """Make a link to choose a new password. It works once, for an hour."""
    with closing(open_house(config)) as house:
        contact = contact_named(house, email)
        door = front_door(house)
        if openid:
            door.forget_openid(contact.id, by=SHELL, now=house.edges.clock.now())
            complain("The next account with this address that the provider names is theirs.")
        if house.config.desk.local_accounts or not openid:
            _send(house, door, contact, Purpose.RESET, quiet=quiet)


@app.command("sign-out")
@plainly
def sign_out(email: EmailArgument, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """End every session of a person, on every browser, at once."""
    with closing(open_house(config)) as house:
        contact = contact_named(house, email)
        now = house.edges.clock.now()
        ended = front_door(house).sign_out_everywhere(contact.id, by=SHELL, now=now)
        say(f"{contact.email} is signed out: {ended} session(s) ended.")


@app.command("second-factor")
@plainly
def second_factor(
    email: EmailArgument,
    by: Annotated[str, typer.Option("--by", help="Your own email address in config.toml.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a line, such as: lost phone.")],
    config: ConfigOption = DEFAULT_CONFIG,
    remove: Annotated[
        bool, typer.Option("--remove", help="Forget it: the next sign-in sets a new one up.")
    ] = False,
) -> None:
    """Remove the second factor of a person who has lost it. Make sure that it is they who ask."""
    if not remove:
        raise ConfigError(["second-factor: nothing to do; give --remove"])
    if not reason.strip():
        raise ConfigError(["--reason: is empty; say why, such as: lost phone"])
    with closing(open_house(config)) as house:
        contact, who = contact_named(house, email), contact_named(house, by)
        now = house.edges.clock.now()
        house.enrol()
        front_door(house).remove_second_factor(
            contact.id, by=who.id, reason=reason.strip(), now=now
        )
        say(f"The second factor of {contact.email} is removed, and their sessions have ended.")


def _send(
    house: House, door: FrontDoor, contact: Contact, purpose: Purpose, *, quiet: bool
) -> None:
    """Make a link and print it; a letter brings it, unless somebody else passes it on."""
    if not house.config.desk.local_accounts:
        raise ConfigError(
            [
                "desk.local_accounts is false: people sign in with their school account, without a link"
            ]
        )
    house.enrol()
    now = house.edges.clock.now()
    token = door.issue(contact.id, purpose, by=SHELL, now=now)
    address = link(desk_url(house), token)
    until = (now + LIVES[purpose]).astimezone(LONDON)
    say(address)
    complain(f"For {contact.email} only. It works once, until {until:%a %d %b, %H:%M}.")
    if quiet:
        return
    if not house.config.digest.desk_url:
        complain("No letter was queued: digest.desk_url is missing. Pass the link on yourself.")
        return
    queue_link(house, contact, address, purpose, now=now)
    complain("A letter with the link is queued; orm run sends it. --quiet sends none.")


def _row(contact: Contact, standing: Standing | None, *, as_json: bool) -> dict[str, object]:
    found = standing or Standing(Status.NEVER)
    roles, schools = sorted(contact.roles), sorted(contact.schools)
    at = found.entered_at
    return {
        "id": contact.id,
        "name": contact.name,
        "roles": roles if as_json else ", ".join(roles),
        "schools": schools if as_json else ", ".join(schools) or "every school",
        "state": found.status,
        "last_sign_in": at if as_json or at is None else f"{at:%Y-%m-%d %H:%M} UTC",
    }
