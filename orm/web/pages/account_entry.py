"""One official account: its checks, settling and accepting them, and its entry in the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from orm.errors import Conflict, NotAllowed
from orm.model.accounts import Account, AccountFile, AccountId
from orm.model.schools import Contact, School
from orm.reading.accounts_entry import Entry, entry
from orm.reading.accounts_form import (
    Group,
    Wrong,
    blank,
    groups,
    known_already,
    mark,
    read_entry,
    unchanged,
)
from orm.reading.accounts_settling import LONGEST_REASON, word
from orm.reading.accounts_words import called, here
from orm.web.asking import Answer, Ask, Missing, Page, Went
from orm.web.forms import Filled, Problem
from orm.web.mention_wishes import is_number
from orm.web.pages.accounts import GONE, LIST, list_of, may, refused
from orm.web.pages.case_typed import Typed, typed
from orm.web.routes import ACCOUNT_KEEPERS, ACCOUNT_READERS, look, press

ON_ITS_PAGE = "account"
"""What a form says that was sent from the account's own page and not from the list."""

_THERE = "The register has this account already. Change its entry instead."


@dataclass(frozen=True, slots=True)
class EntryView:
    """One account's page."""

    school: School
    entry: Entry
    may_keep: bool
    filled: Filled = field(default_factory=Filled)
    longest: int = LONGEST_REASON


@dataclass(frozen=True, slots=True)
class FormView:
    """The form of an entry. `at` is where it is sent, `seen` what tells the entry that it changes
    from later ones; a new one has none.
    """

    school: School
    at: str
    back: str
    called: str
    seen: str
    groups: tuple[Group, ...]
    problems: tuple[Problem, ...] = ()


def show(ask: Ask) -> Answer:
    """One account."""
    file = _file(ask)
    return Missing() if file is None else _one(ask, file, Filled())


def settle(ask: Ask) -> Answer:
    """A person's word on a finding."""
    file = _file(ask)
    if file is None:
        return Missing()
    number = ask.path["finding"]
    found = next((each for each in file.findings if str(each.id) == number), None)
    try:
        said = word(ask.reader.contact, ask.form.one("reason"), ask.now)
        if found is None:
            return _refused(ask, file, "", GONE, 409)
        ask.house.edges.store.accounts.settle(found.id, said)
    except NotAllowed as error:
        return _refused(ask, file, f"finding-{number}", str(error), 422)
    except Conflict as error:
        return _refused(ask, file, "", str(error), 409)
    return Went(_back(ask, file), done="finding-settled")


def accept(ask: Ask) -> Answer:
    """A person has looked: what the account is now is what it is to be."""
    file = _file(ask)
    if file is None:
        return Missing()
    ask.house.edges.store.accounts.accept(file.id, by=ask.reader.contact.id, now=ask.now)
    return Went(_at(file.id), done="account-accepted")


def show_new(ask: Ask) -> Answer:
    """An empty entry."""
    school = ask.reader.school(ask.query.one("school"))
    return _form(ask, school, groups(blank(school.id), _people(ask, school)))


def enter(ask: Ask) -> Answer:
    """A new account for the register."""
    school = ask.reader.school(ask.form.one("school"))
    asked = groups(blank(school.id), _people(ask, school))
    read, sent = _read(ask, school, blank(school.id), asked)
    if read is None:
        return _form(ask, school, asked, sent=sent, status=422)
    accounts = ask.house.edges.store.accounts
    if known_already(read, accounts.register([school.id])):
        wrong = replace(sent, problems=(Problem("handle", _THERE),))
        return _form(ask, school, asked, sent=wrong, status=409)
    number = accounts.enter([read], by=ask.reader.contact.id, now=ask.now)[0]
    return Went(_at(number), done="account-entered")


def show_change(ask: Ask) -> Answer:
    """The entry as it stands, to be changed."""
    file = _file(ask)
    if file is None:
        return Missing()
    school = _school(ask, file)
    return _form(ask, school, groups(file.account, _people(ask, school)), file)


def change(ask: Ask) -> Answer:
    """The entry as it is to be."""
    file = _file(ask)
    if file is None:
        return Missing()
    school = _school(ask, file)
    asked = groups(file.account, _people(ask, school))
    read, sent = _read(ask, school, file.account, asked)
    if read is None:
        return _form(ask, school, asked, file, sent=sent, status=422)
    accounts = ask.house.edges.store.accounts
    try:
        unchanged(file.account, ask.form.one("seen"))
        accounts.change(file.id, read, by=ask.reader.contact.id, now=ask.now)
    except Conflict as error:
        wrong = replace(sent, problems=(Problem("", str(error)),))
        return _form(ask, school, asked, file, sent=wrong, status=409)
    accounts.hasten([file.id], now=ask.now)
    return Went(_at(file.id), done="account-changed")


