"""A school's half year in figures: its weeks as they were counted, its cases, what was read."""

from collections.abc import Sequence

from sqlalchemy import Connection

from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.model.trends import CaseTimes, Fairness, SchoolFigures, WeekCoverage
from orm.model.weeks import Week
from orm.store.counting import counted
from orm.store.coverage_weeks import bounds, coverage, week_coverage
from orm.store.outcomes import cases_and_fairness

_THEMED = 9
"""Weeks whose subjects are told: the newest, and the eight that it is compared with."""


def figures(
    connection: Connection, school_id: SchoolId, weeks: Sequence[Week], *, sight: Sight
) -> SchoolFigures:
    """One school's figures in these weeks, which follow each other, oldest first.

    A school that is not the sight's has none.
    """
    if school_id not in sight.schools or not weeks:
        return SchoolFigures(school_id, (), (), (), CaseTimes(), Fairness())
    found = counted(connection, school_id, weeks)
    knows_sealed = bool(sight.roles & {Role.HEADTEACHER, Role.DSL})
    times, fairness = cases_and_fairness(
        connection, school_id, since=bounds(weeks[0])[0], until=bounds(weeks[-1])[1]
    )
    return SchoolFigures(
        school_id=school_id,
        counts=tuple(found[week].count for week in weeks),
        themes=tuple((week, found[week].themes) for week in weeks[-_THEMED:]),
        coverage=_coverage(connection, school_id, weeks),
        cases=times,
        fairness=fairness,
        sealed=sum(found[week].sealed for week in weeks) if knows_sealed else None,
    )


def _coverage(
    connection: Connection, school_id: SchoolId, weeks: Sequence[Week]
) -> tuple[WeekCoverage, ...]:
    """What is written down, and the newest week from the log where it is not written down yet."""
    known = {each.week: each for each in coverage(connection, school_id, since=weeks[0])}
    if weeks[-1] not in known:
        newest = week_coverage(connection, school_id, weeks[-1])
        known |= {weeks[-1]: newest} if newest else {}
    return tuple(known[week] for week in weeks if week in known)
