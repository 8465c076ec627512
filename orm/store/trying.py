"""Counts of tries to sign in: taken before anything is looked at, one after the other."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, select, update

from orm.model.entry import Blocked, Meter
from orm.store.dialect import insert_new
from orm.store.tables.entry import TRIES


def count_try(connection: Connection, meters: Sequence[Meter], *, now: datetime) -> Blocked | None:
    """Count one failure in every meter, or in none while one of them waits."""
    rows = _rows(connection, meters, now=now)
    waiting = [rows[each.key] for each in meters if _waits(rows[each.key], each, now=now)]
    if waiting:
        keys = [row["key"] for row in waiting]
        connection.execute(update(TRIES).where(TRIES.c.key.in_(keys)).values(told=True))
        first = not any(row["told"] for row in waiting)
        return Blocked(max(row["free_at"] for row in waiting), first)
    for each in meters:
        _count(connection, each, rows[each.key], now=now)
    return None


def take_back(connection: Connection, meters: Iterable[Meter]) -> None:
    """After a success: the own counts are wiped, the others have one failure less."""
    kept = tuple(meters)
    own = [each.key for each in kept if each.own]
    connection.execute(delete(TRIES).where(TRIES.c.key.in_(own)))
    shared = [each for each in kept if not each.own]
    for key, row in _held(connection, shared).items():
        limit = next(each.limit for each in shared if each.key == key)
        failures = max(row["failures"] - 1, 0)
        free_at = row["last_at"] + limit.wait_after(failures)
        _set(connection, key, failures=failures, free_at=free_at)


def _rows(
    connection: Connection, meters: Sequence[Meter], *, now: datetime
) -> Mapping[str, RowMapping]:
    """The row of each meter, made where there is none, locked.

    A success or the daily round may delete a row after it was found to be there: then once more.
    """
    new = [
        {"key": each.key, "failures": 0, "last_at": now, "free_at": now, "told": False}
        for each in sorted(meters, key=lambda each: each.key)
    ]
    rows: Mapping[str, RowMapping] = {}
    while len(rows) < len(new):
        connection.execute(insert_new(connection, TRIES), new)
        rows = _held(connection, meters)
    return rows


def _held(connection: Connection, meters: Iterable[Meter]) -> Mapping[str, RowMapping]:
    """The rows by key, locked in one order for everybody."""
    query = (
        select(TRIES)
        .where(TRIES.c.key.in_([each.key for each in meters]))
        .order_by(TRIES.c.key)
        .with_for_update()
    )
    return {row["key"]: row for row in connection.execute(query).mappings()}


def _waits(row: RowMapping, meter: Meter, *, now: datetime) -> bool:
    return row["free_at"] > now and not _of_a_wrong_clock(row, meter, now=now)


def _of_a_wrong_clock(row: RowMapping, meter: Meter, *, now: datetime) -> bool:
    """Written when the machine's clock was far ahead: it must not keep anybody out until then."""
    ahead: bool = row["last_at"] > now + meter.limit.longest
    return ahead


def _count(connection: Connection, meter: Meter, row: RowMapping, *, now: datetime) -> None:
    forgotten = now - row["last_at"] >= meter.limit.forget or _of_a_wrong_clock(row, meter, now=now)
    failures = (0 if forgotten else row["failures"]) + 1
    free_at = now + meter.limit.wait_after(failures)
    _set(connection, meter.key, failures=failures, free_at=free_at, last_at=now, told=False)


def _set(connection: Connection, key: str, **values: object) -> None:
    connection.execute(update(TRIES).where(TRIES.c.key == key).values(values))
