"""Looking through mentions: what is meant is found, newest first, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from orm.model.judgement import Category, Retain, Stance, Verdict
from orm.model.schools import Role
from orm.model.wishes import Wish
from orm.store.indexing import index_all
from orm.store.migrating import upgrade
from tests.databases import known
from tests.factories_searching import HEAD, TRUST, keys, look, not_us, said
from tests.factories_sight import (
    case_of,
    database_of_before,
    post_of,
    write_case,
    write_post,
)
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

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + 9 * DAY


@pytest.fixture
def posts(store, url):
    """Five posts of Wrenbeck, the newest last."""
    texts = (
        "The parking at the gate is dreadful",
        "Lovely summer fair, and the parking was easy",
        "Café morning at St. Orrin's",
        "The fair of the summer term",
        "Parked cars on the path again",
    )
    for number, words in enumerate(texts):
        bring(store, said(f"{number}", words), at=NOW + number * HOUR)
    return url


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ["4", "3", "2", "1", "0"]),
        ("  ", ["4", "3", "2", "1", "0"]),
        ("parking", ["1", "0"]),
        ("PARKING", ["1", "0"]),
        ("park", []),
        ("park*", ["4", "1", "0"]),
        ("pa*", []),
        ("fair summer", ["3", "1"]),
        ('"summer fair"', ["1"]),
        ('"summer fa*"', []),
        ('"summer fai"*', ["1"]),
        ("cafe", ["2"]),
        ("CAFÉ", ["2"]),
        ("orrin's", ["2"]),
        ("St.Orrin's", ["2"]),
        ("parking NOT fair", []),
        ("parking OR café", []),
        ("parking & (fair | lovely)", ["1"]),
        ('"parking', ["1", "0"]),
        ("???", []),
        ('"" *', []),
        ("writer", []),
        ("_", []),
    ],
)
def test_what_a_person_types_finds_the_posts_that_hold_it(posts, words, expected):
    assert keys(look(posts, Wish(words=words))) == expected


def test_a_title_is_looked_through_and_a_phrase_does_not_run_on_into_the_text(store, url):
    bring(store, said("1", "fair play", title="Summer"))

    assert keys(look(url, Wish(words="summer fair"))) == ["1"]
    assert keys(look(url, Wish(words='"summer fair"'))) == []


def test_pages_follow_each_other_until_all_is_seen(posts):
    first = look(posts, most=2)
    second = look(posts, most=2, before=first.before)
    third = look(posts, most=2, before=second.before)

    assert [keys(page) for page in (first, second, third)] == [["4", "3"], ["2", "1"], ["0"]]
    assert [page.more for page in (first, second, third)] == [True, True, False]


def test_a_page_that_ends_with_the_last_post_is_the_last_page(posts):
    assert not look(posts, most=5).more


def test_what_comes_in_meanwhile_moves_no_page(store, posts):
    first = look(posts, most=2)
    bring(store, said("5", "New"), at=NOW + 5 * HOUR)

    assert keys(look(posts, most=2, before=first.before)) == ["2", "1"]


@pytest.fixture
def varied(store, url):
    """Posts that differ in what can be asked for."""
    sad = ruling_of()
    glad = replace(sad, assessment=replace(sad.assessment, stance=Stance.POSITIVE))
    lunch = ruling_of(decision_of(Category.T1, themes=("lunches", "send")))
    maybe, theirs = ruling_of(verdict=Verdict.UNSURE), ruling_of(school_id=ST_ORRINS)
    bring(store, judged_of(item_of("sad"), sad), at=NOW)
    bring(store, judged_of(item_of("glad"), glad), at=LATER - 2 * DAY)
    bring(store, judged_of(item_of("lunch"), lunch), at=LATER - DAY)
    bring(store, judged_of(item_of("maybe"), maybe), at=LATER - 2 * HOUR)
    bring(store, judged_of(item_of("theirs"), theirs), at=LATER)
    return url


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(), ["theirs", "maybe", "lunch", "glad", "sad"]),
        (Wish(school_id=WRENBECK), ["maybe", "lunch", "glad", "sad"]),
        (Wish(school_id=ST_ORRINS), ["theirs"]),
        (Wish(stance=Stance.POSITIVE), ["glad"]),
        (Wish(theme="send"), ["lunch"]),
        (Wish(theme="parking", stance=Stance.NEGATIVE), ["theirs", "maybe", "sad"]),
        (Wish(category=Category.T1), ["lunch"]),
        (Wish(verdict=Verdict.UNSURE), ["maybe"]),
        (Wish(verdict=Verdict.NOT_US), []),
        (Wish(source="feed"), ["theirs", "maybe", "lunch", "glad", "sad"]),
        (Wish(source="reddit"), []),
        (Wish(since=LATER - 3 * DAY, until=LATER), ["maybe", "lunch", "glad"]),
        (Wish(since=LATER - DAY), ["theirs", "maybe", "lunch"]),
        (Wish(until=LATER - DAY), ["glad", "sad"]),
        (Wish(words="wrenbeck", theme="send", since=LATER - 3 * DAY), ["lunch"]),
        (Wish(story_id=0), []),
    ],
)
def test_filters_leave_what_is_asked_for(varied, wish, expected):
    assert keys(look(varied, wish, TRUST)) == expected


def test_the_posts_of_a_story_are_found_by_it(store, url):
    same = [replace(said(key, "Told twice"), fingerprint="told") for key in ("1", "2")]
    bring(store, *same, said("3", "Told twice"))
    place = known(url)
    story = place.read(
        lambda c: c.execute(text("SELECT id FROM stories WHERE fingerprint = 'told'")).scalar_one()
    )
    place.close()

    assert sorted(keys(look(url, Wish(story_id=story)))) == ["1", "2"]
    assert keys(look(url, Wish(story_id=story, words="absent"))) == []


def test_nobody_finds_what_is_not_theirs_to_read(store, url):
    sealed = ruling_of(decision_of(Category.T11, 3, sealed=True), ref="K7QD-2MX9")
    bring(
        store,
        judged_of(item_of("sealed"), sealed),
        judged_of(item_of("abuse"), ruling_of(decision_of(Category.T5))),
        judged_of(item_of("praise"), ruling_of(decision_of(Category.T1))),
    )
    comms = replace(HEAD, own=frozenset({Role.COMMS}))
    chair = replace(HEAD, own=frozenset({Role.CHAIR}))

    assert sorted(keys(look(url, Wish(words="wrenbeck")))) == ["abuse", "praise"]
    assert keys(look(url, Wish(words="wrenbeck"), comms)) == ["praise"]
    assert keys(look(url, Wish(category=Category.T5), comms)) == []
    assert keys(look(url, Wish(), chair)) == []
    assert keys(look(url, Wish(school_id=WRENBECK), replace(TRUST, schools=frozenset()))) == []


def test_many_posts_of_a_hidden_case_do_not_hide_an_older_one(store, url):
    bring(store, said("old", "parking"))
    place = known(url)
    case = case_of(about=frozenset({Role.HEADTEACHER}))

    def write(connection):
        write_case(connection, case)
        for number in range(80):
            write_post(connection, post_of(cases=(0,)), key=f"{number}", cases=(case,))

    place.write(write)
    place.write(index_all)
    place.close()

    assert keys(look(url, most=5)) == ["old"]


def test_an_edited_post_is_found_by_its_new_words_only(store, url):
    bring(store, said("1", "The dreadful parking"))
    bring(store, said("1", "The orderly parking"), at=NOW + HOUR)

    assert keys(look(url, Wish(words="dreadful"))) == []
    assert keys(look(url, Wish(words="parking"))) == ["1"]


def test_an_edited_post_that_is_about_nobody_now_is_not_found(store, url):
    bring(store, said("1", "The dreadful parking"))
    bring(store, judged_of(item_of("1", text="Sold out"), retain=Retain.HASH), at=NOW + HOUR)

    assert keys(look(url)) == []


def test_a_post_that_was_settled_to_be_about_somebody_else_is_not_found(store, url):
    bring(store, said("1", "The dreadful parking"))
    (file,) = look(url).files
    store.settle(not_us(file), close=lambda last: last)

    assert keys(look(url, Wish(words="parking"))) == []


def test_a_database_of_before_can_be_looked_through(empty_url):
    place = database_of_before(empty_url)
    place.write(lambda c: write_post(c, post_of(), key="1", cases=()))
    place.write(lambda c: write_post(c, post_of(sealed=True), key="2", cases=()))
    place.write(lambda c: write_post(c, post_of(edited=True), key="3", cases=()))
    place.close()

    upgrade(empty_url)

    assert keys(look(empty_url, Wish(words="what happened at wrenbeck"))) == ["1"]
