"""More than usual is measured by the school's own days, and told seldom."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.alerting.spikes import (
    DAY,
    FEWEST_DAYS,
    FEWEST_STORIES,
    PAUSE,
    by_day,
    is_fresh,
    is_spike,
    spike,
)
from orm.model.house_alerts import HouseAlert, Matter
from tests.factories_reminding import WRENBECK, utc

NOW = utc("2026-11-18 09:00")
QUIET = (0,) * 56
USUAL = (2, 1, 3, 2, 0, 2, 4, 2) * 7
BUSY = (48, 55, 50, 61, 39, 52, 47) * 8
EVERY_FRIDAY = (9, 0, 0, 0, 0, 0, 0) * 8
ONE_WAVE = (40, *USUAL[1:])

days_of_schools = st.lists(st.integers(0, 300), max_size=60)


@pytest.mark.parametrize(
    ("count", "days", "alarm"),
    [
        (23, USUAL, True),
        (7, QUIET, False),  # small counts never alarm
        (8, QUIET, True),
        (8, USUAL, False),
        (14, USUAL, True),
        (60, BUSY, False),
        (95, BUSY, True),
        (9, EVERY_FRIDAY, False),  # as loud every week
        (24, EVERY_FRIDAY, True),
        (23, ONE_WAVE, True),  # one loud day before does not hide the next
        (500, QUIET[: FEWEST_DAYS - 1], False),  # nothing to compare with
        (500, (), False),
    ],
)
def test_a_day_is_out_of_the_ordinary_by_the_schools_own_days(count, days, alarm):
    assert is_spike(count, days) is alarm


@given(count=st.integers(0, 500), days=days_of_schools)
def test_few_stories_or_few_days_never_alarm(count, days):
    if count < FEWEST_STORIES or len(days) < FEWEST_DAYS:
        assert not is_spike(count, days)


@given(count=st.integers(0, 400), more=st.integers(1, 400), days=days_of_schools)
def test_whatever_alarms_alarms_when_there_is_more_of_it(count, more, days):
    assert not is_spike(count, days) or is_spike(count + more, days)


@given(days=st.lists(st.integers(0, 300), min_size=14, max_size=56))
def test_the_loudest_of_its_usual_days_is_no_alarm_when_it_comes_often(days):
    loudest = max(days)
    assert not is_spike(loudest, [*days, loudest, loudest, loudest])


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=80)), max_size=40))
def test_every_moment_of_the_whole_days_is_counted_once(ages):
    since = NOW - timedelta(days=20, hours=5)
    counts = by_day([NOW - age for age in ages], now=NOW, since=since)

    assert len(counts) == 20
    assert sum(counts) == sum(age < timedelta(days=20) for age in ages)


@pytest.mark.parametrize(
    ("age", "fresh"), [(timedelta(hours=3), True), (timedelta(days=3), False), (None, False)]
)
def test_old_posts_that_are_read_for_the_first_time_are_no_wave(age, fresh):
    assert is_fresh(None if age is None else NOW - age, NOW) is fresh


def told(count: int, ago: timedelta | None, number: int = 1) -> HouseAlert:
    at = NOW - (ago or timedelta(0))
    waits = None if ago is None else at
    return HouseAlert(f"spike/wrenbeck/{number}", Matter.SPIKE, WRENBECK, at, count, 2.0, waits)


@pytest.mark.parametrize(
    ("last", "named"),
    [
        (None, "spike/wrenbeck/1"),
        (told(10, timedelta(hours=5)), None),  # not again so soon
        (told(7, timedelta(hours=5)), "spike/wrenbeck/2"),  # unless it has grown threefold
        (told(10, PAUSE), "spike/wrenbeck/2"),
        (told(10, None), "spike/wrenbeck/1"),  # what waits grows
        (told(23, None), None),
    ],
)
def test_a_wave_is_told_once_until_it_has_paused_or_grown_threefold(last, named):
    found = spike(WRENBECK, (23, *USUAL), last=last, earlier=int(last is not None), now=NOW)

    assert (found and found.once) == named
    if found:
        assert (found.number, found.usual, found.at) == (23, 2.0, NOW)


def test_a_school_without_days_has_no_spike():
    assert spike(WRENBECK, (), last=None, earlier=0, now=NOW) is None
    assert by_day([NOW], now=NOW, since=NOW - DAY / 2) == ()
