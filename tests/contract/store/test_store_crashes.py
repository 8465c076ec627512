"""Crashes and races: everything or nothing, once, whoever dies and whoever else is writing."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from orm.model.cases import CaseRef
from orm.model.judgement import Category
from orm.model.records import Recorded
from orm.store.engine import database
from orm.store.sql_store import open_store
from orm.store.tables.polling import POLLS
from tests.factories_store import (
    LEASE,
    NOW,
    bring,
    claim_of,
    decision_of,
    first_event,
    item_of,
    judged_of,
    plan_of,
    prepared,
    raised_event,
    record_of,
    ruling_of,
    store_at,
)
from tests.processes import PROCESSES

HOUR = timedelta(hours=1)
GRAVE = decision_of(Category.T8, 3)


class PowerCut(Exception):
    """Something that nobody expects, in the middle of a transaction."""


def grave(key, ref="K7QD-2MX9", fingerprint="fp", **changes):
    return judged_of(item_of(key, **changes), ruling_of(GRAVE, ref=ref), fingerprint=fingerprint)


def cut(*_):
    raise PowerCut


def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_crash_while_recording_leaves_nothing_and_the_poll_comes_again(bare_store, url):
    prepared(bare_store)
    falling = open_store(url, first_event=cut, raised_event=cut)

    with pytest.raises(PowerCut):
        bring(falling, grave("1"), judged_of(item_of("2")))
    falling.close()

    assert bare_store.known([item_of("1").identity, item_of("2").identity]) == {}
    assert (bare_store.cases(), bare_store.outbox()) == ((), ())
    (poll,) = bare_store.claim_polls(claim_of())
    assert bare_store.record([record_of(poll, grave("1"))])[0] == Recorded(
        kept=True, items_new=1, mentions=1, cases=1, letters=1
    )


def record_and_die(url):
    store = open_store(url, first_event=die, raised_event=die)
    bring(store, grave("1"))


def wait_until_the_dead_hold_nothing(url):
    """PostgreSQL notices a dead client in its own time; SQLite's lock goes with the process."""
    place = database(url)
    place.write(lambda c: c.execute(select(POLLS.c.id).with_for_update()))
    place.close()


def test_kill_9_while_recording_leaves_nothing_and_the_poll_comes_again(bare_store, url):
    prepared(bare_store)
    child = PROCESSES.Process(target=record_and_die, args=(url,))
    child.start()
    child.join()

    wait_until_the_dead_hold_nothing(url)

    assert child.exitcode == -signal.SIGKILL
    assert bare_store.known([item_of("1").identity]) == {}
    assert bring(bare_store, grave("1"), at=NOW + LEASE).cases == 1


def record_all(url, worker):
    """Read every poll; each brings the same story of the same items."""
    store = store_at(url)
    outcomes = []
    while polls := store.claim_polls(claim_of(worker=worker, limit=3)):
        for poll in polls:
            judged = [grave(str(key)) for key in range(12)]
            outcomes.append(store.record([record_of(poll, *judged, worker=worker)])[0])
    store.close()
    return outcomes


@pytest.mark.parametrize("round_", range(3))
def test_workers_that_bring_the_same_items_at_once_store_each_once(bare_store, url, round_):
    prepared(bare_store, *(plan_of(f"{round_}-{i}", f"d{i}.example") for i in range(24)))

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(lambda worker: record_all(url, worker), "abcd"))
    recorded = [each for share in shares for each in share]

    assert len(recorded) == 24
    assert all(each.kept for each in recorded)
    assert sum(each.items_new for each in recorded) == 12
    assert (sum(each.cases for each in recorded), len(bare_store.cases())) == (1, 1)
    assert len(bare_store.case(CaseRef("K7QD-2MX9")).seen) == 12
    assert len(bare_store.outbox()) == 1


def queue_and_take(url, worker):
    store = store_at(url)
    taken = []
    while mails := store.claim_mail(now=NOW, worker=worker, lease=LEASE, limit=3):
        for mail in mails:
            store.mail_sent(mail.id, worker=worker, now=NOW)
            taken.append(mail.letter.once)
    store.close()
    return taken


def test_workers_send_each_letter_once(bare_store, url):
    prepared(bare_store)
    bring(bare_store, *(grave(str(i), f"REF-{i:03}", f"fp{i}") for i in range(40)))

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(lambda worker: queue_and_take(url, worker), "abcd"))

    taken = [once for share in shares for once in share]
    assert len(taken) == 40
    assert len(set(taken)) == 40


EVENTS = st.lists(
    st.tuples(
        st.booleans(),  # does the machine fall in the middle?
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=6),
    ),
    max_size=8,
)


@pytest.fixture
def falling(url):
    store = open_store(url, first_event=cut, raised_event=cut)
    yield store
    store.close()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(events=EVENTS)
def test_whatever_falls_nothing_is_lost_and_nothing_is_double(store, falling, events):
    run = str(store.next_due_at())  # another key space for each example on the same database
    latest: dict[str, str] = {}
    for falls, brought in events:
        at = store.next_due_at()
        judged = [
            grave(f"{run}-{key}", f"R{run}-{key}", f"fp-{run}-{key}", title=f"wording {wording}")
            for key, wording in dict(brought).items()
        ]
        if falls:
            (poll,) = falling.claim_polls(claim_of(at, limit=1))
            doomed = grave(f"{run}-doomed", f"D{run}", f"fp-{run}-doomed")
            with pytest.raises(PowerCut):
                falling.record([record_of(poll, *judged, doomed, at=at)])
        else:
            bring(store, *judged, at=at)
            latest.update({each.item.identity.key: each.content_hash for each in judged})

    everything = [item_of(f"{run}-{key}").identity for key in (*range(6), "doomed")]
    assert {known.key: value for known, value in store.known(everything).items()} == latest
    assert len([case for case in store.cases() if case.ref.startswith(f"R{run}")]) == len(latest)
    assert not [case for case in store.cases() if case.ref.startswith(f"D{run}")]
    bring(store, at=store.next_due_at())


def test_the_makers_of_events_are_called_with_the_case_and_the_moment(bare_store, url):
    prepared(bare_store)
    seen = []

    def first(new, at):
        seen.append((new.ref, at))
        return first_event(new, at)

    watching = open_store(url, first_event=first, raised_event=raised_event)
    bring(watching, grave("1"))
    watching.close()

    assert seen == [("K7QD-2MX9", NOW)]
