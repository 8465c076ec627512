"""`orm account add`, `import`, `export`, `register`: the register itself, and on paper."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from orm.accounts.sheet import read_sheet, write_sheet
from orm.cli.account_options import ByOption, SchoolOption, chosen, ids, one_school, person
from orm.cli.new_file import write_new
from orm.cli.parsing import read_saved_file
from orm.cli.voice import DEFAULT_CONFIG, ConfigOption, open_house, out, plainly, say
from orm.errors import ConfigError
from orm.model.accounts import KEEPERS, Account
from orm.model.schools import ContactId, SchoolId
from orm.wiring import House
from orm.wiring import accounts as joining

SHELL = ContactId("shell")
"""Who did it, in the audit trail, when nobody is named: whoever has the machine."""

_CELL = re.compile(r"row \d+, column (\w+):")


def register(accounts: typer.Typer) -> None:
    """Make these commands of `orm account`."""
    accounts.command("add")(plainly(_add))
    accounts.command("import")(plainly(_import))
    accounts.command("export")(plainly(_export))
    accounts.command("register")(plainly(_print_register))


def _add(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    platform: Annotated[str, typer.Option(help="Such as bluesky, facebook or tiktok.")],
    handle: Annotated[str, typer.Option(help="As the platform writes it; for a blog its feed.")],
    school: SchoolOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    by: Annotated[str, typer.Option(help="Who enters it: an id or email address.")] = "",
    display_name: Annotated[str, typer.Option(help="What it calls itself.")] = "",
    status: Annotated[str, typer.Option(help="active, dormant or closed.")] = "",
    stable_id: Annotated[str, typer.Option(help="The id that outlives a new name.")] = "",
    url: Annotated[str, typer.Option(help="The address of its page.")] = "",
    purpose: Annotated[str, typer.Option(help="What it is for.")] = "",
    outcomes: Annotated[str, typer.Option(help="What it is meant to achieve.")] = "",
    owner: Annotated[str, typer.Option(help="Who looks after it.")] = "",
    keepers: Annotated[
        str, typer.Option(help="Who can get in, with semicolons between. Never a password.")
    ] = "",
    access_tested_on: Annotated[str, typer.Option(help="When they last all signed in.")] = "",
    risk_assessed_on: Annotated[str, typer.Option(help="The day of the risk assessment.")] = "",
    approved_by: Annotated[str, typer.Option(help="The headteacher or safeguarding lead.")] = "",
    approved_on: Annotated[str, typer.Option(help="The day of the approval.")] = "",
    admin_email: Annotated[
        str, typer.Option(help="The school address it is registered with.")
    ] = "",
    second_reader: Annotated[str, typer.Option(help="Who reads before it is published.")] = "",
    moderation_days: Annotated[str, typer.Option(help="Days that a comment may wait.")] = "",
    consent: Annotated[str, typer.Option(help="How consent for pictures is checked.")] = "",
    agreement_signed_on: Annotated[str, typer.Option(help="When its runner signed.")] = "",
    minimum_age: Annotated[str, typer.Option(help="The platform's.")] = "",
    hours: Annotated[str, typer.Option(help="When the school posts, like 08:00-17:30.")] = "",
    dormant_after_days: Annotated[str, typer.Option(help="Term days without a post.")] = "",
    review_on: Annotated[str, typer.Option(help="When it is looked at again as a whole.")] = "",
) -> None:
    """Enter an account. What is left out is a gap that the checks name; it can be filled later."""
    with closing(open_house(config)) as house:
        house.enrol()
        chosen_school = one_school(house, school)
        cells = {
            "school": chosen_school.id,
            "platform": platform,
            "handle": handle,
            "display_name": display_name,
            "status": status,
            "stable_id": stable_id,
            "url": url,
            "purpose": purpose,
            "outcomes": outcomes,
            "owner": owner,
            "keepers": keepers,
            "access_tested_on": access_tested_on,
            "risk_assessed_on": risk_assessed_on,
            "approved_by": approved_by,
            "approved_on": approved_on,
            "admin_email": admin_email,
            "second_reader": second_reader,
            "moderation_days": moderation_days,
            "consent": consent,
            "agreement_signed_on": agreement_signed_on,
            "minimum_age": minimum_age,
            "hours": hours,
            "dormant_after_days": dormant_after_days,
            "review_on": review_on,
        }
        _enter_one(house, _read_cells(house, chosen_school.id, cells), by)


def _import(
    file: Annotated[Path, typer.Argument(help="A sheet as orm account export writes it.")],
    by: ByOption,
    config: ConfigOption = DEFAULT_CONFIG,
    school: SchoolOption = "",
) -> None:
    """Take a sheet in: all of it, or nothing and every problem with its row. Removes nothing."""
    raw = read_saved_file(file)
    with closing(open_house(config)) as house:
        house.enrol()
        schools = ids(chosen(house, school))
        read = read_sheet(raw, school_ids=schools, contacts=house.config.contacts)
        if not read:
            raise ConfigError([f"{file} names no account; nothing was changed"])
        who = {
            person(house, by, may=KEEPERS, school_id=each).id
            for each in {account.school_id for account in read}
        }
        before = house.edges.store.accounts.register(schools)
        store = house.edges.store.accounts
        store.enter(read, by=who.pop(), now=house.edges.clock.now())
        _tell_import(read, before, store.register(schools))


def _export(
    file: Annotated[
        Path | None, typer.Argument(help="The CSV to write; printed if left out.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    school: SchoolOption = "",
) -> None:
    """Write the register as CSV, to be changed in a spreadsheet and taken in again."""
    with closing(open_house(config)) as house:
        house.enrol()
        accounts = house.edges.store.accounts.register(ids(chosen(house, school)))
    sheet = write_sheet(accounts)
    if file is None:
        out.file.write(sheet)
        return
    write_new(file, sheet.encode("utf-8-sig", "replace"))
    say(f"{len(accounts)} account(s) written to {file}. Passwords are never in it.")


def _print_register(
    pdf: Annotated[Path, typer.Option("--pdf", help="The PDF to write.")],
    config: ConfigOption = DEFAULT_CONFIG,
    school: SchoolOption = "",
) -> None:
    """Write the half-termly register of one school as a PDF for the headteacher to sign."""
    with closing(open_house(config)) as house:
        house.enrol()
        meant = one_school(house, school)
        paper = joining.account_register_pdf(house, meant, house.edges.clock.now())
    write_new(pdf, paper)
    say(f"The register of {meant.name} is in {pdf}: print it, and let the headteacher sign it.")


def _read_cells(house: House, school_id: SchoolId, cells: Mapping[str, str]) -> Account:
    """The account that the options say, read as a sheet's row is.

    Raises:
        ConfigError: every option that cannot be read.
    """
    given = {name: cell for name, cell in cells.items() if cell.strip()}
    for name in ("platform", "handle"):
        given.setdefault(name, "")
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([list(given), list(given.values())])
    raw = lines.getvalue().encode("utf-8", "replace")
    try:
        (account,) = read_sheet(raw, school_ids=[school_id], contacts=house.config.contacts)
    except ConfigError as error:
        raise ConfigError([_CELL.sub(_option, each) for each in error.problems]) from error
    return account


def _option(found: re.Match[str]) -> str:
    return f"--{found[1].replace('_', '-')}:"


def _enter_one(house: House, account: Account, by: str) -> None:
    store = house.edges.store.accounts
    if any(_place(each) == _place(account) for each in store.register([account.school_id])):
        called = f"{account.platform} {account.handle}"
        change = "change it on the desk, or with orm account export and import"
        raise ConfigError([f"{called} is in the register already; {change}"])
    who = person(house, by, may=KEEPERS, school_id=account.school_id).id if by else SHELL
    (number,) = store.enter([account], by=who, now=house.edges.clock.now())
    say(f"Account {number} is in the register. It is checked within minutes, or now with:")
    say(f"  orm account check {number}")


def _place(account: Account) -> tuple[str, str, str]:
    handle = account.handle.strip().casefold().removeprefix("@")
    return account.school_id, account.platform.strip().casefold(), handle


def _tell_import(
    read: Iterable[Account], before: Iterable[Account], after: Iterable[Account]
) -> None:
    old = {_place(each): each for each in before}
    new = {_place(each): each for each in after}
    named = {_place(each) for each in read}
    added = len(named - set(old))
    changed = sum(place in old and old[place] != new[place] for place in named)
    says = f"{added} added, {changed} changed, {len(named) - added - changed} as they were."
    others = len(set(new) - named)
    left = f" {others} that the sheet does not name stay as they are." if others else ""
    say(says + left)
