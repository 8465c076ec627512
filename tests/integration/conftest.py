"""One demo lived through to its end, for every test that only looks at what it left; and a reader of
the town.
"""

import pytest

from orm.demo.run import live_through, open_demo
from tests.factories_town import town_reader


@pytest.fixture(scope="session")
def lived(tmp_path_factory):
    """Four weeks of the invented town, seen by the real house."""
    demo = open_demo(tmp_path_factory.mktemp("lived"))
    try:
        lived = live_through(demo, report=lambda _: None)
    finally:
        demo.town.close()
    assert lived.progress.finished
    yield lived
    lived.house.close()


@pytest.fixture
def reader():
    """The real fetcher, before the town on a day that the test chooses."""
    with town_reader() as reader:
        yield reader
