"""YouTube's Data API: what is asked, what leads where, and what stays the same."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest

from orm.errors import RateLimited, Refused, SourceError, Unreadable
from orm.model.items import Kind
from orm.model.polls import Scope
from orm.model.schools import AccountStatus, OfficialAccount, SchoolId, Watch
from orm.stories import fingerprint
from sources.youtube import Youtube, YoutubeOptions
from sources.youtube_feed import YoutubeFeed
from tests.factories_sources import CHANNEL, FETCHED_AT, GOLDEN, WRENBECK, golden_cases, response

SEARCH = "https://www.googleapis.com/youtube/v3/search?part=snippet&q=%22{}%22&maxResults=50"
MIDNIGHT = datetime(2026, 11, 10, 8, tzinfo=UTC)  # in Los Angeles
THREADS = (
    "https://www.googleapis.com/youtube/v3/commentThreads?part=snippet%2Creplies"
    f"&allThreadsRelatedToChannelId={CHANNEL}&maxResults=100"
)


def golden(name: str):
    return json.loads((GOLDEN / "youtube" / f"{name}.body.json").read_text(encoding="utf-8"))


def answer(
    body: object, *, shape: str = "", url: str = "https://saved.example/", status: int = 200
):
    return response(json.dumps(body), source="youtube", url=url, shape=shape, status=status)


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_a_school_is_searched_for_by_its_broadest_name_and_its_channels_are_looked_up():
    search, by_id, by_handle = Youtube().plan(WRENBECK)

    assert asked(search.url)["q"] == '"Wrenbeck Primary"'
    assert asked(by_id.url)["id"] == CHANNEL
    assert asked(by_handle.url)["forHandle"] == "@wrenbeck"
    assert [r.scope for r in (search, by_id, by_handle)] == [Scope.ASKED, Scope.OWN, Scope.OWN]


def test_a_search_looks_back_from_the_day_it_is_made_and_its_key_never_changes():
    (search, *_) = Youtube(YoutubeOptions(days=7)).plan(WRENBECK)

    assert "publishedAfter={today-7}T00:00:00Z" in unquote_plus(search.url)
    assert search.key == "search|wrenbeck primary"


def test_what_leads_to_comments_is_asked_even_when_it_did_not_change():
    assert not any(request.conditional for request in Youtube().plan(WRENBECK))


def test_only_searches_count_against_the_hundred_a_day():
    searches, calls = Youtube().allowances
    shapes = [request.shape for request in Youtube().plan(WRENBECK)]

    assert (searches.calls, searches.shape, searches.zone) == (100, "search", "America/Los_Angeles")
    assert (calls.calls, calls.shape) == (10_000, None)
    assert shapes == ["search", "channel", "channel"]


@pytest.mark.parametrize("handle", ["wrenbeck", "UC/../x", "https://youtube.com/@wrenbeck", ""])
def test_an_account_that_is_neither_an_id_nor_a_handle_is_not_asked(handle):
    watch = Watch(SchoolId("x"), "WPS", accounts=(OfficialAccount("youtube", handle),))

    assert tuple(Youtube().plan(watch)) == ()


def test_a_closed_channel_is_not_asked():
    account = OfficialAccount("youtube", CHANNEL, status=AccountStatus.CLOSED)

    assert tuple(Youtube().plan(Watch(SchoolId("x"), "WPS", accounts=(account,)))) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 366},
        {"videos": 6},
        {"pages": 0},
        {"region": "gb"},
        {"base_url": "x y"},
    ],
)
def test_an_option_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"must be|is a country code|is not a web address"):
        YoutubeOptions(**wrong)


def test_an_edited_comment_keeps_its_identity():
    body = golden("threads")
    (first, *_) = Youtube().parse(answer(body)).items
    said = body["items"][0]["snippet"]["topLevelComment"]["snippet"]
    said |= {"textDisplay": "No fair this year", "updatedAt": "2026-11-06T00:00:00Z"}
    (edited, *_) = Youtube().parse(answer(body)).items

    assert edited.identity == first.identity
    assert edited.text != first.text


def test_a_video_tells_the_same_story_as_in_the_keyless_feed():
    (case,) = [case for case in golden_cases("youtube_feed") if case.name == "ok"]
    (from_feed, *_) = YoutubeFeed().parse(case.response()).items
    body = golden("uploads")
    body["items"][0]["snippet"]["resourceId"]["videoId"] = from_feed.identity.key
    body["items"][0]["snippet"]["title"] = from_feed.title
    (listed,) = Youtube().parse(answer(body)).items

    assert (listed.url, listed.kind) == (from_feed.url, from_feed.kind)
    assert fingerprint(listed) == fingerprint(from_feed)
    assert listed.identity != from_feed.identity  # the two shorten its text in different ways


def test_comments_are_read_only_below_videos_that_name_the_school():
    found = answer(golden("ok"), shape="search", url=SEARCH.format("Wrenbeck+Primary"))
    other = answer(golden("ok"), shape="search", url=SEARCH.format("St+Orrin%27s"))

    videos = [asked(request.url)["videoId"] for request in Youtube().parse(found).follow]
    assert videos == ["wrenAAAAAA1", "wrenAAAAAA3", "wrenAAAAAA4"]
    assert Youtube().parse(other).follow == ()


def test_dots_and_curly_quotes_do_not_hide_that_a_video_names_the_school():
    body = golden("ok")
    body["items"][0]["snippet"]["title"] = "ST. ORRIN’S carols"
    page = Youtube().parse(answer(body, shape="search", url=SEARCH.format("St+Orrin%27s")))

    assert [asked(request.url)["videoId"] for request in page.follow] == ["wrenAAAAAA1"]


@pytest.mark.parametrize("name", ["ok", "threads", "uploads", "replies"])
def test_a_saved_answer_gives_its_items_and_leads_nowhere(name):
    page = Youtube().parse(answer(golden(name)))

    assert page.items
    assert page.follow == ()


def test_a_reply_that_does_not_say_which_video_it_is_below_leads_to_the_channel():
    (item,) = Youtube().parse(answer(golden("replies"))).items

    assert item.url == f"https://youtube.com/channel/{CHANNEL}?lc=UgyAAA1.9cc"


@pytest.mark.parametrize(("shape", "leads"), [("threads-1", True), ("threads-3", False)])
def test_pages_of_comments_end_after_three(shape, leads):
    page = Youtube().parse(answer(golden("threads"), shape=shape, url=THREADS))

    assert any(request.shape.startswith("threads-") for request in page.follow) is leads


def test_the_key_never_goes_into_the_next_address():
    url = f"{THREADS}&key=AIzaInvented"
    page = Youtube().parse(answer(golden("threads"), shape="threads-1", url=url))

    assert not any("AIza" in request.url for request in page.follow)


def test_an_empty_second_page_does_not_start_the_way_by_the_uploads():
    page = Youtube().parse(answer(golden("threads_none"), shape="threads-2", url=THREADS))

    assert page.follow == ()


def test_at_most_three_long_threads_of_a_page_are_read_on():
    body = golden("threads")
    body["items"] = [
        body["items"][0] | {"id": f"UgyLong{n}", "snippet": body["items"][0]["snippet"]}
        for n in range(9)
    ]
    page = Youtube().parse(answer(body, shape="video", url=THREADS))

    assert len(page.follow) == 3


def test_a_channel_whose_list_holds_only_private_videos_is_empty_not_broken():
    body = golden("uploads")
    body["items"] = [body["items"][1]]

    page = Youtube().parse(answer(body, shape="uploads"))
    assert page.items == ()
    assert len(page.skipped) == 1


def test_what_the_public_says_below_the_schools_videos_is_a_comment_never_the_schools_word():
    items = Youtube().parse(answer(golden("threads"), shape="threads-1", url=THREADS)).items

    assert {item.kind for item in items} == {Kind.COMMENT}


@pytest.mark.parametrize(
    ("words", "until_midnight"),
    [
        ("Quota exceeded for limit 'Search Queries per day'.", True),
        ("Quota exceeded for limit 'Queries per minute'.", False),
    ],
)
def test_the_words_tell_a_spent_day_from_a_busy_minute(words, until_midnight):
    body = {"error": {"code": 429, "message": words, "errors": [{"reason": "rateLimitExceeded"}]}}

    with pytest.raises(RateLimited) as caught:
        Youtube().parse(answer(body))
    assert caught.value.until == (MIDNIGHT if until_midnight else FETCHED_AT + timedelta(minutes=1))


def test_an_error_never_repeats_the_key():
    key = "AIzaSyInventedKeyOfNobody0000000000000000"
    for code in (400, 401, 403, 404, 429, 500):
        body = {"error": {"code": code, "message": f"Consumer 'api_key:{key}' was refused"}}
        with pytest.raises(SourceError) as caught:
            Youtube().parse(answer(body, status=code))
        assert key not in str(caught.value)


def test_an_error_without_a_reason_is_not_an_empty_page():
    with pytest.raises(Unreadable):
        Youtube().parse(answer({"error": {}}))
    with pytest.raises(Refused):
        Youtube().parse(answer([{"error": {"code": 403}}]))
