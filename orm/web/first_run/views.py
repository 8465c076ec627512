"""What the pages of the first run show, as values for their templates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orm.config.first_answers import (
    MOST_PEOPLE,
    MOST_TERMS,
    read_people,
    rows_of_people,
    rows_of_terms,
)
from orm.config.first_choices import SMTP_SECRET, kept_at
from orm.config.first_draft import Draft, Step
from orm.config.first_file import wrong_in
from orm.model.polls import Access
from orm.model.schools import Role, School
from orm.reading.plain_words import ROLES, readable
from orm.web.first_run.kit import Kit
from orm.web.forms import Choice, Filled

STEPS = "/setup/steps/"
SUMMARY = "/setup/summary"
LABELS: Mapping[Step, str] = {
    Step.SCHOOL: "The school",
    Step.PEOPLE: "People and roles",
    Step.CALENDAR: "School calendar",
    Step.MAIL: "Letters",
    Step.SOURCES: "Where to look",
}
_LAST = "Look it through"
_TO_KNOW = frozenset({"What is read", "Access", "Personal data"})
NATION_CHOICES = (
    Choice("ENG", "England"),
    Choice("WLS", "Wales"),
    Choice("SCT", "Scotland"),
    Choice("NIR", "Northern Ireland"),
)
TRANSPORT_CHOICES = (
    Choice("smtp", "Send them through our mail server"),
    Choice("file", "Write them into a folder for now", "Nothing leaves this computer."),
)
TLS_CHOICES = (
    Choice("starttls", "STARTTLS, usually port 587"),
    Choice("tls", "TLS from the start, usually port 465"),
)
ROLE_CHOICES = tuple(
    Choice(role.value, f"{ROLES[role][:1].upper()}{ROLES[role][1:]}") for role in Role
)

NOBODY = Choice("", "Nobody")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """One step in the list: its state is a word."""

    label: str
    to: str
    state: str
    here: bool


@dataclass(frozen=True, slots=True)
class SchoolView:
    """The school; `found` are schools of the register that fit the words of a search."""

    marks: tuple[Mark, ...]
    filled: Filled
    searchable: bool
    words: str
    found: tuple[School, ...]


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The people, in so many rows; `others` are those of the other rows, by row."""

    marks: tuple[Mark, ...]
    filled: Filled
    rows: tuple[int, ...]
    may_add: bool
    others: Mapping[int, tuple[Choice, ...]]
    roles: tuple[Choice, ...] = ROLE_CHOICES


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The calendar, with so many rows of terms."""

    marks: tuple[Mark, ...]
    filled: Filled
    rows: tuple[int, ...]
    may_add: bool
    nations: tuple[Choice, ...] = NATION_CHOICES


@dataclass(frozen=True, slots=True)
class MailView:
    """How letters leave. `outcome` is what came of a test message; `me` is whom it goes to."""

    marks: tuple[Mark, ...]
    filled: Filled
    me: str
    password_kept: bool
    outcome: str = ""
    worked: bool = False
    transports: tuple[Choice, ...] = TRANSPORT_CHOICES
    encryptions: tuple[Choice, ...] = TLS_CHOICES


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: what it is, and whether it costs money and has a key. `facts` are what to know
    before its terms are accepted; `dollars` is the highest price of one call.
    """

    name: str
    about: str
    facts: tuple[tuple[str, str], ...]
    costs: bool
    dollars: float
    key_kept: bool


