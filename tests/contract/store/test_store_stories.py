"""Stories: syndicated copies are one, and a story has an end."""

from datetime import timedelta

from orm.model.weeks import Week
from tests.factories_store import NOW, WRENBECK, bring, item_of, judged_of

HOUR = timedelta(hours=1)


def copies(store, week=47):
    facts = store.week_facts(WRENBECK, Week(2026, week), now=NOW)
    return [each.copies for each in facts.mentions]


def copy(key, posted_at, fingerprint="fp"):
    return judged_of(item_of(key, posted_at=posted_at), fingerprint=fingerprint)


def test_copies_in_one_poll_are_one_story(store):
    bring(store, copy("1", NOW), copy("2", NOW - HOUR), copy("3", None))

    assert copies(store) == [3]


def test_a_copy_within_three_days_joins_the_story(store):
    bring(store, copy("1", NOW))
    bring(store, copy("2", NOW + 72 * HOUR), at=NOW + 72 * HOUR)

    assert copies(store) == [2]


def test_a_copy_after_three_days_is_another_story(store):
    bring(store, copy("1", NOW))
    bring(store, copy("2", NOW + 73 * HOUR), at=NOW + 73 * HOUR)

    assert copies(store) == [1, 1]


def test_each_copy_carries_the_story_three_days_further(store):
    bring(store, copy("1", NOW))
    bring(store, copy("2", NOW + 60 * HOUR), at=NOW + 60 * HOUR)
    bring(store, copy("3", NOW + 110 * HOUR), at=NOW + 110 * HOUR)

    assert copies(store) == [3]


def test_an_older_copy_found_later_joins_the_story(store):
    bring(store, copy("1", NOW))
    bring(store, copy("2", NOW - 70 * HOUR), at=NOW + HOUR)

    assert copies(store) == [2]


def test_an_item_without_a_date_joins_by_when_it_was_seen(store):
    bring(store, copy("1", NOW))
    bring(store, copy("2", None), at=NOW + HOUR)

    assert copies(store) == [2]


def test_other_fingerprints_are_other_stories(store):
    bring(store, copy("1", NOW), copy("2", NOW, fingerprint="other"))

    assert copies(store) == [1, 1]


def test_an_edit_stays_in_its_story(store):
    bring(store, copy("1", NOW), copy("2", NOW))
    edited = judged_of(item_of("2", title="Corrected"), fingerprint="another now")

    bring(store, edited, at=NOW + HOUR)

    assert copies(store) == [2]


def test_a_story_counts_in_the_week_in_which_it_was_first_seen(store):
    bring(store, copy("1", NOW))
    next_week = NOW + timedelta(days=7)
    bring(store, copy("2", NOW + 48 * HOUR), at=next_week)

    assert (copies(store, 47), copies(store, 48)) == ([2], [])
