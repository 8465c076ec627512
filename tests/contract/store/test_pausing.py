"""A paused source is not asked, and what was not asked is never taken for quiet."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.errors import Conflict
from orm.model.pauses import Pause
from orm.model.polls import Outcome, Scope
from orm.model.records import Cutoffs
from orm.model.schools import ContactId
from orm.model.trends import WeekCoverage
from orm.model.weeks import Week
from orm.store.coverage_weeks import note_weeks
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    claim_of,
    plan_of,
    prepared,
    record_of,
)
from tests.factories_trends import HEAD_SIGHT

DAY = timedelta(days=1)
PAUSE = Pause("feed", WRENBECK, ContactId("it"), "the paper asked us to", NOW)
SHARED = ((WRENBECK, Scope.LOCAL), (ST_ORRINS, Scope.LOCAL))
WEEK_47, WEEK_48 = Week(2026, 47), Week(2026, 48)


def health(store, *, since=NOW - DAY, now=NOW + DAY):
    return store.source_health(since=since, now=now, school_id=WRENBECK)


def test_a_paused_source_is_not_claimed_and_is_when_it_goes_on(store):
    store.pauses.pause(PAUSE)
    assert store.claim_polls(claim_of(NOW)) == ()
    assert store.next_due_at() is None
    assert store.next_free_at(due_by=NOW, worker="w1") is None

    store.pauses.go_on(replace(PAUSE, at=NOW + DAY))
    assert len(store.claim_polls(claim_of(NOW + DAY))) == 1


def test_another_source_goes_on(bare_store):
    prepared(bare_store, plan_of("a"), plan_of("b", "b.example", source="gdelt"))
    bare_store.pauses.pause(PAUSE)

    assert [poll.request.source for poll in bare_store.claim_polls(claim_of())] == ["gdelt"]


def test_a_shared_poll_is_asked_until_every_school_has_paused_it(bare_store):
    prepared(bare_store, plan_of("a", wanted_by=SHARED))
    bare_store.pauses.pause(PAUSE)
    bring(bare_store)
    (feed,) = health(bare_store)
    assert (feed.paused, feed.measured) == (False, 1)

    bare_store.pauses.pause(replace(PAUSE, school_id=ST_ORRINS, at=NOW + DAY))
    assert bare_store.claim_polls(claim_of(NOW + 2 * DAY)) == ()


def test_a_paused_source_counts_as_not_measured_although_it_was_read_before(store):
    bring(store)
    store.pauses.pause(replace(PAUSE, at=NOW + timedelta(hours=1)))

    (feed,) = health(store)

    assert (feed.paused, feed.measured, feed.polls) == (True, 0, 1)
    assert not feed.overdue_silence


def test_a_week_before_the_pause_and_one_after_it_are_as_they_were(store):
    bring(store)
    store.pauses.pause(replace(PAUSE, at=NOW + 2 * DAY))
    store.pauses.go_on(replace(PAUSE, at=NOW + 4 * DAY))

    for now, paused in ((NOW + DAY, False), (NOW + 3 * DAY, True), (NOW + 5 * DAY, False)):
        (feed,) = health(store, now=now)
        assert (feed.paused, feed.measured) == (paused, not paused)


def test_the_digest_of_a_week_says_that_a_source_was_paused(store):
    bring(store)
    store.pauses.pause(replace(PAUSE, at=NOW + DAY))

    (feed,) = store.week_facts(WRENBECK, WEEK_47, now=NOW + 9 * DAY).health

    assert (feed.paused, feed.measured) == (True, 0)


def test_what_is_paused_is_told_with_who_and_why(store):
    store.pauses.pause(PAUSE)

    assert store.pauses.open([WRENBECK], now=NOW) == (PAUSE,)
    assert store.pauses.open([ST_ORRINS], now=NOW) == ()
    assert store.pauses.open([WRENBECK], now=NOW - DAY) == ()


def test_pausing_twice_and_going_on_twice_is_a_conflict_that_changes_nothing(store):
    with pytest.raises(Conflict, match="not paused"):
        store.pauses.go_on(PAUSE)
    store.pauses.pause(PAUSE)
    with pytest.raises(Conflict, match="already"):
        store.pauses.pause(replace(PAUSE, reason="another"))

    assert store.pauses.open([WRENBECK], now=NOW) == (PAUSE,)


def test_both_steps_are_in_the_audit_trail(store):
    store.pauses.pause(PAUSE)
    store.pauses.go_on(replace(PAUSE, by=ContactId("head"), reason="they agreed", at=NOW + DAY))

    lines = store.entry.audit(since=NOW - DAY, school_ids=frozenset({WRENBECK}), most=10)

    assert [(line.actor, line.action, line.subject, line.detail) for line in lines] == [
        ("head", "source-went-on", "feed", "they agreed"),
        ("it", "source-paused", "feed", "the paper asked us to"),
    ]


# ---- how well a week was read, kept when the log is gone


def kept(store, *weeks):
    return store.shelf.figures(WRENBECK, weeks, sight=HEAD_SIGHT).coverage


def note(store, now):
    return store._database.write(lambda c: note_weeks(c, now=now))


def test_a_full_week_is_written_down_once_and_outlives_the_fetch_log(store):
    bring(store)
    assert note(store, NOW) == 0  # the week is not over
    assert note(store, NOW + 7 * DAY) == 1
    assert note(store, NOW + 8 * DAY) == 0
    store._database.write(lambda c: c.exec_driver_sql("DELETE FROM fetch_log"))

    assert kept(store, WEEK_47) == (WeekCoverage(WEEK_47, 1, 0, 0),)


def test_a_week_says_what_was_read_whole_in_part_and_not(bare_store):
    prepared(
        bare_store,
        plan_of("a"),
        plan_of("b", "b.example"),
        plan_of("c", "c.example", source="gdelt"),
        plan_of("d", "d.example", source="brave"),
        plan_of("e", "e.example", source="brave", wanted_by=((ST_ORRINS, Scope.OPEN),)),
    )
    polls = {poll.request.key: poll for poll in bare_store.claim_polls(claim_of())}
    from_ = {"a": True, "c": True}
    for key, poll in polls.items():
        _record(bare_store, poll, read=from_.get(key, False))
    note(bare_store, NOW + 7 * DAY)

    assert kept(bare_store, WEEK_47) == (WeekCoverage(WEEK_47, read=1, partly=1, unread=1),)


def _record(store, poll, *, read):

    outcome = Outcome.NONE if read else Outcome.UNREACHABLE
    store.record([record_of(poll, outcome=outcome)])


def test_a_paused_source_was_not_read_in_that_week(store):
    bring(store)
    store.pauses.pause(replace(PAUSE, at=NOW + DAY))
    note(store, NOW + 7 * DAY)

    assert kept(store, WEEK_47) == (WeekCoverage(WEEK_47, 0, 0, 1),)


def test_a_week_in_which_nothing_was_due_of_a_monthly_source_is_read(store):
    bring(store)
    (poll,) = store.claim_polls(claim_of(NOW + 2 * DAY))

    record = record_of(poll, at=NOW + 2 * DAY)
    far = replace(record.pace, next_poll_at=NOW + 40 * DAY)
    store.record([replace(record, pace=far)])
    note(store, NOW + 14 * DAY)

    assert kept(store, WEEK_47, WEEK_48) == (
        WeekCoverage(WEEK_47, 1, 0, 0),
        WeekCoverage(WEEK_48, 1, 0, 0),
    )


def test_the_newest_week_is_read_from_the_log_until_it_is_written_down(store):
    bring(store)

    assert kept(store, WEEK_47) == (WeekCoverage(WEEK_47, 1, 0, 0),)


def test_retention_writes_the_weeks_down_before_it_takes_the_log(store):

    bring(store)
    later = NOW + 200 * DAY
    store.purge(Cutoffs(later, later, later, later, later), now=later)

    assert WeekCoverage(WEEK_47, 1, 0, 0) in kept(store, WEEK_47)
