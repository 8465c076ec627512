"""What was done about a school's cases in a time, counted without a word of them.

Cases that are in no number for everybody (`orm.store.outcomes`) are in none of these.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, select

from orm.model.judgement import REMOVAL_ROUTES, Category, Route
from orm.model.report_facts import CaseWork, Removals
from orm.model.schools import SchoolId
from orm.model.steps import SET_ASIDE, Ending, Reply, Underneath
from orm.school_calendar import LONDON
from orm.store.case_steps import (
    ANSWERED,
    CLOSED,
    DISMISSED,
    SENT,
    UNDERNEATH,
    Done,
    done,
    number,
)
from orm.store.outcomes import for_everybody, open_states
from orm.store.tables.casework import CASES

_COUNTED = (SENT, ANSWERED, CLOSED, SET_ASIDE, UNDERNEATH, DISMISSED)
_GRANTED = {Reply.AGREED.value, Reply.REMOVED.value}
_REFUSED = {
    Reply.REFUSED.value,
    Reply.CONTINUED.value,
    Reply.NO_BREACH.value,
    Reply.DISAGREED.value,
}
_REMOVAL = {route.value for route in REMOVAL_ROUTES}


@dataclass(frozen=True, slots=True)
class Stretch:
    """`since` <= moment < `until`, aware UTC."""

    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        """Whether the moment is in it."""
        return self.since <= at < self.until


def case_work(
    connection: Connection, school_id: SchoolId, stretch: Stretch, *, now: datetime
) -> CaseWork:
    """What became of the school's cases. Answers count up to now."""
    ours = and_(CASES.c.school_id == school_id, for_everybody())
    in_time = and_(CASES.c.opened_at >= stretch.since, CASES.c.opened_at < stretch.until)
    is_open = CASES.c.state.in_(open_states())
    every = done(connection, ours, actions=_COUNTED, since=stretch.since)
    steps = [each for each in every if stretch.holds(each.at)]
    closings = [each for each in steps if each.action == CLOSED]
    acted = first_acts(every)
    opened = by_kind(connection, and_(ours, in_time))
    waited = tuple(sorted(at for ref, at in acted.items() if ref in _refs(every, stretch)))
    return CaseWork(
        opened=opened,
        open_now=by_kind(connection, and_(ours, is_open)),
        overdue=number(connection, and_(ours, is_open, CASES.c.due_at < now)),
        sent=_sent(steps),
        endings=_endings(closings),
        not_ours=len({each.ref for each in steps if each.action == DISMISSED}),
        acted=waited,
        unacted=sum(count for _, count in opened) - len(waited),
        removals=_removals(steps, every),
        overrides=len({each.ref for each in steps if each.action == SET_ASIDE}),
        signposted=_signposted(steps),
        lessons=_lessons(closings),
    )


def first_acts(steps: Iterable[Done]) -> Mapping[str, timedelta]:
    """How long each case waited until something was sent, or until it ended."""
    found: dict[str, timedelta] = {}
    for each in steps:
        if each.action in {SENT, CLOSED, DISMISSED}:
            waited = each.at - each.opened_at
            found[each.ref] = min(waited, found.get(each.ref, waited))
    return found


def by_kind(connection: Connection, such: ColumnElement[bool]) -> tuple[tuple[Category, int], ...]:
    """Cases by kind of post, most first."""
    query = select(CASES.c.category, func.count()).where(such).group_by(CASES.c.category)
    return most_first({Category(kind): count for kind, count in connection.execute(query)})


def most_first(counts: Mapping[Category, int]) -> tuple[tuple[Category, int], ...]:
    """Kinds with their number, the most first, then by their own order."""
    order = list(Category)
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], order.index(each[0]))))


def _refs(steps: Iterable[Done], stretch: Stretch) -> frozenset[str]:
    return frozenset(each.ref for each in steps if stretch.holds(each.opened_at))


def _sent(steps: Iterable[Done]) -> tuple[tuple[Route, int], ...]:
    counts = Counter(Route(each.said("route")) for each in steps if each.action == SENT)
    order = list(Route)
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], order.index(each[0]))))


def _endings(closings: Iterable[Done]) -> tuple[tuple[Ending, int], ...]:
    last = {each.ref: each.said("ending") for each in closings}
    counts = Counter(last.values())
    return tuple((ending, counts[ending.value]) for ending in Ending if counts[ending.value])


def _removals(steps: Iterable[Done], every: Iterable[Done]) -> Removals:
    asked = {each.ref for each in steps if each.action == SENT and _takes_down(each)}
    replies = {
        each.ref: each.said("reply")
        for each in every
        if each.action == ANSWERED and _takes_down(each) and each.ref in asked
    }
    granted = sum(reply in _GRANTED for reply in replies.values())
    refused = sum(reply in _REFUSED for reply in replies.values())
    return Removals(len(asked), granted, refused, len(asked) - granted - refused)


def _takes_down(step: Done) -> bool:
    return step.said("route") in _REMOVAL


def _signposted(steps: Iterable[Done]) -> int:
    """Cases in which somebody was pointed to the complaints procedure."""
    return len(
        {
            each.ref
            for each in steps
            if (each.action == SENT and each.said("route") == Route.COMPLAINTS.value)
            or (
                each.action == UNDERNEATH and each.said("underneath") == Underneath.SIGNPOSTED.value
            )
        }
    )


def _lessons(closings: Iterable[Done]) -> tuple[tuple[Category, date], ...]:
    found = {
        each.ref: (each.category, each.at.astimezone(LONDON).date())
        for each in closings
        if each.said("lesson").strip()
    }
    return tuple(sorted(found.values(), key=lambda each: (each[1], each[0])))
