"""Review pages, sitemaps and YouTube: identity, ratings, following."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.polls import Scope
from orm.model.schools import AccountStatus, OfficialAccount, SchoolId, Watch
from sources._parsing.listing import Listed
from sources.news_sitemap import NewsSitemap, NewsSitemapOptions
from sources.review_page import PageEntry, ReviewPage, ReviewPageOptions
from sources.youtube_feed import YoutubeFeed
from tests.factories_sources import CHANNEL, ST_ORRINS, WRENBECK, response

PAGE = "https://www.parentpost.example/schools/wrenbeck"


def reviews(*found: object):
    body = f'<script type="application/ld+json">{json.dumps(list(found))}</script>'
    return ReviewPage().parse(response(body, source="review_page", url=PAGE, shape="")).items


def review(**fields: object) -> dict[str, object]:
    return {"@type": "Review", "reviewBody": "Good.", **fields}


def rating(**fields):
    return reviews(review(reviewRating=fields))[0].rating


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ratingValue": 5}, 1.0),
        ({"ratingValue": "1"}, 0.0),
        ({"ratingValue": "3,5"}, 0.625),
        ({"ratingValue": 7, "bestRating": "10", "worstRating": "0"}, 0.7),
        ({"ratingValue": 1, "bestRating": 1, "worstRating": 0}, 1.0),
        ({"ratingValue": 9}, None),
        ({"ratingValue": "four"}, None),
        ({"ratingValue": "NaN"}, None),
        ({"ratingValue": True}, None),
        ({"ratingValue": 3, "bestRating": 1, "worstRating": 5}, None),
        ({}, None),
    ],
)
def test_a_rating_is_normalised_on_the_sites_own_scale_or_unknown(fields, expected):
    assert rating(**fields) == expected


@given(
    value=st.floats() | st.text(max_size=5) | st.integers(),
    best=st.floats() | st.text(max_size=5) | st.none(),
    worst=st.floats() | st.none(),
)
def test_a_rating_is_never_outside_0_to_1(value, best, worst):
    found = rating(ratingValue=value, bestRating=best, worstRating=worst)

    assert found is None or 0.0 <= found <= 1.0


def test_an_edited_review_with_its_own_id_keeps_its_identity():
    (before,) = reviews(review(**{"@id": "#r9"}, reviewBody="Awful."))
    (after,) = reviews(review(**{"@id": "#r9"}, reviewBody="Better now."))

    assert before.identity == after.identity
    assert before.text != after.text


def test_a_review_without_an_id_is_known_by_page_author_date_and_text():
    (one,) = reviews(review(author="Ada", datePublished="2026-11-01"))
    (same,) = reviews(review(author="Ada", datePublished="2026-11-01"))
    (other,) = reviews(review(author="Bea", datePublished="2026-11-01"))

    assert one.identity == same.identity != other.identity


def test_an_id_that_is_the_pages_own_or_a_blank_node_names_no_review():
    found = [
        reviews(review(**{"@id": stated}, author="Ada"))[0].identity
        for stated in (PAGE, "_:b0", "", PAGE.replace("www.", ""))
    ]

    assert len(set(found)) == 1


def test_a_review_stated_twice_on_a_page_is_one_item():
    assert len(reviews(review(**{"@id": "#r1"}), review(**{"@id": "#r1"}))) == 1


def test_a_fact_check_is_not_a_review_of_the_school():
    claim = {"@type": "ClaimReview", "reviewBody": "False"}

    assert len(reviews(claim, review())) == 1


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "Review", "reviewBody": "Good.",}',
        '// reviews\n{"@type": "Review", "reviewBody": "Good." /* ok */}',
        '<!-- {"@type": "Review", "reviewBody": "Good."} -->',
        '//<![CDATA[\n{"@type": "Review", "reviewBody": "Good."}\n//]]>',
        "{&quot;@type&quot;: &quot;Review&quot;, &quot;reviewBody&quot;: &quot;Good.&quot;}",
        '{"@type": "Review", "reviewBody": "Go\u0001od."}',
        '{"@type": "Review", "reviewBody": "Good."};',
        '{"@type": ["Thing", "https://schema.org/UserReview"], "description": "Good."}',
        '{"@graph": [{"review": {"@type": "Review", "reviewBody": ["Good."]}}]}',
    ],
)
def test_json_ld_as_sites_really_write_it_is_repaired(block):
    body = f"<html><script type='application/ld+json; charset=utf-8'>{block}</script></html>"

    (item,) = ReviewPage().parse(response(body, source="review_page", url=PAGE, shape="")).items
    assert item.text == "Good."


def test_a_comment_sign_inside_a_text_is_text():
    (item,) = reviews(review(reviewBody="See http://x.example/1, /* really */ // yes"))

    assert item.text == "See http://x.example/1, /* really */ // yes"


def test_a_review_page_is_asked_for_its_own_school_only():
    options = ReviewPageOptions(
        pages=(PageEntry("wrenbeck", PAGE), PageEntry("st-orrins", "https://x.example/"))
    )
    (request,) = ReviewPage(options).plan(WRENBECK)

    assert (request.url, request.scope) == (PAGE, Scope.ABOUT)


def test_an_index_of_sitemaps_is_always_read_in_full():
    entries = (
        Listed("https://x.example/sitemap-index.xml"),
        Listed("https://x.example/news.xml"),
    )
    requests = NewsSitemap(NewsSitemapOptions(entries)).plan(ST_ORRINS)

    assert [request.conditional for request in requests] == [False, True]


def test_an_index_leads_to_its_ten_newest_sitemaps():
    children = "".join(
        f"<sitemap><loc>https://x.example/{n}.xml</loc><lastmod>2026-10-{n:02d}</lastmod></sitemap>"
        for n in range(1, 15)
    )
    body = f"<sitemapindex>{children}</sitemapindex>"
    page = NewsSitemap().parse(response(body, source="news_sitemap", shape=""))

    assert [r.url for r in page.follow] == [f"https://x.example/{n}.xml" for n in range(14, 4, -1)]


def test_only_open_youtube_accounts_with_a_channel_id_are_asked():
    accounts = (
        OfficialAccount("YouTube", CHANNEL),
        OfficialAccount("youtube", "@wrenbeck"),
        OfficialAccount("youtube", "UCclosed", status=AccountStatus.CLOSED),
        OfficialAccount("x", "UCnot-youtube"),
        OfficialAccount("youtube", "UC/../evil?x"),
    )
    watch = Watch(SchoolId("wrenbeck"), "Wrenbeck Primary School", accounts=accounts)
    (request,) = YoutubeFeed().plan(watch)

    assert (request.key, request.scope) == (CHANNEL, Scope.OWN)
