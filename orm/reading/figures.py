"""A school's weeks as figures that may be compared: what was usual, and what was not measured.

The pages and the read-only interface say the same numbers, because both get them here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from orm.model.schools import SchoolId
from orm.model.sight import Sight
from orm.model.trends import SchoolFigures, WeekCount, WeekCoverage
from orm.model.weeks import Week
from orm.reading.shelf import Shelf
from orm.school_calendar import LONDON

SHOWN = 26
"""Weeks that a page shows: half a year."""

MOST = 104
"""Weeks that the read-only interface gives at most."""

EARLIER = 8
"""Weeks that say what is usual (domain.md §5.2)."""

_FEWEST = 4
_WEEK = timedelta(days=7)


class Measured(StrEnum):
    """How much of a school's sources was read in a week."""

    WHOLE = "whole"
    PARTLY = "partly"
    NOTHING = "nothing"
    UNKNOWN = "unknown"
    BEFORE = "before"


MEASURED_WORDS = {
    Measured.WHOLE: "every source was read",
    Measured.PARTLY: "not fully measured",
    Measured.NOTHING: "not measured: no source was read",
    Measured.UNKNOWN: "not known whether every source was read",
    Measured.BEFORE: "before orm watched the school",
}


@dataclass(frozen=True, slots=True)
class FigureWeek:
    """One week's numbers. `usual` is the median of the measured ones among the eight weeks before,
    or None where there are fewer than four. `read` of `sources` were read whole; 0 of 0 where that
    was not written down.
    """

    count: WeekCount
    usual: float | None
    measured: Measured
    read: int = 0
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """A school's weeks, oldest first, and the rest of what the store counted."""

    weeks: tuple[FigureWeek, ...]
    counted: SchoolFigures


def figures(
    shelf: Shelf,
    school_id: SchoolId,
    *,
    sight: Sight,
    weeks: int,
    watched_since: datetime | None,
    now: datetime,
) -> Figures:
    """The last full weeks of a school, with those before them only to say what was usual."""
    asked = full_weeks(now, weeks + EARLIER)
    counted = shelf.figures(school_id, asked, sight=sight)
    coverage = {each.week: each for each in counted.coverage}
    rows = [
        (count, measured(count.week, coverage.get(count.week), watched_since))
        for count in counted.counts
    ]
    return Figures(
        weeks=tuple(
            _week(count, how, coverage.get(count.week), rows[place - EARLIER : place])
            for place, (count, how) in enumerate(rows)
            if place >= EARLIER
        ),
        counted=counted,
    )


def full_weeks(now: datetime, most: int) -> tuple[Week, ...]:
    """The last weeks that are over, oldest first."""
    today = now.astimezone(LONDON).date()
    monday = today - timedelta(days=today.weekday())
    return tuple(_week_of(monday, back=back) for back in range(most, 0, -1))


def running_week(now: datetime) -> Week:
    """The week of now."""
    year, number, _ = now.astimezone(LONDON).date().isocalendar()
    return Week(year, number)


def measured(week: Week, seen: WeekCoverage | None, watched_since: datetime | None) -> Measured:
    """How much of the sources was read in a week."""
    if watched_since is None or watched_since.astimezone(LONDON).date() > week.last_on:
        return Measured.BEFORE
    if seen is None:
        return Measured.UNKNOWN
    if not seen.read and not seen.partly:
        return Measured.NOTHING
    return Measured.WHOLE if seen.read == seen.sources else Measured.PARTLY


def usual(numbers: Sequence[int]) -> float | None:
    """The median, or None where there are too few weeks to say what is usual."""
    return float(median(numbers)) if len(numbers) >= _FEWEST else None


def _week_of(monday: date, *, back: int) -> Week:
    year, number, _ = (monday - back * _WEEK).isocalendar()
    return Week(year, number)


def _week(
    count: WeekCount,
    how: Measured,
    seen: WeekCoverage | None,
    before: Sequence[tuple[WeekCount, Measured]],
) -> FigureWeek:
    blind = {Measured.BEFORE, Measured.NOTHING}
    numbers = [each.stories for each, told in before if told not in blind]
    return FigureWeek(
        count=count,
        usual=usual(numbers),
        measured=how,
        read=seen.read if seen else 0,
        sources=seen.sources if seen else 0,
    )
