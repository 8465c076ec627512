"""Source health: what was not measured is never shown as nothing found."""

from datetime import timedelta

from orm.model.polls import Outcome, Scope
from orm.model.records import SourceTally
from orm.model.weeks import SourceHealth, Week
from tests.factories_store import (
    CADENCE,
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    judged_of,
    plan_of,
    prepared,
)

DAY = timedelta(days=1)


def health(store, *, since=NOW - DAY, now=NOW, school_id=None):
    return store.source_health(since=since, now=now, school_id=school_id)


def test_a_poll_that_was_never_read_is_not_measured(store):
    assert health(store) == (
        SourceHealth(
            source="feed",
            polls=1,
            measured=0,
            last_measured_at=None,
            outcomes=(),
            silent_since=None,
            overdue_silence=False,
            detail="",
        ),
    )


def test_a_read_poll_is_measured_although_it_brought_nothing(store):
    bring(store)

    (feed,) = health(store)

    assert (feed.measured, feed.last_measured_at) == (1, NOW)
    assert feed.outcomes == ((Outcome.NONE, 1),)


def test_a_failed_source_is_not_measured_and_says_why(store):
    bring(store, outcome=Outcome.UNREADABLE, detail="not a feed any more")

    (feed,) = health(store)

    assert (feed.measured, feed.outcomes) == (0, ((Outcome.UNREADABLE, 1),))
    assert feed.detail == "not a feed any more"


def test_a_failure_that_healed_is_no_detail_any_more(store):
    bring(store, outcome=Outcome.UNREACHABLE, detail="no answer")
    bring(store, at=NOW + DAY)

    (feed,) = health(store, now=NOW + DAY)

    assert (feed.measured, feed.detail) == (1, "")


def test_an_outage_that_is_over_says_until_when_and_a_hiccup_does_not(store):
    for day in range(3):
        bring(store, at=NOW + day * DAY, outcome=Outcome.UNREACHABLE, detail="no answer")
        (feed,) = health(store, now=NOW + day * DAY)
        assert feed.failed_until is None  # still failing
    bring(store, at=NOW + 3 * DAY)

    (feed,) = health(store, now=NOW + 3 * DAY)
    assert feed.failed_until == NOW + 2 * DAY

    bring(store, at=NOW + 20 * DAY, outcome=Outcome.UNREACHABLE)
    bring(store, at=NOW + 21 * DAY)
    (feed,) = store.source_health(since=NOW + 19 * DAY, now=NOW + 21 * DAY)
    assert feed.failed_until is None


def test_a_source_that_failed_all_week_is_not_measured_because_it_works_today(store):
    bring(store, outcome=Outcome.UNREACHABLE, detail="no answer")
    monday_after = NOW + 5 * DAY
    bring(store, at=monday_after)

    (feed,) = store.week_facts(WRENBECK, Week(2026, 47), now=monday_after).health

    assert (feed.measured, feed.last_measured_at) == (0, None)
    assert feed.detail == "no answer"


def test_a_measurement_before_the_period_does_not_count_in_it(store):
    bring(store)

    (feed,) = health(store, since=NOW + DAY, now=NOW + 2 * DAY)

    assert (feed.measured, feed.last_measured_at) == (0, NOW)


def test_a_source_that_is_silent_for_too_long_says_since_when(store):
    bring(store, judged_of())
    quiet = NOW + CADENCE.silence + DAY
    bring(store, at=quiet)

    (feed,) = health(store, since=quiet - DAY, now=quiet)

    assert (feed.overdue_silence, feed.silent_since) == (True, NOW)


def test_a_silence_within_the_usual_is_no_news(store):
    bring(store, judged_of())
    quiet = NOW + CADENCE.silence - DAY
    bring(store, at=quiet)

    (feed,) = health(store, since=quiet - DAY, now=quiet)

    assert (feed.overdue_silence, feed.silent_since) == (False, None)


def test_a_source_that_was_not_read_is_not_called_silent(store):
    later = NOW + CADENCE.silence + DAY
    bring(store, outcome=Outcome.UNREACHABLE, at=later)

    (feed,) = health(store, since=NOW, now=later)

    assert not feed.overdue_silence


def test_a_school_sees_the_health_of_its_own_polls(bare_store):
    prepared(
        bare_store,
        plan_of("a"),
        plan_of("b", "b.example", wanted_by=((ST_ORRINS, Scope.OPEN),), source="gdelt"),
    )

    assert [each.source for each in health(bare_store, school_id=ST_ORRINS)] == ["gdelt"]
    assert [each.source for each in health(bare_store)] == ["feed", "gdelt"]


def test_a_retired_poll_is_no_part_of_its_source(store):
    store.plan([], now=NOW, spread=DAY)

    assert health(store) == ()


def test_a_tally_counts_what_each_source_did_since_a_moment(store):
    bring(store, judged_of(), skipped=2)
    bring(store, at=NOW + DAY)
    bring(store, outcome=Outcome.UNREACHABLE, at=NOW + 2 * DAY)

    assert store.tally(since=NOW - DAY) == (
        SourceTally(
            source="feed",
            polls=1,
            asked=3,
            new=1,
            skipped=2,
            endings=((Outcome.NEW, 1), (Outcome.NONE, 1), (Outcome.UNREACHABLE, 1)),
        ),
    )
    assert store.tally(since=NOW + 2 * DAY) == ()
