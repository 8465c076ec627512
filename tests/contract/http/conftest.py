"""A web server for each test."""

from collections.abc import Iterator

import pytest

from tests.web_server import WebServer


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server
