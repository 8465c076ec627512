"""A school's weeks in figures, as they were counted: half a year for the desk with cases and what was
read, and the weeks before a digest's own.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, select

from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.model.trends import CaseTimes, Fairness, SchoolFigures, WeekCoverage
from orm.model.weeks import Week, WeekFigures
from orm.store.counting import counted
from orm.store.coverage_weeks import bounds, coverage, week_coverage, week_of
from orm.store.health import watched_since
from orm.store.outcomes import cases_and_fairness
from orm.store.tables.pausing import COVERAGE_WEEKS

_THEMED = 9
"""Weeks whose subjects are told: the newest, and the eight that it is compared with."""


_BEFORE = 11


def weeks_before(
    connection: Connection, school_id: SchoolId, week: Week
) -> tuple[WeekFigures, ...]:
    """The eleven weeks before this one, oldest first."""
    weeks = [week_of(week.first_on - timedelta(weeks=back)) for back in range(_BEFORE, 0, -1)]
    found = counted(connection, school_id, weeks)
    read = _read(connection, school_id, weeks)
    return tuple(
        WeekFigures(
            week=each,
            mentions=found[each].count.stories,
            critical=found[each].count.critical,
            praise=found[each].count.praise,
            measured=each in read,
        )
        for each in weeks
    )


def _read(connection: Connection, school_id: SchoolId, weeks: Sequence[Week]) -> frozenset[Week]:
    """The weeks in which at least a part of a source was read.

    A week that was written down for other schools only is one in which nobody watched for this one.
    """
    known = {each.week: each for each in coverage(connection, school_id, since=weeks[0])}
    since = watched_since(connection, school_id)
    unknown = [each for each in weeks if each not in known and since and bounds(each)[1] > since]
    written = _written(connection, since=weeks[0]) if unknown else frozenset()
    from_log = (
        week_coverage(connection, school_id, each) for each in unknown if each not in written
    )
    return frozenset(
        each.week
        for each in (*known.values(), *from_log)
        if each is not None and each.read + each.partly
    )


def _written(connection: Connection, *, since: Week) -> frozenset[Week]:
    query = (
        select(COVERAGE_WEEKS.c.year, COVERAGE_WEEKS.c.number)
        .where(COVERAGE_WEEKS.c.year >= since.year)
        .distinct()
    )
    return frozenset(Week(row.year, row.number) for row in connection.execute(query))


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
