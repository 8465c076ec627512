"""Official accounts: what needs somebody this morning, what nobody knows, the list, the register."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from orm.accounts.sheet import read_sheet, write_sheet
from orm.cases.sight import may_see
from orm.errors import ConfigError, Conflict, NotAllowed
from orm.model.cases import CaseRef
from orm.model.presence import Presence
from orm.model.schools import School
from orm.reading.accounts import AccountsPage, kept_of, page
from orm.reading.accounts_findings import place_of
from orm.reading.accounts_settling import LONGEST_REASON, word
from orm.reading.accounts_words import here
from orm.reading.lookalikes import Eye
from orm.reading.own_posts import Channels, channels
from orm.web.asking import Answer, Ask, Download, Page, Went
from orm.web.forms import Filled, Problem
from orm.web.routes import (
    ACCOUNT_KEEPERS,
    ACCOUNT_READERS,
    LOOKALIKE_JUDGES,
    Who,
    look,
    press,
)
from orm.wiring.accounts import account_register_pdf

LIST = "/accounts"
LARGEST = 2_000_000
"""Bytes of a sheet with its form."""

MOST_ACCOUNTS = 2_000
"""Rows of one sheet."""

GONE = "This is no longer found. Nothing was changed."


@dataclass(frozen=True, slots=True)
class AccountsView:
    """What the page shows. `filled` is the form that was refused: its reason stands beside it."""

    school: School
    schools: tuple[School, ...]
    page: AccountsPage
    channels: Channels
    may_keep: bool
    may_judge: bool
    filled: Filled = field(default_factory=Filled)
    longest: int = LONGEST_REASON


@dataclass(frozen=True, slots=True)
class ImportView:
    """The form that takes a sheet in."""

    schools: tuple[School, ...]
    filled: Filled = field(default_factory=Filled)


def show(ask: Ask) -> Answer:
    """The morning's page."""
    return accounts_page(ask, ask.reader.school(ask.query.one("school")), Filled())


def check_now(ask: Ask) -> Answer:
    """Make everything of a school due."""
    school = ask.reader.school(ask.form.one("school"))
    store = ask.house.edges.store
    store.accounts.hasten([file.id for file in store.accounts.files([school.id])], now=ask.now)
    store.presences.hasten([school.id], now=ask.now)
    return Went(list_of(school), done="accounts-hastened")


def settle_notice(ask: Ask) -> Answer:
    """A person's word on what was found around the school."""
    school, place = ask.reader.school(ask.form.one("school")), ask.form.one("place")
    notices = presence_of(ask, school).notices
    found = next((each.noticed for each in notices if place_of(each.noticed) == place), None)
    try:
        said = word(ask.reader.contact, ask.form.one("reason"), ask.now)
        if found is None:
            return refused(ask, school, "", GONE, 409)
        ask.house.edges.store.presences.settle(school.id, found.check, found.key, said)
    except NotAllowed as error:
        return refused(ask, school, place, str(error), 422)
    except Conflict as error:
        return refused(ask, school, "", str(error), 409)
    return Went(list_of(school), done="finding-settled")


def keep_table(ask: Ask) -> Answer:
    """The register as a sheet that can be brought back in."""
    school = ask.reader.school(ask.query.one("school"))
    text = write_sheet(ask.house.edges.store.accounts.register([school.id]))
    return Download("accounts.csv", "text/csv; charset=utf-8", text.encode("utf-8-sig"))


def keep_paper(ask: Ask) -> Answer:
    """The register for the headteacher's signature."""
    school = ask.reader.school(ask.query.one("school"))
    pdf = account_register_pdf(ask.house, school, ask.now)
    return Download("accounts.pdf", "application/pdf", pdf)


def show_import(ask: Ask) -> Answer:
    """The form that takes a sheet in."""
    return Page("accounts_import.html", "Bring a sheet in", ImportView(ask.reader.schools))


