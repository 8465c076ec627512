"""Questions and answers: validators, 304 and gzip are the same for every site of the town."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

_HTML = "text/html; charset=utf-8"
_SMALL = 200  # bytes; below this no server bothers to compress


@dataclass(frozen=True, slots=True)
class Asked:
    """One GET as a site sees it. `host` may carry a port; header names are lower-case."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    now: datetime

    @property
    def site(self) -> str:
        """The first label of the host: ``herald`` for ``herald.localhost:8765``."""
        return self.host.partition(":")[0].partition(".")[0].lower()

    def value(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return next((value for key, value in self.query if key == name), default)

    def origin(self, site: str = "") -> str:
        """The address of a site of this town, as seen through the same port."""
        _, colon, port = self.host.partition(":")
        return f"http://{site or self.site}.localhost{colon}{port}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers and a body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def reply(
    body: str | bytes,
    changed_at: datetime,
    *,
    media: str = _HTML,
    status: HTTPStatus = HTTPStatus.OK,
    extra: tuple[tuple[str, str], ...] = (),
) -> Answer:
    """A body that last changed at `changed_at`."""
    raw = body.encode() if isinstance(body, str) else body
    last = ("Last-Modified", format_datetime(changed_at, usegmt=True))
    return Answer(status, (("Content-Type", media), last, *extra), raw)


def reply_json(
    document: object,
    changed_at: datetime,
    *,
    media: str = "application/json; charset=UTF-8",
    status: HTTPStatus = HTTPStatus.OK,
    extra: tuple[tuple[str, str], ...] = (),
) -> Answer:
    """A JSON document, non-ASCII characters escaped as most servers do."""
    return reply(json.dumps(document), changed_at, media=media, status=status, extra=extra)


def moved(location: str) -> Answer:
    """A permanent redirect."""
    headers = (("Content-Type", _HTML), ("Location", location))
    return Answer(HTTPStatus.MOVED_PERMANENTLY, headers, b"<h1>Moved Permanently</h1>")


def sent_on(location: str) -> Answer:
    """A redirect for this time only."""
    headers = (("Content-Type", _HTML), ("Location", location))
    return Answer(HTTPStatus.FOUND, headers, b"<h1>Found</h1>")


def finish(answer: Answer, asked: Asked) -> Answer:
    """The answer as it goes on the wire: dated by the simulated moment, validated and compressed.

    Only a 200 has validators. `If-None-Match` wins over `If-Modified-Since` (RFC 9110 §13.2.2).
    """
    date = ("Date", format_datetime(asked.now, usegmt=True))
    server = ("Server", "harrowmere")
    if answer.status != HTTPStatus.OK:
        return _measured(replace(answer, headers=(date, server, *answer.headers)))
    etag = f'W/"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    headers = (date, server, *answer.headers, ("ETag", etag), ("Vary", "Accept-Encoding"))
    if _is_known(asked, etag, answer.header("Last-Modified")):
        kept = tuple(pair for pair in headers if pair[0] != "Content-Type")
        return Answer(HTTPStatus.NOT_MODIFIED, kept, b"")
    return _measured(_compressed(replace(answer, headers=headers), asked))


def _is_known(asked: Asked, etag: str, last_modified: str) -> bool:
    offered = asked.headers.get("if-none-match", "")
    if offered:
        tags = {tag.strip().removeprefix("W/") for tag in offered.split(",")}
        return "*" in tags or etag.removeprefix("W/") in tags
    since = asked.headers.get("if-modified-since", "")
    if not since or not last_modified:
        return False
    try:
        return parsedate_to_datetime(last_modified) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _compressed(answer: Answer, asked: Asked) -> Answer:
    wanted = {
        part.partition(";")[0].strip()
        for part in asked.headers.get("accept-encoding", "").lower().split(",")
        if part.replace(" ", "").partition(";q=")[2] not in {"0", "0.0"}
    }
    if "gzip" not in wanted or len(answer.body) < _SMALL:
        return answer
    headers = (*answer.headers, ("Content-Encoding", "gzip"))
    return Answer(answer.status, headers, gzip.compress(answer.body, mtime=0))


def _measured(answer: Answer) -> Answer:
    length = ("Content-Length", str(len(answer.body)))
    return replace(answer, headers=(*answer.headers, length))
