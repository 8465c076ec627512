"""A reader of the invented town."""

import pytest

from tests.factories_town import town_reader


@pytest.fixture
def reader():
    """The real fetcher, before the town on a day that the test chooses."""
    with town_reader() as reader:
        yield reader
