"""The clocks of a case: when something is due, may be done, or has waited long enough. Pure.

Moments are aware UTC in and out. Days, opening hours and midnights are those of Europe/London, so a
day on which the clocks change has 23 or 25 hours. docs/deadlines.md tells each clock in words.
"""

from datetime import UTC, date, datetime, time, timedelta

from orm.model.opening_hours import Opening
from orm.model.schools import SchoolCalendar
from orm.school_calendar import (
    LONDON,
    add_school_days,
    end_of_school_day,
    is_bank_holiday,
    working_days,
)

PLATFORM_WAIT = timedelta(hours=48)
S5_OPERATOR = timedelta(hours=48)
S5_POSTER_DAYS = 5

_ENGLAND_AND_WALES = working_days("ENG")
_SATURDAY = 5
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def deletion_due(asked_at: datetime, calendar: SchoolCalendar, school_days: int = 2) -> datetime:
    """When a person who was asked to take something down must have answered (domain.md §3.4).

    16:00 of the last of so many whole school days after the day of asking.

    Raises:
        ValueError: fewer than one school day.
    """
    if school_days < 1:
        raise ValueError("whoever is asked has at least one school day")
    return school_days_later(asked_at, calendar, school_days)


def school_days_later(moment: datetime, calendar: SchoolCalendar, school_days: int) -> datetime:
    """16:00 of the nth school day after the day of `moment`; for 0, of that day or the next one."""
    return end_of_school_day(add_school_days(calendar, local_day(moment), school_days))


def platform_wait(reported_at: datetime) -> datetime:
    """When POSH may be asked after a report to the platform: 48 hours of real time (domain.md §2.1).

    Weekends, holidays and nights count: the platform's moderators work through them.
    """
    return reported_at.astimezone(UTC) + PLATFORM_WAIT


def posh_next_open(moment: datetime, opening: Opening) -> datetime:
    """The first moment, now or later, at which the helpline can be rung."""
    at = moment.astimezone(UTC)
    day = local_day(at)
    while True:
        if _is_open_on(day, opening):
            first, end = (_at(day, hour) for hour in (opening.opens_at, opening.closes_at))
            if at < end:
                return max(at, first)
        day += timedelta(days=1)


def posh_from(reported_at: datetime, opening: Opening) -> datetime:
    """When to turn to POSH after a platform report: its first opening once 48 hours are over.

    Where there is a safeguarding reason, or nobody is sure, nobody waits: then
    `posh_next_open(now, opening)` is the answer.
    """
    return posh_next_open(platform_wait(reported_at), opening)


def s5_operator(sent_at: datetime) -> datetime:
    """When a website's operator must have acted on a section 5 notice (domain.md §2.5).

    48 hours in which Saturdays, Sundays, Good Friday, Christmas Day and the bank holidays of England
    and Wales do not count, wherever the school is: the clock stands still from midnight to midnight.
    """
    at, left = sent_at.astimezone(UTC), S5_OPERATOR
    while True:
        day = local_day(at)
        midnight = _at(day + timedelta(days=1), time())
        if _counts_for_s5(day):
            if midnight - at >= left:
                return at + left
            left -= midnight - at
        at = midnight


def s5_poster(notified_at: datetime) -> datetime:
    """When the poster must have answered the operator: the midnight that ends the fifth day after
    the day on which the operator told them (domain.md §2.5). Every day counts.
    """
    return _at(local_day(notified_at) + timedelta(days=S5_POSTER_DAYS + 1), time())


def lado_due(known_at: datetime, nation: str) -> datetime:
    """When an allegation must have reached the LADO: 16:00 of the next working day (domain.md §2.1).

    Working days are not school days: the holidays and INSET days count, bank holidays of the nation
    do not.
    """
    return school_days_later(known_at, working_days(nation), 1)


def re_check_due(answer_due_at: datetime, calendar: SchoolCalendar) -> datetime:
    """Until when somebody looks whether the post is still there: one school day after an answer was
    due. From that due time on, and not before it, a look is worth one of the three (gate G5).
    """
    return school_days_later(answer_due_at, calendar, 1)


def local_day(moment: datetime) -> date:
    """The Europe/London date of an aware moment."""
    return moment.astimezone(LONDON).date()


def in_words(moment: datetime) -> str:
    """Like "Monday 23 November, 16:00"; a midnight is "the end of Sunday 22 November"."""
    local = moment.astimezone(LONDON)
    if local.time() == time():
        return f"the end of {day_in_words(local.date() - timedelta(days=1))}"
    return f"{day_in_words(local.date())}, {local:%H:%M}"


def day_in_words(day: date) -> str:
    """Like "Monday 23 November", the same on every machine."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LONDON).astimezone(UTC)


def _is_open_on(day: date, opening: Opening) -> bool:
    return (
        day.weekday() in opening.days
        and not is_bank_holiday(working_days(opening.nation), day)
        and not opening.closed_for(day)
    )


def _counts_for_s5(day: date) -> bool:
    """Good Friday and Christmas Day are in the list of bank holidays."""
    return day.weekday() < _SATURDAY and not is_bank_holiday(_ENGLAND_AND_WALES, day)
