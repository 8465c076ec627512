"""Reddit: what it is asked, and what its posts mean."""

import dataclasses
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Gone, RateLimited, Refused, Unreachable, Unreadable
from orm.model.items import Kind
from orm.model.keys import ClientCredentials
from orm.model.polls import Access, Scope
from orm.model.schools import SchoolId, Watch
from orm.ports import Keyed
from sources.reddit import Reddit, RedditOptions, Subreddit
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

LOCAL = RedditOptions(subreddits=(Subreddit("r/Harrowmere"), Subreddit("mere", ("st-orrins",))))


def read(body: object, *, status: int = 200, headers=(), url="https://saved.example/", shape=""):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return Reddit().parse(
        response(text, source="reddit", url=url, shape=shape, status=status, headers=headers)
    )


def listing(*things: object, after: str | None = None) -> dict[str, object]:
    return {"kind": "Listing", "data": {"after": after, "children": list(things)}}


def post(**more: object) -> dict[str, object]:
    data = {
        "name": "t3_1p0a01",
        "title": "Pick-up time",
        "selftext": "Is it only me?",
        "author": "mere_walker",
        "permalink": "/r/Harrowmere/comments/1p0a01/x/",
        "created_utc": 1794166200.0,
        "is_self": True,
    }
    return {"kind": "t3", "data": data | more}


def one(**more: object):
    (item,) = read(listing(post(**more))).items
    return item


def test_reddit_wants_a_key_and_gives_it_to_reddit_only():
    source = Reddit()

    assert isinstance(source, Keyed)
    assert isinstance(source.signing, ClientCredentials)
    assert (source.access, source.signing.domain) == (Access.C, "reddit.com")
    assert all(
        urlsplit(request.url).hostname == "oauth.reddit.com" for request in source.plan(WRENBECK)
    )


def test_a_school_is_searched_for_by_its_broadest_name_in_quotation_marks():
    search, *_ = Reddit().plan(WRENBECK)
    asked = parse_qs(urlsplit(search.url).query)

    assert asked["q"] == ['"Wrenbeck Primary"']
    assert (asked["sort"], asked["t"], asked["type"]) == (["new"], ["week"], ["link"])
    assert search.scope is Scope.OPEN


def test_listed_communities_are_swept_for_posts_and_comments_as_local():
    requests = [one for one in Reddit(LOCAL).plan(WRENBECK) if one.scope is Scope.LOCAL]

    assert [urlsplit(request.url).path for request in requests] == [
        "/r/harrowmere/new",
        "/r/harrowmere/comments",
    ]


def test_a_community_listed_for_another_school_is_not_swept():
    swept = {one.key for one in Reddit(LOCAL).plan(ST_ORRINS)}

    assert {"r|mere|new", "r|harrowmere|new"} <= swept
    assert "r|mere|new" not in {one.key for one in Reddit(LOCAL).plan(WRENBECK)}


def test_links_to_the_schools_website_are_asked_for():
    urls = [one.url for one in Reddit().plan(ST_ORRINS)]

    assert "https://oauth.reddit.com/domain/st-orrins.example/new?limit=100&raw_json=1" in urls


@pytest.mark.parametrize("website", ["", "https://sites.google.com/wrenbeck", "http://[::1", "  "])
def test_a_website_that_is_none_of_its_own_is_not_asked_for(website):
    watch = Watch(SchoolId("x"), "Wrenbeck Primary School", website=website)

    assert [one.key for one in Reddit().plan(watch)] == ["search|wrenbeck primary school"]


@pytest.mark.parametrize("name", ["r/Harrowmere", "/r/harrowmere/", "HARROWMERE", " harrowmere "])
def test_a_community_is_the_same_however_it_is_written(name):
    assert Subreddit(name).short == "harrowmere"


@pytest.mark.parametrize("name", ["", "r/", "two words", "a", "https://reddit.com/r/x"])
def test_what_is_no_community_stops_the_start(name):
    with pytest.raises(ValueError, match="not a community"):
        Subreddit(name)


@pytest.mark.parametrize("options", [{"pages": 0}, {"pages": 6}, {"base_url": "x y"}])
def test_options_that_cannot_be_used_stop_the_start(options):
    with pytest.raises(ValueError, match=r"pages|address"):
        RedditOptions(**options)


def test_an_edit_keeps_the_identity_and_changes_the_words():
    first, edited = one(), one(selftext="It is not only me.", edited=1794167100.0, title="Edited")

    assert first.identity == edited.identity
    assert first.text != edited.text


def test_a_post_read_from_a_listing_and_from_a_feed_is_the_same_post():
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>t3_1p0a01</id><title>Pick-up time</title>'
        '<link href="https://www.reddit.com/r/Harrowmere/comments/1p0a01/x/"/></entry></feed>'
    )

    assert read(feed).items[0].identity == one().identity


def test_a_feed_without_posts_is_an_honest_nothing_only_from_reddit():
    feed = '<rss version="2.0"><channel><title>x</title><link>https://{}/</link></channel></rss>'

    assert read(feed.format("www.reddit.com")).items == ()
    with pytest.raises(Unreadable, match="not Reddit's"):
        read(feed.format("harrowmereherald.example"))


def test_a_deleted_post_in_a_feed_is_left_out_and_a_poster_who_is_gone_has_no_name():
    entry = (
        "<entry><title>{}</title><author><name>[deleted]</name></author>"
        '<link href="https://www.reddit.com/r/Harrowmere/comments/{}/x/"/></entry>'
    )
    entries = entry.format("[deleted by user]", "1") + entry.format("Cake", "2")
    page = read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>')

    assert [(item.identity.key, item.author) for item in page.items] == [("t3_2", "")]
    assert len(page.skipped) == 1


