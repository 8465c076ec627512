"""What a file that somebody hands in really is: told by its content, never by its name."""

import re
from enum import Enum, auto

_HEAD = 4_096
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"II*\0",
    b"MM\0*",
    b"\x1aE\xdf\xa3",
    b"OggS",
    b"ID3",
)
_DRAWN = re.compile(rb"<svg[\s>]|<!DOCTYPE svg", re.IGNORECASE)
_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b")
_FILM_AT = slice(4, 8)
_FILM = b"ftyp"
_BITMAP = re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)
_HEADER = re.compile(rb"^[!-9;-~]+:[ \t]", re.MULTILINE)
_OF_MAIL = re.compile(
    rb"^(?:from|to|subject|received|return-path|mime-version|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)


class Content(Enum):
    """What can be handed in, and what is refused."""

    NOTHING = auto()
    PICTURE = auto()
    DOCUMENT = auto()
    MESSAGE = auto()
    TEXT = auto()


def content_of(raw: bytes) -> Content:
    """What these bytes are. A picture or a film is one whatever it is called; bytes that are no text
    are a document.
    """
    if not raw.strip():
        return Content.NOTHING
    head = raw[:_HEAD]
    if _is_picture(head):
        return Content.PICTURE
    if head.startswith(_DOCUMENTS) or b"\0" in raw:
        return Content.DOCUMENT
    return Content.MESSAGE if _is_message(head) else Content.TEXT


def _is_picture(head: bytes) -> bool:
    marked = head.startswith(_PICTURES) or head[_FILM_AT] == _FILM
    return marked or bool(_BITMAP.match(head)) or bool(_DRAWN.search(head))


def _is_message(head: bytes) -> bool:
    """It begins with a header, and one of those that every message has is among the first."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    top = start.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return bool(_HEADER.match(start)) and bool(_OF_MAIL.search(top))
