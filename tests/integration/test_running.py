"""A run of polls on a real database: nobody waits for a slow site, and nothing is judged twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import pytest

from orm.errors import StoreError, Unreachable
from orm.match.matcher import Matcher
from orm.model.letters import Letter
from orm.model.polls import Outcome, Page, Validators
from orm.model.schools import SchoolCalendar
from orm.model.settings import Manners, PolicyProfile
from orm.pipeline.judging import Bench
from orm.pipeline.running import Round, run_due
from orm.wiring import house_scales, read_house_policy
from tests.factories import item, response
from tests.factories_http import FakeClock
from tests.factories_store import NOW, SCHOOLS, plan_of, prepared, store_at

SITES = ("a.example", "b.example", "c.example", "d.example", "slow.example")


@dataclass
class Web:
    """A source and its web in one: a page per host; `held` hosts answer when they are let."""

    pages: dict[str, Page]
    held: dict[str, Event] = field(default_factory=dict)
    down: bool = False
    name: str = "feed"

    def __call__(self, request, validators):
        host = request.url.split("/")[2]
        if self.down or (host in self.held and not self.held[host].wait(20)):
            raise Unreachable("nobody answers")
        return response(request=request, validators=Validators('"v"', ""))

    def parse(self, answer):
        return self.pages[answer.url.split("/")[2]]


def no_alert(*_: object) -> tuple[Letter, ...]:
    raise AssertionError("nothing here is grave")


@pytest.fixture
def store(tmp_path, sqlite_copy):
    store = store_at(sqlite_copy(tmp_path))
    yield prepared(store, *(plan_of(host, host) for host in SITES))
    store.close()


@pytest.fixture(scope="module")
def bench():
    return Bench(
        schools={each.id: each for each in SCHOOLS},
        matcher=Matcher.build(SCHOOLS),
        scales=house_scales(read_house_policy(), PolicyProfile()),
        contacts=(),
        calendar=SchoolCalendar(),
        write_alert=no_alert,
    )


def round_of(store, web, bench, clock=None):
    manners = Manners(contact="it@wrenbeck.example", threads=2)
    return Round({"feed": web}, web, store, clock or FakeClock(NOW), manners, bench, "w1")


def pages(**changes):
    return {host: Page((item(host),)) for host in SITES} | changes


def test_a_slow_site_keeps_no_other_waiting(store, bench):
    web = Web(pages(), held={"slow.example": Event()})
    finished = []

    def report(done):
        finished.append(done.place.split("/")[0])
        if len(finished) == len(SITES) - 1:
            web.held["slow.example"].set()

    done = run_due(round_of(store, web, bench), report=report)

    assert {each.outcome for each in done} == {Outcome.NEW}
    assert finished[-1] == "slow.example"


def test_an_unchanged_item_is_still_there_and_a_new_one_is_new(store, bench):
    clock = FakeClock(NOW)
    web = Web(pages())
    run_due(round_of(store, web, bench, clock))
    web.pages["a.example"] = Page((item("a.example"), item("fresh")))
    clock.advance(days=1)

    done = {each.place.split("/")[0]: each for each in run_due(round_of(store, web, bench, clock))}

    assert (done["a.example"].read, done["a.example"].recorded.items_new) == (2, 1)
    assert done["b.example"].outcome is Outcome.NONE


def test_a_reading_that_failed_half_way_forgets_nothing(store, bench):
    clock = FakeClock(NOW)
    web = Web(pages())
    run_due(round_of(store, web, bench, clock))
    web.down = True
    clock.advance(days=1)
    run_due(round_of(store, web, bench, clock))
    web.down = False
    clock.advance(days=9)

    done = run_due(round_of(store, web, bench, clock))

    assert {each.outcome for each in done} == {Outcome.NONE}


def test_a_stop_takes_on_nothing_more_and_records_what_was_begun(store, bench):
    web = Web(pages())
    stops = iter([False, *[True] * 100])

    done = run_due(round_of(store, web, bench), stop=lambda: next(stops))

    assert len(done) == len(SITES)
    assert run_due(round_of(store, web, bench), stop=lambda: True) == ()


def test_two_runs_at_once_share_the_polls(store, bench):
    web = Web(pages())
    rounds = [round_of(store, web, bench), round_of(store, web, bench)]
    rounds[1] = Round(**{**{n: getattr(rounds[1], n) for n in Round.__slots__}, "worker": "w2"})

    with ThreadPoolExecutor(2) as pool:
        done = [each for run in pool.map(run_due, rounds) for each in run]

    assert sorted(each.place.split("/")[0] for each in done) == sorted(SITES)


def test_a_database_that_cannot_go_on_ends_the_run_with_its_error(store, bench):
    class Full:
        def __getattr__(self, name):
            return getattr(store, name)

        def record(self, records):
            raise StoreError("the disk is full; make room")

    with pytest.raises(StoreError, match="disk is full"):
        run_due(round_of(Full(), Web(pages()), bench))
