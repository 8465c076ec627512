"""Bluesky: what it is asked, and what its posts mean."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Gone, RateLimited, Refused, Unreachable, Unreadable
from orm.model.keys import AppPassword
from orm.model.polls import Access, Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from sources.bluesky import Bluesky, BlueskyOptions
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

DID = "did:plc:wrenbeckprimary000000000"
FEED = "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=x"
SEARCH = "https://bsky.social/xrpc/app.bsky.feed.searchPosts?q=x"
SEARCHING = BlueskyOptions(search=True)


def read(body: object, *, url: str = FEED, status: int = 200, headers=(), shape: str = ""):
    text = body if isinstance(body, str) else json.dumps(body)
    return Bluesky().parse(
        response(text, source="bluesky", url=url, status=status, headers=headers, shape=shape)
    )


def post(*, text: str = "Fair on Friday", created: object = "2026-11-08T16:30:13.295Z", **more):
    known: dict[str, object] = {
        "uri": f"at://{DID}/app.bsky.feed.post/3lwb1",
        "author": {"did": DID, "handle": "wrenbeck.example", "displayName": "Wrenbeck Primary"},
        "record": {"text": text, "createdAt": created, "langs": ["en"]},
        "indexedAt": "2026-11-08T16:30:14.304Z",
    }
    return known | more


def one(**more):
    (item,) = read({"posts": [post(**more)]}).items
    return item


def actors(*handles: str) -> list[str]:
    accounts = tuple(OfficialAccount("bluesky", handle) for handle in handles)
    return [one.key for one in Bluesky().plan(Watch(SchoolId("x"), "X", accounts=accounts))]


def test_accounts_are_read_without_a_key_on_the_public_host_as_the_schools_own():
    (request,) = Bluesky().plan(WRENBECK)

    assert urlsplit(request.url).hostname == "public.api.bsky.app"
    assert parse_qs(urlsplit(request.url).query)["actor"] == [DID]
    assert (request.scope, Bluesky.access) == (Scope.OWN, Access.A)


def test_the_search_is_off_until_it_is_asked_for_and_then_goes_to_the_keys_host():
    (search,) = Bluesky(SEARCHING).plan(ST_ORRINS)

    assert tuple(Bluesky().plan(ST_ORRINS)) == ()
    assert isinstance(Bluesky.signing, AppPassword)
    assert urlsplit(search.url).hostname == Bluesky.signing.domain == "bsky.social"


def test_a_search_asks_for_the_broadest_name_of_the_last_days_newest_first():
    *_, search = Bluesky(SEARCHING).plan(WRENBECK)
    asked = parse_qs(urlsplit(search.url).query)

    assert (asked["q"], asked["sort"]) == (['"Wrenbeck Primary"'], ["latest"])
    assert asked["since"] == ["{today-7}"]
    assert "today" not in search.key


def test_an_account_is_one_question_however_its_handle_is_written():
    assert actors("@Wrenbeck.example", "wrenbeck.EXAMPLE") == ["account|wrenbeck.example"]


@pytest.mark.parametrize("handle", ["", "wrenbeck", "@", "a b.example", "https://bsky.app/x"])
def test_what_is_no_handle_is_not_asked_for(handle):
    assert actors(handle) == []


@pytest.mark.parametrize(
    "options",
    [
        {"pages": 0},
        {"pages": 6},
        {"days": 0},
        {"days": 91},
        {"base_url": ""},
        {"search_url": "a b"},
    ],
)
def test_options_that_cannot_be_used_stop_the_start(options):
    with pytest.raises(ValueError, match=r"pages|days|address"):
        BlueskyOptions(**options)


def test_an_edit_and_a_new_handle_keep_the_identity():
    renamed = {"did": DID, "handle": "new.example", "displayName": "New"}

    assert one().identity == one(text="Monday", cid="other", author=renamed).identity
    assert one().url == one(author=renamed).url


def test_an_address_by_handle_is_known_by_the_permanent_id():
    assert one(uri="at://wrenbeck.example/app.bsky.feed.post/3lwb1").identity == one().identity


def test_the_same_post_in_a_feed_a_search_and_a_thread_is_the_same():
    feed = read({"feed": [{"post": post()}]})
    thread = read({"thread": {"post": post(), "replies": []}})

    assert feed.items == thread.items == (one(),)


@pytest.mark.parametrize(
    ("created", "at"),
    [
        ("2026-11-08T16:30:13.295Z", datetime(2026, 11, 8, 16, 30, 13, tzinfo=UTC)),
        ("2026-11-08T16:30:13Z", datetime(2026, 11, 8, 16, 30, 13, tzinfo=UTC)),
        ("2026-11-08T18:00:00Z", datetime(2026, 11, 8, 16, 30, 14, tzinfo=UTC)),
        ("2099-01-01T00:00:00Z", datetime(2026, 11, 8, 16, 30, 14, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", datetime(2026, 11, 8, 16, 30, 14, tzinfo=UTC)),
        (None, datetime(2026, 11, 8, 16, 30, 14, tzinfo=UTC)),
    ],
)
def test_the_earlier_believable_one_of_the_two_dates_counts(created, at):
    assert one(created=created).posted_at == at


def test_a_post_whose_dates_cannot_be_read_has_none():
    item = one(created="soon", indexedAt="later")

    assert (item.posted_at, item.posted_raw) == (None, "soon")


@pytest.mark.parametrize("place", ["post", "author", "record"])
def test_a_post_that_only_signed_in_people_may_see_is_left_out(place):
    known = post()
    labels: object = [{"val": "!no-unauthenticated"}]
    if place == "record":
        labels = {"values": labels}
    holder = known if place == "post" else known[place]
    assert isinstance(holder, dict)
    holder["labels"] = labels

    page = read({"posts": [known]})

    assert page.items == ()
    assert [one.reason for one in page.skipped] == ["a post that is not shown to everybody"]


def test_a_label_that_was_taken_back_or_means_something_else_hides_nothing():
    labels = [{"val": "!no-unauthenticated", "neg": True}, {"val": "porn"}, "odd", None]

    assert one(labels=labels).text == "Fair on Friday"


@pytest.mark.parametrize(
    "entry",
    [
        {"post": post(), "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}},
        {"uri": "at://x", "notFound": True},
        {"uri": "at://x", "blocked": True},
        {"post": post(text="")},
    ],
)
def test_reposts_tombstones_and_wordless_posts_are_left_out(entry):
    page = read({"feed": [entry]})

    assert (page.items, len(page.skipped)) == ((), 1)


@pytest.mark.parametrize(
    "uri", [None, "", "https://bsky.app/x", f"at://{DID}/app.bsky.feed.like/1"]
)
def test_an_entry_without_an_address_of_its_own_is_counted_and_skipped(uri):
    page = read({"posts": [post(uri=uri), post()]})

    assert (len(page.items), len(page.skipped)) == (1, 1)


def test_a_deep_thread_is_read_to_its_end():
    thread: dict[str, object] = {"post": post()}
    for number in range(100):
        uri = f"at://{DID}/app.bsky.feed.post/r{number}"
        thread = {"post": post(uri=uri), "replies": [thread], "parent": None}

    assert len(read({"thread": thread}).items) == 101


def test_what_a_thread_answers_is_read_too():
    parent = {"post": post(uri=f"at://{DID}/app.bsky.feed.post/up", text="Question")}

    texts = [item.text for item in read({"thread": {"post": post(), "parent": parent}}).items]

    assert texts == ["Fair on Friday", "Question"]


def test_a_cursor_leads_on_until_the_last_page_and_an_empty_page_nowhere():
    more = {"posts": [post()], "cursor": "a/b c"}

    assert read(more).follow[0].url == f"{FEED}&cursor=a%2Fb+c"
    assert read(more, shape="page-2").follow == ()
    assert read({"posts": [], "cursor": "x"}).follow == ()
    assert read({"posts": [post()], "cursor": "x" * 2000}).follow == ()


@pytest.mark.parametrize("code", [200, 400, 401])
@pytest.mark.parametrize(
    ("name", "said", "error", "who"),
    [
        ("InvalidRequest", "Profile not found", Gone, "official accounts"),
        ("InvalidRequest", "Unable to resolve handle", Gone, "official accounts"),
        ("InvalidRequest", "actor must be a valid did or a handle", Gone, "official accounts"),
        ("AccountTakedown", "Account has been suspended", Gone, "official accounts"),
        ("AccountDeactivated", "Account is deactivated", Gone, "official accounts"),
        ("ExpiredToken", "Token has expired", Refused, "new app password"),
        ("InvalidToken", "Token could not be verified", Refused, "new app password"),
        ("AuthMissing", "", Refused, "new app password"),
        ("BlockedByActor", "", Refused, "block each other"),
        ("BadQueryString", "", Refused, "names"),
        ("RateLimitExceeded", "Rate Limit Exceeded", RateLimited, "pause"),
        ("UpstreamFailure", "", Unreachable, "not well"),
    ],
)
def test_an_errors_name_counts_whatever_the_status(name, said, error, who, code):
    with pytest.raises(error, match=who):
        read({"error": name, "message": said}, status=code)


def test_a_suspended_account_that_searches_is_a_key_to_renew():
    with pytest.raises(Refused, match="new app password"):
        read({"error": "AccountTakedown", "message": "suspended"}, url=SEARCH, status=400)


@pytest.mark.parametrize(
    ("reset", "until"),
    [("1794225800", datetime(2026, 11, 9, 12, 3, 20, tzinfo=UTC)), ("80", None), ("soon", None)],
)
def test_the_pause_ends_at_the_second_that_bluesky_states(reset, until):
    with pytest.raises(RateLimited) as caught:
        read({"error": "RateLimitExceeded"}, status=429, headers=(("ratelimit-reset", reset),))

    assert caught.value.until == until


def test_a_pause_that_the_answer_states_as_retry_after_comes_first():
    answer = response("", source="bluesky", status=429, url=FEED, retry_at=FETCHED_AT)

    with pytest.raises(RateLimited) as caught:
        Bluesky().parse(answer)
    assert caught.value.until == FETCHED_AT


@pytest.mark.parametrize("body", [{}, {"did": DID}, {"posts": {}}, {"thread": "x"}, {"actors": []}])
def test_json_without_posts_is_unreadable_and_not_empty(body):
    with pytest.raises(Unreadable):
        read(body)
