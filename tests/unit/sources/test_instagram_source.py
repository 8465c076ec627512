"""Instagram: what is asked for, which post is which, and how a hashtag is found."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Unreadable
from orm.model.items import Kind
from orm.model.polls import Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from sources.instagram import Hashtag, Instagram, InstagramOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, response

ACCOUNT = "17840000000000001"
TAGGED = InstagramOptions(hashtags=(Hashtag("#WrenbeckPrimary", schools=("wrenbeck",)),))
PERMALINK = "https://www.instagram.com/p/CWrenb1/"


def read(*entries, options=None, paging=None, shape="", url="https://saved.example/"):
    body = {"data": list(entries)} | ({"paging": paging} if paging else {})
    answer = response(json.dumps(body), source="instagram", url=url, shape=shape)
    return Instagram(options or InstagramOptions()).parse(answer)


def media(**more):
    return {
        "id": "17900000000000001",
        "caption": "Bridges",
        "permalink": PERMALINK,
        "timestamp": "2026-11-06T15:30:00+0000",
    } | more


def comment(**more):
    return {"id": "179100", "text": "Lovely", "timestamp": "2026-11-06T16:00:00+0000"} | more


def test_own_posts_tags_and_hashtags_are_asked_for_each_in_its_scope():
    scopes = {request.key: request.scope for request in Instagram(TAGGED).plan(WRENBECK)}

    assert scopes == {
        f"{ACCOUNT}/media": Scope.OWN,
        f"{ACCOUNT}/tags": Scope.ABOUT,
        f"{ACCOUNT}/#wrenbeckprimary": Scope.OPEN,
    }


def test_a_hashtag_is_asked_for_on_behalf_of_its_schools_only():
    other = replace(WRENBECK, school_id=SchoolId("st-orrins"))

    assert not [r for r in Instagram(TAGGED).plan(other) if "#" in r.key]


def test_tags_can_be_left_out():
    keys = [request.key for request in Instagram(InstagramOptions(tags=False)).plan(WRENBECK)]

    assert keys == [f"{ACCOUNT}/media"]


def test_no_picture_is_asked_for_and_no_key_is_in_an_address():
    for request in Instagram(TAGGED).plan(WRENBECK):
        assert "media_url" not in request.url
        assert "access_token" not in request.url
        assert request.credential == ACCOUNT


def test_an_account_without_a_number_cannot_be_asked_for():
    named = Watch(SchoolId("x"), "X", accounts=(OfficialAccount("instagram", "@wrenbeck"),))

    assert tuple(Instagram().plan(named)) == ()
    assert tuple(Instagram().plan(ST_ORRINS)) == ()


@pytest.mark.parametrize(
    "options",
    [
        {"posts": 0},
        {"comments": 101},
        {"pages": 6},
        {"version": "latest"},
        {"base_url": "x y"},
        {"hashtags": tuple(Hashtag(f"tag{n}") for n in range(31))},
    ],
)
def test_options_that_instagram_cannot_take_stop_the_start(options):
    with pytest.raises(ValueError, match=r"posts|pages|version|address|hashtags"):
        InstagramOptions(**options)


@pytest.mark.parametrize("tag", ["", "#", "two words", "a-b", "🎒"])
def test_what_is_no_hashtag_stops_the_start(tag):
    with pytest.raises(ValueError, match="hashtag"):
        Hashtag(tag)


def test_an_edited_caption_keeps_its_identity():
    (before,), (after,) = read(media()).items, read(media(caption="Towers")).items

    assert before.identity == after.identity


def test_captions_comments_and_replies_are_told_apart_and_share_the_address_of_the_post():
    reply = comment(id="179101", text="Yes", parent_id="179100")
    page = read(media(comments={"data": [comment(replies={"data": [reply]})]}))

    assert [item.kind for item in page.items] == [Kind.POST, Kind.COMMENT, Kind.COMMENT]
    assert {item.url for item in page.items} == {"https://instagram.com/p/CWrenb1/"}


def test_a_post_without_a_caption_still_gives_its_comments():
    page = read(media(caption=None, comments={"data": [comment()]}))

    assert [item.text for item in page.items] == ["Lovely"]


def test_further_comments_keep_the_address_of_their_post():
    paging = {"next": "https://graph.facebook.com/v25.0/1/comments?after=a"}
    (more,) = read(media(comments={"data": [comment()], "paging": paging})).follow
    page = read(comment(id="179102"), shape=more.shape, url=more.url, paging=paging)

    assert page.items[0].url == "https://instagram.com/p/CWrenb1/"
    assert page.follow[0].shape == more.shape.replace("page-2", "page-3")


def test_following_ends_after_as_many_pages_as_configured():
    paging = {"next": "https://graph.facebook.com/v25.0/1/media?after=a"}
    options = InstagramOptions(pages=1)

    assert read(media(), paging=paging).follow
    assert not read(media(), paging=paging, options=options).follow


def test_the_posts_of_a_hashtag_are_asked_for_by_its_number_and_the_same_account():
    search = next(r for r in Instagram(TAGGED).plan(WRENBECK) if "#" in r.key)
    answer = response('{"data": [{"id": "1784"}]}', source="instagram", url=search.url)

    (follow,) = Instagram(TAGGED).parse(replace(answer, request=search)).follow

    assert urlsplit(follow.url).path == "/v25.0/1784/recent_media"
    assert parse_qs(urlsplit(follow.url).query)["user_id"] == [ACCOUNT]
    assert "username" not in follow.url
    assert follow.credential == ACCOUNT


def test_a_number_that_nobody_asked_for_is_unreadable():
    with pytest.raises(Unreadable):
        read({"id": "1784"})


@pytest.mark.parametrize("link", ["https://evil.example/p/1", "https://instagram.com/a.jpg", 5])
def test_an_item_links_to_instagram_and_to_no_picture(link):
    (item,) = read(media(permalink=link)).items

    assert item.url == "https://instagram.com/"
