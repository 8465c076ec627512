"""Certificates are checked against the name, and keys travel encrypted to their own domain only."""

import socket
import ssl
from collections.abc import Iterator

import pytest
import trustme

from orm.errors import Refused, Unreachable
from orm.http.credentials import Credential
from orm.model.settings import Secret
from tests.factories_http import FakeClock, fetcher, get
from tests.web_server import WebServer, page, redirect

KEY = "wren 1234/&x"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
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


def test_the_certificate_is_checked_against_the_name_not_the_address(secure, trust):
    secure.pages["/"] = page(b"hello")

    assert get(secure.url("/", host="herald.co.uk"), door=fetcher(trust=trust)).body == b"hello"


@pytest.mark.parametrize("host", ["meremum.co.uk", "127.0.0.1"])
def test_a_certificate_for_another_name_is_not_accepted(secure, trust, host):
    with pytest.raises(Unreachable, match="certificate that does not hold"):
        get(secure.url("/", host=host), door=fetcher(trust=trust))


def test_a_certificate_of_an_unknown_authority_is_not_accepted(secure):
    with pytest.raises(Unreachable, match="certificate that does not hold"):
        get(secure.url("/", host="herald.co.uk"))


def test_a_server_that_speaks_no_tls_is_unreachable(web):
    with pytest.raises(Unreachable, match="cannot agree on an encrypted connection"):
        get(web.url("/", host="herald.co.uk").replace("http:", "https:"))


def test_a_redirect_from_https_to_plain_http_is_refused(secure, web, trust):
    secure.pages["/"] = redirect(web.url("/", host="herald.co.uk"))

    with pytest.raises(Refused, match="from https to plain http"):
        get(secure.url("/", host="herald.co.uk"), door=fetcher(trust=trust))

    assert web.asked == []


def test_a_slow_drip_inside_tls_is_cut_off_too(secure, trust):
    clock = FakeClock()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            clock.advance(seconds=1)
            connection.sendall(b"x")

    secure.pages["/"] = drip

    with pytest.raises(Unreachable, match="took longer than 20 seconds"):
        get(
            secure.url("/", host="herald.co.uk"),
            door=fetcher(clock, trust=trust, max_bytes=10**9),
        )


def door_with(trust: ssl.SSLContext, **how: str):
    credential = Credential(domain="herald.co.uk", secret=Secret(KEY), **how)
    return fetcher(trust=trust, credentials={"guardian": credential})


def test_a_key_goes_out_as_a_header_to_its_own_domain(secure, trust):
    secure.pages["/"] = page()
    door = door_with(trust, header="X-Api-Key", prefix="Bearer ")

    get(secure.url("/", host="www.herald.co.uk"), door=door, source="guardian")

    assert secure.asked[-1].headers["x-api-key"] == f"bearer {KEY}"


def test_a_key_goes_out_in_the_query_and_is_never_shown(secure, trust):
    secure.pages["/s"] = redirect("/t?q=a%20b&api-key=wren%201234%2F%26x", "301 M")
    secure.pages["/t"] = page()
    door = door_with(trust, parameter="api-key")

    answer = get(secure.url("/s?q=wrenbeck", host="herald.co.uk"), door=door, source="guardian")

    assert secure.targets[0] == "/s?q=wrenbeck&api-key=wren%201234%2F%26x"
    assert secure.targets[1].endswith("&api-key=wren%201234%2F%26x")
    assert "1234" not in answer.url + answer.moved_to + answer.request.url


@pytest.mark.parametrize("how", [{"header": "X-Api-Key"}, {"parameter": "api-key"}])
def test_a_key_is_dropped_when_a_redirect_leaves_its_domain(secure, trust, how):
    secure.pages["/"] = redirect(secure.url("/b", host="parentpost.co.uk"))
    secure.pages["/b"] = page()
    door = door_with(trust, **how)

    get(secure.url("/", host="herald.co.uk"), door=door, source="guardian")

    last = secure.asked[-1]
    assert (last.target, "x-api-key" in last.headers) == ("/b", False)


def test_a_key_never_travels_unencrypted(web, trust):
    web.pages["/"] = page()
    door = door_with(trust, parameter="api-key")

    get(web.url("/", host="herald.co.uk"), door=door, source="guardian")

    assert web.targets == ["/"]


def test_a_key_is_not_sent_for_another_source(secure, trust):
    secure.pages["/"] = page()
    door = door_with(trust, parameter="api-key")

    get(secure.url("/", host="herald.co.uk"), door=door, source="feed")

    assert secure.targets == ["/"]


def test_robots_are_asked_for_without_the_key(secure, trust):
    secure.pages["/"] = page()
    door = door_with(trust, header="X-Api-Key", parameter="api-key")

    get(secure.url("/", host="herald.co.uk"), door=door, source="guardian")

    robots = secure.asked[0]
    assert (robots.target, "x-api-key" in robots.headers) == ("/robots.txt", False)
