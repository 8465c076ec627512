"""A registrable domain is what politeness counts by."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import Refused
from orm.http.domains import registrable_domain
from orm.http.urls import web_address


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://BBC.co.uk:8443/", "bbc.co.uk"),
        ("https://www.wrenbeck.eastmarch.sch.uk/", "wrenbeck.eastmarch.sch.uk"),
        ("https://www.gov.uk/x", "www.gov.uk"),
        ("https://meremum.wordpress.com/feed", "wordpress.com"),
        ("https://news.b\u00fccher.de/", "xn--bcher-kva.de"),
        ("https://co.uk/", "co.uk"),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"),
        ("http://[2001:db8::1]:8000/", "[2001:db8::1]:8000"),
        ("http://localhost:8000/", "localhost:8000"),
        ("https://www.wrenbeck.example/", "www.wrenbeck.example"),
    ],
)
def test_a_domain_is_what_somebody_registered(url, domain):
    assert registrable_domain(url) == domain


@pytest.mark.parametrize(
    "url",
    [
        "",
        "herald",
        "//herald.co.uk/",
        "ftp://herald.co.uk/",
        "http://",
        "http:///path",
        "http://herald.co.uk./",
        "http://user@herald.co.uk/",
        "http://:secret@herald.co.uk/",
        "http://herald.co.uk:0/",
        "http://herald.co.uk:65536/",
        "http://herald.co.uk:port/",
        "http://3232235777/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://1.2.3.4.5/",
        "http://[::1/",
        "http://[::g]/",
        "http://her ald.co.uk/",
        "http://her%61ld.co.uk/",
        "http://\u2488.example/",
        "http://herald.co.uk\n/",
    ],
)
def test_what_is_not_a_web_address_is_refused(url):
    with pytest.raises(Refused):
        registrable_domain(url)


def test_a_refusal_does_not_show_a_password():
    with pytest.raises(Refused) as caught:
        web_address("https://orm:otter@herald.co.uk/?key=otter")

    assert "otter" not in str(caught.value)


@given(st.text() | st.text().map("http://{}/".format))
def test_any_text_has_a_domain_or_is_refused(text):
    with contextlib.suppress(Refused):
        assert registrable_domain(text)
