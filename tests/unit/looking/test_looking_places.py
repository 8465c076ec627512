"""Closed places are never fetched; an interface is asked only for what came from it."""

import json

import pytest

from orm.looking.judging import judge
from orm.looking.places import NEVER_FETCHED, may_be_fetched, request_for, site_of
from orm.model.brought import ONLY_BY_HAND, PLATFORMS
from orm.model.items import Identity
from orm.model.looks import Finding
from orm.wiring import WEB
from tests.factories_looking import answer_of, html, subject_of

THERE, REMOVED, UNKNOWN = Finding.STILL_THERE, Finding.REMOVED, Finding.COULD_NOT_LOOK
AT_URI = "at://did:plc:wren/app.bsky.feed.post/3k"
REDDIT = subject_of(
    identity=Identity("reddit", "t3_abc1"), source="reddit", url="https://reddit.com/r/x/abc1"
)
BLUESKY = subject_of(
    identity=Identity("bluesky", AT_URI), source="bluesky", url="https://bsky.app/profile/a/post/3k"
)


def reddit(name="t3_abc1", **said):
    data = {"name": name, "title": "The gate", "selftext": "Shut again", "author": "x", **said}
    return {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": data}]}}


def asked(subject):
    request = request_for(subject)
    assert request is not None
    return request


def told(subject, body, status=200):
    answer = answer_of(json.dumps(body), status=status, content_type="application/json")
    return judge(answer, subject, web=WEB)[0]


@pytest.mark.parametrize("domain", NEVER_FETCHED)
def test_a_closed_site_is_never_asked_under_any_of_its_names(domain):
    for host in (domain, f"www.{domain}", f"uk.{domain}".upper()):
        assert request_for(subject_of(url=f"https://{host}/thread/7")) is None


def test_every_closed_site_names_the_contract_that_closes_it():
    assert all(why.startswith("contracts/") for why in NEVER_FETCHED.values())


def test_whatever_is_only_brought_by_hand_is_never_asked():
    closed = [each for each in PLATFORMS if each in ONLY_BY_HAND or each.private]

    assert {host for each in closed for host in each.hosts} <= set(NEVER_FETCHED)
    for each in closed:
        for name in (each.key, f"{each.key}, handed in"):
            assert not may_be_fetched(subject_of(platform=name))


def test_a_name_that_only_looks_like_a_closed_site_may_be_asked():
    assert may_be_fetched(subject_of(url="https://notx.com/7"))


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://[broken", "ftp://a.example/"])
def test_what_is_no_web_address_is_never_asked(url):
    assert request_for(subject_of(url=url)) is None
    assert site_of(url) == ""


def test_a_page_is_asked_without_any_sources_key_and_without_conditions():
    request = asked(subject_of(source="youtube"))

    assert (request.source, request.url) == ("look", subject_of().url)
    assert (request.conditional, request.interface, request.credential) == (False, False, "")


def test_an_interface_is_asked_for_the_one_post():
    assert asked(REDDIT).url == "https://oauth.reddit.com/api/info?id=t3_abc1&raw_json=1"
    assert asked(BLUESKY).url == (
        "https://public.api.bsky.app/xrpc/app.bsky.feed.getPosts"
        "?uris=at%3A%2F%2Fdid%3Aplc%3Awren%2Fapp.bsky.feed.post%2F3k"
    )
    assert asked(REDDIT).source == "reddit"


def test_a_post_that_came_in_another_way_is_not_asked_for_at_the_interface():
    brought = subject_of(identity=REDDIT.identity, source="by_hand", url=REDDIT.url)

    assert request_for(brought) is None


def test_a_key_that_is_no_posts_name_does_not_reach_the_interface():
    odd = subject_of(identity=Identity("reddit", "t3_a&id=t3_b"), source="reddit", url=REDDIT.url)

    assert request_for(odd) is None


@pytest.mark.parametrize("sign", ["[removed]", "[deleted]"])
def test_reddits_own_sign_in_place_of_the_post_is_a_removal(sign):
    assert told(REDDIT, reddit(selftext=sign)) is REMOVED
    assert told(REDDIT, reddit(selftext="", body=sign)) is REMOVED


def test_a_post_whose_author_left_is_still_there():
    assert told(REDDIT, reddit(author="[deleted]")) is THERE


def test_a_sign_on_another_post_says_nothing_of_this_one():
    assert told(REDDIT, reddit(name="t3_other", selftext="[removed]")) is UNKNOWN


def test_bluesky_leaves_out_what_is_gone_and_nothing_else_is_a_sign():
    post = {"uri": AT_URI, "record": {"text": "edited since"}}

    assert told(BLUESKY, {"posts": []}) is REMOVED
    assert told(BLUESKY, {"posts": [post]}) is THERE
    assert told(BLUESKY, {"posts": [{**post, "uri": "at://other"}]}) is UNKNOWN


@pytest.mark.parametrize("subject", [REDDIT, BLUESKY])
@pytest.mark.parametrize(
    "body", [{}, [], None, "posts", {"posts": None}, {"data": {"children": {}}}, {"error": 403}]
)
def test_an_interface_that_answers_something_else_says_nothing(subject, body):
    assert told(subject, body) is UNKNOWN


@pytest.mark.parametrize("subject", [REDDIT, BLUESKY])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 503])
def test_an_interface_that_refuses_or_misses_itself_says_nothing(subject, status):
    assert told(subject, {"posts": []}, status=status) is UNKNOWN


@pytest.mark.parametrize("body", [b"", html("whoa there, pardner!"), b"[" * 100_000])
def test_an_interface_that_answers_with_a_page_says_nothing(body):
    assert judge(answer_of(body), BLUESKY, web=WEB)[0] is UNKNOWN
