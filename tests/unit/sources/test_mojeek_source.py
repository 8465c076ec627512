"""What Mojeek is asked and paid for, and its errors that come with status 200."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import RateLimited, Refused, Unreadable
from orm.model.polls import Page
from orm.ports import Batching, Keyed, Metered
from sources.mojeek import Mojeek, MojeekOptions
from tests.factories_sources import FETCHED_AT, WRENBECK, response

SOURCE = Mojeek()
DEEP = Mojeek(MojeekOptions(pages=3))
URL = "https://www.mojeek.com/search?q=x&s={}"


def result(number: int = 1, **changed: object) -> dict[str, object]:
    return {"url": f"https://chat.example/t/{number}", "title": "Parking", "desc": "x", **changed}


def answer(*results: object, total: int, start: int = 0) -> dict[str, object]:
    head = {"results": total, "return": len(results), "start": start}
    return {"response": {"status": "OK", "head": head, "results": list(results)}}


def read(body: object, *, first: int = 1, status: int = 200, source: Mojeek = SOURCE) -> Page:
    text = body if isinstance(body, str) else json.dumps(body)
    url = URL.format(first)
    return source.parse(response(text, source="mojeek", url=url, shape="", status=status))


def said(status: str) -> dict[str, object]:
    return {"response": {"status": status}}


def test_it_says_how_its_key_is_shown_and_what_a_call_costs():
    assert isinstance(SOURCE, Keyed)
    assert isinstance(SOURCE, Metered)
    assert not isinstance(SOURCE, Batching)
    assert SOURCE.signing.parameter == "api_key"
    (calls,) = SOURCE.allowances
    assert (calls.calls, calls.micros, calls.zone) == (None, 5_000, "Europe/London")


def test_the_calls_of_a_day_are_counted_when_the_operator_names_them():
    assert Mojeek(MojeekOptions(calls_per_day=50)).allowances[0].calls == 50


def test_it_is_asked_for_the_name_in_quotation_marks_and_the_town_since_a_day():
    (request,) = SOURCE.plan(WRENBECK)

    asked = parse_qs(urlsplit(request.url).query)
    assert asked["q"] == ['"Wrenbeck Primary" Harrowmere']
    assert (asked["fmt"], asked["s"], asked["since"]) == (["json"], ["1"], ["{yyyymmdd-30}"])
    assert "api_key" not in asked
    assert "yyyymmdd" not in request.key


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 366},
        {"pages": 6},
        {"calls_per_day": -1},
        {"micros_per_call": -1},
        {"base_url": ""},
    ],
)
def test_options_that_cannot_work_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must|web address"):
        MojeekOptions(**wrong)


def test_a_page_whose_words_change_keeps_its_identity():
    (before,) = read(answer(result(), total=1)).items
    (after,) = read(answer(result(title="New", date="1st Nov 2026"), total=1)).items

    assert before.identity == after.identity


def test_nothing_is_believed_only_when_mojeek_counts_nothing():
    assert read(answer(total=0)) == Page()
    with pytest.raises(Unreadable):
        read(answer(total=3))


def test_a_page_beyond_the_last_result_is_empty():
    assert read(answer(total=10, start=10), first=11) == Page()


@pytest.mark.parametrize(("first", "follows"), [(1, True), (11, True), (21, False)])
def test_pages_end_although_mojeek_always_has_more(first, follows):
    full = answer(*(result(n) for n in range(10)), total=500)

    assert bool(read(full, first=first, source=DEEP).follow) is follows


def test_no_call_is_paid_for_when_there_is_no_more():
    ten = answer(*(result(n) for n in range(10)), total=10)
    nine = answer(*(result(n) for n in range(9)), total=500)

    assert read(ten, source=DEEP).follow == read(nine, source=DEEP).follow == ()


@pytest.mark.parametrize("status", [200, 403, 429, 500])
def test_mojeeks_own_status_decides_whatever_the_other_one(status):
    with pytest.raises(RateLimited) as caught:
        read(said("ERROR: Daily Limit Reached"), status=status)

    assert caught.value.until == datetime(2026, 11, 10, tzinfo=UTC)


def test_a_day_ends_at_midnight_in_london():
    summer = replace(
        response(json.dumps(said("ERROR: Daily Limit Reached")), source="mojeek"),
        fetched_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
    )

    with pytest.raises(RateLimited) as caught:
        SOURCE.parse(summer)
    assert caught.value.until == datetime(2026, 7, 1, 23, tzinfo=UTC)


def test_the_pause_that_the_answer_names_goes_before_midnight():
    until = FETCHED_AT + timedelta(minutes=3)
    answered = response(
        json.dumps(said("ERROR: Daily Limit Reached")), source="mojeek", retry_at=until
    )

    with pytest.raises(RateLimited) as caught:
        SOURCE.parse(answered)
    assert caught.value.until == until


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("ERROR: Too Many Requests", RateLimited),
        ("ERROR: Invalid API key", Refused),
        ("ERROR: Permission Denied", Refused),
        ("ERROR: Bad Query", Refused),
        ("ERROR", Refused),
        ("Hello", Unreadable),
    ],
)
def test_an_error_in_the_body_is_the_right_error(status, expected):
    with pytest.raises(expected):
        read(said(status))


def test_a_refusal_never_says_which_key_it_was():
    key = "0123456789ABCDEF0123456789ABCDEF"
    with pytest.raises(Refused) as caught:
        read(said(f"ERROR: {key} is not known"))

    assert key not in str(caught.value)


def test_the_page_for_people_is_not_read():
    with pytest.raises(Unreadable):
        read('<html><ul class="results-standard"><li>x</li></ul></html>')
