"""`orm token`: keys to the read-only interface for a trust's dashboards."""

from contextlib import closing
from datetime import date, datetime, time, timedelta
from secrets import token_urlsafe
from typing import Annotated

import typer

from orm.cli.case_options import named
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
from orm.model.api_tokens import ApiToken, Grant, NewApiToken, digest_of
from orm.model.schools import SchoolId
from orm.school_calendar import LONDON
from orm.wiring import House

app = typer.Typer(
    help="Keys to the read-only interface (docs/api.md): figures and source health, no post.",
    no_args_is_help=True,
)

COLUMNS = ("number", "name", "schools", "scopes", "made", "expires", "last_used", "state")
_SHELL = "shell"
_LONGEST_NAME = 80
_LONGEST_LIFE = timedelta(days=366 * 2)


@app.command("new")
@plainly
def new(
    name: Annotated[str, typer.Option("--name", help='Whose it is, like "Trust dashboard".')],
    school: Annotated[list[str], typer.Option("--school", help="A school's id; may be repeated.")],
    scope: Annotated[
        list[Grant],
        typer.Option(
            "--scope", parser=named(Grant), metavar="SCOPE", help="figures or sources; repeat it."
        ),
    ],
    expires: Annotated[str, typer.Option("--expires", help="Its last day, like 2027-09-01.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Make a token and show it, this once."""
    with closing(open_house(config)) as house:
        now = house.edges.clock.now()
        token = f"orm_{token_urlsafe(32)}"
        wish = NewApiToken(
            digest=digest_of(token),
            name=_name(name),
            grants=frozenset(scope),
            schools=_schools(house, school),
            made_by=_SHELL,
            made_at=now,
            expires_at=_end_of(expires, now),
        )
        house.enrol()
        made = house.edges.store.api_tokens.make(wish)
    say(f"Token {made.number} for {made.name}, until {_last_day(made)}. It is shown once:")
    say(token)


@app.command("list")
@plainly
def list_tokens(config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False) -> None:
    """Every token that was made; never the token itself."""
    with closing(open_house(config)) as house:
        now = house.edges.clock.now()
        rows = [_row(each, now) for each in house.edges.store.api_tokens.every()]
    print_rows(COLUMNS, rows, as_json=as_json)


@app.command("end")
@plainly
def end(
    number: Annotated[int, typer.Argument(help="Its number in `orm token list`.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Let nobody use a token again."""
    with closing(open_house(config)) as house:
        ended = house.edges.store.api_tokens.end(number, by=_SHELL, now=house.edges.clock.now())
    say(f"Token {ended.number} ({ended.name}) opens nothing any more.")


def _schools(house: House, wanted: list[str]) -> frozenset[SchoolId]:
    known = {school.id for school in house.schools}
    strange = sorted(set(wanted) - known)
    if strange:
        raise ConfigError(
            [
                f"--school: there is no school {each!r}; orm schools list has them"
                for each in strange
            ]
        )
    return frozenset(map(SchoolId, wanted))


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise ConfigError([f"--name: write 1 to {_LONGEST_NAME} plain characters"])
    return name


def _end_of(typed: str, now: datetime) -> datetime:
    """The end of that day in London. Raises ConfigError: no day, one that is past, or far away."""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError as error:
        raise ConfigError([f"--expires: {typed!r} is no day; write it like 2027-09-01"]) from error
    if day - now.astimezone(LONDON).date() > _LONGEST_LIFE:
        raise ConfigError(["--expires: choose a day within two years; make a new token then"])
    ends = datetime.combine(day, time(), LONDON) + timedelta(days=1)
    if ends <= now:
        raise ConfigError([f"--expires: {typed} is past"])
    return ends


def _row(each: ApiToken, now: datetime) -> dict[str, object]:
    state = "works" if each.works(now) else "ended" if each.ended_at else "expired"
    return {
        "number": each.number,
        "name": each.name,
        "schools": ", ".join(sorted(each.schools)),
        "scopes": ", ".join(sorted(each.grants)),
        "made": _day(each.made_at),
        "expires": _last_day(each),
        "last_used": _day(each.used_at) if each.used_at else "never",
        "state": state,
    }


def _last_day(each: ApiToken) -> str:
    return _day(each.expires_at - timedelta(seconds=1))


def _day(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%d}"
