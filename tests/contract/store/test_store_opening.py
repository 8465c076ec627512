"""Opening, upgrading and checking a database; and what the operator is told when it cannot be."""

import multiprocessing
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, table, text, update
from sqlalchemy.exc import DBAPIError

from orm.errors import StoreError
from orm.store.engine import database
from orm.store.migrating import migrations, upgrade
from orm.store.revision import check, revisions
from orm.store.tables.columns import METADATA
from tests.factories_store import (
    NOW,
    SCHOOLS,
    bring,
    decision_of,
    item_of,
    judged_of,
    prepared,
    ruling_of,
    store_at,
)
from tests.processes import PROCESSES

SOON = timedelta(milliseconds=200)
HEAD = revisions()[-1]


def run_sql(url, statement):
    place = database(url)
    try:
        place.write(
            lambda c: c.execute(text(statement) if isinstance(statement, str) else statement)
        )
    finally:
        place.close()


def stamp(url, revision):
    run_sql(
        url, update(table("alembic_version", column("version_num"))).values(version_num=revision)
    )


def test_the_revisions_are_those_of_the_migrations_in_their_order():
    walked = ScriptDirectory.from_config(migrations()).walk_revisions()

    assert revisions() == tuple(script.revision for script in walked)[::-1]


def test_upgrading_makes_a_database_that_opens(empty_url):
    assert upgrade(empty_url) == HEAD

    store = store_at(empty_url)
    assert store.schools() == ()
    store.close()


def test_upgrading_again_changes_nothing(url):
    store = store_at(url)
    store.save_schools(SCHOOLS, now=NOW)

    assert upgrade(url) == HEAD
    assert len(store.schools()) == 2
    store.close()


def test_processes_may_upgrade_at_the_same_time(empty_url):
    with PROCESSES.Pool(3) as pool:
        assert pool.map(upgrade, [empty_url] * 3) == [HEAD] * 3


def test_upgrading_waits_for_a_program_that_has_just_made_the_file(tmp_path):
    with closing(sqlite3.connect(tmp_path / "new.db")) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        upgraded = pool.submit(upgrade, f"sqlite:///{tmp_path / 'new.db'}")

        with pytest.raises(TimeoutError):
            upgraded.result(timeout=0.3)

        other.execute("COMMIT")
        assert upgraded.result() == HEAD


def test_upgrading_a_new_file_that_another_program_keeps_says_so(tmp_path):
    with closing(sqlite3.connect(tmp_path / "new.db")) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="locked by another program; close it"):
            upgrade(f"sqlite:///{tmp_path / 'new.db'}", patience=SOON)


def declared(name, kind, parents):
    """All but the full-text indexes of `mention_words`: each database has its own."""
    return not (name or "").startswith(("mention_index", "ix_mention_words_words"))


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(url):
    place = database(url)
    differences = place.read(
        lambda c: compare_metadata(
            MigrationContext.configure(c, opts={"include_name": declared}), METADATA
        )
    )
    place.close()

    assert differences == []


def test_a_database_without_tables_is_refused(empty_url):
    run_sql(empty_url, "CREATE TABLE something_else (id INTEGER)")

    with pytest.raises(StoreError, match="run `orm db upgrade`"):
        store_at(empty_url)


def test_an_older_database_is_refused(url):
    stamp(url, "0001")
    try:
        with pytest.raises(StoreError, match="backup, then run `orm db upgrade`"):
            store_at(url)
    finally:
        stamp(url, HEAD)


@pytest.mark.parametrize("enter", [store_at, upgrade])
def test_a_newer_database_is_refused(url, enter):
    stamp(url, "9999")
    try:
        with pytest.raises(StoreError, match="a newer orm has upgraded it"):
            enter(url)
    finally:
        stamp(url, HEAD)


def test_checking_names_the_database_and_its_revision(url):
    line = check(url)

    assert line.startswith(("SQLite 3.", "PostgreSQL "))
    assert line.endswith(f"revision {HEAD}")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE fetch_log SET detail = 'nothing happened'",
        "UPDATE case_events SET reason = 'nothing happened'",
        "DELETE FROM case_events",
    ],
)
def test_what_was_recorded_cannot_be_rewritten(url, change):
    store = prepared(store_at(url))
    bring(store, judged_of(item_of(), ruling_of(decision_of(severity=3), ref="K7QD-2MX9")))
    store.close()

    with pytest.raises(DBAPIError, match="append-only"):
        run_sql(url, change)


