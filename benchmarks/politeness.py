"""`python -m benchmarks.politeness`: what an unchanged answer costs, and ten thousand polite polls."""

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import process_time

from benchmarks import feeds
from benchmarks.houses import open_house

ROOT = Path(__file__).parents[1]
TEST = ROOT / "tests" / "integration" / "test_politeness.py"
COUNT = 200
PORT = 8767
PASSES = 4
POLLS = 10_000
BETWEEN = timedelta(minutes=100)
"""Between two passes: longer than a poll's interval, and all of them within a robots.txt's day."""


def main() -> None:
    """Measure, print, and end as the promises of politeness do."""
    unchanged()
    sys.exit(polite())


def unchanged() -> None:
    """CPU of polls that end in 304, against those that bring a new edition, turn about."""
    with tempfile.TemporaryDirectory() as name, feeds.served(COUNT, PORT) as town:
        house, clock = open_house(Path(name), town.addresses, canned=False)
        house.plan(spread=timedelta(0))
        house.collect()

        def collect() -> None:
            clock.move_to(clock.now() + BETWEEN)
            done = house.collect()
            assert len(done) == COUNT  # noqa: S101 - a pass that is not whole measures nothing

        changed, same = 0.0, 0.0
        for _ in range(PASSES):
            town.publish()
            changed += _cpu(collect)
            same += _cpu(collect)
        house.close()
    polls = COUNT * PASSES
    print(
        f"304 / 200: {same / changed:.2f} (CPU per poll {same / polls * 1000:.2f} ms against"
        f" {changed / polls * 1000:.2f} ms with {feeds.FRESH} new of {feeds.ITEMS} entries)"
    )


def polite() -> int:
    """The suite's own promises of politeness, kept over many more polls; the exit code."""
    print(f"{POLLS:,} polls of a loopback web that keeps its own log:", flush=True)
    ended = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(TEST)],
        cwd=ROOT,
        env={**os.environ, "ORM_POLITE_POLLS": str(POLLS)},
        check=False,
    )
    return ended.returncode


def _cpu(work: Callable[[], object]) -> float:
    gc.collect()
    started = process_time()
    work()
    return process_time() - started


if __name__ == "__main__":
    main()
