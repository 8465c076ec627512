"""Every test here runs on SQLite and on PostgreSQL."""

import pytest

from tests.databases import postgres_server, sqlite_copies
from tests.factories_store import prepared, store_at


@pytest.fixture(scope="session")
def sqlite_copy(tmp_path_factory):
    return sqlite_copies(tmp_path_factory.mktemp("sqlite"))


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


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_copy")(tmp_path)
    return request.getfixturevalue("postgres").migrated()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    return request.getfixturevalue("postgres").empty()


@pytest.fixture
def bare_store(url):
    store = store_at(url)
    yield store
    store.close()


@pytest.fixture
def store(bare_store):
    return prepared(bare_store)
