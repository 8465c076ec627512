"""Meta's Graph interface: keys that must not stay, pages that end, headers that ask for patience."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from orm.errors import Gone, RateLimited, Refused, SourceError, Unreachable, Unreadable
from orm.model.polls import Request
from sources._parsing.graph import (
    Listing,
    Service,
    breather,
    following,
    graph_version,
    page_number,
    read_listing,
    subject,
    without_keys,
)
from sources.facebook import Facebook
from sources.instagram import Instagram
from sources.threads import Threads
from tests.factories_sources import FETCHED_AT, response

SERVICE = Service("Facebook", "facebook", "make a new key")
POST = "https://instagram.com/p/a/"
HERE = Request("facebook", "1/feed", "https://graph.facebook.com/v25.0/1/feed", credential="1")


def answer(body, **more):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return response(text, source="facebook", url=HERE.url, shape="", **more)


def failed(code, status=400, message="", subcode=0, **more):
    error = {"code": code, "message": message, "error_subcode": subcode, "type": "OAuthException"}
    with pytest.raises(SourceError) as caught:
        read_listing(answer({"error": error}, status=status, **more), SERVICE)
    return caught.value


@pytest.mark.parametrize(
    ("codes", "error"),
    [
        ((1, 2), Unreachable),
        ((4, 17, 18, 32, 341, 613, 80001, 80002), RateLimited),
        ((3, 10, 200, 283, 299), Refused),
        ((102, 104, 190, 2500), Refused),
        ((12, 368), Refused),
        ((24, 803), Gone),
        ((100, 9999), Unreadable),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_metas_error_codes_say_who_must_act_whatever_the_status(codes, error, status):
    assert [type(failed(code, status)) for code in codes] == [error] * len(codes)


@pytest.mark.parametrize(
    ("subcode", "why"),
    [
        (458, "removed"),
        (459, "check"),
        (460, "password"),
        (463, "expired"),
        (464, "not confirmed"),
        (467, "no longer valid"),
    ],
)
def test_a_dead_key_is_told_apart_by_its_subcode(subcode, why):
    assert why in str(failed(190, subcode=subcode))


def test_an_unknown_error_is_judged_by_its_status():
    assert isinstance(failed(9999, status=503), RateLimited)


def test_a_refusal_never_quotes_a_key():
    said = str(failed(190, message="Malformed access token EAAsecret"))

    assert "EAAsecret" not in said


@pytest.mark.parametrize(
    "link",
    [
        "https://graph.facebook.com/v25.0/1/feed?access_token=EAAsecret&after=a",
        "https:\\/\\/graph.facebook.com\\/1?access_token\\u003dEAAsecret\\u0026after=a",
        "https://x.example/?next=%3Faccess_token%3DEAAsecret%26after%3Da",
        "https://graph.facebook.com/1?access_token=1%7CEAAsecret",
    ],
)
def test_no_key_is_left_in_a_body(link):
    body = without_keys(answer(f'{{"paging": {{"next": "{link}"}}}}')).body

    assert b"EAAsecret" not in body
    assert (b"after" in body) == ("after" in link)


@pytest.mark.parametrize("source", [Facebook(), Instagram(), Threads()], ids=lambda one: one.name)
def test_an_unreadable_page_keeps_no_key_in_its_head(source):
    body = '{"data": [7], "paging": {"next": "https://g.example/?access_token=EAAsecret"}}'
    with pytest.raises(Unreadable) as caught:
        source.parse(answer(body))

    assert b"paging" in caught.value.head
    assert b"EAAsecret" not in caught.value.head


def test_the_next_page_is_asked_for_where_this_one_was_and_without_a_key():
    listing = Listing((), "https://evil.example/v25.0/1/feed?access_token=EAAsecret&after=QA")

    (request,) = following(HERE, listing, most=3)

    assert request.url == "https://graph.facebook.com/v25.0/1/feed?after=QA"
    assert request.credential == "1"


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "http://[::1", "data:text/html,x"])
def test_what_is_no_address_is_not_followed(link):
    assert following(HERE, Listing((), link), most=3) == ()


def test_pages_are_counted_and_end():
    listing, asked = Listing((), "https://graph.facebook.com/v25.0/1/feed?after=QA"), HERE
    numbers: list[int] = []
    while len(numbers) < 10 and (more := following(asked, listing, most=3, about=POST)):
        (asked,) = more
        numbers.append(page_number(asked))

    assert numbers == [2, 3]
    assert subject(asked) == POST
    assert page_number(HERE) == 1


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"x-app-usage": '{"call_count":79,"total_time":2}'}, None),
        ({"x-app-usage": '{"call_count":80,"total_time":2}'}, timedelta(hours=1)),
        ({"x-page-usage": '{"total_cputime":95}'}, timedelta(hours=1)),
        (
            {
                "x-business-use-case-usage": '{"1":[{"call_count":99},'
                '{"estimated_time_to_regain_access":120}]}'
            },
            timedelta(hours=2),
        ),
        ({"x-app-usage": "85"}, None),
        ({"x-app-usage": '{"call_count":'}, None),
        ({"x-app-usage": '{"call_count":"85"}'}, None),
        (
            {"x-app-usage": '{"call_count":99,"estimated_time_to_regain_access":1e999}'},
            timedelta(hours=1),
        ),
        ({"x-app-usage": "[" * 100_000}, None),
        ({}, None),
    ],
)
def test_the_house_slows_down_from_80_percent_of_a_quota_on(headers, pause):
    assert breather(answer({"data": []}, headers=tuple(headers.items()))) == pause


def test_a_pause_ends_when_meta_says_so_else_at_retry_after():
    usage = '{"1":[{"estimated_time_to_regain_access":19}]}'
    later = FETCHED_AT + timedelta(hours=1)

    told = failed(80001, headers=(("x-business-use-case-usage", usage),), retry_at=later)
    assert told.until == FETCHED_AT + timedelta(minutes=19)
    assert failed(4, retry_at=later).until == later
    assert failed(4).until is None


def test_a_version_is_written_as_meta_writes_it():
    graph_version("v25.0")
    with pytest.raises(ValueError, match=r"v25\.0"):
        graph_version("25")


def test_an_error_in_a_web_page_is_judged_by_status():
    page = replace(answer("<html>Sorry</html>"), status=502)

    with pytest.raises(Unreachable):
        read_listing(page, SERVICE)
