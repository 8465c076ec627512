"""Pausing a source for a school, and going on: who, when and why, kept for ever.

Schools share polls. A poll is asked for as long as one school that wants it has not paused its source.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, not_, or_, select, update

from orm.errors import Conflict
from orm.model.pauses import Pause
from orm.model.schools import ContactId, SchoolId
from orm.store.dialect import chunks, insert_new
from orm.store.engine import Database
from orm.store.tables.pausing import SOURCE_PAUSES
from orm.store.tables.polling import POLL_SCHOOLS, POLLS
from orm.store.tables.register import AUDIT

PAUSED = "source-paused"
WENT_ON = "source-went-on"
"""The audit actions; their subject is the source."""


class SqlPauses:
    """`orm.ports.Pauses` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pause(self, wish: Pause) -> None:
        """Read the source for this school no more. Raises Conflict: it is paused already."""
        self._database.write(lambda c: _pause(c, wish))

    def go_on(self, wish: Pause) -> None:
        """Read it again, by whom, why and from when. Raises Conflict: it is not paused."""
        self._database.write(lambda c: _go_on(c, wish))

    def open(self, school_ids: Iterable[SchoolId], *, now: datetime) -> tuple[Pause, ...]:
        """What is paused for these schools, by source."""
        return self._database.read(lambda c: pauses(c, school_ids, now=now))


def pauses(
    connection: Connection, school_ids: Iterable[SchoolId], *, now: datetime
) -> tuple[Pause, ...]:
    """What was paused for these schools at a moment, by source and school."""
    found: list[Pause] = []
    for chunk in chunks(sorted(school_ids)):
        query = select(SOURCE_PAUSES).where(
            SOURCE_PAUSES.c.school_id.in_(chunk), _at(SOURCE_PAUSES.c, now)
        )
        found += [
            Pause(row.source, SchoolId(row.school_id), ContactId(row.by), row.reason, row.at)
            for row in connection.execute(query)
        ]
    return tuple(sorted(found, key=lambda pause: (pause.source, pause.school_id)))


def is_paused(at: datetime | ColumnElement[datetime] | None = None) -> ColumnElement[bool]:
    """Whether a row of `polls` is not asked because every school that wants it has paused its
    source: now, or at a moment.
    """
    pause = SOURCE_PAUSES.alias("pause")
    some = SOURCE_PAUSES.alias("some_pause")
    theirs = exists().where(
        pause.c.source == POLLS.c.source,
        pause.c.school_id == POLL_SCHOOLS.c.school_id,
        _at(pause.c, at),
    )
    wanted = exists().where(
        POLL_SCHOOLS.c.poll_id == POLLS.c.id, not_(theirs.correlate(POLLS, POLL_SCHOOLS))
    )
    return and_(
        POLLS.c.source.in_(select(some.c.source).where(_at(some.c, at))),
        not_(wanted.correlate(POLLS)),
    )


def _at(columns: object, at: datetime | ColumnElement[datetime] | None) -> ColumnElement[bool]:
    began: ColumnElement[datetime] = columns.at  # type: ignore[attr-defined]  # of either alias
    ended: ColumnElement[datetime | None] = columns.ended_at  # type: ignore[attr-defined]
    if at is None:
        return ended.is_(None)
    return and_(began <= at, or_(ended.is_(None), ended > at))


def _pause(connection: Connection, wish: Pause) -> None:
    row = {
        "source": wish.source,
        "school_id": wish.school_id,
        "by": wish.by,
        "reason": wish.reason,
        "at": wish.at,
        "ended_reason": "",
    }
    statement = insert_new(connection, SOURCE_PAUSES).returning(SOURCE_PAUSES.c.id)
    if not connection.execute(statement, [row]).all():
        raise Conflict("Somebody has paused this source already. Nothing was changed.")
    _note(connection, PAUSED, wish)


def _go_on(connection: Connection, wish: Pause) -> None:
    statement = (
        update(SOURCE_PAUSES)
        .where(
            SOURCE_PAUSES.c.source == wish.source,
            SOURCE_PAUSES.c.school_id == wish.school_id,
            SOURCE_PAUSES.c.ended_at.is_(None),
        )
        .values(ended_at=wish.at, ended_by=wish.by, ended_reason=wish.reason)
    )
    if not connection.execute(statement).rowcount:
        raise Conflict("This source is not paused any more. Nothing was changed.")
    _note(connection, WENT_ON, wish)


def _note(connection: Connection, action: str, wish: Pause) -> None:
    line = {
        "at": wish.at,
        "actor": wish.by,
        "action": action,
        "subject": wish.source,
        "school_id": wish.school_id,
        "detail": wish.reason,
    }
    connection.execute(insert(AUDIT), line)
