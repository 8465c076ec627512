"""What a report is made of before it is a PDF or a sheet: lines and tables of plain text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from orm.model.report_facts import Period, Watched
from reports import plain

_WORD = 120  # the longest that is printed of a name
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table under its heading; its first column names the row. `none` is said where there are no
    rows, `notes` below the table. `widths` share the page between the columns; () is evenly.
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = ""
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report. `fields` are lines that a person fills in by hand; `wide` wants the page on
    its side.
    """

    title: str
    about: tuple[tuple[str, str], ...]
    opening: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    closing: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Whom a report is about, which time, and when it was made."""

    name: str
    period: Period
    made_on: date


def foot(pairs: Iterable[tuple[str, str]]) -> str:
    """What stands at the foot of each page."""
    said = dict(pairs)
    return f"{said['School']}, {said['From']} to {said['To']}, made on {said['Made on']}"


def about(heading: Heading) -> tuple[tuple[str, str], ...]:
    """The heading as pairs of label and text."""
    return (
        ("School", name(heading.name)),
        ("From", day(heading.period.first_on)),
        ("To", day(heading.period.last_on)),
        ("Made on", day(heading.made_on)),
    )


def name(text: str) -> str:
    """Anybody's words as one short visible line."""
    return plain.one_line(text, longest=_WORD)


def day(on: date) -> str:
    """Like "22 Nov 2026"."""
    return f"{plain.day(on)} {on.year}"


def month(first_on: date) -> str:
    """Like "Nov 2026"."""
    return day(first_on).partition(" ")[2]


def counts(
    pairs: Iterable[tuple[str, int]],
) -> tuple[tuple[str, str], ...]:
    """Rows of a label and a number."""
    return tuple((label, str(number)) for label, number in pairs)


def total(numbers: Iterable[tuple[object, int]]) -> int:
    """The sum of counted things."""
    return sum(number for _, number in numbers)


def took(times: Sequence[timedelta]) -> str:
    """How long it took, as the middle number (median), or that nothing did."""
    if not times:
        return "nothing to measure"
    middle = timedelta(seconds=median(each.total_seconds() for each in times))
    return f"half within {_long(middle)}, the longest {_long(max(times))}"


def read(watched: Watched) -> str:
    """What could not be measured, in a sentence; never as if nothing was there."""
    if not watched.weeks:
        return "The time holds no full week, so nothing is said about how well it was read."
    told = [
        f"{plain.count(number, 'week')} {says}"
        for number, says in (
            (watched.partly, "in which a part of the sources was not read"),
            (watched.nothing, "in which no source was read"),
            (watched.unknown, "of which it is not known"),
            (watched.before, "before orm watched the school"),
        )
        if number
    ]
    whole = f"Every source was read in {watched.whole} of {plain.count(watched.weeks, 'week')}."
    if not told:
        return whole
    rest = plain.listed(told, most=len(told))
    return f"{whole} The rest: {rest}. A low number there does not mean that little was said."


def marked(number: int, watched: Watched, say: Callable[[int], str] = str) -> str:
    """A month's number, or that it was not measured."""
    if watched.blind and not number:
        return "not measured"
    return say(number) if watched.whole == watched.weeks else f"{say(number)} (not all read)"


def _long(time: timedelta) -> str:
    hours = round(time.total_seconds() / 3600)
    if hours < _HOURS_A_DAY:
        return "an hour" if hours <= 1 else plain.count(hours, "hour")
    return plain.count(round(hours / _HOURS_A_DAY), "day")
