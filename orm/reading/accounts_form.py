"""The form of one account in the register: its fields, and what was typed read by the same rules as
a row of the register's spreadsheet.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from orm.accounts.sheet import COLUMNS, read_sheet, write_sheet
from orm.errors import ConfigError, Conflict
from orm.model.accounts import Account
from orm.model.schools import AccountStatus, Contact, ContactId, SchoolId
from orm.reading.accounts_words import LEFT, PLATFORMS, STATUSES, with_roles
from orm.reading.case_form import LONGEST_LINE, Asking, FieldAsked, Option

LONGEST_TEXT = 1_000
LONGEST_URL = 500

_PROBLEM = re.compile(r"row \d+, column (\w+): (.+)", re.DOTALL)
_DAY_HINT = "Like 2026-11-20 or 20/11/2026"
_PEOPLE = ("owner", "approved_by", "second_reader")
_WHOLE_FORM = ""
_CHANGED = (
    "Somebody has changed this entry while you were typing. Nothing was changed. Look at it again,"
    " then type what is still missing."
)
_NOBODY = Option("", "Nobody yet")


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together."""

    legend: str
    fields: tuple[FieldAsked, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What to put right in a field; the empty one is the whole form."""

    field: str
    says: str


def groups(account: Account, contacts: Sequence[Contact]) -> tuple[Group, ...]:
    """The form with what the register says now; people are chosen among `contacts`."""
    cells = _cells(account)
    people = _with_those_who_left(contacts, account)
    return (
        Group("The account", _account_fields(cells)),
        Group("What it is for", _purpose_fields(cells)),
        Group("Who looks after it", _people_fields(cells, people)),
        Group("Approval", _approval_fields(cells, people)),
        Group("How it is kept", _keeping_fields(cells)),
    )


def read_entry(
    values: Mapping[str, str], account: Account, contacts: Sequence[Contact]
) -> Account | tuple[Wrong, ...]:
    """The account as it was typed, or everything that is wrong. Its school stays; who has left stays
    where nobody else was chosen.
    """
    names = [name for name in COLUMNS.split() if name != "school"]
    cells = {**_cells(account), **values}
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(names)
    writer.writerow([cells[name] for name in names])
    try:
        found = read_sheet(
            lines.getvalue().encode(),
            school_ids=[account.school_id],
            contacts=_with_those_who_left(contacts, account),
        )
    except ConfigError as error:
        return tuple(map(_wrong, error.problems))
    return found[0]


def mark(account: Account) -> str:
    """What tells whether an entry is still the one that somebody saw."""
    return sha256(write_sheet([account]).encode()).hexdigest()[:16]


def unchanged(account: Account, seen: str) -> None:
    """That nobody has changed an entry since its form was opened.

    Raises:
        Conflict: somebody has.
    """
    if mark(account) != seen:
        raise Conflict(_CHANGED)


def known_already(account: Account, register: Iterable[Account]) -> bool:
    """Whether the register has this account under the same handle."""
    return _place(account) in map(_place, register)


def blank(school_id: SchoolId) -> Account:
    """An entry that says nothing yet."""
    return Account(school_id, platform="", handle="")


def _place(account: Account) -> tuple[str, str, str]:
    handle = account.handle.strip().removeprefix("@").casefold()
    return account.school_id, account.platform.strip().casefold(), handle


def _wrong(problem: str) -> Wrong:
    found = _PROBLEM.fullmatch(problem)
    if found is None:
        return Wrong(_WHOLE_FORM, problem)
    return Wrong(found[1], f"{found[2][:1].upper()}{found[2][1:]}.")


def _cells(account: Account) -> dict[str, str]:
    """What each field shows; the ticked people one a line."""
    _, row = csv.reader(io.StringIO(write_sheet([account]), newline=""))
    cells = dict(zip(COLUMNS.split(), row, strict=True))
    plain = {name: getattr(account, name) for name in cells if name != "school"}
    texts = {name: value for name, value in plain.items() if type(value) is str}
    return {**cells, **texts, "keepers": "\n".join(account.keepers)}


def _with_those_who_left(contacts: Sequence[Contact], account: Account) -> tuple[Contact, ...]:
    known = {each.id for each in contacts}
    named = (*account.keepers, *(getattr(account, name) for name in _PEOPLE))
    left = dict.fromkeys(each for each in named if each and each not in known)
    return (*contacts, *(_gone(each) for each in left))


def _gone(contact_id: ContactId) -> Contact:
    return Contact(contact_id, f"{LEFT[:1].upper()}{LEFT[1:]}", "", frozenset())


def _options(people: Iterable[Contact]) -> tuple[Option, ...]:
    return tuple(Option(each.id, with_roles(each)) for each in people)


def _account_fields(cells: Mapping[str, str]) -> tuple[FieldAsked, ...]:
    platforms = dict(PLATFORMS)
    if cells["platform"] and cells["platform"] not in platforms:
        platforms[cells["platform"]] = cells["platform"]
    return (
        FieldAsked(
            "platform",
            "Platform",
            Asking.PICK,
            cells["platform"],
            options=(Option("", "Choose one"), *(Option(*each) for each in platforms.items())),
            needed=True,
        ),
        _line(cells, "handle", "Handle", "As the platform writes it, like @ourschool", needed=True),
        _line(cells, "display_name", "Name shown on the account"),
        _line(cells, "url", "Its address", "Like https://…", most=LONGEST_URL),
        _line(
            cells,
            "stable_id",
            "The platform’s own number for it",
            "Leave it as it is: the first check fills it in",
        ),
        FieldAsked(
            "status",
            "State",
            Asking.CHOICES,
            cells["status"],
            options=tuple(
                Option(each.value, STATUSES[each].capitalize()) for each in AccountStatus
            ),
        ),
    )


def _purpose_fields(cells: Mapping[str, str]) -> tuple[FieldAsked, ...]:
    return (
        _area(cells, "purpose", "What it is for"),
        _area(cells, "outcomes", "What it is to achieve"),
    )


def _people_fields(cells: Mapping[str, str], people: tuple[Contact, ...]) -> tuple[FieldAsked, ...]:
    who = _options(people)
    return (
        _person(cells, "owner", "Owner", who),
        FieldAsked(
            "keepers",
            "Who can get in",
            Asking.TICKS,
            cells["keepers"],
            "At least two, one of them of the leadership. Never write down a password.",
            who,
            needed=False,
        ),
        _line(cells, "access_tested_on", "Access last tested", _DAY_HINT),
        _line(cells, "admin_email", "Registered with", "The school’s email address behind it"),
        _person(cells, "second_reader", "Reads before it is published", who),
        _line(cells, "agreement_signed_on", "Agreement signed by who runs it", _DAY_HINT),
    )


def _approval_fields(
    cells: Mapping[str, str], people: tuple[Contact, ...]
) -> tuple[FieldAsked, ...]:
    return (
        _line(cells, "risk_assessed_on", "Risk assessed", _DAY_HINT),
        _person(cells, "approved_by", "Approved by", _options(people)),
        _line(cells, "approved_on", "Approved on", _DAY_HINT),
        _line(cells, "review_on", "Next review", _DAY_HINT),
    )


def _keeping_fields(cells: Mapping[str, str]) -> tuple[FieldAsked, ...]:
    return (
        _area(cells, "consent", "How consent for pictures is checked"),
        _line(cells, "moderation_days", "Days that a comment may wait"),
        _line(cells, "minimum_age", "The platform’s minimum age"),
        _line(cells, "hours", "Hours in which the school posts", "Like 08:00-17:30, or empty"),
        _line(cells, "dormant_after_days", "Days of term after which it counts as unused"),
    )


def _line(
    cells: Mapping[str, str],
    name: str,
    label: str,
    hint: str = "",
    *,
    needed: bool = False,
    most: int = LONGEST_LINE,
) -> FieldAsked:
    return FieldAsked(name, label, Asking.LINE, cells[name], hint, needed=needed, most=most)


def _area(cells: Mapping[str, str], name: str, label: str) -> FieldAsked:
    return FieldAsked(name, label, Asking.AREA, cells[name], needed=False, most=LONGEST_TEXT)


def _person(cells: Mapping[str, str], name: str, label: str, who: tuple[Option, ...]) -> FieldAsked:
    return FieldAsked(name, label, Asking.PICK, cells[name], "", (_NOBODY, *who), needed=False)
