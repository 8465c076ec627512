"""Copies of one story, and edits of one item."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.items import Identity, Item, Kind
from orm.stories import _shown, content_hash, fingerprint
from tests.factories_match import post

HEADLINE = "Wrenbeck choir wins county award"
LONG = "The choir of Wrenbeck Primary School took first prize at the county festival on Saturday"


def article(
    title: str, *, key: str = "1", text: str = "", outlet: str = "", kind: Kind = Kind.NEWS
) -> Item:
    return replace(
        post(text, title=title, outlet=outlet, kind=kind), identity=Identity("news", key)
    )


@pytest.mark.parametrize(
    "copy",
    [
        "Wrenbeck choir wins county award - The Harrowmere Herald",
        "Wrenbeck choir wins county award | Harrowmere Chat",
        "WRENBECK CHOIR WINS COUNTY AWARD!",
        "Wrenbeck choir wins “county award” – The Mere Mum",
    ],
)
def test_copies_of_one_headline_are_one_story(copy):
    assert fingerprint(article(copy, key="2")) == fingerprint(article(HEADLINE))


def test_an_outlet_that_is_known_is_left_out_however_long():
    outlet = "The Harrowmere and Eastmarch Herald and Weekly Advertiser"

    copy = article(f"{HEADLINE} - {outlet}", outlet=outlet)

    assert fingerprint(copy) == fingerprint(article(HEADLINE))


def test_a_headline_with_a_dash_of_its_own_is_kept_whole():
    one = article(
        "Wrenbeck choir wins - parents and teachers delighted by county award on Saturday"
    )
    other = article("Wrenbeck choir wins - St Orrin's comes second in a close county final")

    assert fingerprint(one) != fingerprint(other)


def test_a_short_title_goes_by_its_text():
    one = article("School news", key="1", text=LONG)
    copy = article("School news", key="2", text=LONG.upper() + "!")
    other = article("School news", key="3", text=LONG + " and again on Sunday")

    assert fingerprint(one) == fingerprint(copy)
    assert fingerprint(one) != fingerprint(other)


def test_a_short_title_and_a_short_text_stand_alone():
    assert fingerprint(article("School news", key="1", text="Closed.")) != fingerprint(
        article("School news", key="2", text="Closed.")
    )


@pytest.mark.parametrize("kind", [Kind.REVIEW, Kind.POST, Kind.COMMENT])
def test_what_people_say_in_the_same_words_is_never_merged(kind):
    one = article(HEADLINE, key="1", text=LONG, kind=kind)
    other = article(HEADLINE, key="2", text=LONG, kind=kind)

    assert fingerprint(one) != fingerprint(other)


def test_a_video_is_one_story_by_its_address_however_its_text_is_shortened():
    found = replace(
        post("The choir sings ..."), kind=Kind.VIDEO, identity=Identity("youtube", "v1")
    )
    own = replace(
        found, text="The choir sings in the hall.", identity=Identity("youtube_feed", "v1")
    )

    assert fingerprint(found) == fingerprint(own)
    assert fingerprint(found) != fingerprint(replace(found, url="https://youtube.com/watch?v=v2"))


def test_the_same_item_seen_again_is_the_same_story():
    first = article("", key="1", kind=Kind.POST)

    assert fingerprint(replace(first, text="edited")) == fingerprint(first)


@pytest.mark.parametrize(
    "change",
    [
        {"text": " Great   school\n"},
        {"text": "Great\u200b school"},
        {"url": "https://parentpost.example/1?utm_source=mail"},
        {"author": "another name"},
    ],
)
def test_white_space_and_addresses_are_no_edit(change):
    item = replace(post("Great school", url="https://parentpost.example/1"), rating=0.8)

    assert content_hash(replace(item, **change)) == content_hash(item)


@pytest.mark.parametrize("change", [{"text": "Great School"}, {"title": "Hm"}, {"rating": 0.2}])
def test_words_capitals_and_stars_are_an_edit(change):
    item = replace(post("Great school"), rating=0.8)

    assert content_hash(replace(item, **change)) != content_hash(item)


def test_words_moved_from_title_to_text_are_an_edit():
    assert content_hash(post("b", title="a")) != content_hash(post("a", title="b"))
    assert content_hash(post("bc", title="a")) != content_hash(post("c", title="ab"))


def test_no_rating_is_not_the_lowest_rating():
    assert content_hash(post("x", rating=0.0)) != content_hash(post("x"))


@given(st.text(), st.text())
def test_every_item_has_a_stable_hash_and_fingerprint(title, text):
    item = article(title, text=text)

    assert content_hash(item) == content_hash(replace(item, text=f"  {text} "))
    assert fingerprint(item) == fingerprint(replace(item, url="https://other.example/"))
    assert len(content_hash(item)) == 64


@given(st.text())
def test_what_is_shown_is_every_visible_character_with_one_space_between_words(text):
    composed = unicodedata.normalize("NFC", text)
    spaced = [" " if c.isspace() else c for c in composed]
    visible = "".join(c for c in spaced if unicodedata.category(c) not in {"Cf", "Cc"})

    assert _shown(text) == " ".join(visible.split())
