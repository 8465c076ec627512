"""`orm account`: the school's official accounts: the list, one account, a check, a person's word."""

from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from orm.cli.account_options import (
    AccountArgument,
    ByOption,
    SchoolOption,
    account_of,
    chosen,
    ids,
    named,
    person,
)
from orm.cli.account_trials import check_now, try_answer
from orm.cli.mentions import printable
from orm.cli.parsing import NOWHERE, USUAL_STATUS
from orm.cli.voice import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    open_house,
    plainly,
    print_json,
    print_rows,
    refuse_example,
    say,
)
from orm.errors import ConfigError
from orm.model.accounts import KEEPERS, AccountFile, Check, Finding, FindingId
from orm.model.schools import Contact
from orm.reading.accounts import NO_ACCOUNTS
from orm.reading.accounts_findings import Line, account_lines, unknown_of
from orm.reading.accounts_settling import word
from orm.reading.accounts_words import STATUSES
from orm.wiring import House

app = typer.Typer(
    help="Official accounts: which are the school’s, and whether each is well kept.",
    no_args_is_help=True,
)

COLUMNS = ("id", "school", "platform", "handle", "status", "state", "findings", "last_checked")


@app.command("list")
@plainly
def list_accounts(
    config: ConfigOption = DEFAULT_CONFIG, school: SchoolOption = "", as_json: JsonOption = False
) -> None:
    """Every account in the register, how it is, and when it was last checked."""
    with closing(open_house(config)) as house:
        house.enrol()
        files = house.edges.store.accounts.files(ids(chosen(house, school)))
        now = house.edges.clock.now()
        people = house.config.contacts
        print_rows(COLUMNS, (_row(each, people, now, as_json) for each in files), as_json=as_json)
    if not files and not as_json:
        say(NO_ACCOUNTS)


@app.command("show")
@plainly
def show(
    account: AccountArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    school: SchoolOption = "",
    as_json: JsonOption = False,
) -> None:
    """One account: its entry in the register, and what each check last came to."""
    with closing(open_house(config)) as house:
        house.enrol()
        file = account_of(house, account, chosen(house, school))
        if as_json:
            print_json(asdict(file))
            return
        _tell(house, file)


@app.command("check")
@plainly
def check(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    accounts: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID|PLATFORM:HANDLE", help="Only these, at once."),
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    school: SchoolOption = "",
    at_once: Annotated[
        bool, typer.Option("--now", help="All of them, due or not, and the school’s presence.")
    ] = False,
    as_json: JsonOption = False,
    response: Annotated[
        Path | None,
        typer.Option("--response", help="Only read one saved answer about an account, offline."),
    ] = None,
    platform: Annotated[str, typer.Option("--platform", help="Of the saved answer.")] = "",
    handle: Annotated[str, typer.Option("--handle", help="Whom it is about, if known.")] = "",
    url: Annotated[str, typer.Option("--url", help="Where the saved answer came from.")] = NOWHERE,
    status: Annotated[
        int, typer.Option("--status", min=100, max=599, help="The status that came with it.")
    ] = USUAL_STATUS,
    headers: Annotated[
        Path | None,
        typer.Option("--headers", help="A file with the headers that came with it, a line each."),
    ] = None,
) -> None:
    """Check what is due and say what each check came to. A finding is no failure of the command.

    With --response: print what a platform's saved answer says as JSON; exit 3 and the error's name
    if it cannot be read.
    """
    if response is not None:
        print_json(asdict(try_answer(response, platform, handle, url, status, headers)))
        return
    refuse_example(config)
    with closing(open_house(config)) as house:
        house.enrol()
        schools = chosen(house, school)
        picked = [account_of(house, each, schools) for each in accounts or ()]
        check_now(house, schools, picked, at_once=at_once, as_json=as_json)


