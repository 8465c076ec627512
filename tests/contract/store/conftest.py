"""Every test here runs on SQLite and on PostgreSQL."""

import pytest

from orm.cases import chain
from tests.databases import known_store, postgres_server
from tests.factories_store import first_event, prepared, raised_event


@pytest.fixture(scope="session")
def postgres():
    manager = postgres_server()
    try:
        server = manager.__enter__()
    except Exception as error:  # noqa: BLE001 - whatever it is, this machine cannot run PostgreSQL
        pytest.skip(
            f"POSTGRESQL NOT TESTED: it does not start here: {type(error).__name__}: {error}"
        )
    yield server
    manager.__exit__(None, None, None)


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory):
    """Where one test after the other has its SQLite file, under the same url."""
    return tmp_path_factory.mktemp("in-turn")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """A database with all tables and no rows."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").migrated()
    folder = request.getfixturevalue("sqlite_folder")
    for left in folder.iterdir():
        left.unlink()
    return request.getfixturevalue("sqlite_copy")(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    return request.getfixturevalue("postgres").empty()


@pytest.fixture
def bare_store(url):
    store = known_store(url, first_event=first_event, raised_event=raised_event)
    yield store
    store.close()


@pytest.fixture
def chained_store(url):
    """With the chain of events that cases really have."""
    store = known_store(url, first_event=chain.first_event, raised_event=chain.raised_event)
    yield store
    store.close()


@pytest.fixture
def store(bare_store):
    return prepared(bare_store)
