"""The answers of the first run as tables of config.toml: school, people, calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from orm.config.first_draft import Draft, Step
from orm.config.first_sheet import Sheet, Wrong
from orm.config.kinds import email, mail_domain, not_empty, postcode, urn, website
from orm.config.starting import school_table
from orm.model.schools import Role, School

MOST_PEOPLE = 20
MOST_TERMS = 12
FIRST_PEOPLE = 3
"""Rows to begin with: the headteacher, the safeguarding lead, the chair."""
FIRST_TERMS = 3
NATIONS = ("ENG", "WLS", "SCT", "NIR")

_NEEDED = {
    Role.HEADTEACHER: "Nobody is the headteacher. Tick it for one person.",
    Role.DSL: "Nobody leads on safeguarding (DSL). Tick it for one person; the headteacher may"
    " hold both.",
    Role.CHAIR: "Nobody chairs the governors. Tick it for one person: what is said about the"
    " headteacher goes to them.",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is entered in a row of the people's step. `deputy` is the id of who stands in."""

    row: int
    id: str
    name: str
    email: str
    roles: tuple[Role, ...]
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The people as far as they are right, and which of them sits at the screen."""

    people: tuple[Person, ...]
    me: Person | None
    wrong: tuple[Wrong, ...]


def read_school(
    draft: Draft, registered: School | None = None
) -> tuple[Mapping[str, object], tuple[Wrong, ...]]:
    """The [[schools]] table. `registered` is the register's entry of the URN that was chosen."""
    sheet = Sheet(Step.SCHOOL, draft.typed(Step.SCHOOL))
    said = {
        "school": sheet.read("name", not_empty, missing="Write the school's official name."),
        "town": sheet.read("town", not_empty, missing="Write the town or village it is in."),
        "postcode": sheet.read("postcode", postcode, missing="Write its full postcode."),
        "website": sheet.read("website", website, missing="Write the address of its website."),
        "urn": sheet.read("urn", urn),
    }
    aliases = sheet.read_lines("aliases", not_empty)
    others = sheet.read_lines("namesakes", not_empty)
    known = registered if registered is not None and registered.urn == said["urn"] else None
    table = dict(school_table(said, known))
    if said["urn"]:
        table["urn"] = said["urn"]
    if aliases:
        table["aliases"] = aliases
    if others:
        table["namesakes"] = _namesakes(table.get("namesakes"), others)
    return table, tuple(sheet.wrong)


def _namesakes(registered: object, typed: list[str]) -> list[object]:
    known = list(registered) if isinstance(registered, list) else []
    return [*({"name": name} for name in typed), *known]


def rows_of_people(draft: Draft) -> int:
    """How many rows the people's step has."""
    return _rows(draft, Step.PEOPLE, "name-", first=FIRST_PEOPLE, most=MOST_PEOPLE)


def rows_of_terms(draft: Draft) -> int:
    """How many rows of terms the calendar's step has."""
    return _rows(draft, Step.CALENDAR, "first-", first=FIRST_TERMS, most=MOST_TERMS)


def _rows(draft: Draft, step: Step, prefix: str, *, first: int, most: int) -> int:
    typed = draft.typed(step)
    numbers = [name.removeprefix(prefix) for name in typed if name.startswith(prefix)]
    sent = [row for row in range(1, most + 1) if str(row) in numbers]
    return max([first, *sent])


def read_people(draft: Draft) -> People:
    """Everybody who is entered, and every problem. A row without a name and an address is empty."""
    sheet = Sheet(Step.PEOPLE, draft.typed(Step.PEOPLE))
    people: list[Person] = []
    for row in range(1, rows_of_people(draft) + 1):
        if sheet.one(f"name-{row}") or sheet.one(f"email-{row}"):
            people.append(_person(sheet, row, [each.id for each in people]))
    people = [replace(each, deputy=_deputy(sheet, each, people)) for each in people]
    _tell_shared_mailboxes(sheet, people)
    for role, says in _NEEDED.items():
        if not any(role in each.roles for each in people):
            sheet.tell("", says)
    me = next((each for each in people if str(each.row) == sheet.one("me")), None)
    if me is None:
        sheet.tell("me", "Say which of these people you are: you get the first way in.")
    return People(tuple(people), me, tuple(sheet.wrong))


