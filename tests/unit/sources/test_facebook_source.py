"""Facebook: what is asked for, whose words are whose, and which post is which."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.model.items import Kind
from orm.model.keys import QueryKey
from orm.model.polls import Scope
from orm.model.schools import AccountStatus, OfficialAccount, SchoolId, Watch
from sources.facebook import Facebook, FacebookOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, response

PAGE = "100200300400500"


def read(*entries, options=None, paging=None, shape="", url="https://saved.example/"):
    body = {"data": list(entries)} | ({"paging": paging} if paging else {})
    answer = response(json.dumps(body), source="facebook", url=url, shape=shape)
    return Facebook(options or FacebookOptions()).parse(answer)


def post(**more):
    return {
        "id": f"{PAGE}_1",
        "message": "Open day",
        "created_time": "2026-11-07T17:05:00+0000",
    } | more


def watch(*accounts):
    return Watch(SchoolId("wrenbeck"), "Wrenbeck Primary School", accounts=accounts)


def test_own_posts_and_other_peoples_are_asked_for_apart():
    scopes = {request.key: request.scope for request in Facebook().plan(WRENBECK)}

    assert scopes == {
        f"{PAGE}/published_posts": Scope.OWN,
        f"{PAGE}/visitor_posts": Scope.ABOUT,
        f"{PAGE}/tagged": Scope.ABOUT,
    }


def test_a_request_names_the_key_of_its_page_and_holds_none():
    for request in Facebook().plan(WRENBECK):
        assert request.credential == PAGE
        assert "access_token" not in request.url
    assert Facebook.signing == QueryKey("facebook.com", "access_token")


def test_comments_come_with_their_posts_newest_first_and_pictures_are_not_asked_for():
    request = next(iter(Facebook(FacebookOptions(posts=7, comments=9)).plan(WRENBECK)))
    query = parse_qs(urlsplit(request.url).query)

    assert query["limit"] == ["7"]
    assert "comments.filter(stream).order(reverse_chronological).limit(9){" in query["fields"][0]
    assert not {"full_picture", "attachments", "picture"} & set(query["fields"][0].split(","))


def test_a_first_page_that_did_not_change_is_still_read_for_what_follows():
    assert not any(request.conditional for request in Facebook().plan(WRENBECK))


def test_tagged_posts_can_be_left_out():
    keys = [r.key for r in Facebook(FacebookOptions(tagged=False)).plan(WRENBECK)]

    assert keys == [f"{PAGE}/published_posts", f"{PAGE}/visitor_posts"]


def test_a_school_without_an_open_page_is_not_asked_for():
    closed = OfficialAccount("facebook", PAGE, status=AccountStatus.CLOSED)
    odd = OfficialAccount("facebook", "../me?fields=id")

    assert tuple(Facebook().plan(ST_ORRINS)) == ()
    assert tuple(Facebook().plan(watch(closed, odd))) == ()


@pytest.mark.parametrize(
    "options",
    [
        {"posts": 0},
        {"posts": 101},
        {"comments": 0},
        {"comments": 101},
        {"pages": 0},
        {"pages": 6},
        {"version": "25"},
        {"base_url": "x y"},
    ],
)
def test_options_that_facebook_cannot_take_stop_the_start(options):
    with pytest.raises(ValueError, match=r"posts|pages|version|address"):
        FacebookOptions(**options)


def test_an_edited_post_keeps_its_identity():
    (before,) = read(post()).items
    (after,) = read(post(message="Open day is off", from_={"name": "x"})).items

    assert before.identity == after.identity
    assert before.text != after.text


@pytest.mark.parametrize(
    ("link", "key"),
    [
        (f"https://www.facebook.com/{PAGE}/posts/9001?comment_id=71", "9001_71"),
        (
            f"https://www.facebook.com/{PAGE}/posts/9001/?comment_id=71&reply_comment_id=72",
            "9001_72",
        ),
    ],
)
def test_a_comment_is_the_same_with_and_without_its_id(link, key):
    comment = {
        "message": "Hello",
        "created_time": "2026-11-07T18:00:00+0000",
        "permalink_url": link,
    }
    (bare,) = read(comment).items
    (full,) = read(comment | {"id": key}).items

    assert bare.identity == full.identity
    assert bare.kind is Kind.COMMENT


def test_a_post_without_a_writer_has_no_author():
    (item,) = read(post()).items

    assert item.author == ""


def test_signs_that_look_like_markup_stay_as_they_were_written():
    (item,) = read(post(message="3 <b or 4 &amp; more")).items

    assert item.text == "3 <b or 4 &amp; more"


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/p/1",
        "https://evilfacebook.com/1",
        "https://facebook.com/a.jpg",
        7,
        None,
    ],
)
def test_an_item_links_to_facebook_and_to_no_picture(link):
    (item,) = read(post(permalink_url=link)).items

    assert item.url == f"https://facebook.com/{PAGE}_1"


def test_a_date_that_cannot_be_read_is_none_and_kept_as_it_was():
    (item,) = read(post(created_time="yesterday")).items

    assert item.posted_at is None
    assert item.posted_raw == "yesterday"


def test_comments_of_at_most_two_posts_are_followed():
    more = {"next": "https://graph.facebook.com/v25.0/{}/comments?after=a"}
    talks = [
        post(id=f"{PAGE}_{n}", comments={"data": [], "paging": {"next": more["next"].format(n)}})
        for n in range(5)
    ]

    urls = [request.url for request in read(*talks).follow]

    assert urls == [f"https://saved.example/v25.0/{n}/comments?after=a" for n in (0, 1)]


def test_following_ends_after_as_many_pages_as_configured():
    paging = {"next": "https://graph.facebook.com/v25.0/1/feed?after=a"}
    options = FacebookOptions(pages=2)

    assert read(post(), paging=paging, options=options).follow
    assert not read(post(), paging=paging, options=options, shape="page-2").follow


def test_the_next_page_goes_out_with_the_scope_and_the_key_of_the_first():
    request = next(iter(Facebook().plan(WRENBECK)))
    body = {"data": [], "paging": {"next": "https://graph.facebook.com/v25.0/1/x?after=a"}}
    answer = replace(
        response(json.dumps(body), source="facebook", url=request.url), request=request
    )

    (following,) = Facebook().parse(answer).follow

    assert (following.scope, following.credential) == (Scope.OWN, PAGE)
