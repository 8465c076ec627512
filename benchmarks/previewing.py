"""`orm digest --preview` of one week of the demo, from the shell's prompt to the last file.

The peer is what every program that draws a chart of a database has to load before its first line:
SQLAlchemy, matplotlib, Jinja2, httpx and typer.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

TIMES = 5
WEEK = "2026-W47"
LIBRARIES = "import httpx, jinja2, matplotlib.backends.backend_agg, sqlalchemy, typer"


def lines() -> Iterator[str]:
    """What was measured, a line each."""
    with tempfile.TemporaryDirectory() as name:
        demo = Path(name) / "demo"
        _ran(["-m", "orm", "demo", "--folder", str(demo), "--once"])
        words = ["-m", "orm", "digest", "--week", WEEK, "--config", str(demo / "config.toml")]
        ours = _wall(lambda number: [*words, "--preview", str(Path(name) / f"look-{number}")])
        theirs = _wall(lambda _number: ["-c", LIBRARIES])
    yield (
        f"orm digest --preview on the demo: {ours:.1f} s; its libraries alone load in {theirs:.1f} s,"
        f" ratio {ours / theirs:.1f}"
    )


def _wall(words):
    """The median wall time in seconds; the first run, which may write byte code, is not counted."""
    times = []
    for number in range(TIMES + 1):
        started = perf_counter()
        _ran(words(number))
        times.append(perf_counter() - started)
    return median(times[1:])


def _ran(words: Sequence[str]) -> None:
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words


if __name__ == "__main__":
    print(*lines(), sep="\n")
