"""Words whose time is over are not found, and are not kept by what finds them."""

from datetime import timedelta

from sqlalchemy import text

from orm.model.judgement import Category, Retain
from orm.model.settings import Retention
from orm.model.wishes import Wish
from orm.retention import cutoffs
from tests.databases import known
from tests.factories_searching import everything_indexed, keys, look, said
from tests.factories_store import NOW, bring, decision_of, item_of, judged_of, ruling_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def purge(store, days=91):
    now = NOW + days * DAY
    return store.purge(cutoffs(Retention(), now=now), now=now)


def test_words_whose_time_is_over_are_found_no_more_and_the_post_still_is(store, url):
    bring(store, said("1", "The dreadful zephyrine parking", title="Zephyrine"))

    assert purge(store).items == 1

    assert keys(look(url, Wish(words="zephyrine"))) == []
    assert keys(look(url)) == ["1"]


def test_words_whose_time_is_over_are_nowhere_in_the_file_that_finds_them(store, url):
    for number in range(3):
        bring(store, said(f"{number}", "The dreadful zephyrine parking"), at=NOW + number * HOUR)
    for number in range(3):
        kept = said(f"k{number}", "Kept words")
        bring(store, kept, at=NOW + 90 * DAY + number * HOUR)
    assert "zephyrine" in everything_indexed(url)

    purge(store)

    assert "zephyrine" not in everything_indexed(url)
    assert keys(look(url, Wish(words="kept"))) == ["k2", "k1", "k0"]


def test_a_post_of_which_no_words_may_be_kept_any_more_is_not_found_by_them(store, url):
    bring(store, said("1", "The dreadful parking"))
    pointer = decision_of(Category.T5, retain=Retain.POINTER)
    bring(
        store,
        judged_of(item_of("1", text="x"), ruling_of(pointer), retain=Retain.POINTER),
        at=NOW + HOUR,
    )

    assert keys(look(url, Wish(words="parking"))) == []
    assert keys(look(url)) == ["1"]


def test_a_post_that_is_forgotten_leaves_nothing_to_be_found(store, url):
    bring(store, said("1", "The dreadful parking"))
    place = known(url)
    place.write(lambda c: c.execute(text("DELETE FROM items")))
    place.close()

    assert keys(look(url)) == []
    assert "dreadful" not in everything_indexed(url, merged=True)
