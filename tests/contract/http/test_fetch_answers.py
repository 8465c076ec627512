"""What a fetch gives back: the body as it was sent, and what the headers say about it."""

import gzip
import socket
import zlib
from datetime import timedelta

import pytest

from orm.errors import Unreadable
from orm.model.polls import NotModified, Validators
from tests.factories import NOW
from tests.factories_http import FakeClock, fetcher, get, get_again, request
from tests.web_server import WebServer, page

FEED = b"<rss><channel><title>The Harrowmere Herald</title></channel></rss>"


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden", "404 Not Found", "500 Oh"])
def test_any_final_status_arrives_with_its_body(web, status):
    web.pages["/feed"] = page(b"a sentence", status)

    answer = get(web.url("/feed"))

    assert (answer.status, answer.body) == (int(status[:3]), b"a sentence")


def test_a_feed_that_is_a_web_page_arrives_as_it_is(web):
    web.pages["/feed.xml"] = page(b"<!doctype html>", content_type="text/html; charset=UTF-8")

    answer = get(web.url("/feed.xml"))

    assert (answer.body, answer.content_type) == (b"<!doctype html>", "text/html")


def test_an_empty_body_is_an_answer(web):
    web.pages["/feed"] = page(b"")

    assert get(web.url("/feed")).body == b""


def test_an_empty_body_that_claims_to_be_compressed_is_an_answer(web):
    web.pages["/feed"] = page(b"", content_encoding="gzip")

    assert get(web.url("/feed")).body == b""


def test_a_stated_charset_is_passed_on_and_the_bytes_are_left_alone(web):
    web.pages["/feed"] = page("£".encode("cp1252"), content_type='text/xml; charset="UTF-16"')

    answer = get(web.url("/feed"))

    assert (answer.charset, answer.body) == ("utf-16", b"\xa3")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(FEED, mtime=0)),
        ("GZIP", gzip.compress(FEED, mtime=0)),
        ("x-gzip", gzip.compress(FEED, mtime=0)),
        ("gzip", gzip.compress(FEED[:9], mtime=0) + gzip.compress(FEED[9:], mtime=0)),
        ("gzip", gzip.compress(FEED, mtime=0) + b"\0\0\0padding"),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED, wbits=-15)),
        ("identity", FEED),
    ],
)
def test_a_compressed_body_arrives_decompressed(web, encoding, body):
    web.pages["/feed"] = page(body, content_encoding=encoding)

    assert get(web.url("/feed")).body == FEED


def test_gzip_bytes_without_the_header_pass_through_for_the_source_to_read(web):
    packed = gzip.compress(FEED, mtime=0)
    web.pages["/sitemap.xml.gz"] = page(packed, content_type="application/x-gzip")

    assert get(web.url("/sitemap.xml.gz")).body == packed


def test_a_chunked_body_arrives_whole(web):
    web.pages["/feed"] = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    )

    assert get(web.url("/feed")).body == b"hello world"


def test_a_body_that_ends_with_the_connection_arrives_whole(web):
    web.pages["/feed"] = b"HTTP/1.0 200 OK\r\n\r\nhello"

    assert get(web.url("/feed")).body == b"hello"


def test_header_names_are_lower_case_and_cookies_are_left_out(web):
    web.pages["/feed"] = page(X_Sent_By="herald", Set_Cookie="id=1", set_cookie2="a")

    names = {name for name, _ in get(web.url("/feed")).headers}

    assert names == {"content-type", "content-length", "x-sent-by"}


def test_the_fetch_time_is_when_the_answer_had_arrived(web):
    clock = FakeClock()

    def later(connection: socket.socket) -> None:
        clock.advance(seconds=3)
        connection.sendall(page())

    web.pages["/feed"] = later

    assert get(web.url("/feed"), door=fetcher(clock)).fetched_at == NOW + timedelta(seconds=3)


