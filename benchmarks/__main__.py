"""`make bench`: prints each measure with its peer and their ratio, from one run on one machine."""

import gc
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import process_time

from reader import make_reader

from benchmarks import feeds
from benchmarks.houses import open_house

COUNT = 60
PORT = 8766
MANY = 200


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name, feeds.served(COUNT, PORT) as addresses:
        folder = Path(name)
        ours = _orm(folder / "orm", addresses)
        theirs = _reader(folder / "reader.db", addresses)
        for answer, our, their in zip(("200", "304"), ours, theirs, strict=True):
            print(
                f"CPU per poll, {answer} answer: orm {our / COUNT * 1000:.2f} ms,"
                f" reader {their / COUNT * 1000:.2f} ms, ratio {our / their:.2f}"
            )
        rate = _items_per_second(folder / "rate")
        print(f"parse, match, score, triage and store, one core: {rate:,.0f} items per second")


def _orm(folder: Path, addresses: tuple[str, ...]) -> tuple[float, float]:
    """CPU seconds of a first pass (200) and of a second one 14 hours later (304).

    The first also asks for each site's robots.txt, which `reader` does not; a day later it would again.
    """
    house, clock = open_house(folder, addresses, canned=False)
    house.plan(spread=timedelta(0))
    first = _cpu(house.collect)
    clock.move_to(clock.now() + timedelta(hours=14))
    return first, _cpu(house.collect)


def _reader(database: Path, addresses: tuple[str, ...]) -> tuple[float, float]:
    """The same two passes of the feed library `reader`."""
    reader = make_reader(str(database))
    for address in addresses:
        reader.add_feed(address)
    first, second = (_cpu(lambda: reader.update_feeds(scheduled=False)) for _ in range(2))
    reader.close()
    return first, second


def _items_per_second(folder: Path) -> float:
    """All but the network: canned answers through the real pipeline into a real database."""
    addresses = [f"http://127.0.1.{number}:{PORT}/feed" for number in range(1, MANY + 1)]
    house, _ = open_house(folder, addresses, canned=True)
    house.plan(spread=timedelta(0))
    return MANY * feeds.ITEMS / _cpu(house.collect)


def _cpu(work: Callable[[], object]) -> float:
    gc.collect()
    started = process_time()
    work()
    return process_time() - started


if __name__ == "__main__":
    main()
