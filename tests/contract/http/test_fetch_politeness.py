"""One request at a time per registrable domain, with pauses; domains do not wait for each other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest

from orm.errors import RateLimited
from tests.factories import NOW
from tests.factories_http import FakeClock, fetcher, get
from tests.web_server import page, redirect


def test_two_requests_to_a_domain_are_spaced(web):
    web.pages["/"] = page()
    clock = FakeClock()
    door = fetcher(clock, spacing_seconds=2.0)

    get(web.url("/"), door=door)
    clock.advance(seconds=0.5)
    get(web.url("/"), door=door)

    # robots.txt goes first, so the first page waits too.
    assert clock.slept == [2.0, 1.5]


def test_nobody_waits_when_the_pause_is_over_anyway(web):
    web.pages["/"] = page()
    clock = FakeClock()
    door = fetcher(clock, spacing_seconds=2.0)
    get(web.url("/"), door=door)
    clock.slept.clear()
    clock.advance(seconds=2)

    get(web.url("/"), door=door)

    assert clock.slept == []


def test_redirects_inside_a_domain_are_spaced(web):
    web.pages |= {"/": redirect("/b"), "/b": page()}
    clock = FakeClock()

    get(web.url("/"), door=fetcher(clock, spacing_seconds=2.0))

    assert clock.slept == [2.0, 2.0]


def test_hosts_of_one_domain_share_the_pause(web):
    web.pages["/"] = page()
    clock = FakeClock()
    door = fetcher(clock, spacing_seconds=2.0)

    get(web.url("/", host="news.herald.co.uk"), door=door)
    get(web.url("/", host="www.herald.co.uk"), door=door)

    assert clock.slept == [2.0, 2.0, 2.0]


def test_different_domains_do_not_wait_for_each_other(web):
    web.pages["/"] = page()
    clock = FakeClock()
    door = fetcher(clock, spacing_seconds=2.0)

    get(web.url("/", host="herald.co.uk"), door=door)
    get(web.url("/", host="parentpost.co.uk"), door=door)

    assert clock.slept == [2.0, 2.0]


@pytest.mark.parametrize(("asked", "kept"), [("7", 7.0), ("0.5", 2.0), ("86400", 60.0)])
def test_a_crawl_delay_widens_the_spacing_up_to_a_minute(web, asked, kept):
    web.pages |= {"/robots.txt": page(f"User-agent: *\nCrawl-delay: {asked}".encode()), "/": page()}
    clock = FakeClock()

    get(web.url("/"), door=fetcher(clock, spacing_seconds=2.0))

    assert clock.slept == [kept]


def test_waiting_for_our_turn_does_not_use_up_the_time_of_the_exchange(web):
    web.pages |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 50"), "/": page(b"hello")}

    assert get(web.url("/"), door=fetcher(total_seconds=20.0)).body == b"hello"


def test_a_domain_is_asked_one_thing_at_a_time(web):
    other_came, overlaps = Event(), []

    def first_waits_for_another(connection):
        other_came.clear()
        overlaps.append(other_came.wait(timeout=0.2))
        connection.sendall(page())

    def tell(connection):
        other_came.set()
        connection.sendall(page())

    web.pages |= {"/a": first_waits_for_another, "/b": tell}
    door = fetcher()
    get(web.url("/"), door=door)  # robots.txt is known from here on

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda target: get(web.url(target), door=door), ("/a", "/b")))

    assert overlaps == [False]


def test_several_domains_are_asked_at_the_same_time(web):
    # Nobody is answered before all three have asked.
    together = Barrier(3, timeout=10)

    def meet(connection):
        together.wait()
        connection.sendall(page())

    web.pages["/"] = meet
    door = fetcher()
    hosts = ("herald.co.uk", "parentpost.co.uk", "meremum.co.uk")

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda host: get(web.url("/", host=host), door=door), hosts))

    assert [answer.status for answer in answers] == [200, 200, 200]


@pytest.mark.parametrize("status", ["429 Slow", "503 Later"])
@pytest.mark.parametrize("pause", ["3600", "Mon, 16 Nov 2026 10:00:00 GMT"])
def test_a_domain_in_a_pause_is_not_asked_at_all(web, status, pause):
    web.pages["/"] = page(b"", status, retry_after=pause)
    door = fetcher()
    get(web.url("/"), door=door)
    before = len(web.asked)

    with pytest.raises(RateLimited) as caught:
        get(web.url("/other"), door=door)

    assert caught.value.until == NOW + timedelta(hours=1)
    assert len(web.asked) == before


def test_after_the_pause_a_domain_is_asked_again(web):
    web.pages |= {"/": page(b"", "429 Slow", retry_after="60"), "/other": page()}
    clock = FakeClock()
    door = fetcher(clock)
    get(web.url("/"), door=door)

    clock.advance(seconds=60)

    assert get(web.url("/other"), door=door).status == 200


def test_a_refusal_that_names_no_time_makes_no_pause(web):
    web.pages |= {"/": page(b"", "429 Slow"), "/other": page()}
    door = fetcher()
    get(web.url("/"), door=door)

    assert get(web.url("/other"), door=door).status == 200


def test_retry_after_on_a_success_makes_no_pause(web):
    web.pages |= {"/": page(retry_after="60"), "/other": page()}
    door = fetcher()
    get(web.url("/"), door=door)

    assert get(web.url("/other"), door=door).status == 200


def test_a_pause_of_one_domain_does_not_concern_another(web):
    web.pages |= {"/": page(b"", "429 Slow", retry_after="60"), "/other": page()}
    door = fetcher()
    get(web.url("/", host="herald.co.uk"), door=door)

    assert get(web.url("/other", host="parentpost.co.uk"), door=door).status == 200
