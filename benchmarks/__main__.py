"""`make bench`: prints each measure with its peer and their ratio, from one run on one machine."""

import gc
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from reader import make_reader

from benchmarks import delivery, desk_pages, feeds, judgement, previewing, vader
from benchmarks.houses import open_house
from benchmarks.workers import Measure, workers

COUNT = 400
PORT = 8766
MANY = 200
PROCESSES = 2
QUIET = 4
"""Unchanged passes; the last is measured: by then each worker knows nearly every robots.txt."""

PASSES = ("first reading", "unchanged (304)", f"changed ({feeds.FRESH} of {feeds.ITEMS} new)")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = _measured(lambda town: _orm(folder / "orm", town, PROCESSES))
        alone = _measured(lambda town: _orm(folder / "alone", town, 1))
        theirs = _measured(lambda town: _reader(folder / "reader.db", town, threads=1))
        threaded = _measured(lambda town: _reader(folder / "threaded.db", town, threads=4))
        for label, our, lone, their, many in zip(
            PASSES, ours, alone, theirs, threaded, strict=True
        ):
            best = max(their.rate, many.rate)
            print(
                f"{label}: orm {our.rate:,.0f} polls per second with {PROCESSES} processes and"
                f" {lone.rate:,.0f} with one, reader {their.rate:,.0f} with 1 thread and"
                f" {many.rate:,.0f} with 4, ratio {our.rate / best:.2f};"
                f" CPU per poll: orm {lone.cpu:.2f} ms, reader {their.cpu:.2f} ms,"
                f" ratio {lone.cpu / their.cpu:.2f}"
            )
        rate = _items_per_second(folder / "rate")
        print(f"parse, match, score, triage and store, one core: {rate:,.0f} items per second")
    print(*vader.lines(), *judgement.lines(), *previewing.lines(), sep="\n", flush=True)
    print(*delivery.lines(), sep="\n", flush=True)
    for line in desk_pages.lines():
        print(line, flush=True)


def _measured(passes: Callable[[feeds.Town], list[Measure]]) -> list[Measure]:
    with feeds.served(COUNT, PORT) as town:
        return passes(town)


def _orm(folder: Path, town: feeds.Town, count: int) -> list[Measure]:
    """Everything new, nothing new, a new edition.

    The first also asks for each site's robots.txt, which `reader` does not do; later passes are
    within the day for which it is kept, as a running house's are.
    """
    with workers(count, folder, town) as ours:
        passes = [ours.collect(number) for number in range(QUIET + 1)]
        town.publish()
        return [passes[0], passes[-1], ours.collect(QUIET + 1)]


def _reader(database: Path, town: feeds.Town, *, threads: int) -> list[Measure]:
    """The same of the feed library `reader`."""
    reader = make_reader(str(database))
    for address in town.addresses:
        reader.add_feed(address)

    def update() -> Measure:
        gc.collect()
        started, used = perf_counter(), process_time()
        reader.update_feeds(scheduled=False, workers=threads)
        return Measure(COUNT / (perf_counter() - started), (process_time() - used) / COUNT * 1000)

    found = [update(), update()]
    town.publish()
    found.append(update())
    reader.close()
    return found


def _items_per_second(folder: Path) -> float:
    """All but the network: canned answers through the real pipeline into a real database."""
    addresses = [f"http://{feeds.host(number)}:{PORT}/feed" for number in range(1, MANY + 1)]
    house, _ = open_house(folder, addresses, canned=True)
    house.plan(spread=timedelta(0))
    gc.collect()
    started = process_time()
    house.collect()
    return MANY * feeds.ITEMS / (process_time() - started)


if __name__ == "__main__":
    main()
