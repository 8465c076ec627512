"""What the commands of `orm account` share: whose register, which account, who says so."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from orm.cli.people import contact_named
from orm.cli.voice import err
from orm.errors import ConfigError, NotAllowed
from orm.model.accounts import AccountFile, AccountId
from orm.model.schools import Contact, Role, School, SchoolId
from orm.reading.accounts_words import called
from orm.wiring import House

AccountArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID|PLATFORM:HANDLE", help="The number in orm account list, or its name."
    ),
]
SchoolOption = Annotated[str, typer.Option("--school", help="Only this school, by its id.")]
ByOption = Annotated[str, typer.Option("--by", help="Who says so: an id or email address.")]


def chosen(house: House, wanted: str) -> tuple[School, ...]:
    """One school, or every one that is watched.

    Raises:
        ConfigError: nobody watches it.
    """
    found = tuple(school for school in house.schools if wanted in {"", school.id})
    if not found:
        known = ", ".join(school.id for school in house.schools)
        raise ConfigError([f"--school: {wanted} is not watched; there are {known}"])
    return found


def ids(schools: Collection[School]) -> tuple[SchoolId, ...]:
    """Their ids."""
    return tuple(school.id for school in schools)


def one_school(house: House, wanted: str) -> School:
    """The school that is meant.

    Raises:
        ConfigError: nobody watches it, or there are several and none was named.
    """
    found = chosen(house, wanted)
    if len(found) > 1:
        raise ConfigError([f"--school: say which one of {', '.join(ids(found))}"])
    return found[0]


def account_of(house: House, wanted: str, schools: Collection[School]) -> AccountFile:
    """The account with this number, or this platform and handle.

    Raises:
        ConfigError: there is none, or several schools have it.
    """
    files = house.edges.store.accounts.files(ids(schools))
    found = [file for file in files if _is_meant(file, wanted)]
    if not found:
        raise ConfigError([f"{wanted} is no account in the register; see: orm account list"])
    if len(found) > 1:
        every = ", ".join(f"{file.id} ({file.account.school_id})" for file in found)
        raise ConfigError([f"{wanted} is several accounts; give the number of one: {every}"])
    return found[0]


def person(house: House, by: str, *, may: Collection[Role], school_id: SchoolId) -> Contact:
    """The person who says so.

    Raises:
        ConfigError: nobody in config.toml has this id or address.
        NotAllowed: they do not act for the school, or have no role that may.
    """
    contact = contact_named(house, by, where="--by")
    if contact.schools and school_id not in contact.schools:
        raise NotAllowed(f"{contact.id} does not act for {school_id}. Nothing was changed.")
    if contact.roles.isdisjoint(may):
        roles = ", ".join(sorted(may))
        raise NotAllowed(f"{contact.id} may not do this; it takes one of: {roles}.")
    return contact


def named(file: AccountFile) -> str:
    """Like "wrenbeck: Bluesky, @wrenbeckprimary"."""
    return f"{file.account.school_id}: {called(file.account)}"


def number_of(wanted: str) -> AccountId | None:
    """The number that was typed, if it is one."""
    return AccountId(int(wanted)) if wanted.isascii() and wanted.isdigit() else None


@contextmanager
def patience(doing: str) -> Iterator[None]:
    """Says on a terminal what takes so long; silent in a pipe."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        progress.add_task(doing)
        yield


def _is_meant(file: AccountFile, wanted: str) -> bool:
    number = number_of(wanted)
    if number is not None:
        return file.id == number
    platform, _, handle = wanted.partition(":")
    account = file.account
    return _folded(platform) == _folded(account.platform) and _folded(handle) == _folded(
        account.handle
    )


def _folded(name: str) -> str:
    return name.strip().casefold().removeprefix("@")
