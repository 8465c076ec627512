"""Google Business Profile: the reviews of the school's own listings."""

import json
from dataclasses import replace

import pytest

from orm.errors import RateLimited, Refused, Unreadable
from orm.model.keys import RefreshToken
from orm.model.polls import Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from sources.google_business import GoogleBusiness, GoogleBusinessOptions
from tests.factories_sources import WRENBECK, response

HANDLE = "accounts/101/locations/5501"
URL = f"https://mybusiness.googleapis.com/v4/{HANDLE}/reviews?pageSize=50"


def review(**fields) -> dict[str, object]:
    return {
        "name": f"{HANDLE}/reviews/r1",
        "starRating": "FOUR",
        "createTime": "2026-10-01T00:00:00Z",
    } | fields


def parse(body: object, *, shape: str = "", url: str = URL, pages: int = 3):
    answer = response(json.dumps(body), source="google_business", url=url, shape=shape)
    return GoogleBusiness(GoogleBusinessOptions(pages=pages)).parse(answer)


def text_of(comment):
    (item,) = parse({"reviews": [review(comment=comment)]}).items
    return item.text


def test_a_listing_is_asked_with_its_own_key_and_its_reviews_are_not_the_schools_words():
    (request,) = GoogleBusiness().plan(WRENBECK)

    assert request.url.startswith(f"https://mybusiness.googleapis.com/v4/{HANDLE}/reviews?")
    assert (request.credential, request.scope, request.interface) == (HANDLE, Scope.ABOUT, True)
    assert isinstance(GoogleBusiness.signing, RefreshToken)


@pytest.mark.parametrize("handle", ["locations/5501", "accounts/a/locations/b", f"{HANDLE}/x", "-"])
def test_a_handle_of_another_form_is_not_asked(handle):
    watch = Watch(SchoolId("x"), "WPS", accounts=(OfficialAccount("google_business", handle),))

    assert tuple(GoogleBusiness().plan(watch)) == ()


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        ("(Translated by Google) Good.\n\n(Original)\nDobrze.", "Dobrze."),
        ("Dobrze.\n\n(Translated by Google)\nGood.", "Dobrze."),
        ("(Translated by Google) Good.", "Good."),
        ("My (original) idea", "My (original) idea"),
        ("Plain", "Plain"),
        (None, ""),
        (7, ""),
    ],
)
def test_the_words_that_were_written_are_kept_and_their_translation_is_not(comment, text):
    assert text_of(comment) == text


def test_an_edited_review_keeps_its_identity_and_its_first_date():
    (before,) = parse({"reviews": [review(comment="Fine")]}).items
    edited = review(comment="Not fine", starRating="ONE", updateTime="2026-11-01T00:00:00Z")
    (after,) = parse({"reviews": [edited]}).items

    assert (before.identity, before.posted_at) == (after.identity, after.posted_at)
    assert (after.text, after.rating) == ("Not fine", 0.0)


def test_the_schools_own_reply_is_no_part_of_a_review():
    (item,) = parse({"reviews": [review(comment="Hm", reviewReply={"comment": "Sorry"})]}).items

    assert "Sorry" not in repr(item)


@pytest.mark.parametrize(
    ("reviewer", "author"),
    [
        ({"displayName": "Pat Hollis"}, "Pat Hollis"),
        ({"displayName": "Pat Hollis", "isAnonymous": True}, ""),
        ({"displayName": "A Google user"}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_who_is_anonymous_stays_anonymous(reviewer, author):
    (item,) = parse({"reviews": [review(reviewer=reviewer)]}).items

    assert item.author == author


@pytest.mark.parametrize(("shape", "leads"), [("page-1", 1), ("page-2", 1), ("page-3", 0), ("", 0)])
def test_pages_end_at_the_configured_one(shape, leads):
    page = parse({"reviews": [review()], "nextPageToken": "next/+="}, shape=shape)

    assert len(page.follow) == leads


def test_the_next_page_is_asked_with_the_same_key_and_scope():
    source = GoogleBusiness()
    (request,) = source.plan(WRENBECK)
    answer = response(json.dumps({"reviews": [review()], "nextPageToken": "t"}))

    (follow,) = source.parse(replace(answer, request=request)).follow
    assert (follow.credential, follow.scope) == (request.credential, request.scope)
    assert follow.url.endswith("&pageToken=t")


def test_stars_without_words_are_a_review_and_neither_is_none():
    page = parse({"reviews": [review(), review(name=f"{HANDLE}/reviews/r2", starRating="SIX")]})

    assert [item.rating for item in page.items] == [0.75]
    assert len(page.skipped) == 1


def test_a_later_page_without_reviews_is_the_end_and_not_a_failure():
    page = parse({"totalReviewCount": 12}, shape="page-2", url=f"{URL}&pageToken=t")

    assert page.items == ()


@pytest.mark.parametrize(
    "body",
    [
        {"reviews": {}},
        {"locations": []},
        {"reviews": [None]},
        {"totalReviewCount": 3},
        {"reviews": [review(name="accounts/1/locations/2/reviews/../x y")]},
    ],
)
def test_what_is_no_list_of_reviews_is_unreadable(body):
    with pytest.raises(Unreadable):
        parse(body)


@pytest.mark.parametrize(("value", "error"), [("0", Refused), ("300", RateLimited)])
def test_a_quota_of_nothing_is_an_access_not_granted_and_not_a_pause(value, error):
    said = {"code": 429, "message": "Quota", "details": [{"quota_limit_value": value}]}

    with pytest.raises(error):
        parse({"error": said})


@pytest.mark.parametrize("wrong", [{"pages": 0}, {"pages": 11}, {"base_url": "ftp://x"}])
def test_an_option_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"pages|web address"):
        GoogleBusinessOptions(**wrong)
