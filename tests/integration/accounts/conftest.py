"""A folder with a configuration and an empty database, before a platform on this machine."""

import shutil

import pytest

from orm.cli.voice import open_house
from orm.store.migrating import upgrade
from tests.factories_account_commands import CONFIG, HOME, OFF, SKY, sky
from tests.web_server import WebServer, page


@pytest.fixture
def web():
    with WebServer() as server:
        server.pages["/xrpc/app.bsky.actor.getProfile"] = sky("ok")
        server.pages["/xrpc/app.bsky.feed.getAuthorFeed"] = sky("posts")
        server.pages["/xrpc/app.bsky.actor.searchActors"] = sky("search_empty")
        server.pages["/"] = page(HOME)
        yield server


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A database with its tables and nothing in them."""
    path = tmp_path_factory.mktemp("empty") / "orm.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def folder(tmp_path, web, empty):
    base = web.url("").rstrip("/")
    off = "".join(
        OFF.format(name=name) for name in ("mastodon", "youtube_feed", "telegram", "feed")
    )
    text = CONFIG.format(site=web.url("/"), sources=SKY.format(sky=base) + off)
    (tmp_path / "config.toml").write_text(text, "utf-8")
    shutil.copy(empty, tmp_path / "orm.db")
    return tmp_path


@pytest.fixture
def house(folder):
    house = open_house(folder / "config.toml")
    house.enrol()
    yield house
    house.close()
