"""What was usual is said of weeks that were measured, and of nothing else."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.schools import SchoolId
from orm.model.sight import Sight
from orm.model.trends import CaseTimes, Fairness, SchoolFigures, WeekCount, WeekCoverage
from orm.model.weeks import Week
from orm.reading.figures import (
    Measured,
    figures,
    full_weeks,
    measured,
    running_week,
    usual,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WRENBECK = SchoolId("wrenbeck")
WEEK = Week(2026, 46)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Shelf:
    """Gives these numbers, the newest last, and this coverage."""

    def __init__(self, numbers, coverage=lambda week: WeekCoverage(week, 3, 0, 0)):
        self.numbers, self.coverage = numbers, coverage

    def figures(self, school_id, weeks, *, sight):
        del sight
        numbers = [0] * (len(weeks) - len(self.numbers)) + list(self.numbers)
        return SchoolFigures(
            school_id,
            tuple(WeekCount(week, n) for week, n in zip(weeks, numbers, strict=True)),
            (),
            tuple(each for each in map(self.coverage, weeks) if each),
            CaseTimes(),
            Fairness(),
        )


def read(shelf, *, weeks=1, watched_since=LONG_AGO):
    sight = Sight(schools=frozenset({WRENBECK}), own=frozenset())
    return figures(
        shelf, WRENBECK, sight=sight, weeks=weeks, watched_since=watched_since, now=NOW
    ).weeks


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (datetime(2026, 11, 15, 23, 59, tzinfo=UTC), date(2026, 11, 8)),
        (datetime(2026, 11, 16, 0, 0, tzinfo=UTC), date(2026, 11, 15)),
        (datetime(2026, 6, 7, 23, 30, tzinfo=UTC), date(2026, 6, 7)),  # Monday in London
    ],
)
def test_a_full_week_ends_on_sunday_night_in_london(now, last):
    assert full_weeks(now, 3)[-1].last_on == last


@given(st.integers(0, 20 * 366 * 24), st.integers(1, 120))
def test_full_weeks_follow_each_other_up_to_the_running_one(hours, most):
    now = LONG_AGO + timedelta(hours=hours)
    weeks = (*full_weeks(now, most), running_week(now))

    days = [week.first_on.toordinal() for week in weeks]
    assert [later - day for day, later in pairwise(days)] == [7] * most


def test_usual_is_the_median_of_the_eight_weeks_before_without_the_week_itself():
    (week,) = read(Shelf([1, 2, 3, 4, 5, 6, 7, 100, 50]))

    assert (week.count.stories, week.usual) == (50, 4.5)


def test_weeks_in_which_nothing_was_read_are_not_usual():
    blind = {Week(2026, 44), Week(2026, 45)}

    def coverage(week):
        return WeekCoverage(week, 0, 0, 3) if week in blind else WeekCoverage(week, 3, 0, 0)

    (week,) = read(Shelf([4, 4, 4, 4, 4, 4, 0, 0, 9], coverage))

    assert week.usual == 4


def test_weeks_before_the_school_was_watched_are_not_usual():
    weeks = read(Shelf([5] * 9), watched_since=datetime(2026, 10, 28, tzinfo=UTC))

    assert weeks[-1].usual is None


def test_too_few_weeks_say_nothing_of_what_is_usual():
    assert usual([5, 5, 5]) is None
    assert usual([5, 5, 5, 5]) == 5


@pytest.mark.parametrize(
    ("coverage", "says"),
    [
        (None, Measured.UNKNOWN),
        (WeekCoverage(WEEK, 3, 0, 0), Measured.WHOLE),
        (WeekCoverage(WEEK, 2, 1, 0), Measured.PARTLY),
        (WeekCoverage(WEEK, 2, 0, 1), Measured.PARTLY),
        (WeekCoverage(WEEK, 0, 1, 2), Measured.PARTLY),
        (WeekCoverage(WEEK, 0, 0, 3), Measured.NOTHING),
        (WeekCoverage(WEEK, 0, 0, 0), Measured.NOTHING),
    ],
)
def test_a_week_says_how_much_was_read(coverage, says):
    assert measured(WEEK, coverage, LONG_AGO) is says


@pytest.mark.parametrize(
    ("since", "says"),
    [
        (None, Measured.BEFORE),
        (datetime(2026, 11, 16, tzinfo=UTC), Measured.BEFORE),
        (datetime(2026, 11, 15, 12, tzinfo=UTC), Measured.WHOLE),
    ],
)
def test_a_week_before_anybody_watched_was_not_measured(since, says):
    assert measured(WEEK, WeekCoverage(WEEK, 3, 0, 0), since) is says
