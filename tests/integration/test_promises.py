"""Promises that only a whole house can keep: silence in logs, honest failure, two houses at once."""

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Event
from typing import cast

import pytest
from structlog.testing import capture_logs

from orm import schedule
from orm.cases.chain import first_event, raised_event
from orm.demo.run import moments, open_demo
from orm.errors import Unreachable
from orm.model.polls import Outcome, Page
from orm.model.weeks import Week
from orm.pipeline.keeping_evidence import Kept
from orm.ports import Source
from orm.store.sql_store import open_store
from orm.wiring import House, build
from tests.ledger import claims_left, ledger

WORDS = "Tamsin Ruddlewick was crying by the bins"
ONE_WEEK_IN = moments()[30]
WEEK = Week(2026, 45)


@pytest.fixture
def demo(tmp_path):
    demo = open_demo(tmp_path / "demo")
    demo.clock.move_to(ONE_WEEK_IN)
    yield demo
    demo.close()


@dataclass(frozen=True)
class Clumsy:
    """A source with a bug whose error quotes the post that it met."""

    inner: Source
    name: str = "feed"

    def parse(self, response):
        raise ValueError(WORDS)


@dataclass(frozen=True)
class Telling:
    """A source whose every page holds one post, with a name in it."""

    inner: Source
    name: str = "feed"

    def parse(self, response):
        page = self.inner.parse(response)
        return Page(tuple(replace(each, text=WORDS, author=WORDS) for each in page.items[:1]))


def with_feed(house, source):
    sources = {"feed": source(house.sources["feed"])}
    return replace(house, round=replace(house.round, sources=sources))


def with_fetch(house, fetch):
    return replace(house, round=replace(house.round, fetch=fetch))


@pytest.mark.parametrize("source", [Clumsy, Telling])
def test_no_log_line_holds_the_words_or_the_author_of_a_post(demo, caplog, source):
    caplog.set_level(logging.DEBUG)
    house = with_feed(demo.house, source)
    house.plan(spread=timedelta(0))

    with capture_logs() as told:
        done = house.collect(source="feed")

    assert done
    assert WORDS not in caplog.text
    assert WORDS not in str(told)
    assert WORDS not in str(done)


@dataclass(frozen=True)
class Falling:
    """A house whose collecting falls over with the words of a post on its lips."""

    house: House
    stop: Event

    def __getattr__(self, name):
        return getattr(self.house, name)

    def collect(self, *, stop):
        self.stop.set()
        raise RuntimeError(WORDS)

    queue_digests = remind = deliver = purge = lambda self: None

    def keep_evidence(self):
        return Kept()


def test_a_beat_that_falls_over_is_told_without_the_words_it_fell_over(demo, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    stop = Event()
    house = replace(demo.house, edges=replace(demo.house.edges, entry=None))

    with capture_logs() as told:
        schedule.run(cast("House", Falling(house, stop)), stop=stop)

    assert [line["error"] for line in told] == ["RuntimeError"]
    assert WORDS not in str(told) + caplog.text + "".join(capfd.readouterr())


def test_a_bug_in_one_source_is_a_failed_poll_of_that_source_only(demo):
    house = demo.house
    sources = {**house.sources, "feed": Clumsy(house.sources["feed"])}
    house = replace(house, round=replace(house.round, sources=sources))
    house.plan(spread=timedelta(0))

    endings: dict[str, set[Outcome]] = {}
    for each in house.collect():
        endings.setdefault(each.source, set()).add(each.outcome)

    assert Outcome.NEW not in endings["feed"]
    assert Outcome.NEW in endings["news_sitemap"]


def test_a_week_in_which_nothing_could_be_read_is_not_called_quiet(demo):
    def cut_off(request, validators):
        raise Unreachable("the line is down")

    house = with_fetch(demo.house, cut_off)
    house.plan(spread=timedelta(0))
    house.collect()

    letters = [each for school in house.schools for each in house.digests(school, WEEK)]

    assert letters
    for letter in letters:
        assert "could not look" in letter.subject
        assert "Nothing needs you" not in letter.text


def test_two_houses_on_one_database_do_together_what_one_does_alone(demo, tmp_path):
    alone = open_demo(tmp_path / "alone")
    alone.clock.move_to(ONE_WEEK_IN)
    alone.house.plan(spread=timedelta(0))
    alone.house.collect()
    alone.close()
    demo.house.plan(spread=timedelta(0))
    url = demo.house.config.database_url
    store = open_store(url, first_event=first_event, raised_event=raised_event)
    second = build(demo.house.config, replace(demo.house.edges, store=store), worker="second")

    with ThreadPoolExecutor(2) as pool:
        done = [*pool.map(lambda house: house.collect(), (demo.house, second))]

    second.close()
    together, single = ledger(demo.folder), ledger(alone.folder)
    assert all(done)
    for name in ("items", "versions", "mentions", "decisions", "cases", "letters"):
        assert Counter(together[name]) == Counter(single[name]), name
    assert claims_left(demo.folder) == 0


def test_more_letters_than_one_batch_holds_go_out_in_one_run(demo):
    house = demo.house
    house.enrol()
    (reader, *_), (school, *_) = house.config.contacts, house.schools
    letters = [
        replace(
            house.write_digest(
                house.edges.store.week_facts(school.id, WEEK, now=ONE_WEEK_IN), school, reader
            ),
            once=f"digest/{number}",
            cleared=True,
        )
        for number in range(45)
    ]
    house.edges.store.queue_week(school.id, WEEK, letters, now=ONE_WEEK_IN)

    assert house.deliver().sent == 45
    assert house.deliver().tried == 0
