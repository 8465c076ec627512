"""Bringing a database to this program's version, and refusing one that is not."""

from contextlib import ExitStack, closing
from datetime import timedelta
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text

from orm.errors import StoreError
from orm.store import faults
from orm.store.engine import PATIENCE, Database, database, sqlite_file

_UPGRADE_LOCK = 7200
_WAL = "wal"


def upgrade(url: str, *, patience: timedelta = PATIENCE) -> str:
    """Make or upgrade the database at `url`; its revision afterwards.

    All steps are one transaction behind one lock: of two processes one does the work and the other
    waits, and a failed upgrade leaves what was there.

    Raises:
        StoreError: the database cannot be written, or a newer orm has already upgraded it.
    """
    place = database(url, patience=patience)
    try:
        if place.is_sqlite:
            _write_ahead(place)
        return place.write(_upgraded)
    finally:
        place.close()


def check(url: str, *, patience: timedelta = PATIENCE) -> str:
    """One line for `orm check`: the kind of database, its version, its revision.

    Raises:
        StoreError: it cannot be used; the message says what to do next.
    """
    place = connected(url, patience=patience)
    try:
        return place.read(_described)
    finally:
        place.close()


def connected(url: str, *, patience: timedelta = PATIENCE) -> Database:
    """The database at `url`, of exactly this program's revision.

    Raises:
        StoreError: it is missing, unreachable, or of another revision.
    """
    path = sqlite_file(url)
    if path is not None and not path.exists():
        raise StoreError(f"there is no database at {path}; run `orm db upgrade` to make it")
    place = database(url, patience=patience)
    with ExitStack() as undo:
        undo.callback(place.close)
        place.read(_refuse_other_revision)
        undo.pop_all()
    return place


@cache
def scripts() -> ScriptDirectory:
    """The packaged migrations, read from disk once."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _write_ahead(place: Database) -> None:
    """Switch the file to WAL, once for ever; SQLite refuses it inside a transaction."""
    with faults.named(), closing(place.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        mode = cursor.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != _WAL:
        raise StoreError(
            "the database's folder does not support SQLite's write-ahead log (a network drive?); "
            "put the database on a local disk"
        )


def _upgraded(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK, 0)))
    _refuse_unknown_revision(_revision(connection))
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return _revision(connection) or ""


def _refuse_other_revision(connection: Connection) -> None:
    revision = _revision(connection)
    _refuse_unknown_revision(revision)
    if revision is None:
        raise StoreError("the database has no tables yet; run `orm db upgrade`")
    if revision != scripts().get_current_head():
        raise StoreError(
            f"the database is at revision {revision}, which is older than this program; "
            "make a backup, then run `orm db upgrade`"
        )


def _refuse_unknown_revision(revision: str | None) -> None:
    known = {script.revision for script in scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreError(
            f"the database is at revision {revision}, which this program does not know; "
            "a newer orm has upgraded it: install that version, then run `orm db upgrade`"
        )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _described(connection: Connection) -> str:
    revision = _revision(connection)
    if connection.dialect.name == "postgresql":
        version = connection.execute(text("SHOW server_version")).scalar_one()
        return f"PostgreSQL {version}, revision {revision}"
    problem = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if problem != "ok":
        raise StoreError("the database file is damaged; restore the last backup")
    version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
    return f"SQLite {version}, revision {revision}"