def test_an_ipv6_server_is_reached():
    with WebServer(host="::1", pages={"/feed": page(FEED)}) as web:
        assert get(web.url("/feed"), door=fetcher(resolve=lambda host, _: (host,))).body == FEED


def test_the_server_learns_who_asks_and_whom_to_write_to(web):
    web.pages["/feed"] = page()

    get(web.url("/feed", host="herald.example"), accept="application/rss+xml")

    (asked,) = [one for one in web.asked if one.target == "/feed"]
    agent = asked.headers.pop("user-agent")
    assert agent.startswith("orm/")
    assert agent.endswith(" (+https://wrenbeck.example/contact)")
    assert asked.headers == {
        "host": f"herald.example:{web.port}",
        "accept": "application/rss+xml",
        "accept-encoding": "gzip, deflate",
        "connection": "close",
    }


def test_a_cookie_is_never_sent_back(web):
    web.pages["/"] = page(status="302 Found", location="/in", set_cookie="seen=1; Path=/")
    web.pages["/in"] = page(set_cookie="seen=2; Path=/")
    door = fetcher()

    get(web.url("/"), door=door)
    get(web.url("/"), door=door)

    assert not [one for one in web.asked if "cookie" in one.headers or "referer" in one.headers]


def test_the_fragment_stays_at_home(web):
    web.pages["/feed"] = page()

    answer = get(web.url("/feed?p=2#comments"))

    assert (web.targets, answer.url) == (["/feed?p=2"], web.url("/feed?p=2"))


def test_validators_of_the_answer_are_remembered(web):
    web.pages["/feed"] = page(etag='W/"1"', last_modified="Mon, 16 Nov 2026 08:00:00 GMT")

    found = get(web.url("/feed")).validators

    assert found == Validators('W/"1"', "Mon, 16 Nov 2026 08:00:00 GMT")


def test_known_validators_are_sent_and_a_304_is_a_value(web):
    web.pages["/feed"] = (
        b'HTTP/1.1 304 Not Modified\r\nETag: "2"\r\nCache-Control: max-age=60\r\n\r\n'
    )

    answer = get_again(web.url("/feed"), Validators('"1"', "Mon, 16 Nov 2026 08:00:00 GMT"))

    sent = web.asked[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == (
        '"1"',
        "mon, 16 nov 2026 08:00:00 gmt",
    )
    assert answer == NotModified(
        request(web.url("/feed")),
        fetched_at=NOW,
        validators=Validators('"2"', "Mon, 16 Nov 2026 08:00:00 GMT"),
        fresh_for=timedelta(seconds=60),
    )


def test_a_304_without_validators_keeps_the_old_ones(web):
    web.pages["/feed"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"

    answer = get_again(web.url("/feed"), Validators('"1"'))

    assert answer.validators == Validators('"1"')


def test_a_page_that_is_not_conditional_is_asked_for_without_conditions(web):
    web.pages["/index"] = page()

    get_again(web.url("/index"), Validators('"1"', "x"), conditional=False)

    assert not {"if-none-match", "if-modified-since"} & web.asked[-1].headers.keys()


def test_a_304_nobody_asked_for_is_not_taken_for_nothing_new(web):
    web.pages["/feed"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"

    with pytest.raises(Unreadable, match="304 to a question without conditions"):
        get(web.url("/feed"))


def test_retry_after_is_a_moment_on_a_refusal(web):
    web.pages["/feed"] = page(status="429 Slow down", retry_after="120")

    assert get(web.url("/feed")).retry_at == NOW + timedelta(seconds=120)


def test_retry_after_means_nothing_on_a_success(web):
    web.pages["/feed"] = page(retry_after="120")

    assert get(web.url("/feed")).retry_at is None


def test_max_age_says_how_long_the_answer_is_fresh(web):
    web.pages["/feed"] = page(cache_control="public, max-age=900")

    assert get(web.url("/feed")).fresh_for == timedelta(minutes=15)
