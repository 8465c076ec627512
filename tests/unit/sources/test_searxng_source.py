"""What one's own SearXNG is asked, and when nothing found is not nothing."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import RateLimited, Refused, Unreachable, Unreadable
from orm.model.items import Kind
from orm.model.polls import Access, Page, Scope
from orm.ports import Keyed
from sources.searxng import Searxng, SearxngOptions
from tests.factories_sources import WRENBECK, response

OWN = Searxng(SearxngOptions(instances=("https://search.harrowmere.example/",), pages=3))
URL = "https://search.harrowmere.example/search?q=x&pageno={}"


def answer(*results: object, silent: object = ()) -> dict[str, object]:
    return {"query": "x", "results": list(results), "unresponsive_engines": silent}


def result(**changed: object) -> dict[str, object]:
    return {"url": "https://chat.example/t/1", "title": "Parking", "content": "x", **changed}


def read(body: object, *, page: int = 1, status: int = 200) -> Page:
    text = body if isinstance(body, str) else json.dumps(body)
    url = URL.format(page)
    return OWN.parse(response(text, source="searxng", url=url, shape="", status=status))


def test_nothing_is_asked_until_an_instance_is_listed():
    assert tuple(Searxng().plan(WRENBECK)) == ()


def test_it_needs_no_key():
    assert OWN.access is Access.A
    assert not isinstance(OWN, Keyed)


def test_an_instance_is_asked_for_the_name_in_quotation_marks_and_the_town():
    (request,) = OWN.plan(WRENBECK)

    asked = parse_qs(urlsplit(request.url).query)
    assert asked["q"] == ['"Wrenbeck Primary" Harrowmere']
    assert (asked["format"], asked["time_range"]) == (["json"], ["month"])
    assert request.scope is Scope.OPEN


def test_every_instance_is_asked_and_one_listed_twice_once():
    several = SearxngOptions(instances=("https://a.example", "https://a.example/", "b.example/s"))

    requests = tuple(Searxng(several).plan(WRENBECK))
    assert [request.url.partition("?")[0] for request in requests] == [
        "https://a.example/search",
        "https://b.example/s/search",
    ]


def test_results_of_any_age_are_asked_for_without_a_range():
    options = SearxngOptions(instances=("https://a.example",), time_range="")

    (request,) = Searxng(options).plan(WRENBECK)
    assert "time_range" not in request.url


@pytest.mark.parametrize(
    "wrong", [{"time_range": "week"}, {"pages": 0}, {"pages": 4}, {"instances": ("ftp://x",)}]
)
def test_options_that_cannot_work_are_refused(wrong):
    with pytest.raises(ValueError, match=r"time_range|must be|web address"):
        SearxngOptions(**wrong)


def test_nothing_found_is_believed_when_every_engine_answered():
    assert read(answer(silent=[])) == Page()


@pytest.mark.parametrize(
    ("silent", "named"),
    [
        ([["google", "CAPTCHA"]], "google (CAPTCHA)"),
        (
            [["google", "timeout"], ["bing", "HTTP error 403"]],
            "google (timeout), bing (HTTP error 403)",
        ),
        (["google"], "google"),
        ([["google"]], "google"),
        ([[]], "an engine"),
        ([{"name": "google"}], "an engine"),
    ],
)
def test_nothing_found_while_an_engine_is_silent_is_not_measured(silent, named):
    with pytest.raises(Unreachable) as caught:
        read(answer(silent=silent))

    assert f": {named}; tried again later" in str(caught.value)


def test_results_beside_a_silent_engine_are_kept_and_the_engine_is_named():
    page = read(answer(result(), silent=[["google", "CAPTCHA"]]))

    assert len(page.items) == 1
    assert [note.reason for note in page.skipped] == ["an engine did not answer: google (CAPTCHA)"]


def test_an_answer_that_does_not_say_which_engines_were_silent_is_not_believed():
    with pytest.raises(Unreadable):
        read({"results": []})


@pytest.mark.parametrize(("page", "follows"), [(1, True), (2, True), (3, False)])
def test_pages_end_although_the_instance_always_has_more(page, follows):
    assert bool(read(answer(result(), silent=[]), page=page).follow) is follows


def test_after_a_page_without_results_no_other_is_asked_for():
    assert read(answer(silent=[])).follow == ()


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("news", Kind.NEWS),
        ("videos", Kind.VIDEO),
        ("general", Kind.BLOG),
        (None, Kind.BLOG),
        ([], Kind.BLOG),
    ],
)
def test_the_category_says_what_a_result_is(category, kind):
    (item,) = read(answer(result(category=category), silent=[])).items

    assert item.kind is kind


def test_one_page_found_by_two_engines_is_one_item():
    page = read(
        answer(result(), result(url="https://www.chat.example/t/1?utm_source=x"), silent=[])
    )

    assert len(page.items) == 1


@pytest.mark.parametrize(
    ("status", "error", "does"),
    [
        (403, Refused, "search.formats"),
        (429, RateLimited, "pass_ip"),
        (500, Unreachable, "not well"),
    ],
)
def test_a_failure_says_what_to_change_in_the_instance(status, error, does):
    with pytest.raises(error, match=does):
        read("<!doctype html><title>No</title>", status=status)
