"""TheyWorkForYou: several schools in one question, its words about keys and quotas, and addresses."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import RateLimited, Refused, Unreadable
from orm.model.keys import QueryKey, Window
from orm.model.polls import Scope
from orm.model.schools import SchoolId, Watch
from orm.ports import Batching, Keyed, Metered
from sources.theyworkforyou import Theyworkforyou, TheyworkforyouOptions
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

ROW = {
    "gid": "2026-11-03a.1.2",
    "major": "1",
    "hdate": "2026-11-03",
    "body": "Wrenbeck Primary School",
    "listurl": "/debates/?id=2026-11-03a.1.0&amp;s=one#g1.2",
    "speaker": {"name": "Petra Lowmoor"},
    "parent": {"body": "Schools"},
}
LIKE_A_KEY = "Zq8xV4kYp2LmN7tR9sWb3c"


def body(*rows: object, total: object = 1) -> str:
    return json.dumps({"info": {"total_results": total}, "rows": list(rows)})


def read(text: str, *, status: int = 200, url: str = "https://saved.example/"):
    answer = response(text, source="theyworkforyou", url=url, shape="", status=status)
    return Theyworkforyou().parse(answer)


def search(request):
    return parse_qs(urlsplit(request.url).query)["search"][0]


def test_it_takes_a_key_counts_calls_and_asks_for_several_schools():
    source = Theyworkforyou(TheyworkforyouOptions(calls=500))

    assert isinstance(source, Keyed)
    assert isinstance(source, Metered)
    assert isinstance(source, Batching)
    assert source.signing == QueryKey("theyworkforyou.com", "key")
    (allowance,) = source.allowances
    assert (allowance.calls, allowance.window, allowance.micros) == (500, Window.MONTH, 0)


def test_names_of_two_schools_fit_in_one_question():
    source = Theyworkforyou()
    request = source.ask((*source.phrases(WRENBECK), *source.phrases(ST_ORRINS)))

    assert search(request) == '"Wrenbeck Primary" OR "St Orrin\'s"'
    assert request.scope is Scope.OPEN
    assert request.interface


def test_no_question_holds_the_place_of_a_key():
    (request,) = Theyworkforyou().plan(WRENBECK)

    assert "key=" not in request.url


def test_a_school_known_only_by_initials_is_not_asked_for():
    assert tuple(Theyworkforyou().plan(Watch(SchoolId("x"), "WPS"))) == ()


def test_a_speech_found_by_another_question_is_the_same_thing():
    one, two = (
        read(body(ROW | {"listurl": f"/debates/?id=2026-11-03a.1.0&amp;s={s}#g1.2"})).items
        for s in ("Wrenbeck", "St+Orrin")
    )

    assert one == two


def test_speeches_of_two_houses_with_one_id_are_two_things():
    found = read(body(ROW, ROW | {"major": "101"}, total=2)).items

    assert len({item.identity for item in found}) == 2


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("No API key provided. Please see the documentation.", Refused),
        ("Invalid API key.", Refused),
        ("Your API key has been disabled, see the usage terms", Refused),
        ("Invalid API key: calls without one are over the limit", Refused),
        ("Your subscription has ended", Refused),
        ("You have exceeded your quota for this month", RateLimited),
        ("Too many calls", RateLimited),
        ("Invalid search term", Refused),
        ("You must supply a type", Unreadable),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_the_interfaces_words_count_whatever_the_status(said, error, status):
    with pytest.raises(error):
        read(json.dumps({"error": said}), status=status)


def test_a_used_up_plan_is_tried_again_at_midnight_in_london():
    with pytest.raises(RateLimited) as caught:
        read(json.dumps({"error": "quota exceeded"}))

    assert caught.value.until == FETCHED_AT + timedelta(hours=12)


@pytest.mark.parametrize("said", [f"Invalid API key {LIKE_A_KEY}", f"Unknown thing {LIKE_A_KEY}"])
def test_no_error_gives_a_key_back(said):
    with pytest.raises((Refused, Unreadable)) as caught:
        read(json.dumps({"error": said}))

    assert LIKE_A_KEY not in str(caught.value)


@pytest.mark.parametrize("total", [None, "many", "²", -1, [], 1.5])
def test_records_that_are_not_counted_are_not_nothing(total):
    with pytest.raises(Unreadable):
        read(body(total=total))


def test_no_rows_where_none_are_counted_is_an_honest_nothing():
    assert read(json.dumps({"info": {"total_results": "0"}})).items == ()


def test_a_full_page_is_followed_to_the_last_page_and_no_key_goes_along():
    source = Theyworkforyou(TheyworkforyouOptions(pages=2))
    (request,) = source.plan(WRENBECK)
    request = replace(request, url=f"{request.url}&key={LIKE_A_KEY}", credential="trust")
    rows = [ROW | {"gid": f"2026-11-03a.1.{n}"} for n in range(50)]
    answer = replace(response(body(*rows, total=900), url=request.url), request=request)
    (second,) = source.parse(answer).follow

    assert parse_qs(urlsplit(second.url).query)["page"] == ["2"]
    assert LIKE_A_KEY not in second.url
    assert second.credential == "trust"
    last = source.parse(replace(answer, request=second))
    assert last.follow == ()


@pytest.mark.parametrize("options", [{"calls": 0}, {"pages": 6}, {"base_url": "x y"}])
def test_options_that_cannot_be_meant_stop_the_start(options):
    with pytest.raises(ValueError, match=r"calls|pages|address"):
        TheyworkforyouOptions(**options)
