"""Brought posts: judged, recorded and purged like collected ones, with who saw them beside them."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from orm.model.brought import FAMILY, Arrival, Provenance, TakenIn
from orm.model.cases import CaseRef
from orm.model.items import Identity, Kind
from orm.model.judgement import Category, Retain
from orm.model.settings import Retention
from orm.model.weeks import Week
from orm.retention import cutoffs
from tests.factories_store import (
    NOW,
    WRENBECK,
    decision_of,
    item_of,
    judged_of,
    ruling_of,
)

WEEK = Week(2026, 47)
REF = CaseRef("K7QD-2MX9")
DAY = timedelta(days=1)


def post(key="1", **changes):
    fields = {
        "identity": Identity(FAMILY, key),
        "kind": Kind.POST,
        "platform": "mumsnet",
        "posted_at": None,
    }
    return item_of(key, **{**fields, **changes})


def seen(**changes):
    fields = {
        "brought_by": "office",
        "seen_by": "KM",
        "how": "at the gate",
        "seen_at": NOW - timedelta(hours=1),
        "brought_at": NOW,
    }
    return Provenance(**{**fields, **changes})


def brought(store, item=None, provenance=None, *rulings, **changes):
    return store.record_brought(
        judged_of(item or post(), *rulings, **changes), provenance or seen()
    )


def rows(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT seen_by, how FROM provenance ORDER BY id")).all()
    engine.dispose()
    return [tuple(row) for row in found]


def facts(store):
    return store.week_facts(WRENBECK, WEEK, now=NOW)


def test_a_brought_post_is_a_mention_like_any_other(store):
    taken = brought(store)

    assert taken == TakenIn(Arrival.STORED, mentions=1, cases=(), opened=0, letters=0)
    assert [each.platform for each in facts(store).mentions] == ["mumsnet"]


def test_the_same_post_again_changes_nothing(store, url):
    brought(store)

    assert brought(store).arrival is Arrival.KNOWN
    assert rows(url) == [("KM", "at the gate")]
    assert len(facts(store).mentions) == 1


def test_the_same_sighting_without_a_time_is_noted_once(store, url):
    brought(store, None, seen(seen_at=None))
    brought(store, None, seen(seen_at=None, brought_at=NOW + DAY))

    assert len(rows(url)) == 1


def test_another_person_who_saw_it_is_noted_too(store, url):
    brought(store)
    brought(store, None, seen(seen_by="deputy"))

    assert [who for who, _ in rows(url)] == ["KM", "deputy"]


def test_other_words_under_the_same_link_are_an_edit(store):
    brought(store)

    assert brought(store, post(text="Answered today")).arrival is Arrival.EDITED


def test_a_grave_post_opens_a_case_and_queues_its_letters_in_the_same_transaction(store):
    ruling = ruling_of(decision_of(Category.T8, 3), ref=REF)

    taken = brought(store, None, None, ruling)

    assert (taken.cases, taken.opened, taken.letters) == ((REF,), 1, 1)
    assert store.case(REF).seen[0].source == FAMILY
    assert brought(store, None, None, ruling).cases == (REF,)
    assert brought(store, None, None, ruling).opened == 0


def test_a_post_that_is_collected_and_brought_is_brought_under_its_own_name(store):
    assert brought(store, post("https://herald.example/1")).arrival is Arrival.STORED


def test_the_week_counts_what_was_brought_in_it_once(store):
    brought(store)
    brought(store, None, seen(seen_by="deputy"))
    brought(store, post("2"), seen(brought_at=NOW - 7 * DAY))

    assert facts(store).brought == 1


def test_a_sealed_post_is_in_no_count(store):
    decision = decision_of(Category.T11, 3, sealed=True)

    brought(store, None, None, ruling_of(decision, ref=REF))

    assert facts(store).brought == 0


def test_another_schools_posts_are_not_counted(store):
    brought(store)

    other = store.week_facts("st-orrins", WEEK, now=NOW)
    assert other.brought == 0


@pytest.mark.parametrize("retain", [Retain.FULL, Retain.POINTER])
def test_who_saw_it_goes_when_the_words_go(store, url, retain):
    brought(store, None, None, ruling_of(decision_of(retain=retain)), retain=retain)

    store.purge(cutoffs(Retention(), now=NOW + 90 * DAY), now=NOW + 90 * DAY)
    assert len(rows(url)) == 1
    store.purge(cutoffs(Retention(), now=NOW + 91 * DAY), now=NOW + 91 * DAY)

    assert rows(url) == []


def test_who_saw_it_goes_with_an_item_of_which_only_a_hash_is_kept(store, url):
    brought(store, None, None, retain=Retain.HASH)

    store.purge(cutoffs(Retention(), now=NOW + 31 * DAY), now=NOW + 31 * DAY)

    assert rows(url) == []


def test_who_saw_it_stays_while_a_case_needs_it(store, url):
    brought(store, None, None, ruling_of(decision_of(Category.T5, 3), ref=REF))

    store.purge(cutoffs(Retention(), now=NOW + 1000 * DAY), now=NOW + 1000 * DAY)

    assert len(rows(url)) == 1


def test_nothing_is_written_when_the_provenance_cannot_be(store):
    naive = seen(seen_at=NOW.replace(tzinfo=None))

    with pytest.raises(ValueError, match="no time zone"):
        brought(store, None, naive)

    assert facts(store).mentions == ()
    assert store.known([post().identity]) == {}


def test_a_brought_post_belongs_to_no_poll_and_to_no_source_that_can_be_silent(store):
    brought(store)

    assert FAMILY not in {each.source for each in facts(store).health}
