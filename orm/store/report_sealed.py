"""Sealed cases in numbers, for the safeguarding team only (gate G8): no reference of anybody's."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, select

from orm.model.judgement import Category, Route
from orm.model.report_facts import Period, SealedFacts
from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.school_calendar import LONDON
from orm.store.case_steps import CLOSED, SENT, Done, done, number
from orm.store.outcomes import open_states
from orm.store.report_facts import stretch_of
from orm.store.report_work import Stretch, first_acts
from orm.store.sight import may_see_case
from orm.store.tables.casework import CASES


def sealed_facts(
    connection: Connection, sight: Sight, school_id: SchoolId, period: Period
) -> SealedFacts | None:
    """The sealed cases of a school that this reader may open; None for who is not of its
    safeguarding team.
    """
    if school_id not in sight.schools or Role.DSL not in sight.roles:
        return None
    stretch = stretch_of(period)
    theirs = and_(CASES.c.school_id == school_id, CASES.c.sealed, may_see_case(sight))
    opened = select(CASES.c.ref, CASES.c.category, CASES.c.opened_at).where(
        theirs, CASES.c.opened_at >= stretch.since, CASES.c.opened_at < stretch.until
    )
    rows = [(ref, Category(kind), at) for ref, kind, at in connection.execute(opened)]
    steps = done(connection, theirs, actions=(SENT, CLOSED), since=stretch.since)
    waited = _waited(steps, {ref for ref, _, _ in rows})
    return SealedFacts(
        school_id=school_id,
        period=period,
        months=_months((kind, at) for _, kind, at in rows),
        handed_over=waited,
        waiting=len(rows) - len(waited),
        open_now=number(connection, and_(theirs, CASES.c.state.in_(open_states()))),
        references=_references(steps, stretch),
    )


def _waited(steps: Iterable[Done], refs: Iterable[str]) -> tuple[timedelta, ...]:
    wanted = frozenset(refs)
    return tuple(sorted(at for ref, at in first_acts(steps).items() if ref in wanted))


def _months(opened: Iterable[tuple[Category, datetime]]) -> tuple[tuple[date, Category, int], ...]:
    counts = Counter((at.astimezone(LONDON).date().replace(day=1), kind) for kind, at in opened)
    order = list(Category)
    return tuple(
        (month, kind, count)
        for (month, kind), count in sorted(
            counts.items(), key=lambda each: (each[0][0], order.index(each[0][1]))
        )
    )


def _references(steps: Iterable[Done], stretch: Stretch) -> tuple[tuple[Route, int, int], ...]:
    """What was sent in the time by route: with a reference written down, and without one."""
    sent = [each for each in steps if each.action == SENT and stretch.holds(each.at)]
    present = Counter(Route(each.said("route")) for each in sent if each.said("reference").strip())
    every = Counter(Route(each.said("route")) for each in sent)
    return tuple(
        (route, present[route], every[route] - present[route]) for route in Route if every[route]
    )