def test_an_entry_that_cannot_be_read_is_counted_and_the_others_are_kept():
    page = read(listing(post(), 7, post(name="x"), post(permalink=""), {"kind": "t3"}))

    assert (len(page.items), len(page.skipped)) == (1, 4)


def test_one_post_by_itself_is_read_as_a_listing_of_one():
    assert read(post()).items == (one(),)


def test_a_comment_is_a_comment_and_known_by_its_own_name():
    thing = {"kind": "t1", "data": {"id": "oa1", "link_id": "t3_1p0a01", "body": "Us too"}}
    (item,) = read(listing(thing)).items

    assert (item.kind, item.identity.key) == (Kind.COMMENT, "t1_oa1")
    assert item.url == "https://reddit.com/comments/1p0a01/_/oa1/"


@pytest.mark.parametrize(
    "gone",
    [
        {"selftext": "[deleted]"},
        {"selftext": "[removed]"},
        {"title": "[deleted by user]"},
        {"removed_by_category": "moderator"},
        {"author": "[deleted]", "selftext": ""},
    ],
)
def test_what_was_deleted_or_removed_is_no_item(gone):
    page = read(listing(post(**gone)))

    assert page.items == ()
    assert len(page.skipped) == 1


def test_the_words_of_a_poster_whose_account_is_gone_stay_without_a_name():
    assert one(author="[deleted]").author == ""


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://wrenbeck.example/news", "https://wrenbeck.example/news"),
        ("https://i.redd.it/abc.jpeg", ""),
        ("https://v.redd.it/abc", ""),
        ("https://i.imgur.com/abc", ""),
        ("https://x.example/cake.jpg", ""),
        (7, ""),
    ],
)
def test_a_link_post_holds_its_link_unless_that_is_media(url, text):
    assert one(selftext="", is_self=False, url=url).text == text


@pytest.mark.parametrize("created", [None, "soon", True, -1.0, 1e12, float("inf"), float("nan")])
def test_a_time_that_cannot_be_read_is_none(created):
    assert one(created_utc=created).posted_at is None


def test_text_that_was_escaped_and_text_that_was_not_read_alike():
    assert one(selftext="cake &amp; tea").text == one(selftext="cake & tea").text == "cake & tea"


def test_a_deep_tree_of_comments_is_read_to_its_end():
    tree: object = ""
    for number in range(100):
        data = {"id": f"c{number}", "link_id": "t3_1", "body": "Words", "replies": tree}
        tree = listing({"kind": "t1", "data": data})

    assert len(read(tree).items) == 100


def test_a_row_of_pages_ends_where_the_last_is_configured():
    source = Reddit(RedditOptions(pages=3))
    request = next(iter(source.plan(WRENBECK)))
    shapes = []
    for number in range(5):
        body = json.dumps(listing(post(), after=f"t3_{number}"))
        page = source.parse(
            dataclasses.replace(response(body, source="reddit"), request=request, url=request.url)
        )
        if not page.follow:
            break
        (request,) = page.follow
        shapes.append((request.shape, parse_qs(urlsplit(request.url).query)["after"]))

    assert shapes == [("page-2", ["t3_0"]), ("page-3", ["t3_1"])]


def test_the_third_page_is_the_last():
    page = read(listing(post(), after="t3_9"), shape="page-3")

    assert page.follow == ()


@pytest.mark.parametrize("after", ["t5_x", "../../etc", "", 7, "t3_" + "a" * 40])
def test_a_next_page_that_is_no_post_is_not_followed(after):
    assert read(listing(post(), after=after)).follow == ()


@pytest.mark.parametrize(
    ("body", "status", "error", "says"),
    [
        ({"error": 401}, 200, Refused, "prefs/apps"),
        ({"error": 403}, 200, Refused, "private or quarantined"),
        ({"error": 404}, 404, Gone, "404"),
        ({"error": 429}, 200, RateLimited, "pause"),
        ({"error": 503}, 503, RateLimited, "pause"),
        ({"error": 500}, 200, Unreachable, "not well"),
        ({"reason": "quarantined", "message": "Forbidden"}, 403, Refused, "quarantined"),
        ({"reason": "private", "message": "Forbidden"}, 200, Refused, "private"),
        ({"error": "invalid_grant"}, 400, Refused, "invalid_grant"),
        ({"error": 7}, 200, Unreadable, "not a listing"),
        ({"error": True}, 200, Unreadable, "not a listing"),
        ({"kind": "t2", "data": {"name": "x"}}, 200, Unreadable, "not a listing"),
        ([], 200, Unreadable, "not a listing"),
        ("<html><title>reddit</title></html>", 200, Unreadable, "web page"),
        ("<html><title>reddit</title></html>", 503, RateLimited, "pause"),
        ("", 502, Unreachable, "502"),
    ],
)
def test_what_reddit_says_becomes_the_error_for_who_must_act(body, status, error, says):
    with pytest.raises(error, match=says):
        read(body, status=status)


@pytest.mark.parametrize(("reset", "seconds"), [("82", 82), ("0.5", 0.5), ("599.0", 599)])
def test_the_pause_is_the_seconds_to_go_that_reddit_states(reset, seconds):
    with pytest.raises(RateLimited) as caught:
        read({"error": 429}, status=429, headers=(("x-ratelimit-reset", reset),))

    assert caught.value.until == FETCHED_AT + timedelta(seconds=seconds)


def test_a_post_that_quotes_the_pause_page_is_a_post():
    assert one(title="whoa there, pardner! Too Many Requests").title.startswith("whoa")
