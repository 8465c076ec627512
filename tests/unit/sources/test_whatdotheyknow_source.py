"""WhatDoTheyKnow: which pages are asked for, and what a request is known by."""

import json
from urllib.parse import unquote

import pytest

from orm.errors import Unreadable
from orm.model.polls import Scope
from orm.model.schools import SchoolId, Watch
from sources.whatdotheyknow import Body, Whatdotheyknow, WhatdotheyknowOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, golden_cases, response

SITE = "https://www.whatdotheyknow.com"
SCHOOL = Body("wrenbeck_primary_school", schools=("wrenbeck",), scope=Scope.ABOUT)
COUNCIL = Body("eastmarch_council")


def plan(watch=WRENBECK, **options):
    return tuple(Whatdotheyknow(WhatdotheyknowOptions(**options)).plan(watch))


def read(body, url=f"{SITE}/body/wrenbeck_primary_school", shape=""):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return Whatdotheyknow().parse(response(content, source="whatdotheyknow", url=url, shape=shape))


def event(title="Lunch costs", when="2026-11-02T10:15:00Z", **request):
    return {
        "created_at": when,
        "snippet": "Please send",
        "info_request": {"url_title": "lunch_costs", "title": title, **request},
        "public_body": {"name": "Wrenbeck Primary School"},
        "user": {"name": "Odile Farr"},
    }


def listing(href="/request/lunch_costs", rest=""):
    return f'<div class="request_listing"><span class="head"><a href="{href}">Lunch</a></span>{rest}</div>'


def test_a_body_is_asked_for_on_behalf_of_its_schools_only():
    options = {"bodies": (SCHOOL, COUNCIL)}

    assert [request.url for request in plan(**options)] == [
        f"{SITE}/body/wrenbeck_primary_school",
        f"{SITE}/body/eastmarch_council",
    ]
    assert [request.url for request in plan(ST_ORRINS, **options)] == [
        f"{SITE}/body/eastmarch_council"
    ]


def test_the_scope_of_a_body_is_what_the_operator_says():
    assert [request.scope for request in plan(bodies=(SCHOOL, COUNCIL))] == [
        Scope.ABOUT,
        Scope.OPEN,
    ]


def test_no_feed_and_no_search_is_asked_for_until_the_operator_has_permission():
    """contracts/web.md §4.1: robots.txt closes them."""
    assert plan() == ()
    assert not any("/feed/" in request.url for request in plan(bodies=(SCHOOL, COUNCIL)))


def test_with_permission_the_names_of_the_school_are_searched_for():
    (request,) = plan(feeds=True)

    assert unquote(request.url) == (
        f'{SITE}/feed/search/"Wrenbeck Primary School" OR "Wrenbeck Primary".json'
    )
    assert request.interface, "mySociety's permission stands for its robots.txt"
    assert request.scope is Scope.OPEN


def test_pages_obey_robots_txt_even_with_permission_for_feeds():
    pages = [request for request in plan(bodies=(SCHOOL,), feeds=True) if "/body/" in request.url]

    assert [request.interface for request in pages] == [False]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("St Orrin’s C/E “Primary”", '"St Orrin\'s C E Primary"'),
        ("St. Orrin's: tag:school", '"St Orrin\'s tag school"'),
        ("WPS", ""),
    ],
)
def test_a_name_cannot_leave_its_quotation_marks(name, query):
    found = plan(Watch(SchoolId("x"), name), feeds=True)

    assert [unquote(request.url.rpartition("/")[2]) for request in found] == (
        [f"{query}.json"] if query else []
    )


@pytest.mark.parametrize("slug", ["", "a/b", "../x", "wrenbeck school", "x?y"])
def test_a_slug_that_is_none_stops_the_start(slug):
    with pytest.raises(ValueError, match="authority"):
        Body(slug)


def test_one_request_is_one_item_with_its_newest_event():
    first, last = event(when="2026-10-05T09:00:00Z"), event(when="2026-11-02T10:15:00Z")
    last["snippet"] = "It is withheld"

    for order in ([first, last], [last, first]):
        (item,) = read(order).items
        assert "It is withheld" in item.text
        assert item.identity.key == "lunch_costs"


def test_a_new_status_changes_the_text_and_not_the_identity():
    (before,) = read([event(display_status="Awaiting response.")]).items
    (after,) = read([event(display_status="Refused.")]).items

    assert before.identity == after.identity
    assert before.text != after.text


@pytest.mark.parametrize("fragment", ["", "#incoming-2210", "#outgoing-7", "?unfold=1"])
def test_page_feed_and_json_know_a_request_by_the_same_name(fragment):
    (listed,) = read(listing(f"/request/lunch_costs{fragment}")).items
    (told,) = read([event()]).items

    assert listed.identity == told.identity
    assert listed.url == told.url == f"{SITE}/request/lunch_costs"


@pytest.mark.parametrize("prominence", ["hidden", "requester_only", "backpage", None, ""])
def test_what_the_site_does_not_show_is_counted_and_not_read(prominence):
    page = read([event(prominence=prominence), event(url_title="other", title="Other")])

    assert [item.title for item in page.items] == ["Other"]
    assert [skip.reason for skip in page.skipped] == ["a request that the site hides"]


def test_only_hidden_requests_are_a_page_without_items_and_no_failure():
    assert read([event(prominence="hidden")]).items == ()


@pytest.mark.parametrize("name", ["ok", "events", "request", "atom"])
def test_no_item_names_a_requester(name):
    case = next(each for each in golden_cases("whatdotheyknow") if each.name == name)

    assert b"Odile Farr" in case.body.read_bytes()
    page = Whatdotheyknow().parse(case.response())
    assert page.items
    assert "Odile" not in repr(page)
    assert "Caspar" not in repr(page)


@pytest.mark.parametrize(
    "broken",
    [3, None, {}, {"info_request": 3}, event(url_title="../x"), event(url_title=None), event("")],
)
def test_an_event_without_its_request_is_counted(broken):
    page = read([broken, event(url_title="other", title="Other")])

    assert [item.title for item in page.items] == ["Other"]
    assert len(page.skipped) == 1


def test_an_authoritys_record_leads_to_its_page_once():
    record = {"url_name": "wrenbeck_primary_school", "info": {"requests_count": 3}}
    (follow,) = read(record, url=f"{SITE}/body/wrenbeck_primary_school.json").follow

    assert follow.url == f"{SITE}/body/wrenbeck_primary_school"
    with pytest.raises(Unreadable, match="where its page should be"):
        read(record, shape=follow.shape)


def test_an_authoritys_record_cannot_lead_elsewhere():
    with pytest.raises(Unreadable):
        read({"url_name": "x.example/../..", "info": {}})


def test_a_saved_record_leads_to_the_sites_own_page():
    (follow,) = read({"url_name": "eastmarch_council"}, url="https://saved.example/").follow

    assert follow.url == f"{SITE}/body/eastmarch_council"


def test_a_listed_request_without_status_snippet_or_date_is_read():
    (item,) = read(listing()).items

    assert (item.title, item.text, item.posted_at) == ("Lunch", "", None)


@pytest.mark.parametrize("href", ["/user/odile_farr", "/request/", "javascript:x", ""])
def test_a_listing_that_leads_to_no_request_is_counted(href):
    page = read(listing() + listing(href))

    assert len(page.items) == len(page.skipped) == 1


def test_an_address_that_cannot_be_fetched_stops_the_start():
    with pytest.raises(ValueError, match="web address"):
        WhatdotheyknowOptions(base_url="x y")
