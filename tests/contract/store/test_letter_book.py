"""Who gets no letters: kept once, taken back, and written down without an address."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.model.letter_book import BY_LETTER, Bounce, ClosedAddress, Stop
from orm.model.letters import fingerprint, letter_name
from orm.model.schools import ContactId
from tests.factories_store import NOW, ST_ORRINS, WRENBECK
from tests.factories_weeks import letter

HEAD, DSL = ContactId("head"), ContactId("dsl")
TO = "head@wrenbeck.example"
TODAY = NOW.date()
AGES_AGO = TODAY - timedelta(days=91)
GONE = ClosedAddress(TO, "head", WRENBECK, "5.1.1", TODAY)


def stopped(contact_id=HEAD, school_id=WRENBECK, by=BY_LETTER, at=NOW):
    return Stop(school_id, contact_id, by, at)


@pytest.fixture
def book(store):
    return store.letter_book


def lines(store):
    told = store.entry.audit(since=NOW - timedelta(days=1), school_ids=frozenset(), most=20)
    return [(line.action, line.actor, line.subject, line.detail) for line in reversed(told)]


def test_a_digest_is_stopped_once_for_one_person_and_school(store, book):
    assert book.stop(stopped())
    assert not book.stop(stopped(by="it", at=NOW + timedelta(days=1)))
    assert book.stop(stopped(DSL, ST_ORRINS))

    assert book.stops() == (stopped(DSL, ST_ORRINS), stopped())
    assert lines(store)[-2:] == [
        ("digest-stopped", BY_LETTER, "head", ""),
        ("digest-stopped", BY_LETTER, "dsl", ""),
    ]


def test_a_digest_is_started_again_once(store, book):
    book.stop(stopped())
    book.stop(stopped(DSL))

    assert book.resume(WRENBECK, HEAD, by="it", now=NOW)
    assert not book.resume(WRENBECK, HEAD, by="it", now=NOW)
    assert not book.resume(ST_ORRINS, DSL, by="it", now=NOW)

    assert book.stops() == (stopped(DSL),)
    assert lines(store)[-1] == ("digest-resumed", "it", "head", "")


def test_a_letter_is_found_by_its_name_with_what_was_checked(store, book):
    known = replace(
        letter(), cleared=True, unsubscribe="https://desk.wrenbeck.example/unsubscribe/" + "0f" * 16
    )
    store.entry.queue([known, letter("digest/wrenbeck/2026-W47/dsl")], now=NOW)
    name = letter_name(known.once)

    found = book.letters_named([name, "0" * 40], since=NOW)

    assert found[name].letter.unsubscribe == known.unsubscribe
    assert found[name].cleared_as == fingerprint(known) != fingerprint(letter(known.once))
    assert list(found) == [name]
    assert book.letters_named([name], since=NOW + timedelta(seconds=1)) == {}
    assert book.letters_named([], since=NOW) == {}


def test_what_came_back_is_kept_once_with_whom_it_was_for_and_forgotten_in_time(store, book):
    store.entry.queue([letter()], now=NOW)
    bounce, old = Bounce(letter().once, "5.2.2", TODAY), Bounce(letter().once, "5.2.2", AGES_AGO)

    book.keep([old], (), now=NOW - timedelta(days=91))
    for _ in range(2):
        book.keep([bounce], [letter("alert/K7QD-2MX9/deputy")], now=NOW)
    assert len(book.returned(since=AGES_AGO)) == 2
    book.forget(now=NOW)

    (kept,) = book.returned(since=AGES_AGO)
    assert (kept.bounce, kept.recipient, kept.school_id) == (bounce, TO, WRENBECK)
    assert book.returned(since=TODAY + timedelta(days=1)) == ()
    assert len(store.outbox()) == 2


def test_an_address_is_closed_and_told_of_once_and_opened_with_a_clean_record(store, book):
    store.entry.queue([letter()], now=NOW)
    book.keep([Bounce(letter().once, "5.1.1", TODAY)], (), now=NOW)

    assert book.close(replace(GONE, address=TO.upper()), [letter("undelivered/1")], now=NOW)
    assert not book.close(GONE, [letter("undelivered/2")], now=NOW)
    assert book.closed() == (GONE,)
    assert [mail.letter.once for mail in store.outbox()] == [letter().once, "undelivered/1"]

    assert book.reopen(TO.upper(), by="it", now=NOW)
    assert not book.reopen(TO, by="it", now=NOW)
    assert book.closed() == ()
    assert book.returned(since=TODAY) == ()
    assert lines(store)[-2:] == [
        ("address-closed", "orm", "head", "5.1.1"),
        ("address-reopened", "it", "head", ""),
    ]
