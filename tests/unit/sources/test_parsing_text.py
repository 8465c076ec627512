"""Words out of markup."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources._parsing.text import clean, is_media, person, plain


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("St Orrin&amp;#8217;s", "St Orrin’s"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("one<br/>two", "one two"),
        ("Wren<b>beck</b>.", "Wrenbeck."),
        ("<script>alert(1)</script><style>p{}</style>Hello", "Hello"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Hello", "Hello"),
        ("<!-- hidden --><?xml version='1.0'?>seen", "seen"),
        ("a\u0000b\u0007c \u202etxet\u202c \ufeff\u200bend\n\tnow", "abc txet end now"),
        ("cafe\u0301", "caf\u00e9"),
        ("\U0001f469\u200d\U0001f3eb teacher", "\U0001f469\u200d\U0001f3eb teacher"),
        ("half \ud83d of a pair", "half of a pair"),
        ('<a href="https://x.example/1">here</a>', "here"),
    ],
)
def test_markup_becomes_the_words_a_reader_sees(markup, words):
    assert plain(markup) == words


@pytest.mark.parametrize(
    "text",
    [
        "https://x.example/a.jpg",
        "see https://x.example/a.PNG?w=1#x",
        "(//cdn.example/film.mp4)",
        "pic:http://x.example/a.b/c.webp",
        "data:image/png;base64,iVBORw0KGgo=",
        "&lt;img src='https://x.example/a.jpg'&gt;https://x.example/a.gif",
    ],
)
def test_addresses_of_media_do_not_survive(text):
    words = plain(text)

    assert "[media]" in words
    assert "example/" not in words
    assert "base64" not in words


@pytest.mark.parametrize(
    "text", ["https://x.example/jpg", "holiday.jpg", "https://x.example/a.jpgs"]
)
def test_what_only_looks_like_media_stays(text):
    assert plain(text) == text


def test_a_link_to_a_picture_is_media_and_a_link_to_a_page_is_not():
    assert is_media("https://x.example/a.jpg?x=1")
    assert not is_media("https://x.example/gallery/a")


@given(st.text())
def test_clean_text_is_one_line_that_can_be_stored(text):
    cleaned = clean(text)

    cleaned.encode("utf-8")
    assert cleaned == clean(cleaned)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in cleaned)


@given(st.text(alphabet=st.sampled_from("<>&;/!ab #x1p-?\"'= "), max_size=60))
def test_any_soup_of_markup_gives_text_within_the_limit(markup):
    assert len(plain(markup, limit=10)) <= 10


def test_what_is_no_text_has_no_words():
    assert plain(None) == plain(7) == plain({"rendered": "x"}) == ""


def test_an_email_address_is_not_part_of_a_name():
    assert person("odile@meremum.example (Odile Farr)") == "Odile Farr"
    assert person("Odile Farr <odile@meremum.example>") == "Odile Farr"
    assert person("odile@meremum.example") == ""
