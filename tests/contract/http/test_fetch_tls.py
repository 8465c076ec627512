"""Certificates are checked against the name, and keys travel encrypted to their own domain only."""

import socket
import ssl

import pytest

from orm.errors import Refused, Unreachable
from orm.http.credentials import Lock
from orm.model.keys import HeaderKey, QueryKey, Signing
from orm.model.settings import Secret
from tests.factories_http import FakeClock, fetcher, get
from tests.web_server import page, redirect

KEY = "wren 1234/&x"


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


HEADER = HeaderKey("herald.co.uk", header="X-Api-Key")
QUERY = QueryKey("herald.co.uk", parameter="api-key")


def door_with(trust: ssl.SSLContext, signing: Signing):
    lock = Lock(signing, {"": Secret(KEY)}, required=True)
    return fetcher(trust=trust, locks={"guardian": lock})


def test_a_key_goes_out_as_a_header_to_its_own_domain(secure, trust):
    secure.pages["/"] = page()
    door = door_with(trust, HEADER)

    get(secure.url("/", host="www.herald.co.uk"), door=door, source="guardian")

    assert secure.asked[-1].headers["x-api-key"] == f"bearer {KEY}"


def test_a_key_goes_out_in_the_query_and_is_never_shown(secure, trust):
    secure.pages["/s"] = redirect("/t?q=a%20b&api-key=wren%201234%2F%26x", "301 M")
    secure.pages["/t"] = page()
    door = door_with(trust, QUERY)

    answer = get(secure.url("/s?q=wrenbeck", host="herald.co.uk"), door=door, source="guardian")

    assert secure.targets[0] == "/s?q=wrenbeck&api-key=wren%201234%2F%26x"
    assert secure.targets[1].endswith("&api-key=wren%201234%2F%26x")
    assert "1234" not in answer.url + answer.moved_to + answer.request.url


@pytest.mark.parametrize("how", [HEADER, QUERY])
def test_a_key_is_dropped_when_a_redirect_leaves_its_domain(secure, trust, how):
    secure.pages["/"] = redirect(secure.url("/b", host="parentpost.co.uk"))
    secure.pages["/b"] = page()
    door = door_with(trust, how)

    get(secure.url("/", host="herald.co.uk"), door=door, source="guardian")

    last = secure.asked[-1]
    assert (last.target, "x-api-key" in last.headers) == ("/b", False)


def test_a_key_never_travels_unencrypted(web, trust):
    web.pages["/"] = page()
    door = door_with(trust, QUERY)

    get(web.url("/", host="herald.co.uk"), door=door, source="guardian")

    assert web.targets == ["/"]


def test_a_key_is_not_sent_for_another_source(secure, trust):
    secure.pages["/"] = page()
    door = door_with(trust, QUERY)

    get(secure.url("/", host="herald.co.uk"), door=door, source="feed")

    assert secure.targets == ["/"]


def test_who_has_a_key_is_asked_by_its_terms_and_not_by_robots_txt(secure, trust):
    secure.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /\n")
    secure.pages["/"] = page()

    get(secure.url("/", host="herald.co.uk"), door=door_with(trust, HEADER), source="guardian")

    assert secure.targets == ["/"]


def test_robots_txt_counts_again_where_a_redirect_leaves_the_keys_domain(secure, trust):
    secure.pages["/"] = redirect(secure.url("/b", host="parentpost.co.uk"))
    secure.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /\n")

    with pytest.raises(Refused, match=r"robots\.txt"):
        get(secure.url("/", host="herald.co.uk"), door=door_with(trust, HEADER), source="guardian")

    assert "x-api-key" not in secure.asked[-1].headers
