"""Trustpilot: the business interface, and pages that a person saved."""

import json
from dataclasses import replace

import pytest

from orm.errors import Gone, RateLimited, Refused, Unreadable
from orm.model.keys import HeaderKey
from orm.model.polls import Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from sources.trustpilot import Trustpilot, TrustpilotOptions
from tests.factories_sources import GOLDEN, WRENBECK, response

UNIT = "63aa00000000000000990101"
REVIEW = "63aa00000000000000000001"
REVIEWS = f"https://api.trustpilot.com/v1/business-units/{UNIT}/reviews?perPage=100&page={{}}"


def review(n: int = 1, **fields) -> dict[str, object]:
    return {
        "id": f"63aa0000000000000000{n:04d}",
        "consumer": {"displayName": "Ivy Marlowe"},
        "stars": 2,
        "title": "Parking",
        "text": "Cars everywhere.",
        "createdAt": "2026-11-02T22:41:48Z",
    } | fields


def answer(
    body: object, *, url: str = "https://saved.example/", shape: str = "", status: int = 200
):
    said = body if isinstance(body, str) else json.dumps(body)
    return response(said, source="trustpilot", url=url, shape=shape, status=status)


def handles(*given: str) -> list[str]:
    accounts = tuple(OfficialAccount("trustpilot", handle) for handle in given)
    watch = Watch(SchoolId("x"), "Wrenbeck Primary School", website="x.example", accounts=accounts)
    return [request.url for request in Trustpilot().plan(watch)]


def test_a_domain_is_looked_up_first_and_an_id_is_asked_for_its_reviews():
    assert handles("Wrenbeck.example", UNIT) == [
        "https://api.trustpilot.com/v1/business-units/find?name=wrenbeck.example",
        f"{REVIEWS.format(1)}&orderBy=createdat.desc",
    ]


def test_a_school_without_a_profile_in_its_register_is_never_looked_for():
    assert handles() == []
    assert handles("https://uk.trustpilot.com/review/x", "no domain", "") == []


def test_the_website_of_trustpilot_is_never_asked_for():
    (request,) = Trustpilot().plan(WRENBECK)

    assert request.url.startswith("https://api.trustpilot.com/v1/")
    assert (request.scope, request.interface) == (Scope.ABOUT, True)
    assert Trustpilot.signing == HeaderKey("trustpilot.com", header="apikey", prefix="")


def test_a_profile_that_did_not_change_is_still_followed_to_its_reviews():
    (request,) = Trustpilot().plan(WRENBECK)
    profile = json.loads((GOLDEN / "trustpilot" / "profile.body.json").read_text(encoding="utf-8"))

    (follow,) = Trustpilot().parse(replace(answer(profile), request=request)).follow
    assert not request.conditional
    assert follow.scope is Scope.ABOUT
    assert follow.url == f"{REVIEWS.format(1)}&orderBy=createdat.desc"


@pytest.mark.parametrize(
    ("count", "page", "leads"), [(100, 1, True), (99, 1, False), (100, 2, True), (100, 3, False)]
)
def test_pages_end_with_a_short_one_and_at_the_configured_number(count, page, leads):
    body = {"reviews": [review(n) for n in range(count)]}
    follow = Trustpilot().parse(answer(body, url=REVIEWS.format(page), shape="reviews")).follow

    assert [f"page={page + 1}" in request.url for request in follow] == ([True] if leads else [])


def test_the_next_page_is_our_own_address_and_not_a_link_that_holds_the_key():
    link = {"rel": "next-page", "href": f"{REVIEWS.format(2)}&apikey=invented"}
    body = {"links": [link], "reviews": [review(n) for n in range(100)]}
    url = f"{REVIEWS.format(1)}&apikey=invented"

    (follow,) = Trustpilot().parse(answer(body, url=url, shape="reviews")).follow
    assert "invented" not in follow.url


def test_an_edited_review_keeps_its_identity_wherever_it_is_read():
    (first,) = Trustpilot().parse(answer({"reviews": [review()]})).items
    edited = review(text="Better now.", stars=4, updatedAt="2026-11-05T00:00:00Z")
    (second,) = Trustpilot().parse(answer({"reviews": [edited]})).items
    event = {"eventName": "service-review-updated", "eventData": edited}
    (third,) = Trustpilot().parse(answer({"events": [event]})).items

    assert first.identity == second.identity == third.identity
    assert first.text != second.text == third.text


def test_an_event_that_takes_a_review_away_brings_no_item():
    event = {"eventName": "service-review-deleted", "eventData": {"id": REVIEW}}

    assert Trustpilot().parse(answer({"events": [event]})).items == ()


@pytest.mark.parametrize(
    ("stars", "rating"), [(1, 0.0), (3, 0.5), ("5", 1.0), (0, None), (6, None), (True, None)]
)
def test_stars_are_one_to_five_or_no_rating(stars, rating):
    (item,) = Trustpilot().parse(answer({"reviews": [review(stars=stars)]})).items

    assert item.rating == rating


def test_the_schools_reply_is_no_part_of_a_review():
    body = {"reviews": [review(companyReply={"text": "We are sorry"})]}

    assert "sorry" not in repr(Trustpilot().parse(answer(body)).items)


def test_a_saved_page_is_known_behind_a_byte_order_mark():
    page = (GOLDEN / "trustpilot" / "saved_page.body.html").read_text(encoding="utf-8")

    assert Trustpilot().parse(answer("\ufeff\n" + page)).items


@pytest.mark.parametrize(
    "script",
    ["not json", "[1]", "{}", '{"props": []}', '{"props": {"pageProps": {"reviews": [7, {}]}}}'],
)
def test_a_saved_page_whose_data_changed_is_unreadable(script):
    page = f'<html>Trustpilot<script id="__NEXT_DATA__">{script}</script></html>'

    with pytest.raises(Unreadable):
        Trustpilot().parse(answer(page))


def test_a_page_of_reviews_of_another_site_is_unreadable():
    own = {"@type": "Review", "@id": f"https://x.example/review/{REVIEW}", "reviewBody": "Good"}
    page = f'<html><script type="application/ld+json">{json.dumps(own)}</script></html>'

    with pytest.raises(Unreadable):
        Trustpilot().parse(answer(page))


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, Refused, "new key"),
        (403, Refused, "plan"),
        (404, Gone, "no such profile"),
        (429, RateLimited, "pause"),
        (503, RateLimited, "pause"),
    ],
)
def test_an_error_says_who_must_do_what(status, error, words):
    with pytest.raises(error, match=words):
        Trustpilot().parse(answer("", status=status))


def test_a_fault_of_the_gateway_never_repeats_the_key():
    fault = {
        "faultstring": "Invalid ApiKey k3y0000000000000",
        "detail": {"errorcode": "oauth.v2.X"},
    }

    with pytest.raises(Refused) as caught:
        Trustpilot().parse(answer({"fault": fault}))
    assert "k3y" not in str(caught.value)


@pytest.mark.parametrize("wrong", [{"pages": 0}, {"pages": 6}, {"base_url": "file:///x"}])
def test_an_option_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"pages|web address"):
        TrustpilotOptions(**wrong)
