"""How long a page of the desk waits for the database: `python -m benchmarks.desk_reading`.

Medians and 95th percentiles of server time over varied calls, on SQLite and on a real PostgreSQL.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: the same calls on every machine
from time import perf_counter, process_time
from typing import Protocol

from sqlalchemy import Connection

from benchmarks.desk_data import build
from benchmarks.desk_posts import ABSENT, COMMON, RARE, SOURCES, THEMES, UNTIL, schools
from orm.model.judgement import Category, Stance, Verdict
from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.model.wishes import Wish
from orm.store.engine import Database, database
from orm.store.searching import found
from tests.databases import postgres_server

CALLS = 200
PAGE = 50
WORDS = ("trip", "parking", "homework", "ofsted", "choir", "football", "café", "spelling test")

PHRASES = ("summer fair", "football cup", "lunch menu")
BEGINNINGS = ("park", "spel", "scho", "bad", "wick")


class Call(Protocol):
    """One reading of a page, another one each time."""

    def __call__(self, connection: Connection, random: Random) -> object:
        """Read it."""
        ...


_Make = Callable[[Random], Wish]

_RARE_KIND = Wish(category=Category.T10, theme=THEMES[-1])


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds that a reader waits, and of processor in both processes on average."""

    label: str
    median: float
    slow: float
    cpu: float

    def __str__(self) -> str:
        return (
            f"{self.label}: median {self.median:.1f} ms, 95th percentile {self.slow:.1f} ms,"
            f" CPU {self.cpu:.1f} ms"
        )


