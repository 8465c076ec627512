"""Invented feeds on loopback, served by a process of their own so that its work is not measured.

Each feed has an address of its own in 127.0.0.0/8: to a polite collector they are different sites.
Answers are made beforehand: the server only picks one.
"""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event

STARTED_AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ITEMS = 25
FRESH = 2
"""Entries that are new in each edition of a feed, of `ITEMS`."""

_A_NET = 250
_WORDS = (
    "The council has published its timetable for the roadworks on Mill Row.",
    "Wrenbeck Primary School in Harrowmere held its harvest assembly and the choir was lovely.",
    "Parents say that parking near the gate is a problem every morning.",
    "Harrowmere Town drew two all with their neighbours after a late equaliser.",
    "The library will open an hour later on Thursdays from next month.",
)


@dataclass(frozen=True, slots=True)
class Town:
    """The served feeds; `publish` brings out the next edition of each."""

    addresses: tuple[str, ...]
    edition: "Synchronized[int]"

    def publish(self) -> None:
        """Every feed has a new ETag and `FRESH` new entries from now on."""
        with self.edition.get_lock():
            self.edition.value += 1


def host(number: int) -> str:
    """The address of the feed of this number, from 1."""
    net, place = divmod(number - 1, _A_NET)
    return f"127.0.{net + 1}.{place + 1}"


def feed(number: int, edition: int = 0) -> bytes:
    """One RSS feed of invented stories, one in five about a watched school."""
    first = edition * FRESH
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Herald {number}</title><link>http://{host(number)}/</link>"
        "<description>News</description>"
        + "".join(_entry(number, each) for each in range(first + ITEMS - 1, first - 1, -1))
        + "</channel></rss>"
    ).encode()


def _entry(number: int, each: int) -> str:
    when = format_datetime(STARTED_AT - timedelta(minutes=7 * (100 - each)), usegmt=True)
    return (
        f"<item><title>Story {each} of town {number}</title>"
        f"<link>http://{host(number)}/news/{each}</link><guid>{number}-{each}</guid>"
        f"<pubDate>{when}</pubDate><description>{_WORDS[each % len(_WORDS)]} "
        f"Report {each} from town {number}.</description></item>"
    )


@contextmanager
def served(count: int, port: int) -> Iterator[Town]:
    """`count` feeds, while the block lasts."""
    context = multiprocessing.get_context("spawn")
    ready, done, edition = context.Event(), context.Event(), context.Value("i", 0)
    process = context.Process(target=_serve, args=(count, port, ready, done, edition), daemon=True)
    process.start()
    ready.wait()
    try:
        addresses = (f"http://{host(number)}:{port}/feed" for number in range(1, count + 1))
        yield Town(tuple(addresses), edition)
    finally:
        done.set()
        process.join()


def _serve(count: int, port: int, ready: Event, done: Event, edition: "Synchronized[int]") -> None:
    asyncio.run(_serving(count, port, ready, done, edition))


async def _serving(
    count: int, port: int, ready: Event, done: Event, edition: "Synchronized[int]"
) -> None:
    answers = _Answers(edition)
    servers = [
        await asyncio.start_server(answers.of(number), host(number), port)
        for number in range(1, count + 1)
    ]
    ready.set()
    await asyncio.to_thread(done.wait)
    for server in servers:
        server.close()


class _Answers:
    """Answers by feed, edition and whether the edition is known."""

    def __init__(self, edition: "Synchronized[int]") -> None:
        self._edition = edition
        self._made: dict[tuple[int, int], tuple[bytes, bytes]] = {}

    def of(self, number: int):
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked = await reader.readuntil(b"\r\n\r\n")
            writer.write(self._said(number, asked))
            await writer.drain()
            writer.close()

        return answer

    def _said(self, number: int, asked: bytes) -> bytes:
        if asked.startswith(b"GET /robots.txt"):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        edition = self._edition.value
        tag = f'"{number}-{edition}"'.encode()
        if (number, edition) not in self._made:
            body = feed(number, edition)
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n"
            end = b"ETag: %s\r\nConnection: close\r\n\r\n" % tag
            unchanged = b"HTTP/1.1 304 Not Modified\r\n" + end
            self._made[number, edition] = (head % len(body) + end + body, unchanged)
        whole, unchanged = self._made[number, edition]
        return unchanged if tag in asked else whole
