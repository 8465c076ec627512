"""A server that misbehaves costs a typed error with one plain sentence, and no time without end."""

import contextlib
import gzip
import logging
import socket
import struct
import zlib
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orm.errors import Refused, SourceError, Unreachable, Unreadable
from tests.factories_http import FakeClock, fetcher, get
from tests.web_server import page

BOMB = gzip.compress(gzip.compress(bytes(50_000_000), mtime=0), mtime=0)


def hang_up(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"<html>HTTP/0.9 says hello</html>\r\n",
        b"\x16\x03\x01\x00\x05hello\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\n" + b"X-More: and more\r\n" * 20_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
    ],
    ids=[
        "nothing",
        "half a header",
        "shorter than stated",
        "chunks break off",
        "chunk size is not a number",
        "invalid status line",
        "HTTP/0.9",
        "TLS on a plain port",
        "another protocol",
        "negative length",
        "two lengths",
        "too many headers",
        "one endless header",
    ],
)
def test_an_answer_that_is_broken_on_the_wire_is_unreachable(web, said):
    web.pages["/feed"] = said

    with pytest.raises(Unreachable, match=r"/feed broke off or does not speak HTTP\."):
        get(web.url("/feed"))


def test_a_reset_connection_is_unreachable(web):
    web.pages["/feed"] = hang_up

    with pytest.raises(Unreachable, match="hung up"):
        get(web.url("/feed"))


def test_a_port_nobody_listens_on_is_unreachable():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

        with pytest.raises(Unreachable, match="cannot be connected to"):
            get(f"http://127.0.0.1:{port}/")


def test_a_silent_server_is_left_after_the_read_limit(web):
    web.pages["/feed"] = lambda connection: connection.recv(1)

    with pytest.raises(Unreachable, match="did not answer in time"):
        get(web.url("/feed"), door=fetcher(read_seconds=0.1))


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_slow_drip_is_cut_off_when_the_total_time_is_over(web, start):
    clock = FakeClock()

    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            clock.advance(seconds=1)
            connection.sendall(b"x")

    web.pages["/feed"] = drip

    with pytest.raises(Unreachable, match="took longer than 20 seconds"):
        get(web.url("/feed"), door=fetcher(clock, max_bytes=10**9))


def test_redirects_and_robots_share_one_time_limit(web):
    clock = FakeClock()

    def later(said: bytes):
        def script(connection: socket.socket) -> None:
            clock.advance(seconds=11)
            connection.sendall(said)

        return script

    web.pages["/robots.txt"] = later(page(b"", "404 No"))
    web.pages["/a"] = later(page(b"", "302 Found", location="/b"))
    web.pages["/b"] = later(page())

    with pytest.raises(Unreachable, match="/a took longer than 20 seconds"):
        get(web.url("/a"), door=fetcher(clock))


def test_fifty_megabytes_are_not_read_to_the_end(web):
    finished = Event()

    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")
        for _ in range(500):
            connection.sendall(b"<rss>" * 20_000)
        finished.set()

    web.pages["/feed"] = pour

    with pytest.raises(Unreadable, match="larger than 100,000 bytes") as caught:
        get(web.url("/feed"))

    assert caught.value.head == (b"<rss>" * 410)[:2048]
    assert not finished.is_set()


def test_a_body_of_just_the_largest_size_is_read(web):
    web.pages["/feed"] = page(b"a" * 100_000)

    assert len(get(web.url("/feed")).body) == 100_000


def test_chunks_without_end_are_cut_off_at_the_cap(web):
    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"5\r\nhello\r\n" * 1000)

    web.pages["/feed"] = pour

    with pytest.raises(Unreadable, match="larger than"):
        get(web.url("/feed"))


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(bytes(50_000_000), mtime=0)),
        ("deflate", zlib.compress(bytes(50_000_000))),
        ("gzip", gzip.compress(b"", mtime=0) * 50_000),
    ],
    ids=["gzip bomb", "deflate bomb", "members without content"],
)
def test_a_body_that_grows_when_unpacked_is_cut_off_at_the_cap(web, encoding, body):
    web.pages["/feed"] = page(body, content_encoding=encoding)

    with pytest.raises(Unreadable, match="larger than") as caught:
        get(web.url("/feed"))

    assert len(caught.value.head) <= 2048


def test_a_bomb_inside_a_bomb_is_unpacked_once(web):
    web.pages["/feed"] = page(BOMB, content_encoding="gzip")

    assert get(web.url("/feed")).body == gzip.decompress(BOMB)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", b"<rss>not gzip</rss>"),
        ("gzip", gzip.compress(b"<rss></rss>", mtime=0)[:-9]),
        ("gzip", gzip.compress(b"<rss></rss>", mtime=0)[:-8] + b"12345678"),
        ("deflate", b"\x78not deflate"),
        ("deflate", zlib.compress(b"<rss></rss>" * 9)[:-6]),
        ("br", b"\x0b\x02\x80hello\x03"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"<rss></rss>", mtime=0), mtime=0)),
    ],
)
def test_a_broken_or_unknown_encoding_is_unreadable(web, encoding, body):
    web.pages["/feed"] = page(body, content_encoding=encoding)

    with pytest.raises(Unreadable, match="broken or unknown content encoding"):
        get(web.url("/feed"))


def test_messages_never_show_the_query(web):
    web.pages["/feed"] = b"rubbish\r\n\r\n"

    with pytest.raises(Unreachable) as caught:
        get(web.url("/feed?token=wren-1234"))

    assert "wren-1234" not in str(caught.value)


def test_a_name_that_cannot_be_found_is_unreachable():
    def nowhere(_host: str, _port: int):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(Unreachable, match=r"herald\.example cannot be found"):
        get("http://herald.example/feed", door=fetcher(resolve=nowhere))


def test_a_name_that_cannot_be_looked_up_is_refused():
    def encode(host: str, _port: int):
        return [host.encode("idna").decode()]

    with pytest.raises(Refused, match="is not a host name"):
        get(f"http://{'a' * 64}.example/", door=fetcher(resolve=encode))


def test_a_name_without_addresses_is_unreachable():
    with pytest.raises(Unreachable, match=r"herald\.example has no address"):
        get("http://herald.example/feed", door=fetcher(resolve=lambda _host, _port: ()))


def test_a_request_that_cannot_be_written_down_is_refused(web):
    with pytest.raises(Refused, match="the request is malformed"):
        get(web.url("/feed"), accept="text/html\r\nX-Injected: yes")

    assert web.targets == []


def test_an_address_that_does_not_answer_is_passed_over_for_the_next(web):
    web.pages["/feed"] = page(b"hello")
    door = fetcher(resolve=lambda _host, _port: ("127.9.9.9", "127.0.0.1"))

    assert get(web.url("/feed", host="herald.example"), door=door).body == b"hello"


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    start=st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 301 M\r\nLocation: "]),
    rest=st.binary(max_size=200) | st.text(max_size=80).map(lambda t: t.encode() + b"\r\n\r\n"),
)
def test_whatever_a_server_says_is_an_answer_or_a_typed_error(web, start, rest):
    web.pages = {"/feed": start + rest}

    with contextlib.suppress(SourceError):
        assert get(web.url("/feed"), door=fetcher(read_seconds=2.0)).request.source == "feed"


def test_neither_the_query_nor_the_body_nor_a_cookie_reaches_a_log(web, caplog):
    caplog.set_level(logging.DEBUG)
    web.pages["/feed"] = page(b"an otter wrote this")

    get(web.url("/feed?token=wren-1234"))

    assert not [word for word in ("wren-1234", "otter") if word in caplog.text]
