"""Retaining: as much of an item as the policy allows, and words that must go are gone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from orm.model.judgement import Category, Retain
from orm.model.records import Recorded
from orm.store.tables.columns import METADATA
from orm.store.tables.judging import ITEM_VERSIONS, ITEMS, MENTIONS
from tests.databases import known
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    decision_of,
    item_of,
    judged_of,
    ruling_of,
)

HOUR = timedelta(hours=1)
SECRETS = ("Title secret", "Text secret", "Author secret", "Quoted secret")


@pytest.fixture
def rows(url):
    place = known(url)
    yield lambda table: place.read(lambda c: c.execute(select(table)).mappings().all())
    place.close()


def secret(retain=Retain.FULL, **changes):
    words = {"title": SECRETS[0], "text": SECRETS[1], "author": SECRETS[2]}
    ruling = ruling_of(decision_of(author_cue=SECRETS[3]))
    mention = replace(
        ruling.mention,
        evidence=(replace(ruling.mention.evidence[0], words=SECRETS[3]),),
    )
    grounds = tuple(replace(each, quote=SECRETS[3]) for each in ruling.decision.grounds)
    quoting = replace(ruling, mention=mention, decision=replace(ruling.decision, grounds=grounds))
    return judged_of(item_of(**{**words, **changes}), quoting, retain=retain)


def everything(rows):
    return " ".join(str(row) for table in METADATA.sorted_tables for row in rows(table))


def test_full_keeps_the_words(store, rows):
    bring(store, secret())

    assert all(words in everything(rows) for words in SECRETS)


def test_a_pointer_keeps_the_address_and_times_but_no_word(store, rows):
    bring(store, secret(Retain.POINTER))

    assert not any(words in everything(rows) for words in SECRETS)
    (item,) = rows(ITEMS)
    assert (item["url"], item["posted_at"]) == (item_of().url, item_of().posted_at)


def test_a_hash_keeps_the_identity_and_the_hash_only(store, rows):
    judged = secret(Retain.HASH, url="https://herald.example/elsewhere")

    assert bring(store, judged) == Recorded(kept=True, items_new=1)

    assert not any(words in everything(rows) for words in (*SECRETS, "elsewhere"))
    assert (rows(MENTIONS), rows(ITEM_VERSIONS)) == ([], [])
    assert store.known([judged.item.identity]) == {judged.item.identity: judged.content_hash}


def test_an_edit_that_makes_it_a_pointer_takes_earlier_words_out_too(store, rows):
    bring(store, secret())

    bring(
        store, secret(Retain.POINTER, rating=0.5, url="https://herald.example/moved"), at=NOW + HOUR
    )

    assert not any(words in everything(rows) for words in SECRETS)
    assert len(rows(ITEM_VERSIONS)) == 1


def test_an_edited_pointer_keeps_no_word_of_either_version(store, rows):
    bring(store, secret())

    bring(store, secret(Retain.POINTER, text="Text secret, edited"), at=NOW + HOUR)

    assert not any(words in everything(rows) for words in SECRETS)
    assert len(rows(ITEM_VERSIONS)) == 2


def test_once_a_pointer_always_a_pointer(store, rows):
    bring(store, secret(Retain.POINTER))

    bring(store, secret(text="Text secret, edited"), at=NOW + HOUR)

    assert not any(words in everything(rows) for words in SECRETS)


def test_what_turns_out_to_be_about_a_school_is_kept_from_then_on(store, rows):
    bring(store, secret(Retain.HASH))

    recorded = bring(store, secret(), at=NOW + HOUR)

    assert recorded == Recorded(kept=True, items_edited=1, mentions=1)
    assert SECRETS[1] in everything(rows)


def test_what_a_case_is_about_keeps_at_least_its_address(store, rows):
    judged = judged_of(item_of(), ruling_of(decision_of(), ref="K7QD-2MX9"), retain=Retain.HASH)

    assert bring(store, judged).cases == 1
    assert rows(ITEMS)[0]["url"] == item_of().url


def test_an_item_kept_for_one_school_leaves_no_quotation_with_one_it_is_not_about(store, rows):
    not_ours = decision_of(Category.T0, 0, retain=Retain.HASH)
    bring(store, judged_of(item_of(), ruling_of(), ruling_of(not_ours, school_id=ST_ORRINS)))

    evidence = {row["school_id"]: str(row["evidence"]) for row in rows(MENTIONS)}

    assert "Wrenbeck Primary" in evidence[WRENBECK]
    assert "Wrenbeck Primary" not in evidence[ST_ORRINS]
