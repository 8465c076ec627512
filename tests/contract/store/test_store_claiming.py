"""Claiming: due, free, one per domain, and never by two at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import chain

from orm.model.polls import Outcome, Pace, PollState
from tests.factories_store import LEASE, NOW, claim_of, plan_of, prepared, record_of, store_at
from tests.processes import PROCESSES

SECOND = timedelta(seconds=1)
MANY = 200


def keys(polls):
    return [poll.request.key for poll in polls]


def test_a_poll_is_claimed_once_until_its_lease_ends(store):
    assert keys(store.claim_polls(claim_of())) == ["a"]
    assert store.claim_polls(claim_of(NOW + LEASE - SECOND, worker="w2")) == ()
    assert keys(store.claim_polls(claim_of(NOW + LEASE, worker="w2"))) == ["a"]


def test_a_worker_takes_its_own_unfinished_claim_back_at_once(store):
    store.claim_polls(claim_of())

    assert keys(store.claim_polls(claim_of(NOW + SECOND))) == ["a"]


def test_a_poll_is_not_claimed_before_it_is_due(store):
    assert store.claim_polls(claim_of(NOW - SECOND)) == ()


def test_one_claim_takes_one_poll_per_domain_the_earliest_first(bare_store):
    prepared(bare_store, plan_of("x", "busy.example"), plan_of("z", "calm.example"))
    bare_store.plan(
        [plan_of("x", "busy.example"), plan_of("y", "busy.example"), plan_of("z", "calm.example")],
        now=NOW + SECOND,
        spread=timedelta(0),
    )

    assert sorted(keys(bare_store.claim_polls(claim_of(NOW + SECOND)))) == ["x", "z"]


def test_a_domain_with_many_due_polls_starves_no_other(bare_store):
    busy = [plan_of(f"b{i}", "busy.example") for i in range(30)]
    prepared(bare_store, *busy)
    late = plan_of("late", "calm.example")
    bare_store.plan([*busy, late], now=NOW + SECOND, spread=timedelta(0))

    taken = bare_store.claim_polls(claim_of(NOW + SECOND, limit=2))

    assert "late" in keys(taken)


def test_a_domain_that_another_worker_reads_is_left_alone(bare_store):
    prepared(bare_store, plan_of("x"), plan_of("y"))
    bare_store.claim_polls(claim_of())

    assert bare_store.claim_polls(claim_of(NOW + SECOND, worker="w2")) == ()


def test_a_domain_waits_out_its_pause_after_a_poll(bare_store):
    prepared(bare_store, plan_of("x"), plan_of("y"))
    (poll,) = bare_store.claim_polls(claim_of())
    bare_store.record([record_of(poll)])

    assert bare_store.claim_polls(claim_of(NOW + SECOND, worker="w2")) == ()
    assert len(bare_store.claim_polls(claim_of(NOW + 2 * SECOND, worker="w2"))) == 1


def test_a_longer_pause_of_the_domain_is_not_shortened_by_a_late_poll(bare_store):
    prepared(bare_store, plan_of("x"), plan_of("y", source="gdelt"))
    (late,) = bare_store.claim_polls(claim_of(source="feed"))
    after = NOW + LEASE
    (quick,) = bare_store.claim_polls(claim_of(after, worker="w2", source="gdelt"))
    throttled = Pace(after, timedelta(hours=1), 1, PollState.ACTIVE, after + timedelta(days=2))
    bare_store.record(
        [record_of(quick, worker="w2", outcome=Outcome.THROTTLED, pace=throttled, at=after)]
    )
    bare_store.record([record_of(late, at=after)])

    assert bare_store.claim_polls(claim_of(after + timedelta(days=1))) == ()


def test_a_worker_is_given_nothing_of_the_domains_that_it_is_busy_with(bare_store):
    prepared(bare_store, plan_of("x"), plan_of("y"), plan_of("z", "other.example"))
    bare_store.claim_polls(claim_of(limit=1))

    busy = replace(claim_of(), busy=frozenset({"herald.example"}))

    assert keys(bare_store.claim_polls(busy)) == ["z"]


def test_only_the_asked_source_is_claimed(bare_store):
    prepared(bare_store, plan_of("x"), plan_of("y", "gdelt.example", source="gdelt"))

    assert keys(bare_store.claim_polls(claim_of(source="gdelt"))) == ["y"]
    assert bare_store.next_due_at(source="gdelt") == NOW
    assert bare_store.next_due_at(source="wordpress") is None


def test_a_paused_poll_is_tried_again_when_it_is_due(store):
    (poll,) = store.claim_polls(claim_of())
    paused = Pace(NOW + LEASE, timedelta(hours=1), 3, PollState.PAUSED, NOW)
    store.record([record_of(poll, outcome=Outcome.GONE, pace=paused)])

    (again,) = store.claim_polls(claim_of(NOW + LEASE))

    assert (again.state, again.failures) == (PollState.PAUSED, 3)


def drain(url, worker):
    """Claim until nothing is left; the keys that were taken."""
    store = store_at(url)
    taken = []
    while polls := store.claim_polls(claim_of(worker=worker, limit=7)):
        taken += keys(polls)
        for poll in polls:
            store.record([record_of(poll, worker=worker)])
    store.close()
    return taken


def prepared_many(store):
    return prepared(store, *(plan_of(f"k{i}", f"d{i}.example") for i in range(MANY)))


def test_threads_share_the_polls_and_take_each_exactly_once(bare_store, url):
    prepared_many(bare_store)

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(lambda worker: drain(url, worker), ["w1", "w2", "w3", "w4"]))

    assert sorted(chain.from_iterable(shares)) == sorted(f"k{i}" for i in range(MANY))


def test_processes_share_the_polls_and_take_each_exactly_once(bare_store, url):
    prepared_many(bare_store)

    with PROCESSES.Pool(2) as pool:
        shares = pool.starmap(drain, [(url, "p1"), (url, "p2")])

    assert sorted(chain.from_iterable(shares)) == sorted(f"k{i}" for i in range(MANY))


def test_a_run_is_told_when_the_domain_of_a_due_poll_is_free_again(bare_store):
    prepared(bare_store, plan_of("x"), plan_of("y"))
    (poll,) = bare_store.claim_polls(claim_of())
    held = bare_store.next_free_at(due_by=NOW, worker="w2")
    bare_store.record([record_of(poll)])

    assert held is None
    assert bare_store.next_free_at(due_by=NOW, worker="w2") == NOW + 2 * SECOND
    assert bare_store.next_free_at(due_by=NOW, worker="w2", source="gdelt") is None
    assert bare_store.next_free_at(due_by=NOW - SECOND, worker="w2") is None


def test_a_run_waits_for_what_a_process_of_its_own_name_held_when_it_was_killed(bare_store):
    prepared(bare_store, plan_of("x"), plan_of("y"))
    (first,) = bare_store.claim_polls(claim_of())
    bare_store.record([record_of(first)])
    later = NOW + 2 * SECOND
    (held,) = bare_store.claim_polls(claim_of(now=later))

    assert (
        bare_store.claim_polls(claim_of()) == ()
    )  # the clock of the one who comes after is behind
    assert bare_store.next_free_at(due_by=NOW, worker="w1") == later
    assert bare_store.claim_polls(claim_of(now=later)) == (held,)
