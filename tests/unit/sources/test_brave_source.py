"""What Brave is asked and paid for, how it says no, and when it may be asked again."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Gone, RateLimited, Refused, Unreadable
from orm.model.items import Kind
from orm.model.keys import Window
from orm.model.polls import Page
from orm.ports import Batching, Keyed, Metered
from sources.brave import Brave, BraveOptions
from tests.factories_sources import FETCHED_AT, WRENBECK, response

SOURCE = Brave()
DEEP = Brave(BraveOptions(pages=3))
URL = "https://api.search.brave.com/res/v1/web/search?q=x&count=20&offset={}"


def result(number: int = 1, **changed: object) -> dict[str, object]:
    return {"url": f"https://chat.example/t/{number}", "title": "Parking", **changed}


def web(*results: object, **query: object) -> dict[str, object]:
    return {
        "type": "search",
        "query": {"original": "x", **query},
        "web": {"results": list(results)},
    }


def read(
    body: object, *, page: int = 0, status: int = 200, source: Brave = SOURCE, **headers: str
) -> Page:
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    text = body if isinstance(body, str) else json.dumps(body)
    url = URL.format(page)
    return source.parse(
        response(text, source="brave", url=url, shape="", status=status, headers=sent)
    )


def error(code: str) -> dict[str, object]:
    return {"type": "ErrorResponse", "error": {"code": code, "detail": "x", "meta": {}}}


def test_it_says_how_its_key_is_shown_and_what_a_call_costs():
    assert isinstance(SOURCE, Keyed)
    assert isinstance(SOURCE, Metered)
    assert not isinstance(SOURCE, Batching)
    assert (SOURCE.signing.header, SOURCE.signing.prefix) == ("X-Subscription-Token", "")
    (calls,) = SOURCE.allowances
    assert (calls.micros, calls.calls, calls.window) == (5_000, None, Window.MONTH)


def test_the_price_of_a_call_is_the_operators_to_say():
    assert Brave(BraveOptions(micros_per_call=9_000)).allowances[0].micros == 9_000


def test_web_and_news_are_asked_for_the_name_in_quotation_marks_and_the_town():
    pages, news = SOURCE.plan(WRENBECK)

    assert (pages.shape, news.shape) == ("web", "news")
    for request in (pages, news):
        asked = parse_qs(urlsplit(request.url).query)
        assert asked["q"] == ['"Wrenbeck Primary" Harrowmere']
        assert (asked["spellcheck"], asked["offset"]) == (["false"], ["0"])


def test_only_as_many_names_are_paid_for_as_the_operator_says():
    watch = replace(WRENBECK, other_names=("Beck School", "Mill School"))

    assert len(tuple(Brave(BraveOptions(names=1, web=False)).plan(watch))) == 1
    assert len(tuple(Brave(BraveOptions(names=3, news=False)).plan(watch))) == 3


def test_a_name_too_long_for_brave_is_not_asked_for():
    assert tuple(SOURCE.plan(replace(WRENBECK, name="a " * 60, other_names=()))) == ()
    assert tuple(SOURCE.plan(replace(WRENBECK, name="a" * 420, other_names=()))) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"web": False, "news": False},
        {"names": 0},
        {"names": 4},
        {"pages": 6},
        {"freshness": "p1"},
        {"micros_per_call": -1},
        {"base_url": ""},
    ],
)
def test_options_that_cannot_work_are_refused(wrong):
    with pytest.raises(ValueError, match=r"both off|must|freshness|web address"):
        BraveOptions(**wrong)


def test_web_and_news_are_told_apart_by_the_body():
    assert read(web(result())).items[0].kind is Kind.BLOG
    assert read({"type": "news", "results": [result()]}).items[0].kind is Kind.NEWS


def test_a_page_whose_words_change_keeps_its_identity():
    (before,) = read(web(result())).items
    (after,) = read(web(result(title="New", description="Other", page_age="2026-11-01"))).items

    assert before.identity == after.identity


@pytest.mark.parametrize(("page", "follows"), [(0, True), (1, True), (2, False)])
def test_pages_end_although_brave_always_has_more(page, follows):
    full = web(*(result(n) for n in range(20)), more_results_available=True)

    found = read(full, page=page, source=DEEP)
    assert bool(found.follow) is follows


def test_the_offset_counts_pages_not_results():
    (following,) = read(web(*(result(n) for n in range(20))), source=DEEP).follow

    assert parse_qs(urlsplit(following.url).query)["offset"] == ["1"]


@pytest.mark.parametrize(
    "body",
    [
        web(*(result(n) for n in range(20)), more_results_available=False),
        web(*(result(n) for n in range(19)), more_results_available=True),
    ],
)
def test_no_call_is_paid_for_when_there_is_no_more(body):
    assert read(body, source=DEEP).follow == ()


def test_a_changed_question_is_noted_and_its_results_kept():
    page = read(web(result(), altered="renbeck"))

    assert len(page.items) == 1
    assert [note.reason for note in page.skipped] == [
        "Brave searched for another spelling of the name"
    ]


def test_a_changed_question_that_finds_nothing_is_not_measured():
    with pytest.raises(Unreadable):
        read(web(altered="renbeck"))


@pytest.mark.parametrize(
    "body",
    [
        {"type": "search"},
        {"type": "search", "query": {"original": "x"}, "web": {}},
        {"type": "search", "query": {"original": "x"}, "web": None},
        {"type": "news", "query": {"original": "x"}},
        {"type": "videos", "results": []},
        {"web": {"results": []}},
    ],
)
def test_an_answer_without_the_list_it_promises_is_not_believed(body):
    with pytest.raises(Unreadable):
        read(body)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (422, error("SUBSCRIPTION_TOKEN_INVALID"), Refused),
        (404, error("SUBSCRIPTION_NOT_FOUND"), Refused),
        (400, error("OPTION_NOT_IN_PLAN"), Refused),
        (422, error("VALIDATION"), Refused),
        (402, "", Refused),
        (404, "", Gone),
        (422, "", Unreadable),
        (200, error("QUOTA_LIMITED"), RateLimited),
        (429, "<html>slow down</html>", RateLimited),
    ],
)
def test_what_is_not_an_answer_is_the_right_error(status, body, expected):
    with pytest.raises(expected):
        read(body, status=status)


@pytest.mark.parametrize(
    ("remaining", "reset", "code", "until"),
    [
        ("0, 812", "1, 1419704", "RATE_LIMITED", FETCHED_AT + timedelta(seconds=1)),
        ("0, 0", "1, 1419704", "QUOTA_LIMITED", FETCHED_AT + timedelta(seconds=1_419_704)),
        ("49, 0", "1", "QUOTA_LIMITED", datetime(2026, 12, 1, tzinfo=UTC)),
        ("", "", "QUOTA_LIMITED", datetime(2026, 12, 1, tzinfo=UTC)),
        ("", "", "RATE_LIMITED", None),
        ("x, -1", "soon, 5", "RATE_LIMITED", None),
    ],
)
def test_it_is_asked_again_when_the_window_that_is_used_up_begins_anew(
    remaining, reset, code, until
):
    with pytest.raises(RateLimited) as caught:
        read(error(code), status=429, x_ratelimit_remaining=remaining, x_ratelimit_reset=reset)

    assert caught.value.until == until