def _person(sheet: Sheet, row: int, taken: list[str]) -> Person:
    name = sheet.read(f"name-{row}", not_empty, missing="Write this person's name.")
    address = sheet.read(
        f"email-{row}", _school_email, missing="Write this person's email address at the school."
    )
    ticked = sheet.every(f"roles-{row}")
    roles = tuple(role for role in Role if role.value in ticked)
    if not roles or len(roles) != len(ticked):
        sheet.tell(f"roles-{row}", "Tick at least one of the roles.")
    if {Role.CHAIR, Role.HEADTEACHER} <= set(roles):
        sheet.tell(
            f"roles-{row}",
            "The chair and the headteacher are two people: what is said about the headteacher goes"
            " to the chair.",
        )
    return Person(row, _id(roles, taken), name, address, roles)


def _deputy(sheet: Sheet, person: Person, people: Iterable[Person]) -> str:
    """The id of who stands in for somebody; empty where nobody does, or where the answer is wrong."""
    field = f"deputy-{person.row}"
    row = sheet.one(field)
    if not row:
        return ""
    if row == str(person.row):
        sheet.tell(field, "Nobody stands in for themselves. Choose somebody else, or nobody.")
        return ""
    found = next((each.id for each in people if str(each.row) == row), "")
    if not found:
        sheet.tell(field, "This person is not entered. Enter them here, or choose somebody else.")
    return found


def _school_email(text: str) -> str:
    address = email(text)
    mail_domain(address.rpartition("@")[2])
    return address


def _id(roles: tuple[Role, ...], taken: list[str]) -> str:
    called = {Role.HEADTEACHER: "head"}.get(roles[0], roles[0].value) if roles else "person"
    number = 1
    while (found := called if number == 1 else f"{called}-{number}") in taken:
        number += 1
    return found


def _tell_shared_mailboxes(sheet: Sheet, people: list[Person]) -> None:
    seen: set[str] = set()
    for each in people:
        if each.email and each.email.lower() in seen:
            sheet.tell(
                f"email-{each.row}",
                "Somebody above has this address. People do not share a mailbox; one person with"
                " two roles is entered once.",
            )
        seen.add(each.email.lower())


def contacts_tables(people: People) -> list[Mapping[str, object]]:
    """The [[contacts]] tables."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "email": each.email,
            "roles": [role.value for role in each.roles],
            **({"deputy": each.deputy} if each.deputy else {}),
        }
        for each in people.people
    ]


def domains(people: People) -> list[str]:
    """The domains that letters may go to: those of the people."""
    found = (each.email.lower().rpartition("@")[2] for each in people.people)
    return list(dict.fromkeys(domain for domain in found if domain))


def read_calendar(draft: Draft) -> tuple[Mapping[str, object], tuple[Wrong, ...]]:
    """The [calendar] table, terms in order."""
    sheet = Sheet(Step.CALENDAR, draft.typed(Step.CALENDAR))
    nation = sheet.read_choice("nation", NATIONS, missing="Choose where the school is.")
    terms: list[tuple[date, date, int]] = []
    for row in range(1, rows_of_terms(draft) + 1):
        if sheet.one(f"first-{row}") or sheet.one(f"last-{row}"):
            terms += _term(sheet, row)
    terms.sort()
    for before, after in pairwise(terms):
        if after[0] <= before[1]:
            says = f"This term begins before another has ended ({before[1]:%d/%m/%Y})."
            sheet.tell(f"first-{after[2]}", says)
    inset = sheet.read_days("inset")
    table: dict[str, object] = {"nation": nation}
    if inset:
        table["inset_on"] = inset
    if terms:
        table["terms"] = [{"first_on": first, "last_on": last} for first, last, _ in terms]
    return table, tuple(sheet.wrong)


def _term(sheet: Sheet, row: int) -> list[tuple[date, date, int]]:
    first = sheet.read_day(f"first-{row}", missing="Write the term's first day too.")
    last = sheet.read_day(f"last-{row}", missing="Write the term's last day too.")
    if first is None or last is None:
        return []
    if last < first:
        sheet.tell(f"last-{row}", "The term ends before it begins. Swap the two days.")
        return []
    return [(first, last, row)]
