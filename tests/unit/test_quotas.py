"""Which quotas a call counts in, and when they start again."""

from datetime import UTC, datetime

import pytest

from orm.model.keys import Allowance, Window
from orm.quotas import BUDGET, charges, window

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SEARCHES = Allowance("searches", calls=100, zone="America/Los_Angeles", shape="search")
UNITS = Allowance("units", calls=10_000, zone="America/Los_Angeles")
PAID = Allowance("posts", window=Window.MONTH, micros=50_000)


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        (NOON, "2026-11-21T08:00", "2026-11-22T08:00"),  # 12:00 UTC is 04:00 at the Pacific
        (datetime(2026, 11, 21, 7, 59, tzinfo=UTC), "2026-11-20T08:00", "2026-11-21T08:00"),
        (
            datetime(2026, 11, 1, 12, tzinfo=UTC),
            "2026-11-01T07:00",
            "2026-11-02T08:00",
        ),  # clocks go back
    ],
)
def test_a_day_is_that_of_the_sites_own_clock(now, start, end):
    """contracts/social.md §7: YouTube's quota starts again at midnight Pacific."""
    assert [f"{moment:%Y-%m-%dT%H:%M}" for moment in window(SEARCHES, now)] == [start, end]


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        (NOON, "2026-11-01", "2026-12-01"),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), "2026-12-01", "2027-01-01"),
    ],
)
def test_a_month_is_a_calendar_month(now, start, end):
    assert [f"{moment:%Y-%m-%d}" for moment in window(PAID, now)] == [start, end]


def test_a_call_counts_in_the_quotas_of_its_shape_and_in_those_of_all():
    assert [
        each.allowance for each in charges((SEARCHES, UNITS), shape="search", budget=None, now=NOON)
    ] == [
        "searches",
        "units",
    ]
    assert [
        each.allowance
        for each in charges((SEARCHES, UNITS), shape="comments", budget=None, now=NOON)
    ] == ["units"]


def test_money_is_counted_even_without_a_budget_so_that_it_can_be_told():
    (posts, budget) = charges((PAID,), shape="", budget=None, now=NOON)

    assert (posts.calls, posts.micros, posts.price) == (None, None, 50_000)
    assert (budget.allowance, budget.micros, budget.price) == (BUDGET, None, 50_000)


def test_a_budget_limits_what_has_a_price_and_nothing_else():
    (_, budget) = charges((PAID,), shape="", budget=5_000_000, now=NOON)

    assert budget.micros == 5_000_000
    assert all(each.micros is None for each in charges((UNITS,), shape="", budget=1, now=NOON))
