"""What an answer says before anybody reads it: its status, its wrapping, its JSON."""

import json
import re
import zlib
from http import HTTPStatus

from bs4 import BeautifulSoup

from orm.errors import Gone, RateLimited, Refused, Unreachable, Unreadable
from orm.model.polls import Response
from sources._parsing.links import site
from sources._parsing.text import soup

HEAD_BYTES = 2_048
LARGEST_BODY = 10_000_000
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
_SAYS_NO = frozenset({401, 402, 403, 407, 423, 451})
_TRY_LATER = frozenset({408, 421, 425})
MOST_TAGS = 40_000
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


def expect_ok(response: Response) -> None:
    """The default judgement by status, for a source whose body says no more.

    Raises:
        Refused: 401, 402, 403, 407, 423, 451.
        Gone: 404, 410.
        RateLimited: 429, 503; `until` is the site's Retry-After.
        Unreachable: any other 5xx, and 408, 421, 425.
        Unreadable: any other status outside 2xx: the request itself is wrong.
    """
    status = response.status
    said = f"{site(response.url) or 'the site'} answered {status}"
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status in _SAYS_NO:
        raise Refused(f"{said}: it does not want to be read here; a person should look")
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise Gone(f"{said}: the page is not there; check its address in config.toml")
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        raise RateLimited(f"{said}: it asks for a pause", until=response.retry_at)
    if status in _TRY_LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unreachable(f"{said}: it is not well; tried again later")
    raise unreadable(response, f"status {status} is not an answer to this request")


def header(response: Response, name: str) -> str:
    """The first header of that lower-case name, or ""."""
    return next((value for key, value in response.headers if key == name), "")


def unreadable(response: Response, why: str) -> Unreadable:
    """The error for a body that is not the page the source knows, with the body's head."""
    return Unreadable(f"{site(response.url) or 'the site'}: {why}", head=response.body[:HEAD_BYTES])


def body_of(response: Response) -> bytes:
    """The body, unpacked when it is gzip without saying so.

    Raises:
        Unreadable: empty, a broken archive, or more than 10 MB when unpacked.
    """
    body = response.body
    if body.startswith(_GZIP):
        unpacker = zlib.decompressobj(_GZIP_WINDOW)
        try:
            body = unpacker.decompress(body, LARGEST_BODY)
        except zlib.error as broken:
            raise unreadable(response, "the answer is a broken gzip archive") from broken
        if unpacker.unconsumed_tail:
            raise unreadable(response, "the answer is too large when unpacked")
    if not body.strip(b"\0 \t\r\n"):
        raise unreadable(response, "the answer is empty")
    return body


def without_entities(response: Response, body: bytes, *, doctype_too: bool = False) -> bytes:
    """`body`, once it is known to declare no entities (and no DOCTYPE).

    Raises:
        Unreadable: it declares one: nothing honest needs it, and expanding it can fill the memory.
    """
    narrow = body.replace(b"\0", b"")
    if _ENTITY.search(narrow) or (doctype_too and _DOCTYPE.search(narrow)):
        raise unreadable(response, "the document declares a DOCTYPE or an entity")
    return body


def read_json(response: Response, body: bytes) -> object:
    """The JSON value of a body. Control characters inside strings are tolerated.

    Raises:
        Unreadable: it is not JSON.
    """
    try:
        value: object = json.loads(body, strict=False)
    except (ValueError, RecursionError) as broken:
        raise unreadable(response, "the answer is not JSON") from broken
    return value


def read_page(response: Response, body: bytes) -> BeautifulSoup:
    """The HTML page of a body as a tree.

    Raises:
        Unreadable: it has more than 40,000 tags or 80,000 attributes, which take a second; long
            pages that people read have a quarter of that.
    """
    if body.count(b"<") > MOST_TAGS or body.count(b'="') > 2 * MOST_TAGS:
        raise unreadable(response, "the page is longer than pages are")
    return soup(body, charset=response.charset)
