"""Only text is kept of a page, and no picture that is written inside the text (gate G4)."""

import base64
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.archive.texts import words_of

PICTURE = base64.b64encode(bytes(range(256)) * 20).decode()
BROKEN = "\n".join(PICTURE[at : at + 76] for at in range(0, len(PICTURE), 76))


def kept(body, content_type="text/html", charset="utf-8"):
    raw = body if isinstance(body, bytes) else body.encode()
    return words_of(raw, content_type=content_type, charset=charset)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html",
        "text/plain",
        "application/json",
        "application/activity+json",
        "application/atom+xml",
        "application/xhtml+xml",
        "text/xml; charset=utf-8",
    ],
)
def test_text_is_kept_byte_for_byte(content_type):
    body = '<p class="a">They closed the gate; £5 – "again"</p> data: none'.encode()

    assert kept(body, content_type).body == body


@pytest.mark.parametrize(
    "content_type",
    ["image/svg+xml", "image/png", "application/octet-stream", "application/pdf", "", "text/css"],
)
def test_what_is_not_plainly_text_is_left_out_and_said(content_type):
    words = kept(b"something", content_type)

    assert words.body == b""
    assert "not plain text" in words.left_out


@pytest.mark.parametrize(
    ("body", "charset"), [(b"\x89\0PNG", "utf-8"), ("h\0i\0", "utf-8"), ("hi", "UTF-16LE")]
)
def test_bytes_that_may_hide_something_are_left_out(body, charset):
    assert kept(body, charset=charset).body == b""


@pytest.mark.parametrize(
    "page",
    [
        f'<img src="data:image/png;base64,{PICTURE}">',
        f"<img src='DATA:Image/JPEG;base64,{BROKEN}'>",
        f"<div style=background:url(data:image/webp;base64,{PICTURE})>",
        f'{{"thumb": "data:image\\/png;base64,{PICTURE}"}}',
        f'{{"raw": "{PICTURE}"}}',
        f"Content-Transfer-Encoding: base64\n\n{BROKEN}\n--end",
        f"<video src=data:video/mp4;base64,{PICTURE}></video>",
        f'<img src="data:image&#x2f;png;base64,{PICTURE}">',
    ],
)
def test_a_picture_inside_the_text_is_left_out_and_the_words_around_it_stay(page):
    words = kept(f"<p>They closed the gate.</p>{page}<p>Nobody told us.</p>")

    runs = re.findall(rb"[A-Za-z0-9+/]{60,}", words.body)
    assert b"They closed the gate." in words.body
    assert b"Nobody told us." in words.body
    assert runs == []
    assert "embedded data" in words.left_out


def test_long_words_and_links_are_no_pictures():
    body = f"https://herald.example/{'a-long-path/' * 90} {'x' * 1_500}".encode()

    assert kept(body).body == body


@given(st.binary(max_size=400))
def test_no_bytes_break_it_and_nothing_is_added_to_what_is_whole(raw):
    words = kept(raw)

    assert words.left_out or words.body == raw


@pytest.mark.parametrize(
    "piece", ["data:image/png;base64,", "data: ", "A" * 1_999 + " ", "A" * 1_900 + "\n", "\\/"]
)
def test_a_hostile_page_takes_no_longer_than_its_length_allows(piece):
    page = (piece * (1_000_000 // len(piece))).encode()

    began = time.process_time()
    kept(page)

    assert time.process_time() - began < 5
