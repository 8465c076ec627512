"""A desk over a real database with posts of each kind, for every test of pages."""

import pytest

from orm.store.migrating import upgrade
from tests.factories_desk import desk_again, desk_under_test, laid_out


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A folder with a desk and a post of each kind, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    url = f"sqlite:///{folder}/orm.db"
    upgrade(url)
    with desk_under_test(folder, url):
        pass
    return folder


@pytest.fixture(scope="session")
def unfilled(tmp_path_factory):
    """A folder with a desk that has seen nothing, to be copied."""
    folder = tmp_path_factory.mktemp("unfilled")
    url = f"sqlite:///{folder}/orm.db"
    upgrade(url)
    with desk_under_test(folder, url, posts=()):
        pass
    return folder


@pytest.fixture(scope="session")
def in_turn(tmp_path_factory):
    """Where one test after the other has its desk."""
    return tmp_path_factory.mktemp("in-turn")


@pytest.fixture
def desk(filled, in_turn):
    """The desk with a post of each kind."""
    folder = laid_out(filled, in_turn / "desk")
    with desk_again(folder, f"sqlite:///{folder}/orm.db") as desk:
        yield desk


@pytest.fixture
def empty_desk(unfilled, in_turn):
    """The desk on its first day: nothing was seen yet."""
    folder = laid_out(unfilled, in_turn / "first-day")
    with desk_again(folder, f"sqlite:///{folder}/orm.db") as desk:
        yield desk