def timings(url: str, calls: Mapping[str, Call], *, count: int = CALLS) -> list[Timing]:
    """Each call so many times, each time another one; printed as they come.

    A call is given a connection in a transaction of its own and a source of variety.
    """
    place = database(url)
    timed = []
    for label, call in calls.items():
        random = Random(label)  # noqa: S311 - calls, not secrets
        place.read(partial(call, random=random))
        used = place.read(_used)
        taken = sorted(_taken(place, call, random) for _ in range(count))
        used = place.read(_used) - used
        slow = taken[count * 95 // 100]
        timed.append(Timing(label, taken[count // 2] * 1000, slow * 1000, used / count * 1000))
        print(timed[-1], flush=True)
    place.close()
    return timed


def _taken(place: Database, call: Call, random: Random) -> float:
    started = perf_counter()
    place.read(partial(call, random=random))
    return perf_counter() - started


def _used(connection: Connection) -> float:
    """Seconds of processor, ours and those of PostgreSQL's process for this connection."""
    if connection.dialect.name == "sqlite":
        return process_time()
    pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def searches() -> dict[str, Call]:
    """The list of mentions, by what a person may look for."""
    busy, trust = _head(0), _trust()
    rows: tuple[tuple[str, _Make, Sight | None], ...] = (
        ("no words, busiest school", lambda _: Wish(), busy),
        ("no words, all schools", lambda _: Wish(), trust),
        ("common word, busiest school", lambda _: Wish(words=COMMON), busy),
        ("common word, a school", lambda _: Wish(words=COMMON), None),
        ("common word, all schools", lambda _: Wish(words=COMMON), trust),
        ("usual word, busiest school", _usual, busy),
        ("usual word, a school", _usual, None),
        ("usual word, all schools", _usual, trust),
        ("three words, busiest school", lambda r: Wish(words=" ".join(r.sample(WORDS, 3))), busy),
        ("three words, all schools", lambda r: Wish(words=" ".join(r.sample(WORDS, 3))), trust),
        ("phrase, busiest school", lambda r: Wish(words=f'"{r.choice(PHRASES)}"'), busy),
        ("phrase, all schools", lambda r: Wish(words=f'"{r.choice(PHRASES)}"'), trust),
        ("beginning, busiest school", lambda r: Wish(words=f"{r.choice(BEGINNINGS)}*"), busy),
        ("beginning, all schools", lambda r: Wish(words=f"{r.choice(BEGINNINGS)}*"), trust),
        ("rare word, busiest school", lambda _: Wish(words=RARE), busy),
        ("rare word, all schools", lambda _: Wish(words=f"{COMMON} {RARE}"), trust),
        ("absent word, all schools", lambda _: Wish(words=f"{COMMON} {ABSENT}"), trust),
        ("a week, busiest school", lambda r: _week(r, Wish()), busy),
        ("a week with a word, all schools", lambda r: _week(r, _usual(r)), trust),
        ("five years with a word, busiest school", lambda r: _years(_usual(r)), busy),
        ("last week, all schools", lambda _: Wish(since=UNTIL - timedelta(days=7)), trust),
        ("source and theme, busiest school", _source_and_theme, busy),
        ("source and theme, all schools", _source_and_theme, trust),
        ("unsure, negative, word, busiest school", _unsure, busy),
        ("rare kind and theme, busiest school", lambda _: _RARE_KIND, busy),
        ("rare kind and theme, all schools", lambda _: _RARE_KIND, trust),
        ("story, all schools", lambda r: Wish(story_id=1 + 10 * r.randrange(10_000)), trust),
    )
    calls = {label: _search(wish, sight) for label, wish, sight in rows}
    return {**calls, "usual word, old page, busiest school": _deep(busy)}


def _usual(random: Random) -> Wish:
    return Wish(words=random.choice(WORDS))


def _source_and_theme(random: Random) -> Wish:
    return Wish(source=random.choice(SOURCES), theme=random.choice(THEMES))


def _unsure(random: Random) -> Wish:
    words = random.choice(WORDS)
    return Wish(verdict=Verdict.UNSURE, stance=Stance.NEGATIVE, words=words)


def _years(wish: Wish) -> Wish:
    return replace(wish, since=UNTIL - timedelta(days=2000), until=UNTIL)


def _search(wish: _Make, sight: Sight | None) -> Call:
    def call(connection: Connection, random: Random) -> object:
        who = sight or _head(random.randrange(1, 100))
        return found(connection, who, wish(random), before=None, most=PAGE)

    return call


def _deep(sight: Sight) -> Call:
    """A page far back: from the place of a random older mention."""

    def call(connection: Connection, random: Random) -> object:
        wish = Wish(words=random.choice(WORDS))
        newest = found(connection, sight, Wish(), before=None, most=1)
        before = random.randrange(1, newest.files[0].id)
        return found(connection, sight, wish, before=type(newest.files[0].id)(before), most=PAGE)

    return call


def _week(random: Random, wish: Wish) -> Wish:
    since = UNTIL - timedelta(days=7 * random.randrange(1, 250))
    return replace(wish, since=since, until=since + timedelta(days=7))


def _head(number: int) -> Sight:
    return Sight(frozenset({SchoolId(f"school-{number:03}")}), frozenset({Role.HEADTEACHER}))


def _trust() -> Sight:
    return Sight(frozenset(school.id for school in schools()), frozenset({Role.SLT}))


@contextmanager
def places(kinds: Sequence[str]) -> Iterator[Iterator[tuple[str, str]]]:
    """An empty database of each kind, and its url; all is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="orm-desk-"))
    try:
        yield _each(kinds, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _each(kinds: Sequence[str], folder: Path) -> Iterator[tuple[str, str]]:
    if "sqlite" in kinds:
        yield "SQLite", f"sqlite:///{folder / 'orm.db'}"
    if "postgresql" in kinds:
        with postgres_server() as server:
            yield "PostgreSQL", server.empty()


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--on", choices=("sqlite", "postgresql", "both"), default="both")
    asked = parser.parse_args()
    kinds = ("sqlite", "postgresql") if asked.on == "both" else (asked.on,)
    with places(kinds) as each:
        for kind, url in each:
            started = perf_counter()
            build(url, mentions=asked.mentions)
            print(f"{kind}, {asked.mentions:,} mentions, made in {perf_counter() - started:.0f} s")
            timings(url, searches())


if __name__ == "__main__":
    main()
