"""Mastodon: what servers are asked, and what their posts mean."""

import dataclasses
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Gone, RateLimited, Refused, Unreachable, Unreadable
from orm.model.keys import HeaderKey
from orm.model.polls import Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from sources.mastodon import Mastodon, MastodonOptions, Server
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

TAG = "https://social.example/api/v1/timelines/tag/harrowmere?limit=40"
NEXT = '<https://social.example/api/v1/timelines/tag/harrowmere?limit=40&max_id={}>; rel="next"'
SERVER = Server("https://social.example", tags=("#Harrowmere", "Wrenbeck"))


def read(body: object, *, url: str = TAG, status: int = 200, headers=(), shape: str = ""):
    text = body if isinstance(body, str) else json.dumps(body)
    return Mastodon().parse(
        response(text, source="mastodon", url=url, status=status, headers=headers, shape=shape)
    )


def status(**more: object) -> dict[str, object]:
    known = {
        "id": "1",
        "uri": "https://toots.example/users/mum/statuses/1",
        "url": "https://toots.example/@mum/1",
        "content": "<p>Fair on Friday</p>",
        "visibility": "public",
        "created_at": "2026-11-08T18:20:05.867Z",
        "account": {"username": "mum", "display_name": "The Mere Mum"},
    }
    return known | more


def one(**more: object):
    (item,) = read([status(**more)]).items
    return item


def plan(watch: Watch = WRENBECK, *servers: Server, search: bool = False):
    return tuple(Mastodon(MastodonOptions(servers=servers, search=search)).plan(watch))


def test_only_listed_tags_are_read_and_nothing_is_made_of_the_schools_name():
    tags = [one for one in plan(WRENBECK, SERVER) if "/timelines/tag/" in one.url]

    assert [urlsplit(request.url).path.rpartition("/")[2] for request in tags] == [
        "harrowmere",
        "wrenbeck",
    ]


def test_a_tag_is_one_question_however_it_is_written():
    listed = Server("https://social.example/", tags=("#HARROWMERE", "harrowmere", " Harrowmere"))

    assert len([one for one in plan(ST_ORRINS, listed) if "/tag/" in one.url]) == 1


def test_a_server_listed_for_another_school_is_not_asked():
    assert plan(ST_ORRINS, dataclasses.replace(SERVER, schools=("wrenbeck",))) == ()


def test_an_official_account_is_looked_up_on_its_own_server_as_the_schools_own():
    (request,) = plan()

    assert request.url == "https://social.example/api/v1/accounts/lookup?acct=wrenbeck"
    assert (request.scope, request.conditional, request.credential) == (Scope.OWN, False, "")


def test_an_account_on_a_listed_server_is_looked_up_where_that_is_listed():
    listed = Server("http://127.0.0.1:8080", signed=True)
    watch = Watch(
        SchoolId("x"), "X", accounts=(OfficialAccount("mastodon", "Wren@127.0.0.1:8080"),)
    )
    (request,) = plan(watch, listed)

    assert request.url == "http://127.0.0.1:8080/api/v1/accounts/lookup?acct=wren"
    assert request.credential == "127.0.0.1"


@pytest.mark.parametrize("handle", ["wrenbeck", "@wrenbeck", "a@b@c", "@a@x.example:99999", ""])
def test_a_handle_without_a_server_is_not_asked_for(handle):
    watch = Watch(SchoolId("x"), "X", accounts=(OfficialAccount("mastodon", handle),))

    assert plan(watch) == ()


def test_the_search_is_off_until_it_is_asked_for():
    assert not [one for one in plan(WRENBECK, SERVER) if "/search" in one.url]


def test_a_search_names_the_schools_name_and_the_servers_key():
    (request,) = (one for one in plan(WRENBECK, SERVER, search=True) if "/search" in one.url)

    assert parse_qs(urlsplit(request.url).query)["q"] == ['"Wrenbeck Primary"']
    assert request.credential == "social.example"


def test_each_key_is_named_after_its_own_server():
    assert Mastodon.signing == HeaderKey(domain="")


def test_tags_are_asked_without_a_key_unless_the_server_wants_one():
    open_, signed = (
        plan(ST_ORRINS, dataclasses.replace(SERVER, signed=signed))[0] for signed in (False, True)
    )

    assert (open_.credential, signed.credential) == ("", "social.example")


@pytest.mark.parametrize("tag", ["", "#", "two words", "2026", "a/b"])
def test_what_is_no_tag_stops_the_start(tag):
    with pytest.raises(ValueError, match="not a hash tag"):
        Server("https://social.example", tags=(tag,))


@pytest.mark.parametrize("pages", [0, 6])
def test_too_many_pages_stop_the_start(pages):
    with pytest.raises(ValueError, match="pages"):
        MastodonOptions(pages=pages)


def test_an_edit_keeps_the_identity_and_changes_the_words():
    first, edited = one(), one(content="<p>Monday</p>", edited_at="2026-11-08T19:00:00Z")

    assert first.identity == edited.identity
    assert first.text != edited.text


def test_a_post_is_the_same_on_every_server_that_knows_it():
    there = read([status(id="900")], url=TAG.replace("social", "other")).items[0]

    assert there.identity == one().identity


@pytest.mark.parametrize("visibility", ["private", "direct", "limited", "", None, ["public"]])
def test_a_post_that_is_not_for_everybody_is_never_an_item(visibility):
    page = read([status(visibility=visibility)])

    assert page.items == ()
    assert [one.reason for one in page.skipped] == ["a post that is not for everybody"]


