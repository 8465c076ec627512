"""Worker processes of one house: the same database, each with its own connections and threads."""

import gc
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from time import perf_counter, process_time

from benchmarks import feeds
from benchmarks.houses import open_house
from orm.demo.clock import DemoClock
from orm.wiring import House

BETWEEN = timedelta(minutes=100)
"""Between two passes: longer than a poll's interval, and all of them within a day."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Polls per second of all workers together, and milliseconds of CPU per poll."""

    rate: float
    cpu: float


@dataclass(frozen=True, slots=True)
class _Pass:
    polls: int
    started: float
    ended: float
    used: float


@dataclass(frozen=True, slots=True)
class Workers:
    """Processes that are ready to collect."""

    pool: ProcessPoolExecutor
    count: int

    def collect(self, number: int) -> Measure:
        """All of them at once, at the pass of this number."""
        done = list(self.pool.map(_collect, [number] * self.count))
        polls = sum(each.polls for each in done)
        lasted = max(each.ended for each in done) - min(each.started for each in done)
        return Measure(polls / lasted, sum(each.used for each in done) / polls * 1000)


@contextmanager
def workers(count: int, folder: Path, town: feeds.Town) -> Iterator[Workers]:
    """A house that watches the town's feeds, and its workers."""
    house, _ = open_house(folder, town.addresses, canned=False)
    house.plan(spread=timedelta(0))
    house.close()
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(count)
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=_enter, initargs=(folder, town.addresses, ready)
    ) as pool:
        yield Workers(pool, count)


class _Own:
    """What a worker process holds from its start to its end."""

    house: House
    clock: DemoClock
    ready: Barrier


def _enter(folder: Path, addresses: tuple[str, ...], ready: Barrier) -> None:
    name = multiprocessing.current_process().name
    _Own.house, _Own.clock = open_house(folder, addresses, canned=False, worker=name)
    _Own.ready = ready


def _collect(number: int) -> _Pass:
    _Own.clock.move_to(feeds.STARTED_AT + BETWEEN * number)
    gc.collect()
    _Own.ready.wait()
    started, used = perf_counter(), process_time()
    polls = len(_Own.house.collect())
    return _Pass(polls, started, perf_counter(), process_time() - used)
