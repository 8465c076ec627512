"""A web server for each test, one that speaks TLS, and one with the names of sign-in providers."""

import ssl
from collections.abc import Iterator

import pytest
import trustme

from tests.factories_openid import GOOGLE, MICROSOFT, OWN
from tests.web_server import WebServer


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    return context


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[WebServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("herald.co.uk", "www.herald.co.uk", "parentpost.co.uk").configure_cert(
        context
    )
    with WebServer(tls=context) as server:
        yield server


@pytest.fixture
def providers(authority: trustme.CA) -> Iterator[WebServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(MICROSOFT, GOOGLE, OWN).configure_cert(context)
    with WebServer(tls=context) as server:
        yield server
