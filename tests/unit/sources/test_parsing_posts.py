"""What the platforms have in common: rows of pages, pauses, accounts, posts left out."""

from datetime import UTC, datetime, timedelta

import pytest

from orm.errors import Unreadable
from orm.model.items import Identity, Item, Kind
from orm.model.polls import Request, Scope, Skipped
from orm.model.schools import AccountStatus, OfficialAccount, SchoolId, Watch
from sources._parsing.answers import header
from sources._parsing.posts import (
    LeftOut,
    from_epoch,
    next_page,
    number_in,
    open_handles,
    page_number,
    pause_until,
    posts_page,
    read_answer,
    until_moment,
    with_query,
)
from tests.factories_sources import FETCHED_AT, response

HERE = "https://x.example/a"
REQUEST = Request("x", "key", HERE, Scope.OWN, accept="application/json", credential="mine")
ITEM = Item(Identity("x", "1"), Kind.POST, "x", HERE, text="Words")


def test_a_page_whose_entries_are_all_left_out_was_read_and_holds_nothing():
    page = posts_page([LeftOut("a repost"), Skipped("broken")], response(b"{}"))

    assert page.items == ()
    assert [type(one) for one in page.skipped] == [Skipped, Skipped]
    assert [one.reason for one in page.skipped] == ["a repost", "broken"]


def test_a_page_whose_entries_are_all_broken_is_unreadable():
    with pytest.raises(Unreadable, match="none of 1 entries"):
        posts_page([Skipped("broken")], response(b"{}"))


def test_what_is_left_out_beside_items_is_counted():
    page = posts_page([ITEM, LeftOut("a repost")], response(b"{}"))

    assert page.items == (ITEM,)
    assert [one.reason for one in page.skipped] == ["a repost"]


def test_a_next_page_is_signed_scoped_and_named_as_the_first():
    (page,) = next_page(REQUEST, f"{HERE}?after=1", most=2)

    assert (page.scope, page.credential, page.accept) == (Scope.OWN, "mine", "application/json")
    assert page_number(page) == 2


def test_a_row_ends_at_its_last_page_and_where_the_site_leads_back_to_the_same_page():
    (second,) = next_page(REQUEST, f"{HERE}?after=1", most=2)

    assert next_page(second, f"{HERE}?after=2", most=2) == ()
    assert next_page(REQUEST, HERE, most=5) == ()


@pytest.mark.parametrize("shape", ["", "search", "page-", "page-x", "page-٣", "2"])
def test_a_shape_that_counts_no_page_is_the_first(shape):
    assert page_number(Request("x", "k", HERE, shape=shape)) == 1


@pytest.mark.parametrize("key", ["access_token", "apikey", "Token"])
def test_a_key_in_the_address_of_a_next_page_is_taken_out(key):
    assert with_query(f"{HERE}?{key}=SECRET&limit=40", after="1") == f"{HERE}?limit=40&after=1"


def test_a_parameter_is_replaced_and_not_repeated():
    assert with_query(f"{HERE}?after=1&limit=40", after="2") == f"{HERE}?limit=40&after=2"


def test_a_closed_account_is_not_read_and_one_named_twice_is_read_once():
    accounts = (
        OfficialAccount("Mastodon", "@a@x.example"),
        OfficialAccount("mastodon", "@a@x.example"),
        OfficialAccount("mastodon", "@b@x.example", status=AccountStatus.CLOSED),
        OfficialAccount("bluesky", "c.example"),
    )

    assert open_handles(Watch(SchoolId("x"), "X", accounts=accounts), "mastodon") == (
        "@a@x.example",
    )


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 8 * 86_400])
def test_a_pause_that_is_none_or_longer_than_a_week_is_not_believed(seconds):
    assert pause_until(response(b""), seconds=seconds) is None


def test_a_pause_is_counted_from_the_answer():
    assert pause_until(response(b""), seconds=82.5) == FETCHED_AT + timedelta(seconds=82.5)


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=-1), timedelta(days=8)])
def test_a_moment_that_is_over_or_too_far_is_no_end_of_a_pause(ahead):
    assert until_moment(response(b""), FETCHED_AT + ahead) is None
    assert until_moment(response(b""), None) is None


def test_a_moment_ahead_is_the_end_of_a_pause():
    soon = FETCHED_AT + timedelta(minutes=5)

    assert until_moment(response(b""), soon) == soon


@pytest.mark.parametrize("seconds", [True, "1", None, float("nan"), float("inf"), 10**400])
def test_what_is_no_number_of_seconds_is_no_moment(seconds):
    assert from_epoch(seconds) is None


def test_seconds_since_1970_are_utc():
    assert from_epoch(1794166200.0) == datetime(2026, 11, 8, 19, 30, tzinfo=UTC)


def test_a_header_that_is_missing_or_no_number_counts_as_nothing():
    answer = response(b"", headers=(("x-left", "599.0"), ("x-odd", "soon")))

    assert number_in(header(answer, "x-left")) == 599.0
    assert number_in(header(answer, "x-odd")) == 0
    assert header(answer, "x-none") == ""


def test_a_web_page_instead_of_json_is_named_as_one():
    with pytest.raises(Unreadable, match="web page"):
        read_answer(response(b"\n <!DOCTYPE HTML><html></html>"))
