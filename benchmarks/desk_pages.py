"""How long a page of the desk takes on the server: `python -m benchmarks.desk_pages --mentions N`.

From the request, its session and role to the page's HTML, on SQLite and on a real PostgreSQL, for the
headteacher of the school that is talked about most, of 100.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: the same calls on every machine
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from sqlalchemy import select

from benchmarks.desk_data import build
from benchmarks.desk_posts import UNTIL, schools
from benchmarks.desk_reading import WORDS, places
from orm.cases.chain import first_event, raised_event
from orm.config.loading import parse
from orm.entry.outcomes import Entered
from orm.mail import mailer
from orm.model.polls import NotModified, Request, Response, Validators
from orm.store.engine import database
from orm.store.sql_store import open_store
from orm.store.tables.casework import CASES
from orm.web.answering import Desk, Incoming, answer
from orm.web.asking import Fields
from orm.web.desk_routes import ROUTES
from orm.web.providers import Providers
from orm.web.routes import Route
from orm.wiring import Edges, House, source_shapes
from orm.wiring import build as wired
from orm.wiring.door import front_door
from tests.factories_http import FakeClock

CALLS = 200
SIZES = (100_000, 1_000_000)
KINDS = ("sqlite", "postgresql")
_URL = "http://127.0.0.1:8770"
_BUSY = "school-000"
_HEAD = """
[network]
contact = "it@wrenbeck.example"
[mail]
transport = "file"
folder = "sent"
sender = "orm@wrenbeck.example"
allowed_domains = ["wrenbeck.example"]
[digest]
desk_url = "http://127.0.0.1:8770"
"""
_PEOPLE = """
[[contacts]]
id = "head"
name = "Ada Ferrow"
email = "head@wrenbeck.example"
roles = ["headteacher", "dsl"]
schools = ["school-000"]
[[contacts]]
id = "everybody"
name = "Ines Varley"
email = "trust@wrenbeck.example"
roles = ["headteacher", "dsl"]
[[contacts]]
id = "chair"
name = "Bram Oakes"
email = "chair@wrenbeck.example"
roles = ["chair"]
"""

Asked = tuple[str, Mapping[str, str], str]
"""A route's path, the parts of it, and a query."""


def house_over(url: str, folder: Path) -> House:
    """A house on this database, with its hundred schools."""
    rows = (
        f'[[schools]]\nid = "{each.id}"\nname = "{each.name}"\ntown = "{each.town}"\n'
        for each in schools()
    )
    text = f"{_HEAD}{''.join(rows)}{_PEOPLE}"
    config = parse(text, base=folder, environ={}, source_options=source_shapes())
    config.data_folder.mkdir(exist_ok=True)
    store = open_store(url, first_event=first_event, raised_event=raised_event)
    edges = Edges(
        clock=FakeClock(UNTIL),
        fetch=_nobody,
        store=store,
        mailer=mailer(config.mail),
        entry=store.entry,
        shelf=store.shelf,
    )
    house = wired(config, edges, worker="bench")
    house.enrol()
    return house


def _nobody(request: Request, validators: Validators) -> Response | NotModified:
    raise AssertionError(f"a page asks nobody, not {request.url} either ({validators.etag})")


def pages(refs: Sequence[str]) -> dict[str, Callable[[Random], Asked]]:
    """The pages that are promised to be quick, each time another one."""
    return {
        "Today": lambda _: ("/", {}, ""),
        "Mentions with a word": lambda r: ("/mentions", {}, f"words={r.choice(WORDS)}"),
        "Case": lambda r: ("/cases/{ref}", {"ref": r.choice(refs)}, ""),
        "Trends": lambda _: ("/trends", {}, f"school={_BUSY}"),
    }


@dataclass(frozen=True, slots=True)
class Timing:
    """One page's calls, in milliseconds: from the request to the HTML, and our own CPU."""

    page: str
    median: float
    late: float
    cpu: float

    def __str__(self) -> str:
        return (
            f"{self.page}: median {self.median:.0f} ms, 95th percentile {self.late:.0f} ms,"
            f" own CPU {self.cpu:.0f} ms"
        )


def timed(url: str, *, count: int = CALLS) -> Iterator[Timing]:
    """Each page."""
    with TemporaryDirectory() as name:
        house = house_over(url, Path(name))
        desk = Desk(house, front_door(house), _URL, Providers())
        token = _token(desk)
        for label, wish in pages(_refs(url)).items():
            random = Random(label)  # noqa: S311 - calls, not secrets
            wishes = [wish(random) for _ in range(count + 1)]
            _ask(desk, token, wishes[0])
            used = process_time()
            taken = sorted(_ask(desk, token, each) for each in wishes[1:])
            used = (process_time() - used) / count * 1000
            yield Timing(label, taken[count // 2], taken[count * 95 // 100], used)
        house.close()


def lines(sizes: Sequence[int] = SIZES, kinds: Sequence[str] = KINDS) -> Iterator[str]:
    """A line for each page of each database and size, and how much the larger one takes longer."""
    for kind in kinds:
        before: dict[str, Timing] = {}
        for size in sizes:
            with places((kind,)) as each:
                for name, url in each:
                    build(url, mentions=size)
                    for timing in timed(url):
                        grown = before.get(timing.page)
                        ratio = f", ratio {timing.median / grown.median:.2f}" if grown else ""
                        yield f"{name}, {size:,} mentions, {timing}{ratio}"
                        before[timing.page] = timing


def _token(desk: Desk) -> str:
    came = desk.door.enter_by_openid(
        "head@wrenbeck.example", issuer="https://bench.example", subject="1", now=UNTIL
    )
    if not isinstance(came, Entered):
        raise TypeError("the headteacher of the benchmark was turned away")
    return came.token


def _refs(url: str) -> list[str]:
    """Ordinary cases of the busiest school."""
    query = (
        select(CASES.c.ref)
        .where(CASES.c.school_id == _BUSY, ~CASES.c.sealed, CASES.c.owner == "headteacher")
        .order_by(CASES.c.ref)
        .limit(200)
    )
    place = database(url)
    refs = place.read(lambda connection: list(connection.execute(query).scalars()))
    place.close()
    return refs


def _ask(desk: Desk, token: str, asked: Asked) -> float:
    """Milliseconds."""
    path, parts, query = asked
    incoming = Incoming(
        path=parts,
        query=_fields(query),
        form=Fields(),
        uploads=(),
        address="127.0.0.1",
        token=token,
        visitor="bench",
        browser="",
        origin="",
        site="",
        target=f"{path}?{query}" if query else path,
    )
    started = perf_counter()
    outgoing = answer(desk, _route(path), incoming)
    taken = (perf_counter() - started) * 1000
    if getattr(outgoing.answer, "status", 0) != 200:
        raise ValueError(f"{path} was not answered: {outgoing.answer}")
    return taken


def _fields(query: str) -> Fields:
    pairs = (each.partition("=") for each in query.split("&") if each)
    return Fields({name: (value,) for name, _, value in pairs})


def _route(path: str) -> Route:
    return next(each for each in ROUTES if each.path == path and each.method == "GET")


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mentions", type=int, nargs="+", default=SIZES)
    parser.add_argument("--on", choices=KINDS, nargs="+", default=KINDS)
    asked = parser.parse_args()
    for line in lines(asked.mentions, asked.on):
        print(line, flush=True)


if __name__ == "__main__":
    main()
