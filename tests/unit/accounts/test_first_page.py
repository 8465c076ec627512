"""What a parent sees first, and what has changed since last month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.first_page import changes, summary
from orm.model.first_page import FirstPage, Move, Result, Tone
from orm.model.schools import SchoolId
from tests.factories import NOW

OUR_SITE = "https://wrenbeck.example"
RESULTS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


def page(*addresses: str, month: int = 11, **tones: Tone) -> FirstPage:
    """Results in this order; an address with "wrenbeck" in it is ours."""
    return FirstPage(
        school_id=SchoolId("wrenbeck"),
        month=date(2026, month, 1),
        by=None,
        at=NOW,
        results=tuple(
            Result(
                place=place,
                title=address,
                site=address.split("/")[2] if "//" in address else address,
                url=address,
                tone=tones.get(address, Tone.NEUTRAL),
                ours="wrenbeck" in address,
            )
            for place, address in enumerate(addresses, start=1)
        ),
    )


def said(now: FirstPage, before: FirstPage | None = None) -> str:
    return " ".join(summary(now, before))


def test_new_gone_up_and_down_are_told_in_that_order():
    found = changes(page("c", "a", "d"), page("a", "b", "c"))

    assert [(c.move, c.result.url, c.before) for c in found] == [
        (Move.NEW, "d", None),
        (Move.GONE, "b", 2),
        (Move.UP, "c", 3),
        (Move.DOWN, "a", 1),
    ]


@pytest.mark.parametrize(
    "spelt",
    [
        "http://wrenbeck.example",
        "https://www.Wrenbeck.example/",
        "wrenbeck.example",
        f" {OUR_SITE} ",
    ],
)
def test_an_address_spelt_otherwise_is_the_same(spelt):
    assert changes(page(spelt), page(OUR_SITE)) == ()


def test_another_page_of_a_site_is_another_result():
    moves = [c.move for c in changes(page(f"{OUR_SITE}/news?id=2"), page(f"{OUR_SITE}/news?id=1"))]

    assert moves == [Move.NEW, Move.GONE]


def test_an_address_that_comes_twice_counts_at_its_better_place():
    assert changes(page("a", "b", "a"), page("a", "b")) == ()


@given(RESULTS, RESULTS)
def test_everything_that_is_on_one_page_only_is_told(now, then):
    found = changes(page(*now), page(*then))
    of = {move: {c.result.url for c in found if c.move is move} for move in Move}

    assert of[Move.NEW] == set(now) - set(then)
    assert of[Move.GONE] == set(then) - set(now)
    assert of[Move.UP] | of[Move.DOWN] <= set(now) & set(then)


@given(RESULTS)
def test_a_page_has_not_changed_from_itself(addresses):
    assert changes(page(*addresses), page(*addresses)) == ()


def test_the_first_month_has_nothing_to_compare_with():
    assert changes(page("a"), None) == ()
    assert "first month" in said(page("a"))


def test_the_summary_says_what_is_ours_and_where():
    assert "1 of 2 results is the school’s own." in said(page(OUR_SITE, "a"))
    assert "in place 2" in said(page("a", OUR_SITE))
    assert "None of 1 result is the school’s own. Ask" in said(page("a"))


def test_the_summary_names_what_speaks_ill_of_the_school():
    assert "1 result speaks ill of the school: b (place 2)." in said(
        page("a", "b", b=Tone.NEGATIVE)
    )


def test_what_nobody_judged_is_not_told_as_neutral():
    assert "how 2 results speak of" in said(page("a", "b", a=Tone.UNKNOWN, b=Tone.UNKNOWN))
    assert "Nobody" not in said(page("a"))


def test_the_summary_names_three_and_counts_the_rest():
    text = said(page("a", "b", "c", "d", "e"), page(month=10))

    assert "New on the page: a (place 1), b (place 2), c (place 3) and 2 more." in text


def test_a_month_without_change_says_so():
    assert "Nothing has changed" in said(page("a"), page("a", month=10))


def test_an_empty_page_is_not_a_good_page():
    assert "Nothing was recorded" in said(page())
    assert "Nothing has changed" not in said(page(), page())


@pytest.mark.parametrize("address", ["", "http://[", "::", "\ud800"])
def test_what_is_no_address_is_itself(address):
    assert changes(page(address), page(address)) == ()
