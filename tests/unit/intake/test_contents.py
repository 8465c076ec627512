"""What a file is, told by its bytes: a picture stays a picture under any name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.intake.contents import Content, content_of
from tests.factories_intake import message


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a",
        b"RIFF\x24\x00\x00\x00WEBP",
        b"\x00\x00\x00\x18ftypheic",
        b"\x00\x00\x00\x20ftypisom",
        b"BM\x36\x10\x00\x00\x00\x00\x00\x00",
        b"II*\x00",
        b"MM\x00*",
        b"\x1aE\xdf\xa3",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">',
        b"<SVG >",
    ],
)
def test_a_picture_or_film_is_one(raw):
    assert content_of(raw) is Content.PICTURE


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.7", b"PK\x03\x04x", b"\xd0\xcf\x11\xe0", b"{\\rtf1", b"\x1f\x8b", b"a\0b"]
)
def test_what_is_no_text_is_a_document(raw):
    assert content_of(raw) is Content.DOCUMENT


@pytest.mark.parametrize("raw", [b"", b"  \r\n\t"])
def test_nothing_is_nothing(raw):
    assert content_of(raw) is Content.NOTHING


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\r\n"])
def test_a_saved_message_is_a_message(newline, mark):
    raw = message().as_bytes().replace(b"\n", newline)

    assert content_of(mark + raw) is Content.MESSAGE


@pytest.mark.parametrize(
    "raw",
    [
        b"platform,seen_by,how,text\nmumsnet,office,x,From: somebody",
        b"Bmx track opened at Wrenbeck",
        b"Note: the head said it\n\nFrom: nobody",
        "caf\u00e9;text".encode("cp1252"),
    ],
)
def test_other_words_are_text(raw):
    assert content_of(raw) is Content.TEXT


@given(st.binary(max_size=300))
def test_any_bytes_are_something(raw):
    assert content_of(raw) in Content