@dataclass(frozen=True, slots=True)
class SourcesView:
    """The sources by access class."""

    marks: tuple[Mark, ...]
    filled: Filled
    free: tuple[SourceRow, ...]
    restricted: tuple[SourceRow, ...]
    keyed: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One step on the last page: what it says, and what is wrong with it."""

    label: str
    to: str
    rows: tuple[tuple[str, str], ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummaryView:
    """Everything before it is written."""

    marks: tuple[Mark, ...]
    sections: tuple[Section, ...]
    ready: bool
    path: str


@dataclass(frozen=True, slots=True)
class DoneView:
    """The end. `way_in` is a path where the desk will be `here`, else its whole address."""

    way_in: str
    here: bool
    config: str


def marks(kit: Kit, draft: Draft, here: Step | None) -> tuple[Mark, ...]:
    """Every step with its state."""
    known = kit.school_of(draft)
    listed = [
        Mark(LABELS[step], f"{STEPS}{step.value}", _state(kit, draft, step, known), step is here)
        for step in Step
    ]
    is_ready = all(each.state == "done" for each in listed)
    last = Mark(_LAST, SUMMARY, "ready" if is_ready else "not yet", here is None)
    return (*listed, last)


def _state(kit: Kit, draft: Draft, step: Step, known: School | None) -> str:
    if not draft.is_sent(step):
        return "not yet"
    return "to put right" if wrong_in(draft, step, kit.around, known) else "done"


def step_view(kit: Kit, draft: Draft, step: Step, filled: Filled, words: str = "") -> object:
    """What one step's page shows."""
    return _VIEWS[step](kit, draft, filled, words)


def _school_view(kit: Kit, draft: Draft, filled: Filled, words: str) -> SchoolView:
    return SchoolView(
        marks(kit, draft, Step.SCHOOL),
        filled,
        searchable=bool(kit.registered),
        words=words,
        found=kit.search.find(words),
    )


def _people_view(kit: Kit, draft: Draft, filled: Filled, _: str) -> PeopleView:
    rows = range(1, rows_of_people(draft) + 1)
    people = {row: Choice(str(row), _called(filled, row)) for row in rows}
    return PeopleView(
        marks(kit, draft, Step.PEOPLE),
        filled,
        tuple(rows),
        may_add=len(rows) < MOST_PEOPLE,
        others={
            row: (NOBODY, *(each for other, each in people.items() if other != row)) for row in rows
        },
    )


def _called(filled: Filled, row: int) -> str:
    name = readable(filled.said(f"name-{row}"))[:_LONGEST_NAME].strip()
    return f"Person {row}: {name}" if name else f"Person {row}"


def _calendar_view(kit: Kit, draft: Draft, filled: Filled, _: str) -> CalendarView:
    rows = rows_of_terms(draft)
    return CalendarView(
        marks(kit, draft, Step.CALENDAR), filled, tuple(range(1, rows + 1)), rows < MOST_TERMS
    )


def mail_view(kit: Kit, draft: Draft, filled: Filled, outcome: str, *, worked: bool) -> MailView:
    """The mail step, with what came of a test message."""
    me = read_people(draft).me
    return MailView(
        marks(kit, draft, Step.MAIL),
        filled,
        me=me.email if me else "",
        password_kept=filled.said("password_at") == kept_at(SMTP_SECRET),
        outcome=outcome,
        worked=worked,
    )


def _mail_view(kit: Kit, draft: Draft, filled: Filled, _: str) -> MailView:
    return mail_view(kit, draft, filled, "", worked=False)


def _sources_view(kit: Kit, draft: Draft, filled: Filled, _: str) -> SourcesView:
    def of(access: Access) -> tuple[SourceRow, ...]:
        return tuple(
            SourceRow(
                name,
                kit.about[name].says,
                tuple(fact for fact in kit.about[name].facts if fact[0] in _TO_KNOW),
                costs=shape.costs_money,
                dollars=kit.about[name].dollars,
                key_kept=filled.said(f"keyat-{name}") == kept_at(f"key_{name}"),
            )
            for name, shape in kit.around.shapes.items()
            if shape.access is access
        )

    return SourcesView(
        marks(kit, draft, Step.SOURCES), filled, of(Access.A), of(Access.B), of(Access.C)
    )


_VIEWS: Mapping[Step, Callable[[Kit, Draft, Filled, str], object]] = {
    Step.SCHOOL: _school_view,
    Step.PEOPLE: _people_view,
    Step.CALENDAR: _calendar_view,
    Step.MAIL: _mail_view,
    Step.SOURCES: _sources_view,
}
