"""A post typed in: what becomes of it, and what is refused with which words."""

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import ConfigError
from orm.intake.from_form import Form, from_form
from orm.model.brought import FAMILY, ONLY_BY_HAND, PLATFORMS
from orm.model.items import Kind, Precision
from tests.factories_intake import NOW, ST_ORRINS, URL, WORDS, WRENBECK, form, reception

CANONICAL = "https://mumsnet.com/talk/education/5300001-wrenbeck-primary"


def brought(**changes):
    return from_form(form(**changes), reception())


def problems(**changes):
    with pytest.raises(ConfigError) as caught:
        brought(**changes)
    return list(caught.value.problems)


def test_a_post_becomes_an_item_known_by_its_canonical_link():
    item = brought().item

    assert (item.identity.family, item.identity.key) == (FAMILY, CANONICAL)
    assert (item.url, item.via_url, item.text) == (CANONICAL, URL, WORDS)
    assert (item.kind, item.platform, item.outlet) == (Kind.POST, "mumsnet", "Mumsnet")


def test_who_saw_it_how_and_when_is_kept_beside_it():
    provenance = brought().provenance

    assert (provenance.brought_by, provenance.seen_by) == ("office", "office")
    assert provenance.how == "a parent showed it at the gate"
    assert provenance.seen_at == datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
    assert provenance.brought_at == NOW


def test_a_summer_time_without_a_zone_is_londons():
    assert brought(seen_at="2026-07-01T08:15").provenance.seen_at == datetime(
        2026, 7, 1, 7, 15, tzinfo=UTC
    )


def test_when_it_was_seen_is_not_when_it_was_posted():
    item = brought().item

    assert (item.posted_at, item.precision) == (None, Precision.UNKNOWN)


def test_nobody_has_to_say_when():
    assert brought(seen_at="").provenance.seen_at is None


def test_without_a_link_the_same_words_on_the_same_platform_are_the_same_post():
    first = brought(url="", text="The gate  was OPEN again.").item.identity
    again = brought(url="", text="the gate was open again.").item.identity
    elsewhere = brought(url="", text="the gate was open again.", platform="tiktok").item.identity

    assert first == again
    assert first != elsewhere
    assert len(first.key) == 64


def test_an_edit_of_a_linked_post_keeps_its_identity():
    assert brought().item.identity == brought(text="Answered today. Thank you.").item.identity


@pytest.mark.parametrize("written", ["Facebook groups", "facebook-group", "FACEBOOK_GROUP"])
def test_a_platform_is_known_by_any_spelling_of_its_name(written):
    assert brought(platform=written).item.outlet == "Facebook groups"


@pytest.mark.parametrize("platform", [p for p in PLATFORMS if p.private], ids=lambda p: p.key)
def test_what_comes_from_a_closed_place_says_that_it_was_handed_in(platform):
    assert brought(platform=platform.key, url="").item.platform.endswith(", handed in")


def test_a_review_is_a_review():
    assert brought(platform="glassdoor").item.kind is Kind.REVIEW


def test_a_post_may_be_about_several_schools():
    assert brought(school="wrenbeck, st-orrins").school_ids == (WRENBECK, ST_ORRINS)


def test_the_only_school_need_not_be_named():
    assert from_form(form(school=""), reception(WRENBECK)).school_ids == (WRENBECK,)


def test_every_problem_is_told_at_once():
    told = problems(school="wrenbek", platform="myspace", seen_by="", how="", text="", url="gate")

    assert [line.partition(":")[0] for line in told] == [
        "school",
        "platform",
        "text",
        "url",
        "seen_by",
        "how",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"school": "wrenbek"}, 'did you mean "wrenbeck"?'),
        ({"school": ""}, "school: is missing; write one of wrenbeck, st-orrins"),
        ({"platform": ""}, "platform: is missing"),
        ({"url": "https://forum.example/a.jpg"}, "url: is the address of a picture"),
        ({"text": "see data:image/png;base64,AAAA"}, "text: holds a picture"),
        ({"title": "data:video/mp4;base64,AAAA"}, "title: holds a picture"),
        ({"seen_by": "kim@wrenbeck.example"}, "seen_by: write a role or initials only"),
        ({"seen_at": "last night"}, "seen_at: is not a date"),
        ({"seen_at": "2026-11-20T09:15"}, "seen_at: lies in the future"),
        ({"how": "x" * 201}, "how: is too long"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(changes, says):
    (told,) = problems(**changes)

    assert says in told


def test_an_address_of_a_picture_inside_the_words_is_left_out():
    assert brought(text="Look https://x.example/a.png").item.text == "Look [media]"


def test_the_digest_names_the_seven_places_that_nobody_reads():
    assert [place.key for place in ONLY_BY_HAND] == [
        "mumsnet",
        "netmums",
        "facebook_group",
        "whatsapp",
        "tiktok",
        "nextdoor",
        "glassdoor",
    ]
    assert len({place.key for place in PLATFORMS}) == len(PLATFORMS)


@given(st.builds(Form, *[st.text(max_size=80) for _ in range(9)]))
def test_any_form_is_a_post_or_a_list_of_problems(anything):
    with contextlib.suppress(ConfigError):
        found = from_form(anything, reception())
        assert found.school_ids
        assert found.provenance.brought_at == NOW
