"""A small real IMAP server on the loopback, over TLS: one folder, unread flags, and mishaps on demand."""

import contextlib
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self

from tests.factories_returns import part_of

_FETCH = re.compile(r"UID FETCH (\d+) \((.*)\)", re.IGNORECASE)
_SECTION = re.compile(r"BODY\.PEEK\[([0-9][0-9.A-Z]*)\]<0\.(\d+)>")
_STORE = re.compile(r"UID STORE (\d+) \+FLAGS \(\\Seen\)", re.IGNORECASE)
_LOGIN = re.compile(r'LOGIN "?([^" ]+)"? "?([^"]+)"?', re.IGNORECASE)
_WORD = re.compile(r"(?:UID )?\w+")


@dataclass
class ImapServer:
    """Messages by number; `seen` are those marked, in order; `asked` is every command's name.

    A command named in `hang_up_at` ends the connection; one in `stall_at` is never answered.
    `answers` are given instead of the usual ones, by command.
    """

    tls: ssl.SSLContext
    user: str
    password: str
    messages: dict[int, bytes] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    hang_up_at: str = ""
    stall_at: str = ""
    answers: dict[str, bytes] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._over = Event()
        self._thread = Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=10)

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            # A client that hangs up early is what some tests are about.
            with contextlib.suppress(OSError), connection:
                connection.settimeout(10)
                with self.tls.wrap_socket(connection, server_side=True) as encrypted:
                    self._talk(encrypted)

    def _talk(self, wire: ssl.SSLSocket) -> None:
        wire.sendall(b"* OK ready\r\n")
        with wire.makefile("rb") as lines:
            for line in lines:
                tag, _, said = line.decode("latin-1").strip().partition(" ")
                name = _WORD.match(said)
                command = name[0].upper() if name else ""
                self.asked.append(command)
                if command == self.hang_up_at:
                    return
                if command == self.stall_at:
                    self._over.wait(10)
                    return
                reply = self._reply(command, said)
                wire.sendall(reply.replace(b"TAG", tag.encode(), 1))
                if command == "LOGOUT":
                    return

    def _reply(self, command: str, said: str) -> bytes:
        if command in self.answers:
            return self.answers[command]
        usual: dict[str, Callable[[str], bytes]] = {
            "CAPABILITY": lambda _: b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n",
            "LOGIN": self._login,
            "SELECT": self._select,
            "UID SEARCH": self._search,
            "UID FETCH": self._fetch,
            "UID STORE": self._store,
            "LOGOUT": lambda _: b"* BYE\r\nTAG OK done\r\n",
        }
        answer = usual.get(command)
        return answer(said) if answer else b"TAG BAD what?\r\n"

    def _login(self, said: str) -> bytes:
        found = _LOGIN.match(said)
        right = found is not None and found.groups() == (self.user, self.password)
        return b"TAG OK done\r\n" if right else b"TAG NO [AUTHENTICATIONFAILED] no\r\n"

    def _select(self, said: str) -> bytes:
        if '"INBOX"' not in said:
            return b"TAG NO no such folder\r\n"
        return b"* %d EXISTS\r\nTAG OK [READ-WRITE]\r\n" % len(self.messages)

    def _search(self, _: str) -> bytes:
        unread = sorted(set(self.messages) - set(self.seen))
        return f"* SEARCH {' '.join(map(str, unread))}".rstrip().encode() + b"\r\nTAG OK done\r\n"

    def _fetch(self, said: str) -> bytes:
        found = _FETCH.match(said)
        number = int(found[1]) if found else 0
        if found is None or number not in self.messages:
            return b"TAG OK done\r\n"
        raw = self.messages[number].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        size, items = len(raw), found[2].upper()
        if "PEEK" not in items:
            self.seen.append(number)
        part, name = _piece(raw, items)
        lead = b"* 1 FETCH (UID %d RFC822.SIZE %d %s {%d}\r\n" % (number, size, name, len(part))
        return lead + part + b")\r\nTAG OK done\r\n"

    def _store(self, said: str) -> bytes:
        found = _STORE.match(said)
        if found is None:
            return b"TAG BAD what?\r\n"
        self.seen.append(int(found[1]))
        return b"* 1 FETCH (FLAGS (\\Seen))\r\nTAG OK done\r\n"


def _piece(raw: bytes, items: str) -> tuple[bytes, bytes]:
    """What is asked for of a message, and its name in the answer."""
    section = _SECTION.search(items)
    if section:
        found = part_of(raw.replace(b"\r\n", b"\n"), section[1]).replace(b"\n", b"\r\n")
        return found[: int(section[2])], f"BODY[{section[1]}]<0>".encode()
    if "HEADER" in items:
        return raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", b"BODY[HEADER]"
    return raw, b"BODY[]"
