"""One spelling for one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources._parsing.links import absolute, canonical, site, web_address


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://WWW.Herald.example/News/1#top", "https://herald.example/News/1"),
        ("https://m.herald.example:443/1", "https://herald.example/1"),
        ("http://herald.localhost:8765/1", "http://herald.localhost:8765/1"),
        ("https://amp.herald.example/1/amp/", "https://herald.example/1/"),
        ("https://herald.example/1?outputType=amp&id=3", "https://herald.example/1?id=3"),
        ("https://herald.example", "https://herald.example/"),
        (
            "https://herald.example/t?utm_source=a&thread=9&fbclid=b&gclid=c&p=2&CMP=d&ito=e&ns_x=f",
            "https://herald.example/t?p=2&thread=9",
        ),
        (
            "https://herald.example/?b=2&a=1&at_medium=RSS&at_campaign=x",
            "https://herald.example/?a=1&b=2",
        ),
        ("https://www.bbc.co.uk/news/articles/c1#0", "https://bbc.com/news/articles/c1"),
        ("https://herald.example/a b", "https://herald.example/a%20b"),
        ("https://herald.example/caf\u00e9", "https://herald.example/caf%C3%A9"),
        ("https://herald.example/caf%C3%A9", "https://herald.example/caf%C3%A9"),
        (
            "http://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fherald.example%2f1&c=7",
            "https://herald.example/1",
        ),
        ("https://www.google.com/url?q=https://herald.example/1&sa=U", "https://herald.example/1"),
        (
            "https://www.google.co.uk/url?rct=j&url=https://herald.example/1?a=1&b=2&ct=ga&cd=x",
            "https://herald.example/1?a=1&b=2",
        ),
        (
            "https://news.google.com/rss/articles/CBM?oc=5",
            "https://news.google.com/rss/articles/CBM",
        ),
    ],
)
def test_different_spellings_of_a_page_become_one(url, expected):
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "", "mailto:office@wrenbeck.example", "javascript:alert(1)", "ftp://herald.example/1",
        "data:image/png;base64,AA", "//herald.example/1", "/news/1", "https://", "http://[::1",
        "https://herald.example:port/", "https://herald.example/" + "a" * 5_000, None, 7,
    ],
)  # fmt: skip
def test_what_is_not_a_web_address_has_no_spelling(url):
    assert canonical(url) == ""


@given(
    st.from_regex(r"https?://(www\.|m\.)?[a-z.]{1,20}(:\d{1,5})?(/[^\s]{0,30})?", fullmatch=True)
)
def test_spelling_a_canonical_address_again_changes_nothing(url):
    assert canonical(canonical(url)) == canonical(url)


def test_a_userinfo_trick_shows_the_host_that_would_really_be_asked():
    assert canonical("https://wrenbeck.example@evil.example/") == "https://evil.example/"


def test_a_short_name_is_not_cut_down_to_a_bare_suffix():
    assert site("https://www.example/") == "www.example"
    assert site("https://m.uk/") == "m.uk"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/feed/", "https://wrenbeck.example/feed/"),
        ("https://other.example/x", "https://other.example/x"),
        ("mailto:x@wrenbeck.example", ""),
        ("http://[", ""),
        (None, ""),
    ],
)
def test_a_relative_address_is_resolved_and_a_strange_one_dropped(href, expected):
    assert absolute("https://wrenbeck.example/news/", href) == expected


def test_a_website_written_without_a_scheme_gets_https():
    assert web_address("www.wrenbeck.example") == "https://www.wrenbeck.example/"


@pytest.mark.parametrize("url", ["", "not an address", "ftp://x.example/", "https://"])
def test_an_address_that_cannot_be_fetched_is_a_value_error_that_says_how_to_write_one(url):
    with pytest.raises(ValueError, match="write it like"):
        web_address(url)
