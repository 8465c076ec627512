"""What a letter's picture may be made of: picture, and nothing that says something beside it."""

import struct
from collections.abc import Iterator

LARGEST = 25_000
"""Bytes. Two of them leave a letter small enough for a phone on a bad line."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FRAME = 12  # length, type and checksum of a chunk
_PICTURE_ONLY = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})


def is_plain(png: bytes) -> bool:
    """A PNG of one image, without words, times or anything else in it or behind it."""
    if len(png) > LARGEST or not png.startswith(_SIGNATURE):
        return False
    kinds = list(_chunks(png))
    return kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"] and _PICTURE_ONLY.issuperset(kinds)


def _chunks(png: bytes) -> Iterator[bytes]:
    """The kind of each chunk; what follows the last, or is cut off, is a kind of its own."""
    at = len(_SIGNATURE)
    while at < len(png):
        if len(png) - at < _FRAME:
            yield b""
            return
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        at += _FRAME + length
        yield kind if at <= len(png) else b""