def test_a_missing_file_is_not_made_by_opening_it(tmp_path):
    path = tmp_path / "missing.db"

    with pytest.raises(StoreError, match="run `orm db upgrade` to make it"):
        store_at(f"sqlite:///{path}")

    assert not path.exists()


def test_a_missing_folder_is_named_as_the_problem(tmp_path):
    with pytest.raises(StoreError, match="check that its folder exists"):
        upgrade(f"sqlite:///{tmp_path}/no/such/folder/orm.db")


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "orm.db"
    path.write_bytes(b"The Harrowmere Herald, 14 November. " * 100)

    with pytest.raises(StoreError, match="not an orm database"):
        store_at(f"sqlite:///{path}")


def test_a_damaged_file_is_refused(sqlite_copy, tmp_path):
    url = sqlite_copy(tmp_path)
    path = tmp_path / "orm.db"
    body = bytearray(path.read_bytes())
    body[4096:] = b"\xff" * (len(body) - 4096)
    path.write_bytes(body)

    with pytest.raises(StoreError, match="damaged"):
        check(url)


def test_a_read_only_database_can_be_read_and_says_why_it_cannot_be_written(sqlite_copy, tmp_path):
    prepared(store_at(sqlite_copy(tmp_path))).close()
    store = store_at(f"sqlite:///file:{tmp_path / 'orm.db'}?mode=ro&uri=true")

    assert len(store.schools()) == 2
    with pytest.raises(StoreError, match="write permission"):
        store.save_schools(SCHOOLS, now=NOW)
    store.close()


def test_a_locked_database_says_so(url):
    store = store_at(url, patience=SOON)
    other = database(url)

    def hold(connection):
        connection.exec_driver_sql("DELETE FROM schools")
        if not other.is_sqlite:
            connection.exec_driver_sql("LOCK TABLE schools")
        with pytest.raises(StoreError, match="locked by another program"):
            store.save_schools(SCHOOLS, now=NOW)

    other.write(hold)
    other.close()
    store.close()


def test_a_reader_does_not_wait_for_a_writer(url):
    store = prepared(store_at(url, patience=SOON))
    other = database(url)

    other.write(lambda c: (c.exec_driver_sql("UPDATE schools SET town = 'x'"), store.schools()))

    other.close()
    store.close()


def test_a_full_disk_says_so_and_nothing_is_half_written(sqlite_copy, tmp_path):
    url = sqlite_copy(tmp_path)
    store = prepared(store_at(url))
    store.close()
    with sqlite3.connect(tmp_path / "orm.db") as raw:
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.close()
    full = store_at(url)
    limit_pages(full, pages + 2)

    with pytest.raises(StoreError, match="disk is full"):
        bring(full, *[judged_of(item) for item in many_long_items()])

    full.close()
    after = store_at(url)
    assert after.known([item.identity for item in many_long_items()]) == {}
    after.close()


def limit_pages(store, pages):
    """One connection is reused, so that the limit holds for what follows."""
    store._database.read(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {pages}"))


def many_long_items():
    return [item_of(str(number), text="x" * 5000) for number in range(20)]


def test_a_server_that_is_not_there_is_named_as_the_problem():
    with pytest.raises(StoreError, match="cannot be reached"):
        store_at("postgresql://orm:hunter2@127.0.0.1:9/orm", patience=SOON)


def test_a_password_is_in_no_message():
    with pytest.raises(StoreError) as told:
        store_at("postgresql://orm:hunter2@127.0.0.1:9/orm", patience=SOON)

    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("orm.db", "cannot be read"),
        ("mysql://localhost/orm", "not a database orm can use"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_a_url_that_names_no_usable_database_is_refused(url, told):
    with pytest.raises(StoreError, match=told):
        store_at(url)


class NoDriver:
    """Python's own way to say that a package is not installed."""

    def find_spec(self, name, path=None, target=None):
        del path, target
        if name == "psycopg":
            raise ModuleNotFoundError(name)


def without_driver(url):
    sys.meta_path.insert(0, NoDriver())
    try:
        check(url)
    except StoreError as error:
        return str(error)
    return ""


def test_a_missing_driver_names_what_to_install():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        told = pool.apply(without_driver, ["postgresql://localhost/orm"])

    assert "pip install 'orm[trust]'" in told
