"""Reports for people who ask: who may have which, and which time one is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from orm.errors import NotAllowed
from orm.model.report_facts import Period, ReportForm, ReportKind
from orm.model.schools import Role, SchoolCalendar
from orm.model.sight import Sight

LEADING = frozenset({Role.HEADTEACHER, Role.SLT, Role.CHAIR})
"""Who may have figures of a school's term; the chair never gets more than figures."""

READERS: Mapping[ReportKind, frozenset[Role]] = {
    ReportKind.GOVERNORS: LEADING,
    ReportKind.INSPECTION: frozenset({Role.HEADTEACHER, Role.SLT}),
    ReportKind.DSL: frozenset({Role.DSL}),
    ReportKind.PRESS: frozenset({Role.HEADTEACHER}),
    ReportKind.FIRST_PAGE: frozenset({Role.HEADTEACHER, Role.SLT, Role.COMMS}),
    ReportKind.TRUST: LEADING,
}
"""One of which roles somebody holds, or stands in for, who may have a report."""

LONGEST = timedelta(days=800)
"""The longest time of one report."""

_YEAR = timedelta(days=365)
_TWELVE_WEEKS = timedelta(days=83)
_DAY = timedelta(days=1)
_SIDE_BY_SIDE = 2
_OF_A_YEAR = frozenset({ReportKind.INSPECTION, ReportKind.PRESS})


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as it is offered: what it is for, and the time that it is about by itself."""

    kind: ReportKind
    label: str
    says: str
    period: Period


@dataclass(frozen=True, slots=True)
class _Told:
    label: str
    says: str


_WORDS: Mapping[ReportKind, _Told] = {
    ReportKind.GOVERNORS: _Told(
        "Summary for governors or trustees",
        "A term in numbers: what was found, what was done, how fair it was, and what could not be"
        " measured. No case is described and nobody is named.",
    ),
    ReportKind.INSPECTION: _Told(
        "What anyone can see online",
        "Twelve months by month and subject, what was done and what is open. It quotes no post.",
    ),
    ReportKind.DSL: _Told(
        "Safeguarding seen online",
        "A term's sealed cases in numbers, and whether references were written down. For the"
        " safeguarding team only.",
    ),
    ReportKind.PRESS: _Told(
        "Press pack",
        "Which paper wrote what, when we first knew, who checked it and what was answered.",
    ),
    ReportKind.FIRST_PAGE: _Told(
        "What parents see first",
        "The first page of a search for the school, month by month: whose pages stand where, how each"
        " speaks of the school, and what changed. A month in which nobody looked says so.",
    ),
    ReportKind.TRUST: _Told(
        "Schools side by side",
        "What waits at each school, what was seen and done, and how well each was read.",
    ),
}


def offered(sight: Sight, *, calendar: SchoolCalendar, today: date) -> tuple[ReportRow, ...]:
    """The reports that this person may have, with the time that each is usually about."""
    return tuple(
        ReportRow(kind, _WORDS[kind].label, _WORDS[kind].says, usual_period(kind, calendar, today))
        for kind in ReportKind
        if may_have(kind, sight)
    )


def may_have(kind: ReportKind, sight: Sight) -> bool:
    """Whether a report is for this person; schools side by side take two."""
    if kind is ReportKind.TRUST and len(sight.schools) < _SIDE_BY_SIDE:
        return False
    return not READERS[kind].isdisjoint(sight.roles)


def refuse_others(kind: ReportKind, sight: Sight) -> None:
    """Nothing where the report is for this person.

    Raises:
        NotAllowed: it is not; the message says whom to ask.
    """
    if may_have(kind, sight):
        return
    if kind is ReportKind.TRUST and not READERS[kind].isdisjoint(sight.roles):
        raise NotAllowed("Schools are set side by side for who acts for more than one of them.")
    wanted = ", ".join(sorted(role.value for role in READERS[kind]))
    raise NotAllowed(f"This report is for: {wanted}. Ask one of them for it.")


def usual_period(kind: ReportKind, calendar: SchoolCalendar, today: date) -> Period:
    """Twelve months to today, or the running term, or between terms the one that ended last; or the
    running month.

    Without terms in the calendar, the last twelve weeks.
    """
    if kind is ReportKind.FIRST_PAGE:
        return Period(today.replace(day=1), today)
    if kind in _OF_A_YEAR:
        return Period(today - _YEAR + _DAY, today)
    begun = [term for term in calendar.terms if term.first_on <= today]
    if not begun:
        return Period(today - _TWELVE_WEEKS, today)
    term = max(begun, key=lambda each: each.first_on)
    return Period(term.first_on, min(term.last_on, today))


def read_period(since: str, until: str, usual: Period, *, today: date) -> Period:
    """The days as they were typed, like 2026-09-02; without any, the usual time. What is still to
    come is left out.

    Raises:
        NotAllowed: one of them is no day, or there is no such time; the message says what to type.
    """
    first_on = _day(since) if since else usual.first_on
    later = usual.last_on if first_on <= usual.last_on else today
    last_on = min(_day(until), today) if until else later
    if first_on > today:
        raise NotAllowed("The first day is still to come. Choose one that has been.")
    if first_on > last_on:
        raise NotAllowed("The first day comes after the last one. Change one of them.")
    if last_on - first_on > LONGEST:
        raise NotAllowed("A report is about two years at most. Choose a later first day.")
    return Period(first_on, last_on)


def read_month(month: str, *, today: date) -> Period:
    """A month as it was typed, like 2026-09, up to today at most.

    Raises:
        NotAllowed: it is no month, or is still to come.
    """
    try:
        first_on = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise NotAllowed("Type a month like 2026-09: year and month.") from None
    if first_on > today:
        raise NotAllowed("This month is still to come. Choose one that has begun.")
    next_on = (first_on + timedelta(days=31)).replace(day=1)
    return Period(first_on, min(next_on - _DAY, today))


def read_form(file: str) -> ReportForm | None:
    """The form of this name; None where there is none."""
    return next((form for form in ReportForm if form.value == file), None)


def read_kind(word: str) -> ReportKind | None:
    """The report of this name; None where there is none."""
    return next((kind for kind in ReportKind if kind.value == word), None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotAllowed("Type a day like 2026-09-02: year, month, day.") from None
