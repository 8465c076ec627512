"""Reading a body: no media, nothing larger than the cap, and no compressed surprise."""

import zlib
from collections.abc import Iterable, Iterator

from orm.errors import Unreadable

_HEAD = 2_048
_PIECE = 65_536
_NEVER = frozenset({"audio", "font", "image", "model", "multipart", "video"})
_NEVER_SUBTYPES = frozenset(
    {
        "dash+xml",
        "java-archive",
        "msword",
        "mp4",
        "ogg",
        "pdf",
        "postscript",
        "rtf",
        "x-7z-compressed",
        "x-mpegurl",
        "x-rar-compressed",
        "x-shockwave-flash",
        "x-zip-compressed",
        "zip",
    }
)
_MAGIC = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"%PDF-",
    b"PK\x03\x04",
    b"OggS",
    b"fLaC",
    b"ID3\x03",
    b"ID3\x04",
    b"\x1a\x45\xdf\xa3",
    b"II*\x00",
    b"MM\x00*",
)
_INNER = ((slice(4, 8), b"ftyp"), (slice(8, 12), b"WEBP"), (slice(8, 12), b"WAVE"))


def refuse_media(media_type: str, *, subject: str) -> None:
    """Pictures, sound, video, fonts and documents are never read (design.md §6, line 3).

    Feeds do arrive as `application/octet-stream` and sitemaps as `application/gzip`: these pass,
    and `read` looks at their first bytes.

    Raises:
        Unreadable: a media type that is never accepted.
    """
    family, _, subtype = media_type.partition("/")
    binary = subtype.startswith("vnd.") and not subtype.endswith(("+xml", "+json"))
    if family in _NEVER or (family == "application" and (subtype in _NEVER_SUBTYPES or binary)):
        raise Unreadable(f"{subject} is {media_type}, which is never fetched.")


def read(chunks: Iterable[bytes], *, encoding: str, cap: int, subject: str) -> bytes:
    """The whole body, decompressed.

    Raises:
        Unreadable: more than `cap` bytes before or after decompression, a broken or unknown
            encoding, or media under another name; `head` is the beginning, except of media.
    """
    body = bytearray()
    try:
        for piece in _capped(_decoded(_capped(chunks, cap), encoding), cap):
            body += piece
            _refuse_magic(body, subject=subject)
    except _TooMuch as error:
        message = f"{subject} is larger than {cap:,} bytes."
        raise Unreadable(message, head=bytes(body[:_HEAD])) from error
    except (zlib.error, _UnknownEncoding) as error:
        message = f"{subject} has a broken or unknown content encoding."
        raise Unreadable(message, head=bytes(body[:_HEAD])) from error
    return bytes(body)


def read_start(chunks: Iterable[bytes], *, encoding: str, cap: int, subject: str) -> bytes:
    """The first `cap` bytes of the body, decompressed; the rest is not read.

    Raises:
        Unreadable: a broken or unknown encoding.
    """
    body = bytearray()
    try:
        for piece in _decoded(chunks, encoding):
            body += piece
            if len(body) >= cap:
                break
    except (zlib.error, _UnknownEncoding) as error:
        raise Unreadable(f"{subject} has a broken or unknown content encoding.") from error
    return bytes(body[:cap])


class _TooMuch(Exception):
    """More bytes than the cap."""


class _UnknownEncoding(Exception):
    """An encoding that was not asked for."""


def _capped(chunks: Iterable[bytes], cap: int) -> Iterator[bytes]:
    # Empty gzip members decompress to nothing for ever: what arrives is counted too.
    total = 0
    for chunk in chunks:
        total += len(chunk)
        yield chunk
        if total > cap:
            raise _TooMuch


def _refuse_magic(body: bytearray, *, subject: str) -> None:
    if body.startswith(_MAGIC) or any(body[place] == mark for place, mark in _INNER):
        raise Unreadable(f"{subject} is a media file under another name, which is never fetched.")


def _decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    match encoding.strip().lower():
        case "" | "identity":
            return iter(chunks)
        case "gzip" | "x-gzip":
            return _gunzipped(chunks)
        case "deflate":
            return _undeflated(chunks)
        case _:
            raise _UnknownEncoding


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Member after member; padding behind the last one is ignored, as browsers do."""
    inflater: zlib._Decompress | None = None
    for chunk in chunks:
        rest = chunk
        while rest:
            if inflater is None or inflater.eof:
                if inflater and not rest.startswith(b"\x1f"):
                    return
                inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield from _inflated(inflater, rest)
            rest = inflater.unused_data
    _require_end(inflater)


def _undeflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """With the zlib header of the standard, or bare as some servers send it."""
    stream = iter(chunks)
    first = next((chunk for chunk in stream if chunk), b"")
    if not first:
        return
    # The low half of the first byte of a zlib header is 8; bare deflate never starts like that.
    wrapped = first[0] & 0x0F == zlib.DEFLATED
    inflater = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    yield from _inflated(inflater, first)
    for chunk in stream:
        yield from _inflated(inflater, chunk)
    _require_end(inflater)


def _inflated(inflater: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    """Small pieces, so that a bomb is seen before it has grown."""
    piece = inflater.decompress(chunk, _PIECE)
    # Input may be used up while output is still held back: go on until nothing comes.
    while piece or inflater.unconsumed_tail:
        yield piece
        piece = inflater.decompress(inflater.unconsumed_tail, _PIECE)


def _require_end(inflater: "zlib._Decompress | None") -> None:
    if inflater and not inflater.eof:
        raise zlib.error("the stream breaks off")
