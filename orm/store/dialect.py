"""The few sentences that the two databases say differently."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from zlib import crc32

from sqlalchemy import ColumnElement, Connection, Integer, Table, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 500
"""How many values one IN may hold, far below SQLite's limit of variables."""

_STRIPES = 256
_STORIES = 7201
_CLAIMS = 7202
_SPENDING = 7203
_COUNTING = 7204


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that leaves a row alone that is there already."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def replace_rows(
    connection: Connection, table: Table, rows: Sequence[dict[str, object]], *, keys: Sequence[str]
) -> None:
    """Insert the rows, or make those with the same keys equal to them. All have the same columns."""
    if not rows:
        return
    changing = [name for name in rows[0] if name not in keys]
    if connection.dialect.name == "sqlite":
        lite = sqlite.insert(table)
        new = {name: lite.excluded[name] for name in changing}
        connection.execute(lite.on_conflict_do_update(index_elements=keys, set_=new), rows)
        return
    post = postgresql.insert(table)
    new = {name: post.excluded[name] for name in changing}
    connection.execute(post.on_conflict_do_update(index_elements=keys, set_=new), rows)


def unindexed(column: ColumnElement[str]) -> ColumnElement[str]:
    """A text for a condition that is to be tested and not looked up. SQLite keeps no statistics: to
    find a few copies of a post it would go through all that a school ever had.
    """
    return column.concat("")


def queue_for_claims(connection: Connection) -> None:
    """One claimer at a time, so that nobody comes back empty-handed while work is due.

    SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_CLAIMS, 0)))


def hold_spending(connection: Connection) -> None:
    """One spender at a time, so that two calls never share the last one that is left.

    SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_SPENDING, 0)))


def hold_counting(connection: Connection) -> None:
    """One counter at a time, so that an older count never takes the place of a newer one.

    SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_COUNTING, 0)))


def hold_fingerprints(connection: Connection, fingerprints: Iterable[str]) -> None:
    """Keep others from starting a story of these fingerprints until this transaction ends.

    Locks are striped, in one order for everybody: few locks, no deadlock, rarely a needless wait.
    """
    if connection.dialect.name != "postgresql":
        return
    stripes = sorted({crc32(each.encode(errors="replace")) % _STRIPES for each in fingerprints})
    if stripes:
        one_by_one = func.unnest(cast(postgresql.array(stripes), postgresql.ARRAY(Integer)))
        connection.execute(select(func.pg_advisory_xact_lock(_STORIES, one_by_one)))


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists of at most CHUNK."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
