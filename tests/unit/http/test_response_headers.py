"""Headers are read as servers send them, and rubbish means that nothing was said."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.http.headers import charset, clean, fresh_for, headers_of, media_type, retry_at, validators
from orm.model.polls import Validators
from tests.factories import NOW

WEEK = timedelta(days=7)


def said(name: str, value: str):
    return ((name, value),)


@pytest.mark.parametrize(
    ("value", "pause"),
    [
        ("0", timedelta()),
        ("90", timedelta(seconds=90)),
        ("1.5", timedelta(seconds=1.5)),
        ("9999999999", WEEK),
        ("Mon, 16 Nov 2026 09:05:00 GMT", timedelta(minutes=5)),
        ("Mon, 16 Nov 2026 09:05:00 -0100", timedelta(minutes=65)),
        ("Monday, 16-Nov-26 09:05:00 GMT", timedelta(minutes=5)),
        ("Mon Nov 16 09:05:00 2026", timedelta(minutes=5)),
        ("Mon, 16 Nov 2020 09:05:00 GMT", timedelta()),
        ("Mon, 16 Nov 2099 09:05:00 GMT", WEEK),
    ],
)
def test_retry_after_is_a_moment_within_the_next_week(value, pause):
    assert retry_at(said("retry-after", value), now=NOW) == NOW + pause


@pytest.mark.parametrize("value", ["", "soon", "-5", "1e9", "٣", "99 Nov 99999", "Mon, 16 Nov"])
def test_a_retry_after_that_cannot_be_read_says_nothing(value):
    assert retry_at(said("retry-after", value), now=NOW) is None


@given(st.text())
def test_no_retry_after_breaks_the_fetch(value):
    found = retry_at(said("retry-after", value), now=NOW)

    assert found is None or NOW <= found <= NOW + WEEK


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"cache-control": "max-age=60"}, timedelta(seconds=60)),
        ({"cache-control": "public, MAX-AGE=60, s-maxage=9"}, timedelta(seconds=60)),
        ({"cache-control": "s-maxage=9"}, None),
        ({"cache-control": "max-age=60", "age": "45"}, timedelta(seconds=15)),
        ({"cache-control": "max-age=60", "age": "90"}, timedelta()),
        ({"cache-control": "no-cache, max-age=60"}, None),
        ({"cache-control": "no-store"}, None),
        ({"cache-control": "max-age=9999999999"}, WEEK),
        ({"expires": "Mon, 16 Nov 2026 09:05:00 GMT"}, timedelta(minutes=5)),
        (
            {
                "expires": "Mon, 16 Nov 2026 09:05:00 GMT",
                "date": "Mon, 16 Nov 2026 09:04:00 GMT",
            },
            timedelta(minutes=1),
        ),
        ({"expires": "Mon, 16 Nov 2020 09:05:00 GMT"}, timedelta()),
        ({"cache-control": "max-age=60", "expires": "0"}, timedelta(seconds=60)),
        ({"expires": "0"}, None),
        ({}, None),
    ],
)
def test_freshness_is_what_the_server_says(headers, fresh):
    assert fresh_for(tuple(headers.items()), now=NOW) == fresh


@pytest.mark.parametrize(
    ("value", "kind", "encoding"),
    [
        ("text/HTML; charset=UTF-8", "text/html", "utf-8"),
        ('application/rss+xml;charset="windows-1252"', "application/rss+xml", "windows-1252"),
        ("text/html; charset='utf-8'; x=y", "text/html", "utf-8"),
        ("text/html, text/html; charset=utf-8", "text/html", "utf-8"),
        ("text/html; charset=", "text/html", ""),
        ("; charset=utf-8", "", "utf-8"),
        ("rss", "rss", ""),
        ("", "", ""),
    ],
)
def test_a_content_type_is_a_type_and_a_charset(value, kind, encoding):
    headers = said("content-type", value)

    assert (media_type(headers), charset(headers)) == (kind, encoding)


@pytest.mark.parametrize("etag", ['"caf\u00e9"', "x" * 513])
def test_a_validator_that_could_not_be_sent_back_is_not_kept(etag):
    assert validators(said("etag", etag), old=Validators(etag='"1"')).etag == '"1"'


@given(st.binary(max_size=3000))
def test_a_header_value_is_always_one_printable_line(value):
    assert clean(value).isprintable()


def test_header_text_is_utf8_where_it_is_and_latin1_elsewhere():
    assert (clean("café".encode()), clean(b"caf\xe9")) == ("café", "café")


def test_cookies_are_dropped_whatever_their_case():
    assert headers_of([(b"SET-COOKIE", b"a=1"), (b"Set-Cookie2", b"b"), (b"X", b"y")]) == (
        ("x", "y"),
    )