def test_a_boost_is_left_out():
    assert read([status(reblog=status())]).items == ()


@pytest.mark.parametrize(
    ("account", "author"),
    [
        ({"display_name": "The Mere Mum", "username": "mum"}, "The Mere Mum"),
        ({"display_name": "", "username": "mum"}, "@mum"),
        ({"display_name": "mum@mail.example", "username": ""}, ""),
        (None, ""),
    ],
)
def test_the_author_is_the_display_name_else_the_handle(account, author):
    assert one(account=account).author == author


@pytest.mark.parametrize("uri", [None, 7, "tag:x,2026:1", ""])
def test_a_post_without_an_address_of_its_own_is_counted_and_skipped(uri):
    page = read([status(uri=uri), status()])

    assert (len(page.items), len(page.skipped)) == (1, 1)


def test_a_post_without_a_page_is_found_at_its_uri():
    assert one(url=None).url == "https://toots.example/users/mum/statuses/1"


def test_an_address_that_is_a_picture_is_no_address():
    page = read([status(url="https://x.example/a.png"), status()])

    assert len(page.items) == 1


def test_a_date_that_cannot_be_read_is_null_never_now():
    assert one(created_at="yesterday").posted_at is None


def test_pages_are_followed_on_the_same_server_only():
    here = (("link", NEXT.format(5)),)
    elsewhere = (("link", NEXT.format(5).replace("social", "evil")),)

    assert read([status()], headers=here).follow[0].url.endswith("max_id=5")
    assert read([status()], headers=elsewhere).follow == ()


def test_a_row_of_pages_ends_where_the_last_is_configured():
    last = (("link", NEXT.format(5)),)

    assert read([status()], headers=last, shape="page-2").follow == ()


def test_a_link_that_leads_back_only_is_not_followed():
    back = (("link", NEXT.format(5).replace("next", "prev")),)

    assert read([status()], headers=back).follow == ()


def test_an_empty_tag_asks_the_server_whether_its_tag_pages_are_open():
    (about,) = read([]).follow

    assert about.url == "https://social.example/api/v2/instance"


@pytest.mark.parametrize(
    ("tags", "closed"),
    [
        ({"local": "disabled", "remote": "disabled"}, True),
        ({"local": "public", "remote": "disabled"}, False),
        ({"local": "authenticated", "remote": "authenticated"}, False),
        ({"local": ["disabled"], "remote": {}}, False),
        ({}, False),
        (None, False),
        ([], False),
    ],
)
def test_an_empty_tag_is_an_honest_nothing_only_where_tag_pages_are_open(tags, closed):
    known = {
        "domain": "social.example",
        "configuration": {"timelines_access": {"hashtag_feeds": tags}},
    }
    if closed:
        with pytest.raises(Refused, match="switched its tag pages off"):
            read(known)
    else:
        assert read(known).items == ()


def test_an_account_leads_to_its_posts_without_boosts_once():
    account = {"id": "77", "username": "wrenbeck", "acct": "wrenbeck"}
    (posts,) = read(
        account, url="https://social.example/api/v1/accounts/lookup?acct=wrenbeck"
    ).follow

    assert posts.url.endswith("/api/v1/accounts/77/statuses?limit=40&exclude_reblogs=true")
    with pytest.raises(Unreadable, match="instead of its posts"):
        read(account, url=posts.url)


@pytest.mark.parametrize("own_id", [None, 77, "../x", ""])
def test_an_account_without_an_id_is_unreadable(own_id):
    with pytest.raises(Unreadable, match="no id"):
        read({"id": own_id, "username": "wrenbeck", "acct": "wrenbeck"})


@pytest.mark.parametrize("state", [{"suspended": True}, {"moved": {"acct": "x"}}])
def test_an_account_that_moved_or_is_suspended_is_gone(state):
    with pytest.raises(Gone, match="official accounts"):
        read({"id": "77", "username": "wrenbeck", "acct": "wrenbeck", **state})


@pytest.mark.parametrize("code", [200, 400, 401, 403])
@pytest.mark.parametrize(
    ("said", "error", "who"),
    [
        ("The access token is invalid", Refused, "make a new access token"),
        ("The access token was revoked", Refused, "make a new access token"),
        ("The access token expired", Refused, "make a new access token"),
        ("Your login is currently disabled", Refused, "make a new access token"),
        ("This method requires an authenticated user", Refused, "without a key"),
        ("Record not found", Gone, "official accounts"),
        ("Too many requests", RateLimited, "pause"),
    ],
)
def test_what_a_server_says_in_words_counts_whatever_the_status(said, error, who, code):
    with pytest.raises(error, match=who):
        read({"error": said}, status=code)


@pytest.mark.parametrize(
    ("code", "error"), [(401, Refused), (404, Gone), (500, Unreachable), (418, Unreadable)]
)
def test_words_that_are_not_known_leave_the_status_to_decide(code, error):
    with pytest.raises(error):
        read({"error": "Hmm"}, status=code)


@pytest.mark.parametrize(
    ("stated", "until"),
    [
        ("2026-11-09T12:05:00.131957Z", timedelta(minutes=5)),
        ("1794225900", None),
        ("2026-11-09T11:00:00Z", None),
    ],
)
def test_the_pause_ends_at_the_moment_that_the_server_writes_out(stated, until):
    with pytest.raises(RateLimited) as caught:
        read({"error": "Too many requests"}, status=429, headers=(("x-ratelimit-reset", stated),))

    assert caught.value.until == (FETCHED_AT + until if until else None)
