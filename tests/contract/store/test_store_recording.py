"""Recording: a poll's items, versions and rulings, and its new cursor, once and together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.model.items import Identity
from orm.model.judgement import Verdict
from orm.model.polls import Outcome, Scope, Validators
from orm.model.records import Recorded
from orm.model.weeks import Week
from tests.factories_store import (
    LEASE,
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    claim_of,
    item_of,
    judged_of,
    plan_of,
    prepared,
    record_of,
    ruling_of,
)

HOUR = timedelta(hours=1)
WEEK = Week(2026, 47)


def facts(store, school_id=WRENBECK, now=NOW):
    return store.week_facts(school_id, WEEK, now=now)


def test_a_new_item_is_kept_with_its_ruling(store):
    recorded = bring(store, judged_of())

    assert recorded == Recorded(kept=True, items_new=1, mentions=1)
    assert [each.title for each in facts(store).mentions] == ["Wrenbeck news 1"]


def test_the_same_item_again_is_not_recorded_again(store):
    bring(store, judged_of())

    again = bring(store, judged_of(), at=NOW + HOUR)

    assert again == Recorded(kept=True)


def test_the_same_item_twice_in_one_poll_is_one_item(store):
    assert bring(store, judged_of(), judged_of()).items_new == 1


def test_an_edit_is_a_new_version_and_judged_again(store):
    bring(store, judged_of())

    edited = bring(store, judged_of(item_of(title="Wrenbeck news, corrected")), at=NOW + HOUR)

    assert edited == Recorded(kept=True, items_edited=1, mentions=1)
    assert [each.title for each in facts(store).mentions] == ["Wrenbeck news, corrected"]


def test_an_edit_back_to_the_first_wording_is_an_edit(store):
    bring(store, judged_of())
    bring(store, judged_of(item_of(title="Another title")), at=NOW + HOUR)

    assert bring(store, judged_of(), at=NOW + 2 * HOUR).items_edited == 1


def test_what_is_edited_to_be_about_nobody_is_no_mention_any_more(store):
    bring(store, judged_of())
    elsewhere = replace(judged_of(item_of(text="Elsewhere")), rulings=())

    bring(store, elsewhere, at=NOW + HOUR)

    assert facts(store).mentions == ()


def test_known_says_the_latest_hash_of_each_stored_identity(store):
    bring(store, judged_of())
    second = judged_of(item_of(title="Edited"))
    bring(store, second, at=NOW + HOUR)
    stranger = Identity("feed", "https://herald.example/never-seen")

    known = store.known([second.item.identity, stranger])

    assert known == {second.item.identity: second.content_hash}


def test_known_answers_for_more_identities_than_one_query_can_hold(store):
    many = [judged_of(item_of(str(i))) for i in range(2500)]
    bring(store, *many)

    known = store.known([each.item.identity for each in many])

    assert known == {each.item.identity: each.content_hash for each in many}


def test_a_poll_taken_by_another_worker_is_not_recorded_at_all(store):
    (mine,) = store.claim_polls(claim_of())
    (theirs,) = store.claim_polls(claim_of(NOW + LEASE, worker="w2"))

    recorded = store.record([record_of(mine, judged_of())])[0]

    assert recorded == Recorded(kept=False)
    assert store.known([item_of().identity]) == {}
    assert store.record([record_of(theirs, judged_of(), worker="w2")])[0].items_new == 1


def test_a_poll_is_recorded_once(store):
    (poll,) = store.claim_polls(claim_of())
    store.record([record_of(poll, judged_of())])

    assert store.record([record_of(poll, judged_of(item_of("2")))])[0] == Recorded(kept=False)


def test_a_late_record_counts_while_nobody_else_took_the_poll(store):
    (poll,) = store.claim_polls(claim_of())

    assert store.record([record_of(poll, judged_of(), at=NOW + 2 * LEASE)])[0].kept


def test_two_polls_that_bring_the_same_item_store_it_once(bare_store):
    prepared(bare_store, plan_of("a"), plan_of("b", "gdelt.example"))
    polls = bare_store.claim_polls(claim_of())

    recorded = [bare_store.record([record_of(poll, judged_of())])[0] for poll in polls]

    assert [each.items_new for each in recorded] == [1, 0]


def test_the_poll_comes_back_with_what_was_recorded(store):
    bring(store, judged_of())

    (poll,) = store.claim_polls(claim_of(NOW + HOUR))

    assert poll.validators == Validators('"v1"', "")
    assert (poll.last_new_at, poll.last_measured_at) == (NOW, NOW)


def test_a_failed_poll_is_neither_measured_nor_new(store):
    bring(store, outcome=Outcome.UNREADABLE, detail="not a feed", head=b"<html>")

    (poll,) = store.claim_polls(claim_of(NOW + HOUR))

    assert (poll.last_new_at, poll.last_measured_at) == (None, None)


def test_what_is_not_about_a_school_is_no_mention_of_it(store):
    judged = judged_of(
        item_of(), ruling_of(), ruling_of(school_id=ST_ORRINS, verdict=Verdict.NOT_US)
    )

    bring(store, judged)

    assert len(facts(store).mentions) == 1
    assert facts(store, ST_ORRINS).mentions == ()


def test_a_school_that_is_added_later_gets_its_ruling_of_an_unchanged_item(bare_store):
    both = ((WRENBECK, Scope.LOCAL), (ST_ORRINS, Scope.LOCAL))
    prepared(bare_store, plan_of(wanted_by=both))
    bring(bare_store, judged_of())

    again = bring(
        bare_store,
        judged_of(item_of(), ruling_of(), ruling_of(school_id=ST_ORRINS)),
        at=NOW + HOUR,
    )

    assert again == Recorded(kept=True, mentions=1)
    assert len(facts(bare_store, ST_ORRINS).mentions) == 1


def test_a_naive_moment_is_refused_and_nothing_is_written(store):
    naive = item_of("naive", posted_at=NOW.replace(tzinfo=None))

    with pytest.raises(ValueError, match="no time zone"):
        bring(store, judged_of(item_of("aware")), judged_of(naive))

    assert store.known([naive.identity, item_of("aware").identity]) == {}


def test_moments_come_back_in_utc(store):
    bst = NOW.astimezone(tz=None)

    bring(store, judged_of(item_of(posted_at=bst)))

    (mention,) = facts(store).mentions
    assert mention.posted_at == bst
    assert mention.posted_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "nasty", ["a\0b", "lone \ud800 surrogate", "🦆" * 2000, "'; DROP TABLE items"]
)
def test_hostile_text_does_not_keep_a_poll_from_being_recorded(store, nasty):
    judged = judged_of(
        item_of(nasty, title=nasty, text=nasty, author=nasty, url=nasty), fingerprint="fp"
    )
    judged = replace(judged, content_hash="h1")

    assert bring(store, judged).items_new == 1
    assert store.known([judged.item.identity]) == {judged.item.identity: "h1"}
    assert bring(store, judged, at=NOW + HOUR) == Recorded(kept=True)
