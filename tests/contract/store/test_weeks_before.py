"""The weeks before a digest's own: counted as the digest counts, and never a nought unmeasured."""

from datetime import timedelta

import pytest

from orm.model.judgement import Category, Retain, Stance, Verdict
from orm.model.polls import Outcome, Scope
from orm.model.schools import School, SchoolId
from orm.model.weeks import Week, WeekFigures
from orm.store.coverage_weeks import bounds, note_weeks
from tests.factories_store import NOW, SCHOOLS, WRENBECK, claim_of, plan_of, record_of
from tests.factories_trends import bring_in, in_week, told

BEFORE, FIRST, BLIND, LAST, THIS = (Week(2026, number) for number in range(46, 51))
"""The first poll was planned on the Wednesday of FIRST."""

END = bounds(THIS)[1]


def trend(store):
    return {each.week: each for each in store.week_facts(WRENBECK, THIS, now=END).trend}


def test_they_are_the_eleven_before_oldest_first(store):
    assert list(trend(store)) == [Week(2026, number) for number in range(39, 50)]


def test_stories_are_counted_by_what_they_are_and_sealed_ones_are_in_no_number(store):
    at = in_week(LAST)
    bring_in(
        store,
        at,
        told("1", Category.T1, Stance.POSITIVE),
        told("2", Category.T3),
        told("3", Category.T4),
        told("4", Category.T20, Stance.NEUTRAL),
        told("5", Category.T3, verdict=Verdict.UNSURE),
        told("6", Category.T11, sealed=True, retain=Retain.POINTER),
    )

    assert trend(store)[LAST] == WeekFigures(LAST, 4, 2, 1, measured=True)


@pytest.mark.parametrize("written_down", [False, True], ids=["from-the-log", "written-down"])
def test_a_week_in_which_nothing_was_read_is_not_measured(store, written_down):
    bring_in(store, in_week(FIRST), told("1"))
    poll_in(store, BLIND, Outcome.REFUSED)
    bring_in(store, in_week(LAST))
    if written_down:
        store._database.write(lambda c: note_weeks(c, now=END))

    found = trend(store)

    assert [found[week].measured for week in (BEFORE, FIRST, BLIND, LAST)] == [
        False, True, False, True,
    ]  # fmt: skip
    assert [found[week].mentions for week in (FIRST, BLIND, LAST)] == [1, 0, 0]


def test_a_week_that_was_written_down_for_others_only_was_not_watched(store):
    bring_in(store, in_week(FIRST), told("1"))
    store._database.write(lambda c: note_weeks(c, now=END))
    newcomer = SchoolId("eastmere")
    store.save_schools([*SCHOOLS, School(newcomer, "Eastmere School", "Harrowmere")], now=END)
    wanted = ((WRENBECK, Scope.LOCAL), (newcomer, Scope.LOCAL))
    store.plan((plan_of(wanted_by=wanted),), now=END, spread=timedelta(0))

    assert not any(each.measured for each in store.week_facts(newcomer, THIS, now=END).trend)


def poll_in(store, week, outcome):
    (poll,) = store.claim_polls(claim_of(NOW + timedelta(days=400), limit=1))
    store.record([record_of(poll, at=in_week(week), outcome=outcome)])
