"""Dates as sites write them (contracts/web.md §0). What cannot be read is None, never now."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from orm.model.items import Precision
from sources._parsing.text import clean

LONDON = ZoneInfo("Europe/London")
OLDEST_YEAR = 1990
AHEAD = timedelta(hours=48)
_RAW_LENGTH = 100
_CENTURY_TURN = 70

_ZONE = r"(?P<zone>(?:GMT|UTC|UT)?[+-]\d{2}(?::?\d{2})?|[A-Za-z]{1,5})"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
_COMPACT = r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?"
_TIME_AFTER = rf"(?:,? ?[Tt ] ?{_TIME} ?{_ZONE}?)?"
_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,? ?)?"
_FORMS = tuple(
    re.compile(date + time_of_day, re.ASCII)
    for date, time_of_day in (
        # 2026-11-03, 2026-11-03T09:15Z, 2024-09-16T21:33+0100, 2011/02/13 13:13:42 +0000
        (r"(?P<year>\d{4})(?P<dash>[-/])(?P<month>\d{2})(?P=dash)(?P<day>\d{2})", _TIME_AFTER),
        # 20261103, 20261103T091500Z
        (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", rf"(?:[Tt]{_COMPACT}{_ZONE}?)?"),
        # 03/11/2026, 03-11-2026 09:15
        (r"(?P<day>\d{1,2})(?P<dash>[-/])(?P<month>\d{1,2})(?P=dash)(?P<year>\d{4})", _TIME_AFTER),
        # Tue, 03 Nov 2026 09:15:00 GMT, 3 November 2026, 3rd Nov 26 09:15
        (
            _WEEKDAY
            + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[A-Za-z]{3,9})"
            + r"\.?,?[ -](?P<year>\d{4}|\d{2})",
            _TIME_AFTER,
        ),
    )
)
_STAMP = re.compile(r"(?:19|20)\d{12}", re.ASCII)  # Wayback's YYYYMMDDHHMMSS is UTC
_COMMENT = re.compile(r" ?\([^)]*\)$")
_OFFSET = re.compile(r"(?:GMT|UTC|UT)?([+-])(\d{2}):?(\d{2})?", re.ASCII)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_ZONE_HOURS = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("BST", "CET", "WEST"), 1),
    **dict.fromkeys(("CEST", "EET"), 2),
    "EEST": 3,
    "EDT": -4,
    **dict.fromkeys(("EST", "CDT"), -5),
    **dict.fromkeys(("CST", "MDT"), -6),
    **dict.fromkeys(("MST", "PDT"), -7),
    "PST": -8,
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as the site states it. `at` is aware UTC, or None when it cannot be read.

    A date without a time of day is midnight in London. `raw` is shortened to 100 characters.
    """

    at: datetime | None = None
    precision: Precision = Precision.UNKNOWN
    raw: str = ""


UNDATED = Stated()


def read_date(raw: object, *, fetched_at: datetime) -> Stated:
    """The date that `raw` states.

    A time without a zone is London's. A moment before 1990, or more than 48 hours after
    `fetched_at`, is not believed and reads as None.
    """
    written = clean(raw[: 4 * _RAW_LENGTH])[:_RAW_LENGTH] if isinstance(raw, str) else ""
    try:
        at, precision = _read(_COMMENT.sub("", written))
    except (ValueError, OverflowError):
        return Stated(raw=written)
    if at.year < OLDEST_YEAR or at > fetched_at + AHEAD:
        return Stated(raw=written)
    return Stated(at, precision, written)


def _read(written: str) -> tuple[datetime, Precision]:
    if _STAMP.fullmatch(written):
        written = f"{written[:8]}T{written[8:]}Z"
    match = next((found for form in _FORMS if (found := form.fullmatch(written))), None)
    if match is None:
        raise ValueError(written)
    part = match.groupdict()
    local = datetime(
        _year(part["year"]),
        _month(part["month"]),
        int(part["day"]),
        int(part["hour"] or 0),
        int(part["minute"] or 0),
        int(part["second"] or 0),
        tzinfo=_zone(part["zone"]),
    )
    return local.astimezone(UTC), _precision(part)


def _precision(part: dict[str, str | None]) -> Precision:
    if part["hour"] is None:
        return Precision.DAY
    return Precision.MINUTE if part["second"] is None else Precision.SECOND


def _year(digits: str) -> int:
    if len(digits) == len("2026"):
        return int(digits)
    return int(digits) + (2000 if int(digits) < _CENTURY_TURN else 1900)


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    if (number := _MONTHS.get(written.lower())) is None:
        raise ValueError(written)
    return number


def _zone(written: str | None) -> tzinfo:
    if written is None:
        return LONDON
    if match := _OFFSET.fullmatch(written):
        size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(size if match[1] == "+" else -size)
    if (hours := _ZONE_HOURS.get(written.upper())) is None:
        raise ValueError(written)
    return timezone(timedelta(hours=hours))