def take_in(ask: Ask) -> Answer:
    """Everything in a sheet, or nothing and every problem."""
    if not ask.uploads or not ask.uploads[0].content:
        return _not_taken(ask, ["Choose a file: the register as CSV."])
    schools = ask.reader.schools
    everybody = ask.house.config.contacts
    people = {each.id: each for school in schools for each in here(everybody, school.id)}
    try:
        accounts = read_sheet(
            ask.uploads[0].content,
            school_ids=[school.id for school in schools],
            contacts=people.values(),
        )
    except ConfigError as error:
        return _not_taken(ask, [f"{each[:1].upper()}{each[1:]}." for each in error.problems])
    if not accounts:
        return _not_taken(ask, ["The sheet has no account: every row below its heading is empty."])
    if len(accounts) > MOST_ACCOUNTS:
        says = f"The sheet has more than {MOST_ACCOUNTS:,} accounts: bring it in as several."
        return _not_taken(ask, [says])
    register = ask.house.edges.store.accounts
    entered = register.enter(accounts, by=ask.reader.contact.id, now=ask.now)
    register.hasten(entered, now=ask.now)
    return Went(f"{LIST}?school={accounts[0].school_id}", done="accounts-imported")


def accounts_page(ask: Ask, school: School, filled: Filled, *, status: int = 200) -> Page:
    """The morning's page, with what is wrong with a form that was sent from it."""
    kept = kept_of(ask.house.edges.store, school)
    shelf, sight = ask.house.shelf, ask.reader.sight
    view = AccountsView(
        school=school,
        schools=ask.reader.schools,
        page=page(kept, eye_of(ask), now=ask.now),
        channels=channels(shelf, sight, school, files=kept.files, now=ask.now),
        may_keep=may(ask, ACCOUNT_KEEPERS),
        may_judge=may(ask, LOOKALIKE_JUDGES),
        filled=filled,
    )
    return Page("accounts.html", "Official accounts", view, status=status)


def refused(ask: Ask, school: School, place: str, says: str, status: int) -> Page:
    """The page again, with what is wrong beside the form at this place; at its top without one."""
    named = f"reason-{place}" if re.fullmatch(r"[a-z0-9-]{1,60}", place) else ""
    return accounts_page(ask, school, Filled(ask.form, (Problem(named, says),)), status=status)


def list_of(school: School) -> str:
    """The address of a school's page."""
    return f"{LIST}?school={school.id}"


def may(ask: Ask, who: Who) -> bool:
    """Whether the reader is one of these."""
    return bool(who.roles and who.roles & ask.reader.roles)


def eye_of(ask: Ask) -> Eye:
    """Who looks at look-alikes."""
    return Eye(ask.reader.sight, ask.house.config.contacts, lambda ref: opens(ask, ref))


def opens(ask: Ask, ref: CaseRef) -> bool:
    """Whether the reader may open a case."""
    file = ask.house.edges.store.case(ref)
    people = ask.house.config.contacts
    return file is not None and may_see(file.case, ask.reader.contact, contacts=people)


def presence_of(ask: Ask, school: School) -> Presence:
    """What is known of a school beside its accounts."""
    return ask.house.edges.store.presences.of([school.id])[0]


def _not_taken(ask: Ask, problems: Sequence[str]) -> Page:
    filled = Filled(ask.form, tuple(Problem("file", says) for says in problems))
    view = ImportView(ask.reader.schools, filled)
    return Page("accounts_import.html", "Bring a sheet in", view, status=422)


ROUTES = (
    look(LIST, show, ACCOUNT_READERS),
    press(f"{LIST}/check", check_now, ACCOUNT_KEEPERS),
    press(f"{LIST}/notices", settle_notice, ACCOUNT_KEEPERS, largest=20_000),
    look(f"{LIST}/register.csv", keep_table, ACCOUNT_READERS),
    look(f"{LIST}/register.pdf", keep_paper, ACCOUNT_READERS),
    look(f"{LIST}/import", show_import, ACCOUNT_KEEPERS),
    press(f"{LIST}/import", take_in, ACCOUNT_KEEPERS, largest=LARGEST),
)