@app.command("confirm")
@plainly
def confirm(
    account: AccountArgument,
    by: ByOption,
    config: ConfigOption = DEFAULT_CONFIG,
    school: SchoolOption = "",
    finding: Annotated[
        int | None,
        typer.Option("--finding", help="Settle this finding only; its number is in show."),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="With --finding: what was done, or why it is no fault.")
    ] = "",
) -> None:
    """Say that you have looked and the account is as it should be; or settle one finding."""
    with closing(open_house(config)) as house:
        house.enrol()
        file = account_of(house, account, chosen(house, school))
        who = person(house, by, may=KEEPERS, school_id=file.account.school_id)
        if finding is not None:
            _settle(house, file, FindingId(finding), who, reason)
            return
        if reason.strip():
            raise ConfigError(["--reason: is for one finding; give its number with --finding"])
        house.edges.store.accounts.accept(file.id, by=who.id, now=house.edges.clock.now())
        say(
            f"{named(file)}: what it is now is what it is to be from here on, and a person has"
            f" looked today. It is due again now: orm account check {file.id}"
        )


def _settle(house: House, file: AccountFile, number: FindingId, who: Contact, reason: str) -> None:
    if number not in {each.id for each in file.findings}:
        raise ConfigError(
            [f"--finding: {number} is none of this account’s; see: orm account show {file.id}"]
        )
    said = word(who, reason, house.edges.clock.now())
    house.edges.store.accounts.settle(number, said)
    say(f"Finding {number} of {named(file)} is settled.")


def _row(
    file: AccountFile, contacts: tuple[Contact, ...], now: datetime, as_json: bool
) -> dict[str, object]:
    account, at = file.account, file.checked_at
    lines = account_lines(file, contacts)
    waiting = [line for line in lines if line.is_open]
    return {
        "id": file.id,
        "school": account.school_id,
        "platform": printable(account.platform),
        "handle": printable(account.handle),
        "status": account.status if as_json else STATUSES[account.status],
        "state": _state(lines, len(unknown_of(file, contacts, now=now)), at),
        "findings": [line.says for line in waiting] if as_json else len(waiting),
        "last_checked": at if as_json or at is None else f"{at:%Y-%m-%d %H:%M} UTC",
    }


def _state(lines: tuple[Line, ...], unknown: int, at: datetime | None) -> str:
    """In words; what nobody knows is never told as well."""
    if at is None:
        return "not checked yet"
    waiting = sum(line.is_open for line in lines)
    said = [f"{waiting} to settle"] if waiting else []
    if unknown:
        said.append(f"{unknown} could not be checked")
    return ", ".join(said) or "as it should be"


def _tell(house: House, file: AccountFile) -> None:
    say(f"{file.id}  {named(file)}")
    for name, value in asdict(file.account).items():
        if name not in {"school_id", "platform", "handle"}:
            say(f"  {name.replace('_', ' ')}: {_said(value)}")
    at = file.checked_at
    say(f"Checked {at:%Y-%m-%d %H:%M} UTC." if at else "Not checked yet: orm account check --now")
    for found, line in zip(file.findings, account_lines(file, house.config.contacts), strict=True):
        for each in _finding(found, line):
            say(each)
    made = {each.checked.check for each in file.findings}
    left = ", ".join(each.value for each in Check if each not in made)
    if at and left:
        say(f"Not looked at for this account: {left}.")


def _finding(found: Finding, line: Line) -> tuple[str, ...]:
    outcome, check_name = found.checked.outcome.value, found.checked.check.value
    told = [f"{found.id}  {check_name}  {outcome}  since {found.since:%Y-%m-%d}  {line.says}"]
    if line.evidence:
        told.append(f"      evidence: {line.evidence}")
    if line.settled is not None:
        settled = line.settled
        told.append(f"      settled by {settled.who}, {settled.at:%Y-%m-%d}: {settled.reason}")
    return tuple(told)


def _said(value: object) -> str:
    if value is None or value in {"", ()}:
        return "not in the register"
    if isinstance(value, tuple):
        return ", ".join(printable(str(each)) for each in value)
    return printable(str(value))
