"""Bringing a database to this program's version. The only user of Alembic."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, func, select
from sqlalchemy.engine.interfaces import DBAPICursor

from orm.errors import StoreError
from orm.store import faults
from orm.store.engine import PATIENCE, Database, database
from orm.store.revision import revision_of

_UPGRADE_LOCK = 7200
_WAL = "wal"
_TURNS = 5


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


def migrations() -> Config:
    """The packaged migrations, as Alembic asks for them."""
    config = Config()
    folder = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _write_ahead(place: Database) -> None:
    """Switch the file to WAL, once for ever; SQLite refuses it inside a transaction."""
    with faults.named(), closing(place.engine.raw_connection()) as connection:
        mode = _switched(connection.cursor())
    if mode != _WAL:
        raise StoreError(
            "the database's folder does not support SQLite's write-ahead log (a network drive?); "
            "put the database on a local disk"
        )


def _switched(cursor: DBAPICursor) -> str:
    """The mode of the log after asking for WAL.

    The switch fails at once while another program writes, as one does that makes the same new
    database; a transaction waits for it with the connection's patience. Whoever then finds the
    file switched has nothing left to do.
    """
    for _ in range(_TURNS - 1):
        try:
            return _asked_for(cursor)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("COMMIT")
    return _asked_for(cursor)


def _asked_for(cursor: DBAPICursor) -> str:
    cursor.execute("PRAGMA journal_mode = WAL")
    (mode,) = cursor.fetchall()[0]
    return str(mode)


def _upgraded(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK, 0)))
    revision_of(connection)
    config = migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return revision_of(connection) or ""
