"""Many schools take turns within a window; none twice, none late, and days of 23 or 25 hours alike."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.schools import SchoolCalendar, SchoolId, Term
from orm.model.weeks import Week
from orm.weekly import LONDON, due_week, send_at, send_due, turn_of
from tests.factories_weeks import HEAD, letter, rules, school
from tests.fakes_outbox import memory_store

HOUR = timedelta(hours=1)
ALL_YEAR = rules(term_time_only=False, spread=HOUR)
NEVER = frozenset[Week]()
MINUTE = timedelta(minutes=1)


def due(now, turn, how=ALL_YEAR, calendar=SchoolCalendar(), queued=NEVER):  # noqa: B008 - frozen
    return due_week(now, rules=how, calendar=calendar, queued=queued, turn=turn)


@given(st.text(), st.integers(0, 240))
def test_a_school_has_one_turn_within_the_window(name, minutes):
    how = rules(spread=timedelta(minutes=minutes))
    turn = turn_of(SchoolId(name), how)

    assert turn_of(SchoolId(name), how) == turn
    assert timedelta(0) <= turn < max(how.spread, timedelta(seconds=1))


def test_a_thousand_schools_are_spread_evenly_over_the_window():
    turns = [turn_of(SchoolId(f"school-{n}"), ALL_YEAR) for n in range(1_000)]
    by_ten_minutes = [sum(turn // (10 * MINUTE) == part for turn in turns) for part in range(6)]

    assert min(by_ten_minutes) > 120
    assert max(by_ten_minutes) < 220


@pytest.mark.parametrize(
    ("monday", "utc_hour"),
    [
        (date(2026, 3, 30), 6),  # the clocks went forward the night before the Sunday
        (date(2026, 10, 26), 7),
        (date(2026, 11, 23), 7),
    ],
)
def test_the_turn_counts_from_the_local_hour_on_every_monday(monday, utc_hour):
    opens = datetime(monday.year, monday.month, monday.day, utc_hour, 30, tzinfo=UTC)
    week = Week(*(monday - timedelta(days=7)).isocalendar()[:2])

    assert send_at(week, ALL_YEAR) == opens
    assert due(opens + 19 * MINUTE, 20 * MINUTE, queued=NEVER) != week
    assert due(opens + 20 * MINUTE, 20 * MINUTE) == week


@pytest.mark.parametrize("at", [time(0, 30), time(1, 30)])
@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_in_a_night_that_the_clock_is_changed_a_turn_comes_once_and_is_as_long(sunday, at):
    how = rules(weekday=6, at=at, term_time_only=False, spread=HOUR)
    week = Week(*(sunday - timedelta(days=7)).isocalendar()[:2])
    begins = datetime.combine(sunday, at, tzinfo=LONDON).astimezone(UTC)
    minutes = [begins + n * MINUTE for n in range(-60, 300)]

    fired = [now for now in minutes if due(now, 40 * MINUTE, how) == week]

    assert fired == [now for now in minutes if now >= begins + 40 * MINUTE]


def test_after_an_outage_nothing_waits_for_a_turn_any_more():
    opens = send_at(Week(2026, 47), ALL_YEAR)

    assert {due(opens + HOUR, turn * MINUTE) for turn in range(61)} == {Week(2026, 47)}


def test_a_window_that_ends_after_midnight_keeps_the_week_and_the_day_of_term():
    late = rules(weekday=4, at=time(23, 30), spread=HOUR)
    last_day = SchoolCalendar(terms=(Term(date(2026, 11, 2), date(2026, 12, 18)),))
    past_midnight = datetime(2026, 12, 19, 0, 10, tzinfo=UTC)

    assert due(past_midnight, 40 * MINUTE, late, last_day) == Week(2026, 50)
    assert due(past_midnight, 41 * MINUTE, late, last_day) == Week(2026, 49)


def test_each_school_is_queued_once_in_its_own_turn():
    schools = [school(id=SchoolId(f"school-{n}")) for n in range(3)]
    opens, store = send_at(Week(2026, 47), ALL_YEAR), memory_store()
    queued: dict[SchoolId, datetime] = {}
    for minute in range(-5, 65):
        now = opens + minute * MINUTE
        send_due(
            store,
            schools=schools,
            reading=lambda _: [HEAD],
            write=lambda facts, _, of, __: [letter(f"{of.id}/{facts.week.key}", school_id=of.id)],
            rules=ALL_YEAR,
            calendar=SchoolCalendar(),
            now=now,
        )
        for mail in store.outbox():
            if mail.letter.once.endswith("W47"):
                queued.setdefault(mail.letter.school_id, now)

    for each in schools:
        assert timedelta(0) <= queued[each.id] - opens - turn_of(each.id, ALL_YEAR) < MINUTE
