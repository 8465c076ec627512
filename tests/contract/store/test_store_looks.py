"""Looks: counted before they are made, completed with their event, and never one too many."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound

from orm.cases.chain import next_event, verify
from orm.errors import Conflict
from orm.model.cases import CaseRef
from orm.model.items import Identity, Kind
from orm.model.judgement import Category, Retain
from orm.model.looks import MOST_LOOKS, Finding, Subject
from orm.model.settings import Retention
from orm.retention import cutoffs
from tests.databases import known
from tests.factories_looking import REF, look_of, real_store
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    bring,
    decision_of,
    item_of,
    judged_of,
    prepared,
    ruling_of,
)
from tests.processes import PROCESSES

INSULT = decision_of(Category.T5, 2)
HOUR = timedelta(hours=1)
ITEM = item_of("1")


@pytest.fixture
def store(chained_store):
    store = prepared(chained_store)
    bring(store, post("1"))
    return store


def post(key, decision=INSULT, *, ref=REF, retain=Retain.FULL, **changes):
    return judged_of(
        item_of(key, **changes), ruling_of(decision, ref=ref), fingerprint="fp", retain=retain
    )


def a_look(number=1, **changes):
    fields = {"identity": ITEM.identity, "finding": Finding.COULD_NOT_LOOK, "detail": "begun"}
    return look_of(number, **{**fields, **changes})


def end(store, *looks, at=NOW):
    store.end_looks(
        looks, link=lambda last: next_event(last, at=at, actor="head", action="looked", reason="x")
    )


def looks(store):
    return store.subjects(REF)[0].looks


def actions(store):
    return [event.action for event in store.case(REF).events]


def begin_all(url):
    """In a process of its own: try to begin every look; how many were allowed."""
    store, begun = real_store(url), 0
    for number in range(1, MOST_LOOKS + 1):
        try:
            store.begin_looks([a_look(number)])
        except Conflict:
            continue
        begun += 1
    store.close()
    return begun


def test_a_case_tells_what_it_is_about_in_its_latest_words(store):
    bring(store, post("2", kind=Kind.POST, platform="chat"), at=NOW + HOUR)
    bring(store, post("1", text="Edited"), at=NOW + 2 * HOUR)

    assert store.subjects(REF) == (
        Subject(ITEM.identity, "feed", Kind.NEWS, "web", ITEM.url, ITEM.title, "Edited"),
        Subject(
            Identity("feed", "https://herald.example/2"),
            "feed",
            Kind.POST,
            "chat",
            "https://herald.example/2",
            "Wrenbeck news 2",
            "What happened at Wrenbeck Primary: 2",
        ),
    )


def test_what_is_kept_as_a_pointer_has_an_address_and_no_words(store):
    pointer = replace(INSULT, retain=Retain.POINTER)
    bring(store, post("2", pointer, retain=Retain.POINTER), at=NOW + HOUR)

    subject = store.subjects(REF)[1]

    assert (subject.title, subject.text) == ("", "")
    assert subject.url.endswith("/2")


def test_an_unknown_case_is_about_nothing(store):
    assert store.subjects(CaseRef("AAA-AAA")) == ()


def test_a_look_is_counted_before_it_is_made(store):
    store.begin_looks([a_look(1)])

    assert looks(store) == (a_look(1),)
    assert actions(store) == ["opened"]


def test_a_finding_and_its_event_are_written_together(store):
    store.begin_looks([a_look(1)])
    found = a_look(1, finding=Finding.REMOVED, detail="not there (404)")

    end(store, found, at=NOW + HOUR)

    assert looks(store) == (found,)
    events = store.case(REF).events
    assert [(event.actor, event.action) for event in events] == [
        ("orm", "opened"),
        ("head", "looked"),
    ]
    assert verify(events) == ()


def test_a_finding_without_its_event_is_not_written(store):
    store.begin_looks([a_look(1)])

    def fall(last):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.end_looks([a_look(1, finding=Finding.REMOVED)], link=fall)

    assert looks(store) == (a_look(1),)


def test_a_step_that_somebody_took_meanwhile_stays_before_the_look(store):
    store.begin_looks([a_look(1)])
    last = store.case(REF).events[-1]
    step = next_event(last, at=NOW, actor="deputy", action="viewed", reason="")
    store.step(step, store.case(REF).case)

    end(store, a_look(1, finding=Finding.STILL_THERE))

    assert actions(store) == ["opened", "viewed", "looked"]
    assert verify(store.case(REF).events) == ()


def test_a_number_that_is_taken_is_refused_and_changes_nothing(store):
    bring(store, post("2"), at=NOW + HOUR)
    second = Identity("feed", "https://herald.example/2")
    store.begin_looks([a_look(1)])

    with pytest.raises(Conflict):
        store.begin_looks([a_look(1, identity=second), a_look(1, detail="again")])

    assert looks(store) == (a_look(1),)
    assert store.subjects(REF)[1].looks == ()


@pytest.mark.parametrize("number", [0, MOST_LOOKS + 1])
def test_the_database_itself_knows_no_other_number(store, number):
    with pytest.raises(IntegrityError):
        store.begin_looks([a_look(number)])


@pytest.mark.parametrize("statement", ["DELETE FROM looks", "UPDATE looks SET number = 9"])
def test_the_count_never_starts_again(store, url, statement):
    store.begin_looks([a_look(1)])
    place = known(url)

    with pytest.raises(DBAPIError):
        place.write(lambda c: c.execute(text(statement)))

    place.close()
    assert looks(store) == (a_look(1),)


def test_each_case_has_its_own_looks(store):
    other = CaseRef("AAA-AAA")
    theirs = ruling_of(INSULT, ref=other, school_id=ST_ORRINS)
    bring(store, judged_of(ITEM, theirs, fingerprint="fp"), at=NOW + HOUR)

    store.begin_looks([a_look(1)])

    assert store.subjects(other)[0].looks == ()


def test_an_item_that_is_not_of_the_case_cannot_be_looked_at_for_it(store):
    bring(store, judged_of(item_of("9")), at=NOW + HOUR)

    with pytest.raises(NoResultFound):
        store.begin_looks([a_look(1, identity=item_of("9").identity)])


def test_threads_never_share_a_look(store):
    def attempt(number):
        try:
            store.begin_looks([a_look(number % MOST_LOOKS + 1)])
        except Conflict:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(12))) == MOST_LOOKS


def test_processes_never_share_a_look(store, url):
    with PROCESSES.Pool(2) as pool:
        begun = pool.map(begin_all, [url] * 2)

    assert sum(begun) == MOST_LOOKS
    assert [look.number for look in looks(store)] == [1, 2, 3]


def test_looks_outlive_the_words_they_were_about(store):
    store.begin_looks([a_look(1)])
    later = NOW + timedelta(days=1000)

    store.purge(cutoffs(Retention(), now=later), now=later)

    assert looks(store) == (a_look(1),)
