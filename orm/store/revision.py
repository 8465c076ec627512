"""Which revision a database is at, and refusing one that this program was not made for."""

from contextlib import ExitStack
from datetime import timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table, text

from orm.errors import StoreError
from orm.store.engine import PATIENCE, Database, database, sqlite_file

# Alembic's table. It is read without Alembic, which only an upgrade has to load.
_VERSION = table("alembic_version", column("version_num"))
_DIGITS = slice(1, 5)


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
def revisions() -> tuple[str, ...]:
    """Every revision that this program knows, oldest first: a migration's file is named by its own."""
    folder = Path(__file__).with_name("migrations") / "versions"
    return tuple(sorted(path.name[_DIGITS] for path in folder.glob("r[0-9]*.py")))


def revision_of(connection: Connection) -> str | None:
    """The revision of the database; none if it has no tables yet.

    Raises:
        StoreError: a newer program has upgraded it.
    """
    if not inspect(connection).has_table(_VERSION.name):
        return None
    revision: str | None = connection.execute(select(_VERSION.c.version_num)).scalar()
    if revision is not None and revision not in revisions():
        raise StoreError(
            f"the database is at revision {revision}, which this program does not know; "
            "a newer orm has upgraded it: install that version, then run `orm db upgrade`"
        )
    return revision


def _refuse_other_revision(connection: Connection) -> None:
    revision = revision_of(connection)
    if revision is None:
        raise StoreError("the database has no tables yet; run `orm db upgrade`")
    if revision != revisions()[-1]:
        raise StoreError(
            f"the database is at revision {revision}, which is older than this program; "
            "make a backup, then run `orm db upgrade`"
        )


def _described(connection: Connection) -> str:
    revision = revision_of(connection)
    if connection.dialect.name == "postgresql":
        version = connection.execute(text("SHOW server_version")).scalar_one()
        return f"PostgreSQL {version}, revision {revision}"
    problem = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if problem != "ok":
        raise StoreError("the database file is damaged; restore the last backup")
    version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
    return f"SQLite {version}, revision {revision}"
