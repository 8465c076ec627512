"""What is noticed of schools beside their accounts: claimed once, kept, settled by people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from orm.errors import Conflict
from orm.model.accounts import CheckOutcome, SettledBy
from orm.model.first_page import FirstPage, Result, Tone
from orm.model.presence import Noticed, PresenceCheck
from orm.model.report_facts import Period
from orm.model.schools import ContactId
from tests.factories_reports import TERM
from tests.factories_store import NOW, ST_ORRINS, WRENBECK
from tests.factories_trends import HEAD_SIGHT

DAY = timedelta(days=1)
LEASE = timedelta(minutes=30)
COMMS = ContactId("comms")
SAID = SettledBy(COMMS, NOW + DAY, "it is on the new page")


def policy(outcome=CheckOutcome.FINDING, key="complaints", **changes):
    return Noticed(
        PresenceCheck.SITE, outcome, "No complaints policy was found.", "", key, **changes
    )


def claim(store, *, now=NOW, worker="w1", limit=9):
    return store.presences.claim(now=now, worker=worker, lease=LEASE, limit=limit)


def look(store, *noticed, at=NOW, school_id=WRENBECK):
    claim(store, now=at)
    return store.presences.record(
        school_id, noticed, at=at, next_check_at=at + 7 * DAY, worker="w1"
    )


def of(store, school_id=WRENBECK):
    (found,) = store.presences.of([school_id])
    return found


def test_a_school_that_was_never_looked_at_is_due_and_has_nothing(store):
    assert (of(store).notices, of(store).checked_at) == ((), None)
    assert {each.school_id for each in claim(store)} == {WRENBECK, ST_ORRINS}


def test_who_has_claimed_a_school_keeps_it_until_the_lease_ends(store):
    claim(store)

    assert claim(store, worker="w2") == ()
    assert len(claim(store, worker="w2", now=NOW + LEASE)) == 2
    assert not store.presences.record(WRENBECK, (), at=NOW, next_check_at=NOW + DAY, worker="w1")


def test_two_workers_never_claim_the_same_school(store):
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda name: claim(store, worker=name, limit=1), ("w1", "w2")))

    schools = [each.school_id for found in taken for each in found]
    assert sorted(schools) == sorted(set(schools))


def test_what_was_noticed_is_kept_in_order_and_comes_back_when_it_is_due(store):
    twins = Noticed(PresenceCheck.DOMAINS, CheckOutcome.OK, "60 were tried.", "none answers")
    look(store, twins, policy())

    assert [each.noticed for each in of(store).notices] == [policy(), twins]
    assert of(store).checked_at == NOW
    assert WRENBECK not in {each.school_id for each in claim(store, now=NOW + 6 * DAY)}
    assert WRENBECK in {each.school_id for each in claim(store, now=NOW + 7 * DAY)}


def test_what_goes_on_keeps_its_beginning_and_what_was_settled_of_it(store):
    look(store, policy())
    store.presences.settle(WRENBECK, PresenceCheck.SITE, "complaints", SAID)
    look(store, policy(), at=NOW + 7 * DAY)

    (notice,) = of(store).notices
    assert (notice.since, notice.last_at, notice.settled) == (NOW, NOW + 7 * DAY, SAID)


def test_what_comes_again_after_it_was_mended_is_not_settled(store):
    look(store, policy())
    store.presences.settle(WRENBECK, PresenceCheck.SITE, "complaints", SAID)
    look(store, policy(CheckOutcome.OK), at=NOW + 7 * DAY)
    look(store, policy(), at=NOW + 14 * DAY)

    (notice,) = of(store).notices
    assert (notice.since, notice.settled) == (NOW + 14 * DAY, None)


def test_what_was_settled_waits_while_it_cannot_be_checked(store):
    look(store, policy())
    store.presences.settle(WRENBECK, PresenceCheck.SITE, "complaints", SAID)
    look(store, policy(CheckOutcome.COULD_NOT, key="unread"), at=NOW + 7 * DAY)
    look(store, policy(), at=NOW + 14 * DAY)

    (notice,) = of(store).notices
    assert (notice.since, notice.settled) == (NOW, SAID)


def test_a_finding_is_settled_once_and_nothing_else_is(store):
    look(store, policy(), policy(CheckOutcome.COULD_NOT, key="news"))
    store.presences.settle(WRENBECK, PresenceCheck.SITE, "complaints", SAID)

    for school_id, key in ((WRENBECK, "complaints"), (WRENBECK, "news"), (ST_ORRINS, "complaints")):
        with pytest.raises(Conflict):
            store.presences.settle(school_id, PresenceCheck.SITE, key, SAID)


def test_a_school_can_be_made_due_at_once(store):
    look(store, policy())
    store.presences.hasten([WRENBECK], now=NOW + DAY)

    assert WRENBECK in {each.school_id for each in claim(store, now=NOW + DAY)}


def page(month, *titles, at=NOW):
    results = tuple(
        Result(place, title, "herald.example", f"https://herald.example/{place}", Tone.NEGATIVE)
        for place, title in enumerate(titles, start=1)
    )
    return FirstPage(WRENBECK, month, COMMS, at, results)


def test_a_first_page_is_kept_once_a_month_the_newest_first(store):
    november, october = date(2026, 11, 1), date(2026, 10, 1)
    store.presences.keep_first_page(page(october, "old"))
    store.presences.keep_first_page(page(november, "typed too soon"))
    store.presences.keep_first_page(page(november, "first", "second", at=NOW + DAY))

    found = of(store).first_pages
    assert [each.month for each in found] == [november, october]
    assert found[0] == page(november, "first", "second", at=NOW + DAY)
    assert of(store, ST_ORRINS).first_pages == ()


def test_a_time_has_its_first_pages_and_the_one_before_for_its_own_school_only(store):
    months = [date(2025, 1, 1), *(date(2026, month, 1) for month in (2, 5, 6))]
    for month in months:
        store.presences.keep_first_page(page(month, "first"))

    def found(reader, school_id=WRENBECK):
        spring = Period(date(2026, 5, 9), date(2026, 5, 20))
        return store.shelf.first_pages(reader, school_id, spring)

    assert [each.month for each in found(HEAD_SIGHT)] == [months[2], months[1]]
    assert found(HEAD_SIGHT, ST_ORRINS) is None
    assert store.shelf.first_pages(HEAD_SIGHT, WRENBECK, TERM)[0].month == months[3]


def test_hostile_words_come_back_as_far_as_they_can_be_stored(store):
    look(store, policy(key="a\0b\ud800"), policy(key="x" * 100_000))

    assert {each.noticed.key for each in of(store).notices} == {"ab?", "x" * 100_000}