def _read(
    ask: Ask, school: School, account: Account, asked: Sequence[Group]
) -> tuple[Account | None, Typed]:
    """The account as it was typed, with the form as it was sent; None where something is wrong."""
    sent = typed([each for group in asked for each in group.fields], ask.form)
    if sent.problems:
        return None, sent
    read = read_entry(sent.values, account, _people(ask, school))
    if isinstance(read, Account):
        return read, sent
    return None, _marked(sent, read)


def _marked(sent: Typed, wrong: Sequence[Wrong]) -> Typed:
    """The form with what is wrong beside its fields."""
    says: Mapping[str, str] = {each.field: each.says for each in wrong}
    fields = tuple(replace(each, wrong=says.get(each.name, "")) for each in sent.fields)
    return Typed(fields, tuple(Problem(each.field, each.says) for each in wrong))


def _form(
    ask: Ask,
    school: School,
    asked: Sequence[Group],
    file: AccountFile | None = None,
    *,
    sent: Typed | None = None,
    status: int = 200,
) -> Page:
    fields = {each.name: each for each in sent.fields} if sent else {}
    shown = (
        Group(group.legend, tuple(fields.get(each.name, each) for each in group.fields))
        for group in asked
    )
    seen = ask.form.one("seen") or (mark(file.account) if file else "")
    view = FormView(
        school=school,
        at=f"{_at(file.id)}/change" if file else f"{LIST}/new",
        back=_at(file.id) if file else list_of(school),
        called=called(file.account) if file else "",
        seen=seen,
        groups=tuple(shown),
        problems=sent.problems if sent else (),
    )
    title = "Change an account" if file else "Add an account"
    return Page("account_form.html", title, view, status=status)


def _one(ask: Ask, file: AccountFile, filled: Filled, *, status: int = 200) -> Page:
    told = entry(file, ask.house.config.contacts, ask.reader.sight, now=ask.now)
    view = EntryView(_school(ask, file), told, may(ask, ACCOUNT_KEEPERS), filled)
    return Page("account_entry.html", called(file.account), view, status=status)


def _refused(ask: Ask, file: AccountFile, place: str, says: str, status: int) -> Page:
    """The page that the form was sent from, with what is wrong."""
    if ask.form.one("back") != ON_ITS_PAGE:
        return refused(ask, _school(ask, file), place, says, status)
    named = f"reason-{place}" if place else ""
    return _one(ask, file, Filled(ask.form, (Problem(named, says),)), status=status)


def _back(ask: Ask, file: AccountFile) -> str:
    return _at(file.id) if ask.form.one("back") == ON_ITS_PAGE else list_of(_school(ask, file))


def _file(ask: Ask) -> AccountFile | None:
    """The account of the address, where it is one of the reader's schools'."""
    number = ask.path["id"]
    if not is_number(number):
        return None
    file = ask.house.edges.store.accounts.file(AccountId(int(number)))
    ours = {school.id for school in ask.reader.schools}
    return file if file is not None and file.account.school_id in ours else None


def _school(ask: Ask, file: AccountFile) -> School:
    return ask.reader.school(file.account.school_id)


def _people(ask: Ask, school: School) -> tuple[Contact, ...]:
    return here(ask.house.config.contacts, school.id)


def _at(number: AccountId) -> str:
    return f"{LIST}/{number}"


ROUTES = (
    look(f"{LIST}/new", show_new, ACCOUNT_KEEPERS),
    press(f"{LIST}/new", enter, ACCOUNT_KEEPERS),
    look(f"{LIST}/{{id}}", show, ACCOUNT_READERS),
    press(f"{LIST}/{{id}}/findings/{{finding}}", settle, ACCOUNT_KEEPERS, largest=20_000),
    press(f"{LIST}/{{id}}/accept", accept, ACCOUNT_KEEPERS, largest=20_000),
    look(f"{LIST}/{{id}}/change", show_change, ACCOUNT_KEEPERS),
    press(f"{LIST}/{{id}}/change", change, ACCOUNT_KEEPERS),
)
