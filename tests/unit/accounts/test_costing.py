"""What checking accounts will ask in a day is known, and whether it fits, before anything is asked."""

from dataclasses import dataclass, replace

import pytest

from orm.accounts.costing import BY_HAND, AccountCost, account_costs
from orm.accounts.seeking import MOST_TWINS
from orm.accounts.site import MOST_PAGES
from orm.model.accounts import Account
from orm.model.keys import Allowance, Window
from orm.model.polls import Access, Cadence, Page
from orm.model.schools import School, SchoolId
from orm.ports import Metered, Source
from orm.wiring import build_source
from sources.profiles import PROFILERS, SEEKERS
from tests.factories import CADENCE, school
from tests.factories_sources import shape_of

HANDLES = {
    "bluesky": "wren{n}.example",
    "mastodon": "@wren{n}@social.example",
    "youtube": "UCwrenbeck000000000{n:05}",
    "telegram": "wrenbeck{n:05}",
    "facebook": "10000000{n:05}",
    "instagram": "20000000{n:05}",
    "threads": "30000000{n:05}",
    "x": "wren{n:05}",
    "blog": "https://blog{n}.example/feed",
    "tiktok": "wren{n}",
    "linkedin": "wren{n}",
    "snapchat": "wren{n}",
}
"""Twelve platforms; a person looks at the last three."""

SOURCES = {name: build_source(name, shape_of(name).options()) for name in PROFILERS}
PROFILES = tuple(make(shape_of(name).options()) for name, make in PROFILERS.items())
SEARCHES = tuple(make(shape_of(name).options()) for name, make in SEEKERS.items())
WRENBECK = school(website="https://www.wrenbeck.example/")


def trust(count: int) -> tuple[School, ...]:
    return tuple(replace(WRENBECK, id=SchoolId(f"school{n}")) for n in range(count))


def accounts(count: int, schools=(WRENBECK,)) -> tuple[Account, ...]:
    """So many, over the twelve platforms and the schools in turn."""
    platforms = list(HANDLES)
    return tuple(
        Account(
            schools[n // len(HANDLES) % len(schools)].id,
            platforms[n % len(HANDLES)],
            HANDLES[platforms[n % len(HANDLES)]].format(n=n),
        )
        for n in range(count)
    )


def by_source(*arguments) -> dict[str, AccountCost]:
    return {cost.source: cost for cost in account_costs(*arguments)}


@dataclass(frozen=True)
class Limited:
    """YouTube with other quotas."""

    allowances: tuple[Allowance, ...]
    name: str = "youtube"
    access: Access = Access.C
    cadence: Cadence = CADENCE

    def plan(self, watch):
        return ()

    def parse(self, response):
        return Page()


def limited(*allowances: Allowance) -> dict[str, Source]:
    return {"youtube": Limited(allowances)}


def test_nothing_is_asked_for_an_empty_register_of_a_school_without_a_website():
    assert account_costs((), PROFILES, (), SOURCES, (school(website=""),)) == ()


def test_an_empty_register_still_looks_for_who_uses_the_name_and_at_the_website():
    costs = by_source((), PROFILES, SEARCHES, SOURCES, (WRENBECK,))

    assert set(costs) == {*SEEKERS, "school_website"}
    assert {cost.accounts for cost in costs.values()} == {0}
    website = costs["school_website"]
    assert website.most_calls == MOST_PAGES + MOST_TWINS
    assert website.calls == (MOST_PAGES + MOST_TWINS) / 7


def test_one_account_is_looked_at_once_a_day_and_the_website_with_it():
    costs = by_source(accounts(1), PROFILES, (), SOURCES, (WRENBECK,))

    assert set(costs) == {"bluesky", "school_website"}
    sky = costs["bluesky"]
    assert (sky.accounts, sky.schools, sky.calls, sky.most_calls) == (1, 1, 2.0, 2)
    assert (sky.quota, sky.says) == (None, "No quota is known.")
    assert costs["school_website"].most_calls == 2 * MOST_PAGES + MOST_TWINS


def test_an_account_that_two_ways_look_at_is_counted_in_both():
    channel = (Account(WRENBECK.id, "youtube", "UCwrenbeck0000000000000"),)

    costs = by_source(channel, PROFILES, (), SOURCES, (school(website=""),))

    assert (costs["youtube"].calls, costs["youtube_feed"].calls) == (2.0, 1.0)


def test_four_hundred_accounts_of_a_trust_fit_into_every_quota():
    schools = trust(34)
    costs = by_source(accounts(400, schools), PROFILES, (), SOURCES, schools)

    assert [name for name, cost in costs.items() if "NOT" in cost.says] == []
    assert sum(cost.accounts for cost in costs.values()) == 400 + 34  # channels are seen two ways
    tube = costs["youtube"]
    assert tube.quota == 10_000
    assert tube.says == f"Fits: {tube.calls:,.0f} of 10,000 calls a day."
    assert costs[BY_HAND].accounts == 99
    assert "by hand every 14 days" in costs[BY_HAND].says


def test_what_a_person_looks_at_is_told_last():
    assert account_costs(accounts(12), PROFILES, (), SOURCES, (WRENBECK,))[-1].source == BY_HAND


def test_searches_are_counted_against_their_own_quota_and_the_fullest_day_is_told():
    schools = tuple(replace(each, aliases=("A", "B", "C")) for each in trust(34))

    tube = by_source((), (), SEARCHES, SOURCES, schools)["youtube"]

    assert tube.most_calls == 34 * 3  # three names at most
    assert tube.quota == 100
    assert "NOT on one on which every school is searched for: 102 searches" in tube.says
    assert "could not check" in tube.says


def test_a_plan_above_its_quota_says_so_in_words():
    channels = [Account(WRENBECK.id, "youtube", f"UCwrenbeck00000000000{n:02}") for n in range(9)]

    tube = by_source(
        channels, PROFILES, (), limited(Allowance("calls", 10)), (school(website=""),)
    )["youtube"]

    assert tube.quota == 10
    assert tube.says.startswith("Does NOT fit: 18 calls a day, and the quota is 10.")


@pytest.mark.parametrize(
    ("calls", "words"), [(600, "Fits: 18 of 19 calls a day."), (500, "Does NOT fit: 18 calls")]
)
def test_a_quota_of_a_month_is_told_by_the_day(calls, words):
    channels = [Account(WRENBECK.id, "youtube", f"UCwrenbeck00000000000{n:02}") for n in range(9)]
    sources = limited(Allowance("calls", calls, window=Window.MONTH))

    costs = by_source(channels, PROFILES, (), sources, (school(website=""),))

    assert costs["youtube"].says.startswith(words)


def test_what_each_look_costs_is_told_by_the_month():
    accounts_on_x = (Account(WRENBECK.id, "x", "wrenbeck"),)
    priced = build_source("x", shape_of("x").options())

    cost = by_source(accounts_on_x, PROFILES, (), {"x": priced}, (school(website=""),))["x"]

    assert isinstance(priced, Metered)
    assert cost.most_dollars == pytest.approx(
        priced.allowances[0].micros / 1_000_000 * cost.calls * 365.25 / 12
    )
    assert cost.most_dollars > 0


def test_a_platform_is_the_same_in_any_case():
    loud = (Account(WRENBECK.id, " BlueSky ", "wrenbeck.example"),)

    assert by_source(loud, PROFILES, (), SOURCES, (school(website=""),))["bluesky"].accounts == 1
