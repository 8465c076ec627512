"""A real web server on the loopback that says exactly the bytes it is told to say."""

import contextlib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from types import TracebackType
from typing import Self

_TLS_HELLO = b"\x16\x03"
Script = Callable[[socket.socket], object]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived; header names are lower-case."""

    target: str
    headers: dict[str, str]
    body: bytes = b""


def page(body: bytes = b"hello", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer. `content_type="text/html"` becomes a Content-Type header."""
    said = {"content-type": "text/html", "content-length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return page(b"moved", status, location=location)


@dataclass
class WebServer:
    """Answers by path: bytes are sent, a script may do with the socket what it likes.

    Unknown paths, robots.txt among them, are 404. Every connection serves one request.
    """

    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    pages: dict[str, bytes | Script] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.bind((self.host, 0))
        self._listener.listen(32)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = Thread(target=self._accept)
        self._threads: list[Thread] = []
        self._acceptor.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join(timeout=10)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=10)

    def url(self, target: str = "/", *, host: str = "") -> str:
        """The address of a page here, under the server's address or another name."""
        name = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{'https' if self.tls else 'http'}://{name}:{self.port}{target}"

    @property
    def targets(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [one.target for one in self.asked if one.target != "/robots.txt"]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        # A client that hangs up early is what many tests are about.
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            if self.tls is None:
                self._answer(connection)
            else:
                with self.tls.wrap_socket(connection, server_side=True) as encrypted:
                    self._answer(encrypted)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(65_536)
            if not received or received.startswith(_TLS_HELLO):
                return
            head += received
        first, *rest = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        target = first.split(" ")[1]
        headers = dict(line.lower().split(": ", 1) for line in rest)
        body = head.split(b"\r\n\r\n", 1)[1]
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65_536)
        self.asked.append(Asked(target, {**headers, "host": headers.get("host", "")}, body))
        said = self.pages.get(target.split("?")[0], page(b"nothing here", "404 Not Found"))
        if isinstance(said, bytes):
            connection.sendall(said)
        else:
            said(connection)
