"""A week from the store to the outbox to the mailer: the fake and the real store alike."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from orm.model.judgement import Category
from orm.model.letters import MailState
from orm.model.polls import Outcome
from orm.model.schools import SchoolCalendar
from orm.model.weeks import Week
from orm.weekly import Delivered, PostRoom, cleared, deliver, readers, send_due
from reports.digest import digest
from tests.factories_leaks import SCREEN
from tests.factories_store import (
    bring,
    decision_of,
    item_of,
    judged_of,
    prepared,
    ruling_of,
    store_at,
)
from tests.factories_weeks import HEAD, SLT, rules, school
from tests.fakes_outbox import memory_store, refused, telling_mailer

WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
WEEK = Week(2026, 47)
PEOPLE = (HEAD, SLT)
LEASE = timedelta(minutes=10)


@pytest.fixture
def real_store(sqlite_copy, tmp_path):
    store = store_at(sqlite_copy(tmp_path))
    yield prepared(store)
    store.close()


@pytest.fixture(params=["memory", "sqlite"])
def store(request):
    return memory_store() if request.param == "memory" else request.getfixturevalue("real_store")


def write_one(facts, school, reader):
    return digest(facts, school=school, reader=reader, contacts=PEOPLE, rules=rules(), now=MONDAY)


def write(facts, posts, school, readers):
    return cleared(facts, posts, school, readers, write=write_one, screen=SCREEN)


def queue(store, now=MONDAY):
    return send_due(
        store,
        schools=(school(),),
        reading=partial(readers, PEOPLE),
        write=write,
        rules=rules(),
        calendar=SchoolCalendar(),
        now=now,
    )


def send(store, mailer, now=MONDAY, worker="w1"):
    return deliver(PostRoom(store, mailer, SCREEN), now=now, worker=worker, lease=LEASE, limit=20)


def test_a_week_is_queued_and_sent_once(store):
    mailer = telling_mailer()

    assert [queue(store), queue(store)] == [2, 0]
    assert [send(store, mailer), send(store, mailer)] == [Delivered(sent=2), Delivered()]
    assert store.queued_weeks(school().id) == {WEEK}


def test_two_workers_never_send_the_same_letter(store):
    queue(store)
    first = store.claim_mail(now=MONDAY, worker="w1", lease=LEASE, limit=1)

    assert send(store, telling_mailer(), worker="w2") == Delivered(sent=1)
    assert len(first) == 1


def test_a_letter_of_a_worker_that_died_is_sent_after_its_lease(store):
    queue(store)
    store.claim_mail(now=MONDAY, worker="dead", lease=LEASE, limit=20)

    assert send(store, telling_mailer()) == Delivered()
    assert send(store, telling_mailer(), now=MONDAY + LEASE) == Delivered(sent=2)


def test_a_refused_letter_is_kept_and_the_other_goes_out(store):
    queue(store)

    assert send(store, telling_mailer(head=refused(permanent=True))) == Delivered(1, 1, 0)
    assert [each.state for each in store.outbox()] == [MailState.FAILED, MailState.SENT]


def test_a_letter_that_is_tried_again_goes_out_later(store):
    queue(store)

    assert send(store, telling_mailer(head=refused(permanent=False))) == Delivered(1, 0, 1)
    later = MONDAY + timedelta(minutes=1)
    assert send(store, telling_mailer(), now=later) == Delivered(sent=1)


def test_the_facts_of_the_store_become_the_digest(real_store):
    praise = judged_of(item_of("praise"), ruling_of(decision_of(Category.T1)))
    parking = judged_of(item_of("parking"), ruling_of(decision_of(Category.T4, 2), ref="K7QD-2MX9"))
    bring(real_store, praise, parking, at=WEDNESDAY)

    queue(real_store)
    text = real_store.outbox()[-2].letter.text

    assert "GOOD NEWS\n  Pass on my thanks: praise for parking and drop-off\n" in text
    assert "Parking and drop-off: 2 (no earlier weeks), 1 critical" in text
    assert "K7QD-2MX9: Complaint that needs an answer, news site" in text
    assert "The Harrowmere Herald: Wrenbeck news p" in text
    assert "1 of 1 source fully read." in text


def test_a_week_in_which_the_store_measured_nothing_could_not_be_looked_at(real_store):
    bring(real_store, at=WEDNESDAY, outcome=Outcome.UNREACHABLE)

    queue(real_store)

    assert all("We could not look this week." in each.letter.text for each in real_store.outbox())
