"""Calls and money of keys: counted before a call, on both databases, and never one too many."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from orm.model.records import Charge
from tests.factories_store import NOW

DAY = timedelta(days=1)
SEARCHES = Charge("searches", NOW, NOW + DAY, calls=2, micros=None, price=0)
MONEY = Charge("monthly budget", NOW, NOW + 30 * DAY, calls=None, micros=100, price=40)


def spend(store, *charges, source="youtube", credential=""):
    return store.spend(charges, source=source, credential=credential)


def test_calls_fit_until_the_quota_is_used(store):
    assert [spend(store, SEARCHES) for _ in range(3)] == [None, None, SEARCHES]


def test_money_stops_before_the_budget_is_passed(store):
    assert [spend(store, MONEY) for _ in range(3)] == [None, None, MONEY]


def test_a_call_that_does_not_fit_into_one_quota_is_counted_in_none(store):
    spend(store, SEARCHES, MONEY)
    spend(store, SEARCHES, MONEY)

    assert spend(store, MONEY, SEARCHES) == MONEY
    assert spend(store, replace(MONEY, micros=120)) is None


def test_each_key_source_and_window_has_its_own_count(store):
    for _ in range(2):
        spend(store, SEARCHES)

    assert spend(store, SEARCHES) == SEARCHES
    assert spend(store, SEARCHES, credential="second") is None
    assert spend(store, SEARCHES, source="other") is None
    assert spend(store, replace(SEARCHES, window_start=NOW + DAY)) is None


def test_what_was_spent_can_be_told(store):
    spend(store, SEARCHES, MONEY)
    spend(store, SEARCHES, MONEY)

    told = [(each.allowance, each.calls, each.micros) for each in store.spent(since=NOW)]

    assert told == [("monthly budget", 2, 80), ("searches", 2, 0)]
    assert store.spent(since=NOW + timedelta(seconds=1)) == ()


def test_threads_never_share_the_last_call(store):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: spend(store, SEARCHES), range(12)))

    assert answers.count(None) == 2
