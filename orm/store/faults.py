"""What the operator reads when the database will not do as asked."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from orm.errors import StoreError

_SQLITE = {
    sqlite3.SQLITE_BUSY: "the database is locked by another program; close it and try again",
    sqlite3.SQLITE_LOCKED: "the database is locked by another program; close it and try again",
    sqlite3.SQLITE_READONLY: (
        "the database cannot be written; give the account that runs orm "
        "write permission for the file and its folder"
    ),
    sqlite3.SQLITE_FULL: "the disk is full; free some space and start orm again, nothing is lost",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged; restore the last backup",
    sqlite3.SQLITE_NOTADB: (
        "the file is not an orm database; correct the database's url in config.toml "
        "or restore the last backup"
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the database file cannot be opened; check that its folder exists "
        "and that the account that runs orm may read and write there"
    ),
    sqlite3.SQLITE_IOERR: "the disk did not read or write; check the disk, then restore a backup",
}

_POSTGRES = {
    "28": "PostgreSQL refused the sign-in; correct the database's url in config.toml",
    "3D": "PostgreSQL has no such database; create it or correct the database's url in config.toml",
    "42501": "PostgreSQL does not let this account do that; grant it rights on the schema",
    "53100": "the disk of the PostgreSQL server is full; free some space there, nothing is lost",
    "53": "PostgreSQL has no room for another connection or more work; see its log",
    "55P03": "the database is locked by another program; wait for it or end it, and try again",
    "57014": "PostgreSQL ended a query that took too long; see its log",
    "25006": "the database is read-only; connect to the primary server",
    "XX": "PostgreSQL reports damaged data; see its log and restore the last backup",
}

_UNREACHABLE = (
    "the PostgreSQL server cannot be reached; check that it runs "
    "and that the database's url in config.toml is right"
)

RETRIED = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization failure and deadlock: the same transaction may simply run again."""


@contextmanager
def named() -> Iterator[None]:
    """Turn the driver's errors into sentences. A broken constraint stays what it is: a bug.

    Raises:
        StoreError: locked, full, read-only, damaged, not a database, unreachable.
        ValueError: a value that no column may hold, such as a naive datetime.
    """
    try:
        yield
    except PoolTimeout as error:
        raise StoreError(
            "every database connection is in use; lower network.threads in config.toml"
        ) from error
    except (sqlite3.Error, StatementError) as error:
        told = _told(error)
        if told is None:
            raise
        raise told from error


def sqlstate(error: BaseException | None) -> str:
    """PostgreSQL's five-letter code of a driver's error, or empty."""
    return getattr(error, "sqlstate", None) or ""


def _told(error: sqlite3.Error | StatementError) -> StoreError | ValueError | None:
    original = error.orig if isinstance(error, StatementError) else error
    if isinstance(original, ValueError):
        return original
    if isinstance(original, sqlite3.Error):
        primary = getattr(original, "sqlite_errorcode", 0) & 0xFF
        sentence = _SQLITE.get(primary)
    else:
        sentence = _postgres(original)
    return StoreError(sentence) if sentence is not None else None


def _postgres(original: BaseException | None) -> str | None:
    code = sqlstate(original)
    if not code:
        return _UNREACHABLE if type(original).__name__ == "OperationalError" else None
    found = next((_POSTGRES[key] for key in (code, code[:2]) if key in _POSTGRES), None)
    return _UNREACHABLE if found is None and code[:2] in {"08", "57"} else found
