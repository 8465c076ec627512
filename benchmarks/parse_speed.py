"""`python -m benchmarks.parse_speed`: CPU that a collector spends on a body of five megabytes."""

import csv
import gc
import io
import json
from collections.abc import Callable
from time import process_time

import feedparser
import lxml.html

from benchmarks.large_bodies import grown, hostile
from orm.errors import SourceError
from sources.registry import SOURCES, Shape
from tests.factories_sources import Golden, golden_cases, golden_source, response


def _csv(body: bytes) -> object:
    return list(csv.reader(io.StringIO(body.decode("utf-8", "replace"))))


def _feed(body: bytes) -> object:
    return feedparser.parse(io.BytesIO(body))


PEERS: dict[str, tuple[str, Callable[[bytes], object]]] = {
    "json": ("json.loads", json.loads),
    "xml": ("feedparser", _feed),
    "html": ("lxml", lxml.html.fromstring),
    "csv": ("csv.reader", _csv),
}


def main() -> None:
    """Measure and print, worst first."""
    print("five megabytes of each source's own answer, grown; CPU seconds, beside a peer's")
    lines = sorted(map(_line, SOURCES), reverse=True)
    print(*(line for _, line in lines), sep="\n")
    print("five megabytes of hostile answers; CPU seconds of the slowest sources")
    for what, body in hostile():
        worst = sorted(
            ((*_parsed(shape, golden_cases(shape.name)[0], body), shape.name) for shape in SOURCES),
            reverse=True,
        )[:3]
        print(f"{what:24}", "; ".join(f"{name} {spent:.2f}" for spent, _, name in worst))


def _line(shape: Shape) -> tuple[float, str]:
    """CPU seconds, and what is printed of the source."""
    case, body = _grown(shape)
    name, peer = PEERS[_kind(case)]
    spent, said = _parsed(shape, case, body)
    ratio = spent / _cpu(lambda: peer(body))
    return spent, f"{spent:7.2f} {shape.name:16} {ratio:6.2f} x {name:12} {said}"


def _grown(shape: Shape) -> tuple[Golden, bytes]:
    """The ok answer, or another of a success where that repeats nothing."""
    read = (case for case in golden_cases(shape.name) if "error" not in case.expected())
    cases = sorted(read, key=lambda case: case.name != "ok")
    bodies = ((case, grown(case.body.read_bytes(), _kind(case))) for case in cases)
    return next((case, body) for case, body in bodies if body)


def _kind(case: Golden) -> str:
    return case.body.suffix.removeprefix(".")


def _parsed(shape: Shape, case: Golden, body: bytes) -> tuple[float, str]:
    """CPU seconds, and what came of it."""
    sent = case.response()
    answer = response(body, source=shape.name, url=sent.url, shape=sent.request.shape)
    source = golden_source(shape)
    said = ""

    def parse() -> None:
        nonlocal said
        try:
            page = source.parse(answer)
        except SourceError as error:
            said = f"{type(error).__name__}: {error}"[:80]
        else:
            said = f"{len(page.items)} items, {len(page.skipped)} skipped"

    return _cpu(parse), said


def _cpu(work: Callable[[], object]) -> float:
    gc.collect()
    started = process_time()
    work()
    return process_time() - started


if __name__ == "__main__":
    main()
