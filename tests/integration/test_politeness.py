"""Fifty sites keep a log of what the house asked of them, and the log is polite.

`python -m benchmarks.politeness` holds ten thousand polls to the same promises.
"""

import os
from datetime import timedelta
from itertools import pairwise
from math import log2

import pytest

from orm.demo.clock import DemoClock
from orm.pipeline.running import PollDone
from sources.feed import Feed
from tests.factories import NOW
from tests.factories_politeness import (
    CRAWL_DELAY,
    DEAD,
    DELAYING,
    FEEDS,
    HEALTHY,
    REDIRECTING,
    SITES,
    SLOW,
    SPACING,
    TARGET,
    THROTTLING,
    UNAVAILABLE,
    LoggingWeb,
    live,
    open_house,
)

POLLS = int(os.environ.get("ORM_POLITE_POLLS", "2500"))
SHORTEST = Feed.cadence.shortest


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    return live(tmp_path_factory.mktemp("polite"), polls=POLLS)


def pauses(visits):
    """The time in which a site was left alone, between each two visits."""
    return [later.entered - earlier.left for earlier, later in pairwise(visits)]


def collect_one(house):
    """A run that is stopped once it has a page."""
    done: list[PollDone] = []
    house.collect(stop=lambda: bool(done), report=done.append)


def test_every_site_is_visited_for_more_than_a_day(life):
    assert life.polls >= POLLS
    assert life.lasted > timedelta(days=1)
    assert {visit.site for visit in life.log} == set(range(SITES))


def test_no_site_is_asked_two_things_at_once(life):
    assert {visit.together for visit in life.log} == {1}


@pytest.mark.parametrize("site", range(SITES))
def test_two_requests_to_a_site_are_spaced_robots_and_redirects_and_restarts_included(life, site):
    assert min(pauses(life.of(site))) >= SPACING


def test_pages_are_as_far_apart_as_the_sites_crawl_delay_asks(life):
    pages = [visit for visit in life.of(DELAYING) if visit.is_page]

    assert min(pauses(pages)) >= CRAWL_DELAY


@pytest.mark.parametrize("site", [THROTTLING, UNAVAILABLE])
def test_nothing_is_asked_of_a_site_before_its_pause_is_over(life, site):
    closed = [visit for visit in life.of(site) if visit.closed_until]

    assert len(closed) >= 3
    assert [
        later
        for visit in closed
        for later in life.of(site)
        if visit.left < later.entered < visit.closed_until
    ] == []


@pytest.mark.parametrize("site", [THROTTLING, UNAVAILABLE])
def test_after_its_pause_a_site_is_asked_again(life, site):
    first = next(visit for visit in life.of(site) if visit.closed_until)

    assert any(visit.is_page for visit in life.of(site) if visit.entered >= first.closed_until)


def test_a_dead_site_is_asked_half_as_often_after_each_silence(life):
    doublings = log2(life.lasted / SHORTEST + 1)

    assert len(life.of(DEAD)) <= FEEDS * (doublings + 1)


def test_a_dead_site_is_not_given_up(life):
    assert life.of(DEAD)[-1].entered - life.of(DEAD)[0].entered > life.lasted / 4


def test_others_are_answered_while_a_slow_site_makes_us_wait(life):
    waits = [visit for visit in life.of(SLOW) if visit.is_page]

    assert sum(visit.meanwhile > 0 for visit in waits) > len(waits) / 2


def test_a_redirect_is_followed_to_the_other_site_each_time(life):
    led = [visit for visit in life.of(TARGET) if visit.path.startswith("/moved/")]

    assert len(led) == life.pages(REDIRECTING) > 0


def test_no_site_starves_behind_the_slow_the_dead_and_the_closed(life):
    asked = [
        sum(visit.path.startswith("/feed/") for visit in life.of(site))
        for site in (*HEALTHY, SLOW, DELAYING, REDIRECTING)
    ]

    assert max(asked) <= 1.5 * min(asked)


def test_a_restart_with_nothing_due_asks_nothing(life):
    assert life.asked_by_rested_restart == 0


def test_no_page_is_asked_again_before_its_shortest_interval_whoever_restarts(life):
    again = [
        later.entered - earlier.left
        for site in range(SITES)
        for path in {visit.path for visit in life.of(site) if visit.is_page}
        for earlier, later in pairwise(v for v in life.of(site) if v.path == path)
    ]

    assert min(again) >= SHORTEST


def test_a_restart_between_two_pages_of_a_site_keeps_their_distance(tmp_path):
    clock = DemoClock(NOW)
    with LoggingWeb(clock) as web:
        for _ in range(3):
            house = open_house(tmp_path, web, sites=[TARGET])
            clock.move_to(NOW + SHORTEST)  # all feeds are due
            collect_one(house)
            house.close()

    assert [visit.is_page for visit in web.log] == [False, True] * 3
    assert min(pauses(web.log)) >= SPACING


def test_a_restart_in_the_middle_of_the_work_goes_on_with_it(life):
    middle = life.log[life.restarts[1] - 1].left
    next_minutes = [v for v in life.log[life.restarts[1] :] if v.entered - middle < SHORTEST]

    assert len({visit.site for visit in next_minutes}) > SITES / 2
