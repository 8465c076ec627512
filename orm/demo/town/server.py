"""A real HTTP/1.1 server on loopback for the town. Dispatches by Host; writes nothing anywhere."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from orm.demo.town.town import SITES, Town

LOOPBACK = "127.0.0.1"

_IDLE_SECONDS = 10.0  # a kept-alive connection that asks nothing is closed
_STOP_WITHIN = 0.05  # seconds between two looks at whether to stop
_REMEMBERED = 100_000
_NAMES = frozenset({"localhost", *(f"{site}.localhost" for site in SITES)})


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that the town answered."""

    host: str
    path: str
    status: int


class _Server(ThreadingHTTPServer):
    """The server with what its handlers need. Threads end with the program."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, town: Town, now: Callable[[], datetime], port: int) -> None:
        self.town = town
        self.now = now
        self.hits: deque[Hit] = deque(maxlen=_REMEMBERED)
        super().__init__((LOOPBACK, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        address = urlsplit(self.path)
        host = self.headers.get("Host", "")
        answer = self.server.town.respond(
            host,
            address.path or "/",
            query=address.query,
            headers=dict(self.headers.items()),
            now=self.server.now(),
        )
        self.server.hits.append(Hit(host, self.path, answer.status))
        # A reader that stops half-way (a size cap, a closed tab) is no fault of the town.
        with suppress(ConnectionError):
            self.send_response_only(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.end_headers()
            if with_body:
                self.wfile.write(answer.body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The simulated moment, also on the server's own error pages."""
        del timestamp
        return format_datetime(self.server.now(), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: addresses of posts belong in no log."""


class RunningTown:
    """A town that is being served until `close`."""

    def __init__(self, server: _Server, thread: Thread) -> None:
        self._server = server
        self._thread = thread

    @property
    def port(self) -> int:
        """The port that the town listens on."""
        return int(self._server.server_address[1])

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Every request answered so far, oldest first."""
        return tuple(self._server.hits)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        """The running town itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        self.close()


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The address of each of the town's hosts; no other name is anybody's.

    Raises:
        OSError: the name is not of the town.
    """
    del port
    if host not in _NAMES:
        raise OSError(f"no such name in the town: {host}")
    return (LOOPBACK,)


def serve(town: Town, now: Callable[[], datetime], *, port: int = 0) -> RunningTown:
    """Serve a town on 127.0.0.1; port 0 takes a free one. `now` is asked once per request.

    Raises:
        OSError: the port is taken.
    """
    server = _Server(town, now, port)
    thread = Thread(target=server.serve_forever, args=(_STOP_WITHIN,), name="town", daemon=True)
    thread.start()
    return RunningTown(server, thread)
