"""Connections: one engine per database, set up so that nothing acknowledged is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from orm.errors import StoreError
from orm.store import faults

T = TypeVar("T")

PATIENCE: Final = timedelta(seconds=30)
"""How long a statement waits for somebody else's lock."""

_WRITES: Final = "orm_writes"
_ATTEMPTS: Final = 5
_OVERFLOW: Final = 27  # with the pool's own five, a connection for each of 32 threads


@dataclass(frozen=True, slots=True)
class Database:
    """An engine with its two ways in. Every call is one transaction, but those of a snapshot.

    `held` is a snapshot's connection.
    """

    engine: Engine
    held: Connection | None = None

    @property
    def is_sqlite(self) -> bool:
        """True for SQLite, false for PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    def read(self, look: Callable[[Connection], T]) -> T:
        """What `look` sees in one unmoving snapshot.

        Raises:
            StoreError: the database cannot be read.
        """
        if self.held is not None:
            with faults.named():
                return look(self.held)
        with faults.named(), self._reader() as connection, connection.begin():
            return look(connection)

    @contextmanager
    def snapshot(self) -> Iterator["Database"]:
        """The same database as it is at one moment, for many readings of one thread.

        Raises:
            StoreError: the database cannot be read.
        """
        with faults.named(), self._reader() as connection, connection.begin():
            yield Database(self.engine, held=connection)

    def write(self, change: Callable[[Connection], T]) -> T:
        """What `change` returns once all of it is committed; after an exception none of it is.

        PostgreSQL may choose a transaction as the victim of a deadlock; `change` then runs again
        from the start, so it must do nothing but use its connection.

        Raises:
            StoreError: the database cannot be written.
            TypeError: this is a snapshot.
        """
        if self.held is not None:
            raise TypeError("a snapshot is for reading; write with the database itself")
        with faults.named():
            for _ in range(_ATTEMPTS - 1):
                try:
                    return self._write(change)
                except DBAPIError as error:
                    if faults.sqlstate(error.orig) not in faults.RETRIED:
                        raise
            return self._write(change)

    def _write(self, change: Callable[[Connection], T]) -> T:
        writer = self.engine.connect().execution_options(**{_WRITES: True})
        with writer as connection, connection.begin():
            return change(connection)

    def _reader(self) -> Connection:
        """SQLite's snapshot comes with BEGIN; PostgreSQL's has to be asked for."""
        connection = self.engine.connect()
        if self.is_sqlite:
            return connection
        return connection.execution_options(isolation_level="REPEATABLE READ")

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def database(url: str, *, patience: timedelta = PATIENCE) -> Database:
    """The database at `url`, not yet connected to.

    Raises:
        StoreError: a url that names no SQLite file and no PostgreSQL database, or a driver that is
            not installed.
    """
    place = _place(url)
    try:
        if place.get_backend_name() == "sqlite":
            return Database(_sqlite(place, patience))
        return Database(_postgres(place, patience))
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreError(
            "PostgreSQL needs a driver that is not installed; run: pip install 'orm[trust]'"
        ) from error


def sqlite_file(url: str) -> Path | None:
    """The file behind a plain SQLite url; None for PostgreSQL and for `file:` addresses."""
    place = _place(url)
    if place.get_backend_name() != "sqlite" or (place.database or "").startswith("file:"):
        return None
    return Path(place.database or "")


def _place(url: str) -> URL:
    try:
        place = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "the database's url cannot be read; write sqlite:///orm.db "
            "or postgresql://user@host/name in config.toml"
        ) from error
    if place.drivername in {"postgresql", "postgres"}:
        return place.set(drivername="postgresql+psycopg")
    if place.drivername == "postgresql+psycopg":
        return place
    if place.get_backend_name() != "sqlite":
        raise StoreError(
            f"{place.drivername} is not a database orm can use; "
            "write sqlite:///orm.db or postgresql://user@host/name in config.toml"
        )
    if place.database in {None, "", ":memory:"}:
        raise StoreError("the SQLite url names no file; write sqlite:///orm.db in config.toml")
    return place


def _sqlite(place: URL, patience: timedelta) -> Engine:
    engine = create_engine(
        place,
        hide_parameters=True,  # an error of the driver must not quote a post
        max_overflow=_OVERFLOW,
        connect_args={"timeout": patience.total_seconds(), "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        """The driver must not begin and commit by its own rules; the `begin` event does it."""
        del entry
        if isinstance(connection, SqliteConnection):
            connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """A writer asks for the lock first: upgrading a read lock later fails without waiting."""
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(place: URL, patience: timedelta) -> Engine:
    engine = create_engine(
        place,
        hide_parameters=True,  # an error of the driver must not quote a post
        pool_pre_ping=True,
        max_overflow=_OVERFLOW,
        connect_args={"connect_timeout": max(2, round(patience.total_seconds()))},
    )
    milliseconds = max(1, round(patience.total_seconds() * 1000))

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        del entry
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {milliseconds}")
        cursor.execute("SET timezone = 'UTC'")
        cursor.close()
        connection.commit()

    return engine
