"""Invented feeds on loopback, served by a process of their own so that its work is not measured.

Each feed has an address of its own in 127.0.0.0/8: to a polite collector they are different sites.
"""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.synchronize import Event
from threading import Thread

STARTED_AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ITEMS = 25
_WORDS = (
    "The council has published its timetable for the roadworks on Mill Row.",
    "Wrenbeck Primary School in Harrowmere held its harvest assembly and the choir was lovely.",
    "Parents say that parking near the gate is a problem every morning.",
    "Harrowmere Town drew two all with their neighbours after a late equaliser.",
    "The library will open an hour later on Thursdays from next month.",
)


def feed(number: int) -> bytes:
    """One RSS feed of 25 invented stories, one in five about a watched school."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Herald {number}</title><link>http://127.0.1.{number}/</link>"
        "<description>News</description>"
        + "".join(_entry(number, each) for each in range(ITEMS))
        + "</channel></rss>"
    ).encode()


def _entry(number: int, each: int) -> str:
    when = format_datetime(STARTED_AT - timedelta(minutes=7 * each), usegmt=True)
    return (
        f"<item><title>Story {each} of town {number}</title>"
        f"<link>http://127.0.1.{number}/news/{each}</link><guid>{number}-{each}</guid>"
        f"<pubDate>{when}</pubDate><description>{_WORDS[each % len(_WORDS)]} "
        f"Report {each} from town {number}.</description></item>"
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self._answer(HTTPStatus.NOT_FOUND, b"")
            return
        own = str(self.connection.getsockname()[0])
        tag = f'"{own}"'
        if self.headers.get("If-None-Match") == tag:
            self._answer(HTTPStatus.NOT_MODIFIED, b"", tag)
            return
        self._answer(HTTPStatus.OK, feed(int(own.rsplit(".", 1)[-1])), tag)

    def _answer(self, status: HTTPStatus, body: bytes, tag: str = "") -> None:
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Type", "application/rss+xml")
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def served(count: int, port: int) -> Iterator[tuple[str, ...]]:
    """The addresses of `count` feeds, while the block lasts."""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    process = context.Process(target=_serve, args=(count, port, ready, done), daemon=True)
    process.start()
    ready.wait()
    try:
        yield tuple(f"http://127.0.1.{number}:{port}/feed" for number in range(1, count + 1))
    finally:
        done.set()
        process.join()


def _serve(count: int, port: int, ready: Event, done: Event) -> None:
    servers = [
        ThreadingHTTPServer((f"127.0.1.{number}", port), _Handler) for number in range(1, count + 1)
    ]
    for server in servers:
        Thread(target=server.serve_forever, daemon=True).start()
    ready.set()
    done.wait()
    for server in servers:
        server.shutdown()
