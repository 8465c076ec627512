"""How well each source was read: what was measured, what failed, what has been silent too long."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    ScalarSelect,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    not_,
    or_,
    select,
)

from orm.model.polls import Outcome, PollState
from orm.model.schools import SchoolId
from orm.model.weeks import SourceHealth
from orm.store.pausing import is_paused
from orm.store.tables.columns import Moment
from orm.store.tables.polling import FETCH_LOG, POLL_SCHOOLS, POLLS

_Moment = ColumnElement[datetime]
_AN_OUTAGE = 3  # failures of one poll in the period; a hiccup that healed is no news


def source_health(
    connection: Connection, *, since: datetime, now: datetime, school_id: SchoolId | None = None
) -> tuple[SourceHealth, ...]:
    """Each source's health in `since` < ended_at <= `now`, by name; of one school's polls when given.

    Retired polls are left out: nobody wants them. What was measured is read from the fetch log, so
    that a source that failed all week does not look measured because it works again today.
    """
    by_source: dict[str, list[RowMapping]] = {}
    for row in _polls(connection, since=since, now=now, school_id=school_id):
        by_source.setdefault(row["source"], []).append(row)
    return tuple(_health(source, rows, now=now) for source, rows in sorted(by_source.items()))


def _polls(
    connection: Connection, *, since: datetime, now: datetime, school_id: SchoolId | None
) -> Sequence[RowMapping]:
    """One row per poll, with its last fetch until `now`.

    A poll that was read well and was not due again in the period counts as measured: a monthly
    source is no gap in three weeks of four. One that a person has paused by `now` is not measured.
    """
    given: dict[str, object] = {"since": since, "now": now}
    if school_id is not None:
        given["school_id"] = school_id
    query = _query(of_school=school_id is not None)
    return connection.execute(query, given).mappings().all()


@cache
def _query(*, of_school: bool) -> Select[Any]:
    """The question, made once: it is long, and asked again and again."""
    since, now = bindparam("since", type_=Moment), bindparam("now", type_=Moment)
    log = FETCH_LOG.alias("in_period")
    asked = and_(log.c.poll_id == POLLS.c.id, log.c.ended_at > since, log.c.ended_at <= now)
    measured = exists().where(asked, log.c.measured).correlate(POLLS)
    not_due = and_(
        ~exists().where(asked).correlate(POLLS),
        func.coalesce(FETCH_LOG.c.measured, False),
        POLLS.c.next_poll_at > now,
    )
    query = (
        select(
            POLLS.c.source,
            POLLS.c.silence,
            POLLS.c.created_at,
            POLLS.c.last_new_at,
            FETCH_LOG.c.outcome,
            FETCH_LOG.c.detail,
            FETCH_LOG.c.ended_at,
            _last_measured_at(now).label("measured_at"),
            and_(or_(measured, not_due), not_(is_paused(now))).label("measured"),
            is_paused(now).label("paused"),
            _last_failed_at(since, now).label("failed_at"),
        )
        .select_from(POLLS)
        .outerjoin(FETCH_LOG, FETCH_LOG.c.id == _last_fetch(now))
        .where(POLLS.c.state != PollState.RETIRED.value)
        .order_by(POLLS.c.source, POLLS.c.id)
    )
    if not of_school:
        return query
    theirs = POLL_SCHOOLS.c.school_id == bindparam("school_id", type_=Text)
    return query.where(POLLS.c.id.in_(select(POLL_SCHOOLS.c.poll_id).where(theirs)))


def _last_fetch(now: _Moment) -> ScalarSelect[int]:
    log = FETCH_LOG.alias("last_fetch")
    return (
        select(log.c.id)
        .where(log.c.poll_id == POLLS.c.id, log.c.ended_at <= now)
        .order_by(log.c.ended_at.desc(), log.c.id.desc())
        .limit(1)
        .correlate(POLLS)
        .scalar_subquery()
    )


def _last_failed_at(since: _Moment, now: _Moment) -> ScalarSelect[datetime]:
    log = FETCH_LOG.alias("last_failed")
    return (
        select(func.max(log.c.ended_at))
        .where(log.c.poll_id == POLLS.c.id, ~log.c.measured)
        .where(log.c.ended_at > since, log.c.ended_at <= now)
        .having(func.count() >= _AN_OUTAGE)
        .correlate(POLLS)
        .scalar_subquery()
    )


def _last_measured_at(now: _Moment) -> ScalarSelect[datetime]:
    log = FETCH_LOG.alias("last_measured")
    return (
        select(log.c.ended_at)
        .where(log.c.poll_id == POLLS.c.id, log.c.ended_at <= now, log.c.measured)
        .order_by(log.c.ended_at.desc())
        .limit(1)
        .correlate(POLLS)
        .scalar_subquery()
    )


def _health(source: str, rows: Sequence[RowMapping], *, now: datetime) -> SourceHealth:
    outcomes = Counter(Outcome(row["outcome"]) for row in rows if row["outcome"] is not None)
    silent = [quiet for row in rows if (quiet := _silent_since(row, now=now)) is not None]
    return SourceHealth(
        source=source,
        polls=len(rows),
        measured=sum(row["measured"] for row in rows),
        last_measured_at=max(
            (row["measured_at"] for row in rows if row["measured_at"] is not None), default=None
        ),
        outcomes=tuple(sorted(outcomes.items(), key=lambda pair: list(Outcome).index(pair[0]))),
        silent_since=min(silent, default=None),
        overdue_silence=bool(silent),
        detail=_latest_failure(rows),
        failed_until=_failed_until(rows),
        paused=any(row["paused"] for row in rows),
    )


def _failed_until(rows: Sequence[RowMapping]) -> datetime | None:
    """When the last poll that failed did so, if by now every poll is read."""
    if any(row["outcome"] is None or not Outcome(row["outcome"]).measured for row in rows):
        return None
    return max((row["failed_at"] for row in rows if row["failed_at"] is not None), default=None)


def _silent_since(row: RowMapping, *, now: datetime) -> datetime | None:
    """Since when a poll that is read well has brought nothing, once that is longer than normal."""
    since: datetime = row["last_new_at"] or row["created_at"]
    overdue = row["measured"] and now - since > row["silence"]
    return since if overdue else None


def _latest_failure(rows: Sequence[RowMapping]) -> str:
    failed = [
        row for row in rows if row["outcome"] is not None and not Outcome(row["outcome"]).measured
    ]
    latest = max(failed, key=lambda row: row["ended_at"], default=None)
    return str(latest["detail"]) if latest is not None else ""


def watched_since(connection: Connection, school_id: SchoolId) -> datetime | None:
    """When the first poll that this school wants was planned."""
    query = (
        select(func.min(POLLS.c.created_at))
        .join(POLL_SCHOOLS, POLL_SCHOOLS.c.poll_id == POLLS.c.id)
        .where(POLL_SCHOOLS.c.school_id == school_id)
    )
    since: datetime | None = connection.execute(query).scalar_one()
    return since
