"""What every test shares: the order in which they start, how many examples a property is tried with,
and one demo lived through to its end.
"""

import os

import pytest
from hypothesis import settings

from tests.factories_lived import look_back

LONGEST = "test_killing.py"

settings.register_profile("usual", max_examples=20)
settings.register_profile("long", max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test first: at the end, all but one process would wait for it."""
    items.sort(key=lambda item: item.path.name != LONGEST)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id):
    """A folder of this whole run, the same for every process of it."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def lived(shared_folder, tmp_path_factory):
    """Four weeks of the invented town, seen by the real house; only for tests that change nothing."""
    lived = look_back(shared_folder, tmp_path_factory.mktemp("looked") / "back")
    yield lived
    lived.house.close()
