"""Reading response headers. Pure: names are lower-case, values printable."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from orm.model.polls import Validators

Headers = tuple[tuple[str, str], ...]

_LONGEST_PAUSE = timedelta(days=7)
_LONGEST_VALUE = 2_000
_LONGEST_VALIDATOR = 512
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE | re.ASCII)
_SECONDS = re.compile(r"\d{1,10}(?:\.\d{1,6})?", re.ASCII)


def headers_of(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Every header but cookies, which are neither kept nor sent back."""
    pairs = ((name.decode("latin-1").lower(), value) for name, value in raw)
    return tuple((name, clean(value)) for name, value in pairs if not name.startswith("set-cookie"))


def clean(value: bytes) -> str:
    """Printable text: UTF-8 where it is, else Latin-1; control characters become spaces."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return "".join(c if c.isprintable() else " " for c in text[:_LONGEST_VALUE]).strip()


def header(headers: Headers, name: str) -> str:
    """The first header of that name, or empty."""
    return next((value for key, value in headers if key == name), "")


def media_type(headers: Headers) -> str:
    """`type/subtype` in lower case, or empty."""
    return re.split(r"[;,]", header(headers, "content-type"), maxsplit=1)[0].strip().lower()


def charset(headers: Headers) -> str:
    """What the Content-Type says, in lower case and unchecked, or empty."""
    found = _CHARSET.search(header(headers, "content-type"))
    return found[1].lower() if found else ""


def validators(headers: Headers, *, old: Validators) -> Validators:
    """What the next conditional GET sends back; what is not repeated stays as it was."""
    return Validators(
        etag=_validator(header(headers, "etag")) or old.etag,
        last_modified=_validator(header(headers, "last-modified")) or old.last_modified,
    )


def retry_at(headers: Headers, *, now: datetime) -> datetime | None:
    """Retry-After, in seconds or as a date, as a moment within the next seven days."""
    text = header(headers, "retry-after")
    if _SECONDS.fullmatch(text):
        return now + _clamped(float(text))
    moment = _http_date(text)
    return None if moment is None else now + _clamped((moment - now).total_seconds())


def fresh_for(headers: Headers, *, now: datetime) -> timedelta | None:
    """How long the answer may be used again (RFC 9111 §4.2), or None when nothing is said."""
    control = header(headers, "cache-control")
    if "no-store" in control.lower() or "no-cache" in control.lower():
        return None
    found = _MAX_AGE.search(control)
    if found:
        age = header(headers, "age")
        spent = float(age) if _SECONDS.fullmatch(age) else 0.0
        return _clamped(float(found[1]) - spent)
    expires = _http_date(header(headers, "expires"))
    if expires is None:
        return None
    sent = _http_date(header(headers, "date")) or now
    return _clamped((expires - sent).total_seconds())


def _validator(value: str) -> str:
    # It goes out again as a header: what cannot is worth nothing.
    return value if value.isascii() and len(value) <= _LONGEST_VALIDATOR else ""


def _clamped(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, 0.0), _LONGEST_PAUSE.total_seconds()))


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
