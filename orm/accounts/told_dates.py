"""Dates in a post of ours that contradict the calendar: a weekday that does not fit, a day that does
not exist, a term that begins or ends on another day.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from orm.model.schools import SchoolCalendar, Term
from orm.school_calendar import is_school_day

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_AGO = timedelta(days=120)
"""A date without a year lies at most so long before the post, else it is next year's."""

_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>20\d{2}))?"
_SHAPES = tuple(
    re.compile(rf"\b(?:{_WEEKDAY}\.?,?\s+(?:the\s+)?)?{shape}", re.IGNORECASE | re.ASCII)
    for shape in (
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}\b\.?{_YEAR}",
        rf"{_MONTH}\.?\s+{_DAY}\b{_YEAR}",
        r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>20\d{2}|\d{2}))?(?![\d/])",
    )
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NAMED_TERM = r"(?:the\s+)?(?:(?:autumn|spring|summer|new|next|this)\s+)?(?:school\s+)?term\b"
_FIRST = re.compile(
    rf"\bfirst\s+day\s+(?:of|back)\b(?:\s+{_NAMED_TERM})?|\bterm\s+(?:starts|begins)\b"
    r"|\bback\s+to\s+school\s+on\b|\bschool\s+re-?opens\b",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"\blast\s+day\s+of\s+{_NAMED_TERM}|\bterm\s+(?:ends|finishes)\b|\bbreaks?\s+up\s+on\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A date as a post names it: `on` is None for one that does not exist."""

    words: str
    on: date | None
    weekday: int | None


def wrong_weekday(text: str, posted_on: date) -> str:
    """The words of a date whose weekday does not fit, or that does not exist; empty where all fit."""
    for told in _dates(text, posted_on):
        if told.on is None or told.weekday not in {None, told.on.weekday()}:
            return told.words
    return ""


def wrong_term(text: str, calendar: SchoolCalendar, posted_on: date) -> str:
    """The words of a date that a sentence gives as a term's first or last day, and the calendar does
    not. A date outside the known terms is no contradiction.
    """
    for sentence in _SENTENCE.split(text):
        dates = tuple(told for told in _dates(sentence, posted_on) if told.on is not None)
        for says, ends in ((_FIRST, _firsts(calendar)), (_LAST, _lasts(calendar))):
            if dates and says.search(sentence) and not any(one.on in ends for one in dates):
                known = [one for one in dates if one.on is not None and _is_known(calendar, one.on)]
                if known:
                    return known[0].words
    return ""


def _dates(text: str, posted_on: date) -> Iterator[_Told]:
    for shape in _SHAPES:
        for found in shape.finditer(text):
            weekday = found["weekday"]
            yield _Told(
                words=" ".join(found[0].split()).rstrip("."),
                on=_day(found, posted_on),
                weekday=_WEEKDAYS.index(weekday[:3].lower()) if weekday else None,
            )


def _day(found: re.Match[str], posted_on: date) -> date | None:
    name = found["month"].lower()
    month = int(name) if name.isdigit() else _MONTHS.index(name[:3]) + 1
    year = found["year"]
    if year:
        return _real(int(year) if len(year) > 2 else 2000 + int(year), month, int(found["day"]))  # noqa: PLR2004
    earliest = posted_on - _LONG_AGO
    candidates = [
        on
        for number in range(earliest.year, earliest.year + 2)
        if (on := _real(number, month, int(found["day"]))) is not None
    ]
    return next((on for on in candidates if on >= earliest), None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _firsts(calendar: SchoolCalendar) -> frozenset[date]:
    """The first day of each term, and the first on which pupils come."""
    return frozenset(
        on
        for term in calendar.terms
        for on in (term.first_on, _school_day(calendar, term, 1))
        if on is not None
    )


def _lasts(calendar: SchoolCalendar) -> frozenset[date]:
    return frozenset(
        on
        for term in calendar.terms
        for on in (term.last_on, _school_day(calendar, term, -1))
        if on is not None
    )


def _school_day(calendar: SchoolCalendar, term: Term, step: int) -> date | None:
    """The first school day of a term, or the last for a step of -1."""
    length = (term.last_on - term.first_on).days
    start = term.first_on if step > 0 else term.last_on
    days = (start + timedelta(days=step * number) for number in range(length + 1))
    return next((on for on in days if is_school_day(calendar, on)), None)


def _is_known(calendar: SchoolCalendar, on: date) -> bool:
    terms: Sequence[Term] = calendar.terms
    around = timedelta(days=14)
    first = min((term.first_on for term in terms), default=date.max)
    last = max((term.last_on for term in terms), default=date.min)
    return first - around <= on <= last + around if terms else False
