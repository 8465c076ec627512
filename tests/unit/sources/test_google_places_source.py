"""Google Places: counts and closures, and never what a reviewer wrote."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Unreachable, Unreadable
from orm.model.keys import HeaderKey, Window
from orm.model.polls import Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from sources.google_places import GooglePlaces, GooglePlacesOptions
from tests.factories_sources import WRENBECK, golden_cases, response

PLACE = "ChIJwrenbeckPrimary000000000"


def parse(body: object):
    answer = response(
        json.dumps(body), source="google_places", url="https://saved.example/", shape=""
    )
    return GooglePlaces().parse(answer)


def test_a_listing_is_asked_for_without_its_reviews_or_its_name():
    (request,) = GooglePlaces().plan(WRENBECK)
    fields = parse_qs(urlsplit(request.url).query)["fields"][0].split(",")

    assert urlsplit(request.url).path == f"/v1/places/{PLACE}"
    assert "reviews" not in fields
    assert "displayName" not in fields
    assert {"id", "rating", "userRatingCount", "businessStatus"} <= set(fields)
    assert (request.scope, request.interface) == (Scope.ABOUT, True)


@pytest.mark.parametrize("handle", ["../secrets", "short", "a b c d e f g h", "ChIJ/reviews/0000"])
def test_what_is_no_place_id_is_not_asked(handle):
    watch = Watch(SchoolId("x"), "WPS", accounts=(OfficialAccount("google_places", handle),))

    assert tuple(GooglePlaces().plan(watch)) == ()


def test_no_word_of_a_review_no_reviewer_and_no_name_of_the_place_reaches_an_item():
    seen = [
        repr(GooglePlaces().parse(case.response()).items)
        for case in golden_cases("google_places")
        if case.name in {"with_reviews", "legacy_details", "text_search"}
    ]

    assert len(seen) == 3
    for item in seen:
        assert "rating" in item
        for word in ("gate", "Kind staff", "Marlowe", "Wrenbeck Primary"):
            assert word not in item


def test_a_change_of_rating_is_an_edit_of_the_same_item():
    (before,) = parse({"id": PLACE, "rating": 4.2, "userRatingCount": 37}).items
    (after,) = parse({"id": PLACE, "rating": 3.9, "userRatingCount": 41}).items

    assert before.identity == after.identity
    assert before.text != after.text


@pytest.mark.parametrize(
    ("body", "rating"),
    [
        ({"rating": 1}, 0.0),
        ({"rating": 5.0}, 1.0),
        ({"rating": True, "userRatingCount": 2}, None),
        ({"rating": 0, "userRatingCount": 2}, None),
        ({"rating": "4", "userRatingCount": 2}, None),
        ({"rating": None, "businessStatus": "CLOSED_TEMPORARILY"}, None),
    ],
)
def test_an_average_is_a_number_from_one_to_five_or_none(body, rating):
    (item,) = parse({"id": PLACE, **body}).items

    assert item.rating == rating


@pytest.mark.parametrize(
    "body",
    [
        {"id": PLACE},
        {"id": PLACE, "businessStatus": "OPERATIONAL", "userRatingCount": 0},
        {"places": []},
    ],
)
def test_no_rating_is_the_normal_state_of_a_school_and_gives_nothing(body):
    page = parse(body)

    assert (page.items, page.skipped) == ((), ())


@pytest.mark.parametrize("body", [{"places": {}}, {"id": 5}, {"status": "OK"}, {"id": "../x"}])
def test_what_is_no_place_is_unreadable(body):
    with pytest.raises(Unreadable):
        parse(body)


def test_the_old_interface_not_being_well_is_tried_again():
    with pytest.raises(Unreachable):
        parse({"html_attributions": [], "status": "UNKNOWN_ERROR"})


def test_the_price_is_counted_by_the_month_in_pacific_time():
    (allowance,) = GooglePlaces(GooglePlacesOptions(monthly_calls=50)).allowances

    assert (allowance.calls, allowance.window, allowance.zone) == (
        50,
        Window.MONTH,
        "America/Los_Angeles",
    )
    assert allowance.micros == 25_000


def test_the_key_goes_in_a_header_and_only_to_google():
    assert GooglePlaces.signing == HeaderKey("googleapis.com", "X-Goog-Api-Key", "")


@pytest.mark.parametrize("wrong", [{"monthly_calls": 0}, {"base_url": "ftp://x"}])
def test_an_option_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"monthly_calls|web address"):
        GooglePlacesOptions(**wrong)
