"""What each source did, counted from the fetch log."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, select

from orm.model.polls import Outcome
from orm.model.records import SourceTally
from orm.store.tables.polling import FETCH_LOG, POLLS


def tally(connection: Connection, *, since: datetime) -> tuple[SourceTally, ...]:
    """One row per source that was asked after `since`, by name."""
    query = (
        select(
            POLLS.c.source,
            FETCH_LOG.c.poll_id,
            FETCH_LOG.c.outcome,
            func.count().label("asked"),
            func.sum(FETCH_LOG.c.new).label("new"),
            func.sum(FETCH_LOG.c.skipped).label("skipped"),
        )
        .join(POLLS, POLLS.c.id == FETCH_LOG.c.poll_id)
        .where(FETCH_LOG.c.ended_at > since)
        .group_by(POLLS.c.source, FETCH_LOG.c.poll_id, FETCH_LOG.c.outcome)
    )
    rows = connection.execute(query).all()
    return tuple(
        _tally(source, [row for row in rows if row.source == source])
        for source in sorted({row.source for row in rows})
    )


def _tally(source: str, rows: Sequence[Row[tuple[str, int, str, int, int, int]]]) -> SourceTally:
    endings: Counter[Outcome] = Counter()
    for row in rows:
        endings[Outcome(row.outcome)] += row.asked
    return SourceTally(
        source=source,
        polls=len({row.poll_id for row in rows}),
        asked=sum(row.asked for row in rows),
        new=sum(int(row.new) for row in rows),
        skipped=sum(int(row.skipped) for row in rows),
        endings=tuple(sorted(endings.items())),
    )
