"""Planning: the active polls are exactly the plans, and each keeps what it knows."""

from datetime import timedelta

from orm.model.polls import Cadence, Scope, Validators
from orm.model.records import PlanChange
from tests.factories_store import (
    CADENCE,
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    claim_of,
    plan_of,
    prepared,
    record_of,
)

HOUR = timedelta(hours=1)


def replan(store, *plans, now=NOW, spread=timedelta(0)):
    return store.plan(plans, now=now, spread=spread)


def test_a_planned_poll_is_claimed_as_it_was_planned(bare_store):
    prepared(bare_store, plan_of("a", shape="sitemap", accept="text/xml", conditional=False))

    (poll,) = bare_store.claim_polls(claim_of())

    assert (
        poll.request == plan_of("a", shape="sitemap", accept="text/xml", conditional=False).request
    )
    assert (poll.cadence, poll.interval) == (CADENCE, CADENCE.usual)
    assert poll.wanted_by == ((WRENBECK, Scope.LOCAL),)


def test_new_polls_start_evenly_over_the_spread(bare_store):
    plans = [plan_of(str(i), domain=f"d{i}.example") for i in range(4)]
    prepared(bare_store, plan_of("zero"))
    replan(bare_store, *plans, spread=HOUR)

    polls = bare_store.claim_polls(claim_of(NOW + HOUR))

    quarter = HOUR / 4
    assert [poll.next_poll_at - NOW for poll in polls] == [quarter * i for i in range(4)]


def test_planning_the_same_again_changes_nothing(store):
    bring(store)

    change = replan(store, plan_of())

    assert change == PlanChange(added=0, kept=1, retired=0)
    assert store.next_due_at() == NOW + HOUR


def test_what_nobody_wants_is_retired_and_never_due(store):
    change = replan(store)

    assert change == PlanChange(added=0, kept=0, retired=1)
    assert store.next_due_at() is None
    assert store.claim_polls(claim_of(NOW + timedelta(days=30))) == ()


def test_a_poll_that_comes_back_is_the_same_poll_with_its_cursor(store):
    (before,) = store.claim_polls(claim_of())
    store.record([record_of(before)])
    replan(store)

    change = replan(store, plan_of(), now=NOW + HOUR)
    (after,) = store.claim_polls(claim_of(NOW + HOUR))

    assert change == PlanChange(added=1, kept=0, retired=0)
    assert (after.id, after.validators) == (before.id, Validators('"v1"', ""))


def test_a_poll_retired_while_it_was_being_read_stays_retired(store):
    (poll,) = store.claim_polls(claim_of())
    replan(store)

    assert store.record([record_of(poll)])[0].kept
    assert store.next_due_at() is None


def test_a_new_address_is_read_from_the_start(store):
    bring(store)

    replan(store, plan_of(url="https://herald.example/new-feed"), now=NOW + HOUR)
    (poll,) = store.claim_polls(claim_of(NOW + HOUR))

    assert poll.request.url == "https://herald.example/new-feed"
    assert poll.validators == Validators()


def test_an_address_replanned_while_it_was_read_is_not_undone_by_the_old_answer(store):
    (poll,) = store.claim_polls(claim_of())
    replan(store, plan_of(url="https://herald.example/new-feed"))
    store.record([record_of(poll, moved_to="https://herald.example/elsewhere")])

    (after,) = store.claim_polls(claim_of(NOW + HOUR))

    assert after.request.url == "https://herald.example/new-feed"
    assert after.validators == Validators()


def test_a_permanent_redirect_outlives_the_next_plan(store):
    bring(store, moved_to="https://herald.example/moved")

    replan(store, plan_of())
    (poll,) = store.claim_polls(claim_of(NOW + HOUR))

    assert poll.request.url == "https://herald.example/moved"
    assert poll.validators == Validators('"v1"', "")


def test_a_poll_that_another_school_wants_is_read_anew(store):
    bring(store)

    both = ((ST_ORRINS, Scope.OPEN), (WRENBECK, Scope.LOCAL))
    replan(store, plan_of(wanted_by=both))
    (poll,) = store.claim_polls(claim_of(NOW + HOUR))

    assert poll.wanted_by == both
    assert poll.validators == Validators()


def test_a_school_that_no_longer_wants_a_poll_is_dropped_from_it(bare_store):
    both = ((ST_ORRINS, Scope.OPEN), (WRENBECK, Scope.LOCAL))
    prepared(bare_store, plan_of(wanted_by=both))

    replan(bare_store, plan_of(wanted_by=((WRENBECK, Scope.OWN),)))
    (poll,) = bare_store.claim_polls(claim_of())

    assert poll.wanted_by == ((WRENBECK, Scope.OWN),)


def test_a_shorter_cadence_counts_at_once(store):
    bring(store)
    quick = Cadence(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=10), HOUR)

    replan(store, plan_of(cadence=quick))

    assert store.next_due_at() == NOW + timedelta(minutes=10)


def test_two_polls_of_one_key_in_two_sources_are_two_polls(bare_store):
    change = prepared(bare_store).plan(
        [plan_of("a"), plan_of("a", source="gdelt")], now=NOW, spread=timedelta(0)
    )

    assert change == PlanChange(added=1, kept=1, retired=0)
