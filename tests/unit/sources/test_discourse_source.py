"""Discourse: which pages are asked for, one identity for a post, and what is left out."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import RateLimited, Refused, Unreadable
from orm.model.items import Kind
from orm.model.polls import Scope
from sources._parsing.listing import Listed
from sources.discourse import Discourse, DiscourseOptions
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

CHAT = Listed("https://chat.harrowmere.example/", scope=Scope.LOCAL)
NEWEST = Discourse(DiscourseOptions(forums=(CHAT,)))
SEARCHED = Discourse(DiscourseOptions(forums=(CHAT,), search=True))
POST = {
    "id": 9,
    "topic_id": 5,
    "post_number": 2,
    "username": "odile_f",
    "cooked": "<p>Wrenbeck Primary is lovely</p>",
    "created_at": "2026-11-08T19:05:00Z",
    "topic_slug": "school",
    "topic_title": "School",
}


def newest(*posts: object) -> str:
    return json.dumps({"latest_posts": list(posts)})


def found(*posts: object, **grouped: object) -> str:
    topics = [{"id": 5, "title": "School", "slug": "school"}]
    return json.dumps({"posts": list(posts), "topics": topics, "grouped_search_result": grouped})


def read(text: str, *, url: str = "https://chat.harrowmere.example/posts.json", status: int = 200):
    return Discourse().parse(response(text, source="discourse", url=url, shape="", status=status))


def test_two_schools_share_one_request_for_a_forums_newest_posts():
    (one,), (two,) = NEWEST.plan(WRENBECK), NEWEST.plan(ST_ORRINS)

    assert one == two
    assert one.url == "https://chat.harrowmere.example/posts.json"
    assert one.scope is Scope.LOCAL


def test_a_forum_is_searched_only_where_the_operator_says_so_and_robots_txt_still_counts():
    _, search = SEARCHED.plan(WRENBECK)

    assert parse_qs(urlsplit(search.url).query)["q"] == ['"Wrenbeck Primary" order:latest']
    assert not search.interface


def test_a_forum_is_read_for_its_schools_only():
    listed = Listed("https://chat.harrowmere.example/", schools=("st-orrins",))

    assert tuple(Discourse(DiscourseOptions(forums=(listed,))).plan(WRENBECK)) == ()


def test_a_post_has_one_identity_whether_it_was_read_searched_for_or_edited():
    search = "https://chat.harrowmere.example/search.json?q=x&page=1"
    (by_list,) = read(newest(POST)).items
    hit = {k: v for k, v in POST.items() if k not in {"cooked", "topic_slug", "topic_title"}}
    (by_search,) = read(found(hit | {"blurb": "…lovely"}), url=search).items
    (edited,) = read(newest(POST | {"cooked": "<p>Changed</p>", "version": 2})).items

    assert by_list.identity == by_search.identity == edited.identity
    assert by_list.url == by_search.url
    assert by_list.title == by_search.title


def test_two_posts_with_one_number_on_two_forums_are_two_things():
    (one,) = read(newest(POST), url="https://a.example/posts.json").items
    (two,) = read(newest(POST), url="https://b.example/forum/posts.json").items

    assert (one.identity.key, two.identity.key) == ("a.example#9", "b.example/forum#9")
    assert two.url == "https://b.example/forum/t/school/5/2"


def test_the_first_post_of_a_topic_is_a_post_and_the_others_are_comments():
    first, second = read(newest(POST | {"id": 8, "post_number": 1}, POST)).items

    assert (first.kind, second.kind) == (Kind.POST, Kind.COMMENT)


@pytest.mark.parametrize(
    "marker",
    [
        {"hidden": True},
        {"user_deleted": True},
        {"deleted_at": "2026-11-08T20:00:00Z"},
        {"post_type": 3},
        {"cooked": "<p>(post deleted by author)</p>"},
        {"cooked": "<p>(topic withdrawn by author, will be automatically deleted in 24 hours)</p>"},
    ],
)
def test_a_post_that_was_taken_away_is_no_item_and_no_failure(marker):
    page = read(newest(POST | marker))

    assert page.items == ()
    assert len(page.skipped) == 1


def test_a_post_that_speaks_of_a_deleted_post_is_an_item():
    said = "My post deleted by author? Who did that?"

    (item,) = read(newest(POST | {"cooked": f"<p>{said}</p>"})).items
    assert item.text == said


def test_the_same_newest_posts_for_ever_come_to_an_end():
    source = Discourse(DiscourseOptions(forums=(CHAT,), pages=3))
    (request,) = source.plan(WRENBECK)
    rounds = 0
    for _ in range(10):
        answer = response(newest(POST), url=request.url)
        page = source.parse(replace(answer, request=request))
        if not page.follow:
            break
        rounds += 1
        (request,) = page.follow
        assert parse_qs(urlsplit(request.url).query)["before"] == ["9"]
        assert request.scope is Scope.LOCAL

    assert rounds == 2


def test_a_forum_without_posts_is_an_honest_nothing_and_a_result_without_a_list_is_not():
    assert read(newest()).items == ()
    assert read(json.dumps({"grouped_search_result": {"post_ids": []}})).items == ()
    with pytest.raises(Unreadable):
        read(json.dumps({"grouped_search_result": {"post_ids": [1]}}))
    with pytest.raises(Unreadable):
        read("[]")


@pytest.mark.parametrize(
    ("wait", "pause"),
    [(12, timedelta(seconds=12)), ("7", timedelta(seconds=7)), (None, None), (-1, None)],
)
def test_a_pause_lasts_as_long_as_the_forum_says(wait, pause):
    body = {"errors": ["slow down"], "error_type": "rate_limit", "extras": {"wait_seconds": wait}}

    with pytest.raises(RateLimited) as caught:
        read(json.dumps(body), status=429)
    assert caught.value.until == (FETCHED_AT + pause if pause else None)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("We're experiencing extreme load right now", RateLimited),
        ("Your search term is too short.", Refused),
    ],
)
def test_an_error_inside_a_search_result_is_an_error(said, error):
    with pytest.raises(error):
        read(found(error=said, post_ids=[]))


@pytest.mark.parametrize("pages", [0, 6])
def test_a_forum_is_read_from_one_to_five_pages(pages):
    with pytest.raises(ValueError, match="pages"):
        DiscourseOptions(pages=pages)
