"""What letters about a school's week must not repeat is read from its posts and its cases' posts."""

from datetime import timedelta

from orm.model.items import Kind
from orm.model.judgement import Category, Retain, Verdict
from orm.model.letters import PostWords
from orm.model.weeks import Week
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

WEEK = Week(2026, 47)


def titles(store, week=WEEK, school_id=WRENBECK):
    return {each.title for each in store.post_words(school_id, week)}


def test_the_words_of_the_weeks_posts_are_told(store):
    bring(store, judged_of())

    item = item_of()
    assert store.post_words(WRENBECK, WEEK) == (
        PostWords(item.author, item.title, item.text, item.outlet, Kind.NEWS),
    )


def test_another_school_and_another_week_have_none_of_them(store):
    bring(store, judged_of())

    assert titles(store, school_id=ST_ORRINS) == set()
    assert titles(store, Week(2026, 48)) == set()


def test_a_post_about_somebody_else_is_among_them(store):
    bring(store, judged_of(None, ruling_of(verdict=Verdict.NOT_US)))

    assert titles(store) == {"Wrenbeck news 1"}


def test_what_an_open_case_is_about_is_among_those_of_later_weeks(store):
    grave = ruling_of(decision_of(Category.T6, 3), ref="K7QD-2MX9")
    bring(store, judged_of(None, grave), judged_of(item_of("2")))

    assert titles(store, Week(2026, 50)) == {"Wrenbeck news 1"}


def test_every_version_of_an_edited_post_is_among_them(store):
    bring(store, judged_of())
    bring(store, judged_of(item_of(title="Edited")), at=NOW + timedelta(hours=2))

    assert titles(store) == {"Wrenbeck news 1", "Edited"}


def test_a_post_of_which_no_words_are_kept_has_empty_ones(store):
    bring(store, judged_of(retain=Retain.POINTER))

    assert {(each.author, each.title, each.text) for each in store.post_words(WRENBECK, WEEK)} == {
        ("", "", "")
    }
