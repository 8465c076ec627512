"""10,000 digests of 1,000 schools: written, with a chart where the reader gets any, queued, and
delivered to a mail server on this machine.

The house is a real one on SQLite, its mailer speaks STARTTLS with a login, and the server is
aiosmtpd in a process of its own. Time and peak memory are those of the house's process.
"""

import logging
import multiprocessing
import resource
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from time import perf_counter

import trustme
from sqlalchemy import Connection, insert

from orm.cases.chain import first_event, raised_event
from orm.config.loading import parse
from orm.demo.clock import DemoClock
from orm.mail import mailer
from orm.model.polls import Request, Response, Validators
from orm.model.weeks import Week
from orm.store.migrating import upgrade
from orm.store.sql_store import open_store
from orm.store.tables.counting import COUNTED_WEEKS
from orm.store.tables.pausing import COVERAGE_WEEKS
from orm.wiring import Edges, House, build, source_shapes
from tests.factories_mail import server_context, with_login
from tests.hostile_mail import HostileServer, serving

SCHOOLS = 1_000
READERS = 10
BEFORE = datetime(2026, 11, 11, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
WEEK = Week(2026, 47)
_WEEKS = 11

_HEAD = """
[network]
contact = "it@wrenbeck.example"

[mail]
transport = "file"
folder = "outbox"
sender = "orm@wrenbeck.example"
allowed_domains = ["wrenbeck.example"]

[digest]
term_time_only = false

[sources.feed]
local_papers = false
feeds = [{ url = "http://feed.wrenbeck.example/feed", scope = "local" }]
"""
_SCHOOL = """
[[schools]]
id = "school-{number}"
name = "Wrenbeck {number} Primary School"
town = "Harrowmere"
"""
_CONTACT = """
[[contacts]]
id = "reader-{number}-{place}"
name = "Reader {number} {place}"
email = "reader-{number}-{place}@wrenbeck.example"
roles = ["{role}"]
schools = ["school-{number}"]
"""
_ROLES = ("headteacher", "dsl", "slt", "comms", "chair", "dpo", "it", "slt", "slt", "slt")


@dataclass(frozen=True, slots=True)
class Measure:
    """Letters, seconds to write and to deliver them, and megabytes of the process at its peak."""

    letters: int
    writing: float
    delivering: float
    peak: float


def lines(schools: int = SCHOOLS) -> Iterator[str]:
    """What `make bench` prints; measured in a process of its own, for its memory."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        found = pool.submit(_measured, schools).result()
    both = found.writing + found.delivering
    yield (
        f"digests of {schools:,} schools: {found.letters:,} written in {found.writing:,.0f} s"
        f" and delivered in {found.delivering:,.0f} s"
        f" ({found.letters / found.delivering:,.0f} letters per second),"
        f" {found.letters / both * 3600:,.0f} an hour altogether in one process,"
        f" peak memory {found.peak:,.0f} MB"
    )


def _measured(schools: int) -> Measure:
    with (
        tempfile.TemporaryDirectory() as name,
        _mail_server(Path(name)) as port,
        closing(_house(Path(name), schools, port)) as house,
    ):
        started = perf_counter()
        queued = house.queue_digests()
        written = perf_counter()
        delivered = house.deliver()
        ended = perf_counter()
    if delivered.sent != queued or queued != schools * READERS:
        raise SystemExit(f"{queued} letters were queued: {delivered}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measure(queued, written - started, ended - written, peak)


def _house(folder: Path, schools: int, port: int) -> House:
    text = _HEAD + "".join(_entries(number) for number in range(schools))
    config = parse(text, base=folder, environ={}, source_options={"feed": source_shapes()["feed"]})
    sending = with_login(port, str(folder / "ca.pem"), sender=config.mail.sender)
    config = replace(config, mail=sending)
    config.data_folder.mkdir()
    upgrade(config.database_url)
    clock = DemoClock(BEFORE)
    store = open_store(config.database_url, first_event=first_event, raised_event=raised_event)
    edges = Edges(clock=clock, fetch=_ask_nobody, store=store, mailer=mailer(config.mail))
    house = build(config, edges, worker="bench")
    house.plan(spread=timedelta(0))
    store._database.write(lambda connection: _write_weeks(connection, schools))  # noqa: SLF001 - many rows at once
    clock.move_to(MONDAY)
    return house


def _write_weeks(connection: Connection, schools: int) -> None:
    """Weeks before the digest's own, other ones for each school, so that charts are drawn."""
    for school in range(schools):
        keys = [
            {"school_id": f"school-{school}", "year": WEEK.year, "number": WEEK.number - back}
            for back in range(1, _WEEKS + 1)
        ]
        counts = [
            {"stories": 3 + (school + back) % 17, "praise": school % 3, "critical": back % 4}
            for back in range(1, _WEEKS + 1)
        ]
        rest = {"positive": 0, "negative": 0, "unsure": 0, "sealed": 0, "themes": {}}
        read = {"read": 1, "partly": 0, "unread": 0}
        connection.execute(
            insert(COUNTED_WEEKS),
            [key | count | rest for key, count in zip(keys, counts, strict=True)],
        )
        connection.execute(insert(COVERAGE_WEEKS), [key | read for key in keys])


def _entries(number: int) -> str:
    people = (
        _CONTACT.format(number=number, place=place, role=_ROLES[place]) for place in range(READERS)
    )
    return _SCHOOL.format(number=number) + "".join(people)


def _ask_nobody(request: Request, validators: Validators) -> Response:
    raise AssertionError(f"nothing is collected here: {request.url} {validators}")


@contextmanager
def _mail_server(folder: Path) -> Iterator[int]:
    """Its port; its certificate's authority is `ca.pem` in the folder."""
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    server = context.Process(target=_serve, args=(str(folder), theirs))
    server.start()
    try:
        yield ours.recv()
    finally:
        ours.send("enough")
        server.join()


def _serve(folder: str, line: Pipe) -> None:
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # it warns of itself at each session
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(Path(folder) / "ca.pem"))
    with serving(HostileServer(), server_context(authority)) as port:
        line.send(port)
        line.recv()


if __name__ == "__main__":
    for line_of_report in lines():
        print(line_of_report)
