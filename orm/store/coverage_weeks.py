"""How well each school's weeks were read, written down before the fetch log forgets them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    Integer,
    Subquery,
    and_,
    case,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
)

from orm.model.polls import Outcome, PollState
from orm.model.schools import SchoolId
from orm.model.trends import WeekCoverage
from orm.model.weeks import Week
from orm.store.pausing import is_paused
from orm.store.tables.pausing import COVERAGE_WEEKS
from orm.store.tables.polling import FETCH_LOG, POLL_SCHOOLS, POLLS

_LONDON = ZoneInfo("Europe/London")
_WEEK = timedelta(days=7)
_MEASURED = tuple(outcome.value for outcome in Outcome if outcome.measured)


def bounds(week: Week) -> tuple[datetime, datetime]:
    """Monday 00:00 to the next, Europe/London, aware UTC."""
    start, end = (
        datetime.combine(day, time(), _LONDON).astimezone(UTC)
        for day in (week.first_on, week.first_on + _WEEK)
    )
    return start, end


def week_of(day: date) -> Week:
    """The ISO week of a day."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def note_weeks(connection: Connection, *, now: datetime) -> int:
    """Write down every full week of the fetch log that is not yet; how many."""
    first = connection.execute(select(func.min(FETCH_LOG.c.ended_at))).scalar()
    if first is None:
        return 0
    query = select(COVERAGE_WEEKS.c.year, COVERAGE_WEEKS.c.number).distinct()
    known = {Week(row.year, row.number) for row in connection.execute(query)}
    week, written = week_of(first.astimezone(_LONDON).date()), 0
    while bounds(week)[1] <= now:
        if week not in known:
            _write(connection, week)
            written += 1
        week = week_of(week.first_on + _WEEK)
    return written


def coverage(
    connection: Connection, school_id: SchoolId, *, since: Week
) -> tuple[WeekCoverage, ...]:
    """The weeks of one school from `since` on, oldest first, as far as they are written down."""
    later = or_(
        COVERAGE_WEEKS.c.year > since.year,
        and_(COVERAGE_WEEKS.c.year == since.year, COVERAGE_WEEKS.c.number >= since.number),
    )
    query = (
        select(COVERAGE_WEEKS)
        .where(COVERAGE_WEEKS.c.school_id == school_id, later)
        .order_by(COVERAGE_WEEKS.c.year, COVERAGE_WEEKS.c.number)
    )
    return tuple(
        WeekCoverage(Week(row.year, row.number), row.read, row.partly, row.unread)
        for row in connection.execute(query)
    )


def week_coverage(connection: Connection, school_id: SchoolId, week: Week) -> WeekCoverage | None:
    """One school's week from the fetch log itself; None for a school that no poll was made for."""
    counted = _counted(week, [school_id])
    row = connection.execute(select(counted)).one_or_none()
    return None if row is None else WeekCoverage(week, row.read, row.partly, row.unread)


def _write(connection: Connection, week: Week) -> None:
    counted = _counted(week, None)
    columns = ("school_id", "year", "number", "read", "partly", "unread")
    rows = select(
        counted.c.school_id,
        literal(week.year),
        literal(week.number),
        counted.c.read,
        counted.c.partly,
        counted.c.unread,
    )
    connection.execute(insert(COVERAGE_WEEKS).from_select(columns, rows))


def _counted(week: Week, school_ids: Sequence[SchoolId] | None) -> Subquery:
    """Per school, how many sources were read whole, in part, and not at all.

    As in `orm.store.health`: a poll that was read well and was not due in the week counts as read;
    one that is paused at the week's end does not.
    """
    start, end = bounds(week)
    in_week = and_(FETCH_LOG.c.ended_at > start, FETCH_LOG.c.ended_at <= end)
    log = (
        select(
            FETCH_LOG.c.poll_id,
            func.max(cast(FETCH_LOG.c.measured, Integer)).label("measured"),
        )
        .where(in_week)
        .group_by(FETCH_LOG.c.poll_id)
    )
    if school_ids is not None:
        theirs = select(POLL_SCHOOLS.c.poll_id).where(POLL_SCHOOLS.c.school_id.in_(school_ids))
        log = log.where(FETCH_LOG.c.poll_id.in_(theirs))
    asked = log.subquery()
    not_due = case(
        (and_(POLLS.c.last_outcome.in_(_MEASURED), POLLS.c.next_poll_at > end), 1), else_=0
    )
    read = case((is_paused(end), 0), else_=func.coalesce(asked.c.measured, not_due))
    by_source = (
        select(
            POLL_SCHOOLS.c.school_id,
            POLLS.c.source,
            func.min(read).label("every"),
            func.max(read).label("some"),
        )
        .join(POLLS, POLLS.c.id == POLL_SCHOOLS.c.poll_id)
        .outerjoin(asked, asked.c.poll_id == POLLS.c.id)
        .where(POLLS.c.state != PollState.RETIRED.value, POLLS.c.created_at < end)
        .group_by(POLL_SCHOOLS.c.school_id, POLLS.c.source)
    )
    if school_ids is not None:
        by_source = by_source.where(POLL_SCHOOLS.c.school_id.in_(school_ids))
    each = by_source.subquery()
    return (
        select(
            each.c.school_id,
            func.sum(each.c.every).label("read"),
            func.sum(each.c.some - each.c.every).label("partly"),
            func.sum(1 - each.c.some).label("unread"),
        )
        .group_by(each.c.school_id)
        .subquery()
    )
