"""Names that are asked for, pages that end, and words that hold no key."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.items import Identity, Item, Kind, Precision
from orm.model.polls import Request, Scope, Skipped
from sources._parsing.dates import LONDON
from sources._parsing.documents import Entry, Label
from sources._parsing.queries import (
    name_and_town,
    name_near_town,
    names,
    next_page,
    parameter,
    turned,
)
from sources._parsing.results import (
    engine_date,
    next_midnight,
    next_month,
    reason,
    result_item,
)
from tests.factories_sources import ST_ORRINS, WRENBECK, response

ASKED = Request(
    "brave",
    "web|x",
    "https://api.example/search?q=%22Wrenbeck+Primary%22+Harrowmere&page=1&api-key=SECRET",
    scope=Scope.OPEN,
    shape="web",
    accept="application/json",
    credential="office",
)


def test_a_name_that_holds_another_is_not_asked_for_because_it_finds_nothing_more():
    assert names(WRENBECK) == ("Wrenbeck Primary",)


def test_a_name_that_only_begins_like_another_is_asked_for():
    watch = replace(WRENBECK, name="Wrenbeck Prim", other_names=("Wrenbeck Primary",))

    assert names(watch) == ("Wrenbeck Prim", "Wrenbeck Primary")


def test_initials_are_too_short_to_ask_for():
    assert names(replace(WRENBECK, other_names=("WPS",))) == ("Wrenbeck Primary School",)


def test_no_more_than_three_names_are_asked_for():
    watch = replace(WRENBECK, other_names=tuple(f"{n} House School" for n in "ABCDE"))

    assert len(names(watch)) == 3


def test_a_name_cannot_break_out_of_its_quotation_marks():
    watch = replace(WRENBECK, name='Wren"beck) OR ("x', other_names=(), town='Harrow"mere')

    assert name_and_town(watch) == ('("Wren beck OR x" AND "Harrow mere")',)


def test_an_apostrophe_is_asked_for_as_papers_type_it():
    assert name_near_town(ST_ORRINS) == ('"St Orrin\'s" Harrowmere',)


def test_without_a_town_the_name_is_asked_for_alone():
    watch = replace(WRENBECK, town="")

    assert name_and_town(watch) == name_near_town(watch) == ('"Wrenbeck Primary"',)


def test_the_next_page_is_the_same_question_without_its_key():
    (following,) = next_page(ASKED, page="page", last=3)

    url = "https://api.example/search?q=%22Wrenbeck+Primary%22+Harrowmere&page=2"
    assert following == replace(ASKED, key=url, url=url)


@pytest.mark.parametrize("name", ["access_token", "apikey", "API_KEY", "token", "key"])
def test_no_spelling_of_a_key_is_carried_on(name):
    asked = replace(ASKED, url=f"https://api.example/?{name}=SECRET&page=1")

    assert "SECRET" not in turned(asked, page="page", to=2).url


def test_the_last_page_leads_nowhere():
    assert next_page(turned(ASKED, page="page", to=3), page="page", last=3) == ()


def test_an_address_that_counts_no_pages_leads_nowhere():
    saved = replace(ASKED, url="https://saved.example/")

    assert next_page(saved, page="page", last=3) == ()


def test_results_counted_by_ten_are_turned_by_ten():
    asked = replace(ASKED, url="https://api.example/?s=1")

    (following,) = next_page(asked, page="s", last=11, step=10)
    assert parameter(following.url, "s") == 11
    assert next_page(following, page="s", last=11, step=10) == ()


@given(st.text(max_size=30))
def test_a_parameter_is_a_small_number_or_nothing(value):
    number = parameter(f"https://api.example/?{urlencode({'page': value})}", "page")

    assert number is None or 0 <= number <= 9_999


@pytest.mark.parametrize(
    "key",
    [
        "0123456789abcdef0123456789abcdef",
        "BSAabcdefghijklmnop-qrstuvwxyz012345",
        "12345678-abcd-4f6e-b84a-2a1fe524cd7d",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    ],
)
def test_the_words_of_a_failure_hold_no_key(key):
    assert reason(f"Your key {key} is wrong") == "Your key [key] is wrong"


def test_a_key_at_the_cut_is_hidden_too():
    assert "BSAab" not in reason("x " * 97 + "BSAabcdefghijklmnopqrstuvwxyz012345")


def test_the_words_of_a_failure_stay_readable():
    told = "Developer accounts are limited to 100 requests (50 requests available every 12 hours)."

    assert reason(told) == told


def test_midnight_is_that_of_the_zone():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    assert next_midnight(late) == datetime(2026, 7, 2, tzinfo=UTC)
    assert next_midnight(late, LONDON) == datetime(2026, 7, 2, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (datetime(2026, 11, 9, 12, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_the_next_month_begins_on_its_first_day(now, begins):
    assert next_month(now) == begins


def test_an_engines_date_is_kept_to_the_day_only():
    stated = engine_date(response(""), None, "3 days ago", "2026-11-03T08:15:00")

    assert (stated.at, stated.precision) == (
        datetime(2026, 11, 3, 8, 15, tzinfo=UTC),
        Precision.DAY,
    )


def test_an_engines_date_that_cannot_be_read_is_kept_as_it_is_written():
    stated = engine_date(response(""), None, "3 days ago")

    assert (stated.at, stated.raw) == (None, "3 days ago")


def test_a_result_is_known_by_its_page_whatever_its_title_becomes():
    def read(title: str) -> Item | Skipped:
        entry = Entry(link="https://www.paper.example/a?utm_source=x", title=title)
        return result_item(entry, Label("brave", Kind.POST), response(""), language="EN-gb")

    first, second = read("One"), read("Two")
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert first.identity == second.identity == Identity("brave", "https://paper.example/a")
    assert first.language == "en"


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "https://x.example/a.jpg", "/a"])
def test_a_result_without_a_page_is_skipped(link):
    found = result_item(Entry(link=link, title="x"), Label("brave", Kind.POST), response(""))

    assert isinstance(found, Skipped)
