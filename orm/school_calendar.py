"""School days, terms, and when something is due. Pure; bank holidays come from `holidays`.

A school day is a weekday in term time that is neither a bank holiday of the nation nor an INSET
day. With no terms configured every weekday that is no bank holiday and no INSET day counts, so a
deadline falls early rather than never. Days and hours are those of Europe/London.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays

from orm.errors import ConfigError
from orm.model.schools import SchoolCalendar
from orm.model.weeks import Week

LONDON = ZoneInfo("Europe/London")
END_OF_DAY = time(16, 0)
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a person has: `hours` of real time, or `school_days`, where 0 ends today at 16:00.

    Neither says that there is no deadline.
    """

    label: str
    basis: str
    hours: int | None = None
    school_days: int | None = None


class HasDeadlines(Protocol):
    """A policy, as far as deadlines are concerned."""

    @property
    def deadlines(self) -> Mapping[str, Deadline]:
        """Deadlines by key."""
        ...


@lru_cache(maxsize=256)
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=nation, years=year))


def is_bank_holiday(calendar: SchoolCalendar, day: date) -> bool:
    """True on a bank holiday of the calendar's nation."""
    return day in _bank_holidays(calendar.nation, day.year)


def is_term_time(calendar: SchoolCalendar, day: date) -> bool:
    """True between the first and last day of a term; always true with no terms configured."""
    if not calendar.terms:
        return True
    return any(term.first_on <= day <= term.last_on for term in calendar.terms)


def is_school_day(calendar: SchoolCalendar, day: date) -> bool:
    """True when the school is open to pupils that day."""
    return (
        day.weekday() <= _FRIDAY
        and is_term_time(calendar, day)
        and day not in calendar.inset_on
        and not is_bank_holiday(calendar, day)
    )


def working_days(nation: str) -> SchoolCalendar:
    """Every weekday that is no bank holiday of the nation: no holidays, no INSET days."""
    return SchoolCalendar(nation=nation)


def _counts(calendar: SchoolCalendar, day: date) -> bool:
    """Like `is_school_day`; past the last known term, weekdays count, so that nothing waits for ever."""
    known = not calendar.terms or day <= max(term.last_on for term in calendar.terms)
    if known:
        return is_school_day(calendar, day)
    return (
        day.weekday() <= _FRIDAY
        and day not in calendar.inset_on
        and not is_bank_holiday(calendar, day)
    )


def add_school_days(calendar: SchoolCalendar, start: date, n: int) -> date:
    """The nth school day after `start`; for 0, `start` itself or the first school day after it.

    Past the last configured term, weekdays that are no bank holidays count.

    Raises:
        ValueError: `n` is negative.
    """
    if n < 0:
        raise ValueError("school days are counted forwards")
    day = start
    if n == 0 and _counts(calendar, day):
        return day
    left = max(n, 1)
    while left:
        day += timedelta(days=1)
        left -= _counts(calendar, day)
    return day


def due_at(
    policy: HasDeadlines, deadline_key: str, *, now: datetime, calendar: SchoolCalendar
) -> datetime:
    """When something that starts `now` is due, aware UTC. School days end at 16:00 local time.

    A same-day deadline that starts after 16:00 or on a day off ends on the next school day.

    Raises:
        ConfigError: the policy has no such deadline, or it names no time.
    """
    deadline = policy.deadlines.get(deadline_key)
    if deadline is None:
        raise ConfigError([f"deadlines.toml: there is no deadline '{deadline_key}'; add it"])
    if deadline.hours is not None:
        return now.astimezone(UTC) + timedelta(hours=deadline.hours)
    if deadline.school_days is None:
        raise ConfigError([f"deadlines.toml: '{deadline_key}' needs hours or school_days"])
    local = now.astimezone(LONDON)
    start = local.date()
    if deadline.school_days == 0 and local.time() >= END_OF_DAY:
        start += timedelta(days=1)
    return end_of_school_day(add_school_days(calendar, start, deadline.school_days))


def end_of_school_day(day: date) -> datetime:
    """16:00 local time of that day, aware UTC."""
    return datetime.combine(day, END_OF_DAY, tzinfo=LONDON).astimezone(UTC)


def week_of(now: datetime) -> Week:
    """The ISO week of a moment, by the school's clock."""
    year, number, _ = now.astimezone(LONDON).date().isocalendar()
    return Week(year, number)
