"""A reader of the invented town, and four weeks of it lived through to their end."""

import pytest

from tests.factories_lived import look_back
from tests.factories_town import town_reader


@pytest.fixture
def reader():
    """The real fetcher, before the town on a day that the test chooses."""
    with town_reader() as reader:
        yield reader


@pytest.fixture(scope="session")
def lived(shared_folder, tmp_path_factory):
    """Four weeks of the invented town, seen by the real house; only for tests that change nothing."""
    lived = look_back(shared_folder, tmp_path_factory.mktemp("looked") / "back")
    yield lived
    lived.house.close()
