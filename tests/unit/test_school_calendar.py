"""School days, bank holidays, and when something is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import ConfigError
from orm.model.schools import SchoolCalendar, Term
from orm.school_calendar import (
    Deadline,
    add_school_days,
    due_at,
    is_bank_holiday,
    is_school_day,
    is_term_time,
)

AUTUMN = Term(date(2026, 9, 2), date(2026, 10, 23))
LATE_AUTUMN = Term(date(2026, 11, 2), date(2026, 12, 18))
SPRING = Term(date(2027, 1, 4), date(2027, 2, 12))
TERMS = SchoolCalendar(terms=(AUTUMN, LATE_AUTUMN, SPRING), inset_on=frozenset({date(2026, 9, 2)}))
NO_TERMS = SchoolCalendar()


@dataclass(frozen=True)
class Deadlines:
    deadlines: Mapping[str, Deadline]


KNOWN = Deadlines(
    {
        "hour": Deadline("1 hour", "T8", hours=1),
        "today": Deadline("the same day", "T7", school_days=0),
        "two": Deadline("2 school days", "T4", school_days=2),
        "none": Deadline("none", "T0"),
    }
)


def due(key, at, calendar=TERMS):
    return due_at(KNOWN, key, now=at, calendar=calendar)


def test_a_weekday_in_term_is_a_school_day():
    assert is_school_day(TERMS, date(2026, 11, 20))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 21), "Saturday"),
        (date(2026, 10, 28), "half term"),
        (date(2026, 9, 2), "INSET"),
    ],
)
def test_no_school_day(day, why):
    assert not is_school_day(TERMS, day), why


def test_without_terms_every_weekday_that_is_no_bank_holiday_counts():
    assert is_school_day(NO_TERMS, date(2026, 8, 19))
    assert not is_school_day(NO_TERMS, date(2026, 8, 31))  # summer bank holiday in England


def test_without_terms_it_is_always_term_time():
    assert is_term_time(NO_TERMS, date(2026, 8, 19))


def test_term_time_includes_both_ends_and_weekends_between():
    assert is_term_time(TERMS, date(2026, 12, 18))
    assert is_term_time(TERMS, date(2026, 11, 22))
    assert not is_term_time(TERMS, date(2026, 12, 19))


def test_each_nation_has_its_own_bank_holidays():
    st_andrews_day = date(2026, 11, 30)

    assert is_bank_holiday(SchoolCalendar(nation="SCT"), st_andrews_day)
    assert not is_bank_holiday(SchoolCalendar(nation="ENG"), st_andrews_day)
    assert is_bank_holiday(SchoolCalendar(nation="NIR"), date(2026, 3, 17))
    assert not is_bank_holiday(SchoolCalendar(nation="WLS"), date(2026, 3, 17))


def test_the_count_leaps_over_a_weekend_and_a_holiday():
    assert add_school_days(TERMS, date(2026, 12, 17), 2) == date(2027, 1, 4)


def test_no_days_from_a_day_off_is_the_next_school_day():
    assert add_school_days(TERMS, date(2026, 11, 21), 0) == date(2026, 11, 23)


def test_school_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_school_days(TERMS, date(2026, 11, 20), -1)


def test_past_the_last_configured_term_weekdays_count_so_that_nothing_waits_for_ever():
    assert add_school_days(TERMS, date(2027, 2, 12), 1) == date(2027, 2, 15)


def test_in_the_gap_between_two_terms_days_do_not_count():
    assert add_school_days(TERMS, date(2026, 10, 23), 1) == date(2026, 11, 2)


def test_hours_are_real_time_whatever_the_day():
    saturday_night = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)

    assert due("hour", saturday_night) == datetime(2026, 11, 22, 0, 30, tzinfo=UTC)


def test_a_school_day_ends_at_four_local_time_in_winter_and_in_summer():
    assert due("today", datetime(2026, 11, 20, 9, tzinfo=UTC)) == datetime(
        2026, 11, 20, 16, tzinfo=UTC
    )
    assert due("today", datetime(2026, 9, 10, 9, tzinfo=UTC)) == datetime(
        2026, 9, 10, 15, tzinfo=UTC
    )


def test_after_four_the_same_school_day_is_the_next_one():
    assert due("today", datetime(2026, 11, 20, 16, tzinfo=UTC)) == datetime(
        2026, 11, 23, 16, tzinfo=UTC
    )


def test_two_school_days_from_a_thursday_end_on_monday_even_over_the_clock_change():
    calendar = NO_TERMS
    thursday_before_the_clocks_change = datetime(2026, 10, 22, 10, tzinfo=UTC)

    assert due("two", thursday_before_the_clocks_change, calendar) == datetime(
        2026, 10, 26, 16, tzinfo=UTC
    )


@pytest.mark.parametrize("key", ["none", "unknown"])
def test_a_deadline_without_a_time_is_the_operators_to_mend(key):
    with pytest.raises(ConfigError, match=r"deadlines\.toml"):
        due(key, datetime(2026, 11, 20, tzinfo=UTC))


@given(
    start=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    n=st.integers(0, 30),
    nation=st.sampled_from(["ENG", "WLS", "SCT", "NIR"]),
)
def test_the_nth_school_day_is_a_school_day_with_n_minus_one_between(start, n, nation):
    calendar = SchoolCalendar(nation=nation)
    end = add_school_days(calendar, start, n)
    between = [
        date.fromordinal(o)
        for o in range(start.toordinal() + 1, end.toordinal() + 1)
        if is_school_day(calendar, date.fromordinal(o))
    ]

    assert is_school_day(calendar, end)
    assert len(between) == (n if n or end == start else 1)
