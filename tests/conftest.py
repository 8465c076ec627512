"""What every test shares: the order in which they start, how many examples a property is tried with,
and a folder.
"""

import gc
import os

import pytest
from hypothesis import settings

from tests.databases import sqlite_copies

LONGEST = "test_killing.py"

settings.register_profile("usual", max_examples=20)
settings.register_profile("long", max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors: some tests wait for a browser, a mail server or a lock."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test first: at the end, all but one process would wait for it."""
    items.sort(key=lambda item: item.path.name != LONGEST)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: nobody looks through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def sqlite_copy(tmp_path_factory):
    """Puts a database with all tables and no rows, orm.db, into a folder; its url."""
    return sqlite_copies(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id):
    """A folder of this whole run, the same for every process of it."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent
