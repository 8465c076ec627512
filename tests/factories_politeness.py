"""A loopback web of fifty sites that keeps its own log, and a real house that lives with it."""

import contextlib
import socket
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import Self

from orm.cases.chain import first_event, raised_event
from orm.config.loading import parse
from orm.demo.clock import DemoClock
from orm.http.fetcher import Fetcher
from orm.mail import mailer
from orm.store.migrating import upgrade
from orm.store.sql_store import open_store
from orm.wiring import Edges, House, build, source_shapes
from tests.factories import NOW
from tests.factories_http import everywhere_here
from tests.web_server import page

SITES = 50
FEEDS = 4
SPACING = timedelta(seconds=2)
CRAWL_DELAY = timedelta(seconds=10)
SLOWNESS = timedelta(seconds=20)
STEP = timedelta(minutes=10)
EDITION = timedelta(hours=8)

SLOW, THROTTLING, UNAVAILABLE, DEAD, REDIRECTING, TARGET, DELAYING = range(7)
HEALTHY = (TARGET, *range(DELAYING + 1, SITES))

_PAUSES = {THROTTLING: timedelta(minutes=90), UNAVAILABLE: timedelta(hours=3)}
_HELD_SECONDS = 0.05  # real ones: others get on meanwhile, or have nothing to do
_SERVERS = 8
_ROBOTS = "/robots.txt"
_CONFIG = """
[network]
contact = "it@wrenbeck.example"
threads = 4
spacing_seconds = {spacing}
# In this web time jumps while others wait: an answer may seem to take minutes.
total_seconds = 600
lease_seconds = 7200
allow_addresses = ["127.0.0.0/8"]

[mail]
transport = "file"
folder = "outbox"
sender = "orm@wrenbeck.example"
allowed_domains = ["wrenbeck.example"]

[[schools]]
id = "wrenbeck"
name = "Wrenbeck Primary School"
town = "Harrowmere"
county = "Eastmarch"

[[contacts]]
id = "head"
name = "The headteacher"
email = "head@wrenbeck.example"
roles = ["headteacher", "dsl"]

[[contacts]]
id = "chair"
name = "The chair of governors"
email = "chair@wrenbeck.example"
roles = ["chair"]

[sources.feed]
local_papers = false
feeds = [{feeds}]
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as its site saw it. `entered` and `left` are the shared clock's moments.

    `together` counts the requests that were inside the site then, this one among them; `meanwhile`
    those of other sites that were answered while it was inside. `closed_until` is the pause that
    the answer asked for.
    """

    site: int
    path: str
    entered: datetime
    left: datetime
    together: int
    meanwhile: int
    closed_until: datetime | None = None

    @property
    def is_page(self) -> bool:
        """Anything but robots.txt."""
        return self.path != _ROBOTS


@dataclass
class LoggingWeb:
    """Fifty sites of two hosts each behind one address, told apart by the Host header."""

    clock: DemoClock
    log: list[Visit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._moved = Condition()
        self._inside: Counter[int] = Counter()
        self._answered: Counter[int] = Counter()
        self._pages: Counter[int] = Counter()

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._threads = [Thread(target=self._accept) for _ in range(_SERVERS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=10)
        self._listener.close()

    def feeds(self, sites: Iterable[int]) -> tuple[str, ...]:
        """The address of every feed of these sites; a site's feeds are on two hosts."""
        return tuple(
            self._url(site, f"/feed/{number}", host=("www", "news")[number % 2])
            for site in sites
            for number in range(FEEDS)
        )

    def _url(self, site: int, path: str, *, host: str = "www") -> str:
        return f"http://{host}.harrowmere-{site}.co.uk:{self.port}{path}"

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            # A client that hangs up early is no fault of the web.
            with contextlib.suppress(OSError), connection:
                connection.settimeout(10)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (received := connection.recv(65_536)):
                return
            head += received
        first, *rest = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in rest)
        site = int(headers["host"].split(":")[0].removesuffix(".co.uk").rpartition("-")[2])
        visit = self._enter(site, first.split(" ")[1])
        answer, until = self._answer(visit, headers.get("if-none-match", ""))
        # The asker sees the end only once the log says that it has left. What it reads no body of
        # (404, 302, 304) has none, so that the end is the end of the headers.
        connection.sendall(answer[:-1])
        self._leave(visit, until)
        connection.sendall(answer[-1:])

    def _enter(self, site: int, path: str) -> Visit:
        with self._moved:
            now = self.clock.now()
            self._inside[site] += 1
            visit = Visit(site, path, now, now, self._inside[site], self._others(site))
            if site == SLOW and visit.is_page:
                self.clock.sleep(SLOWNESS.total_seconds())
                before = self._others(site)
                self._moved.wait_for(lambda: self._others(site) > before, _HELD_SECONDS)
            return visit

    def _leave(self, visit: Visit, until: datetime | None) -> None:
        with self._moved:
            self._inside[visit.site] -= 1
            self._answered[visit.site] += 1
            meanwhile = self._others(visit.site) - visit.meanwhile
            left = replace(visit, left=self.clock.now(), meanwhile=meanwhile, closed_until=until)
            self.log.append(left)
            self._moved.notify_all()

    def _others(self, site: int) -> int:
        return self._answered.total() - self._answered[site]

    def _answer(self, visit: Visit, known: str) -> tuple[bytes, datetime | None]:
        """What the site says, and how long it wants to be left alone."""
        site = visit.site
        if site == DEAD:
            return b"", None
        if not visit.is_page:
            rules = f"User-agent: *\nCrawl-delay: {CRAWL_DELAY.total_seconds():g}".encode()
            return (page(rules) if site == DELAYING else page(b"", "404 Not Found")), None
        if site == REDIRECTING:
            elsewhere = self._url(TARGET, f"/moved{visit.path}")
            return page(b"", "302 Found", location=elsewhere), None
        self._pages[site] += 1
        if site in _PAUSES and self._pages[site] % 3 == 0:
            return self._refusal(site)
        return _feed(visit, known), None

    def _refusal(self, site: int) -> tuple[bytes, datetime]:
        until = self.clock.now().replace(microsecond=0) + _PAUSES[site]
        if site == THROTTLING:
            seconds = int(_PAUSES[site].total_seconds())
            return page(b"slowly", "429 Too Many Requests", retry_after=str(seconds)), until
        date = format_datetime(until, usegmt=True)
        return page(b"later", "503 Service Unavailable", retry_after=date), until


def _feed(visit: Visit, known: str) -> bytes:
    """Three entries, of which one is new in each edition; 304 to whoever has the edition."""
    edition = int((visit.entered - NOW + STEP * visit.site) / EDITION)
    tag = f'"{edition}"'
    if known == tag:
        return page(b"", "304 Not Modified", etag=tag)
    entries = "".join(
        f"<item><title>Story {number} of site {visit.site}</title>"
        f"<link>http://www.harrowmere-{visit.site}.co.uk{visit.path}/{number}</link>"
        "<description>The council has published its timetable for Mill Row.</description></item>"
        for number in range(edition, edition + 3)
    )
    body = f'<rss version="2.0"><channel><title>Herald</title>{entries}</channel></rss>'
    return page(body.encode(), content_type="application/rss+xml", etag=tag)


def open_house(folder: Path, web: LoggingWeb, *, sites: Iterable[int] = range(SITES)) -> House:
    """A real house on the database in this folder. Its door to the network remembers nothing."""
    entries = ", ".join(f'{{ url = "{url}", scope = "local" }}' for url in web.feeds(sites))
    config = parse(
        _CONFIG.format(spacing=SPACING.total_seconds(), feeds=entries),
        base=folder,
        environ={},
        source_options={"feed": source_shapes()["feed"]},
    )
    config.data_folder.mkdir(exist_ok=True)
    upgrade(config.database_url)
    store = open_store(config.database_url, first_event=first_event, raised_event=raised_event)
    fetch = Fetcher(config.manners, web.clock, resolve=everywhere_here)
    edges = Edges(clock=web.clock, fetch=fetch, store=store, mailer=mailer(config.mail))
    house = build(config, edges, worker="house")
    house.plan(spread=timedelta(minutes=15))
    return house


@dataclass(frozen=True, slots=True)
class Life:
    """What a house did to its web. `restarts` are places in the log."""

    log: tuple[Visit, ...]
    polls: int
    lasted: timedelta
    restarts: tuple[int, ...]
    asked_by_rested_restart: int

    def of(self, site: int) -> list[Visit]:
        """A site's visits in the order in which they came."""
        return sorted((v for v in self.log if v.site == site), key=lambda v: v.entered)

    def pages(self, site: int) -> int:
        """How many of them asked for more than robots.txt."""
        return sum(visit.is_page for visit in self.of(site))


def live(folder: Path, *, polls: int) -> Life:
    """A house that polls at least so often, and is started anew twice on the way.

    Once it has nothing to do just then, once it is in the middle of its work.
    """
    clock = DemoClock(NOW)
    restarts: list[int] = []
    with LoggingWeb(clock) as web:
        house = open_house(folder, web)
        done = _until(house, clock, polls // 3)

        while more := len(house.collect()):
            done += more
        restarts.append(len(web.log))
        house = _restarted(house, folder, web)
        after_rest = len(house.collect())

        done += _until(house, clock, polls // 3)
        clock.move_to(clock.now() + timedelta(hours=12))
        stops = iter([False] * 3)
        done += len(house.collect(stop=lambda: next(stops, True)))
        restarts.append(len(web.log))
        house = _restarted(house, folder, web)
        done += len(house.collect())

        done += _until(house, clock, polls - done)
        house.close()
    return Life(tuple(web.log), done, clock.now() - NOW, tuple(restarts), after_rest)


def _until(house: House, clock: DemoClock, polls: int) -> int:
    done = 0
    while done < polls:
        done += len(house.collect())
        clock.move_to(clock.now() + STEP)
    return done


def _restarted(house: House, folder: Path, web: LoggingWeb) -> House:
    house.close()
    return open_house(folder, web)
