"""A real SMTP server that may misbehave, letter by letter, in every way that mail servers do."""

import asyncio
import random  # noqa: TID251 - seeded by who asks, so that a failing run can be repeated
import ssl
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from enum import Enum
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.factories_mail import PASSWORD


class Mood(Enum):
    """What the server does with one letter."""

    WELL = "takes it"
    CLOSING = "421 at MAIL"
    FULL = "452 at RCPT"
    GREY = "450 at RCPT"
    BUSY = "451 after the text"
    HANGS_UP = "hangs up at RCPT"
    LOSES = "hangs up after the text, without taking it"
    SILENT = "takes it and hangs up before its answer"


def moods_at_random(seed: int, *, well: float) -> Callable[[], Mood]:
    """`well` of all letters meet no trouble, the others any."""
    moments = random.Random(seed)  # noqa: S311 - a test's dice

    def mood() -> Mood:
        return Mood.WELL if moments.random() < well else moments.choice(list(Mood))

    return mood


def moods(*listed: Mood) -> Callable[[], Mood]:
    """These one after the other, then WELL for ever."""
    left = iter(listed)
    return lambda: next(left, Mood.WELL)


@dataclass
class HostileServer:
    """What happened. `refused` are addresses that do not exist; `limit` letters are taken in all."""

    mood: Callable[[], Mood] = field(default_factory=moods)
    refused: frozenset[str] = frozenset()
    limit: int = 1_000_000
    port: int = 0
    now: Mood = Mood.WELL
    connections: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    @property
    def recipients(self) -> list[str]:
        """Who got a letter, in turn."""
        return [recipient for recipient, _ in self.taken]

    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(_message_id(content) for _, content in self.taken)

    def versions(self) -> int:
        """How many different letters there are."""
        return len({content for _, content in self.taken})

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name for it
        self, _: SMTP, session: Session, __: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += session.ssl is not None
        return answers

    async def handle_RSET(self, _: SMTP, __: Session, ___: Envelope) -> str:  # noqa: N802 - aiosmtpd's name for it
        self.commands.append("RSET")
        return "250 OK"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name for it
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        self.now = self.mood()
        if self.now is Mood.CLOSING or len(self.taken) >= self.limit:
            return "421 4.3.2 too many letters, come back later"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        if self.now is Mood.HANGS_UP:
            _hang_up(server)
        if self.now in _AT_RCPT:
            return _AT_RCPT[self.now]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name for it
        assert isinstance(envelope.content, bytes)
        if self.now is Mood.BUSY:
            return "451 4.3.0 busy"
        if self.now is not Mood.LOSES:
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
        if self.now in {Mood.LOSES, Mood.SILENT}:
            _hang_up(server)
        return "250 OK"


_AT_RCPT = {Mood.FULL: "452 4.3.1 no room now", Mood.GREY: "450 4.7.1 greylisted, try again"}


def _hang_up(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()  # type: ignore[attr-defined]


def _message_id(content: bytes) -> str:
    return str(BytesHeaderParser().parsebytes(content)["Message-ID"])


class _AnyPort(Controller):
    """Learns which free port it was given before it tries itself out."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _known(_server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: object):
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=right)


@contextmanager
def serving(handler: object, tls: ssl.SSLContext, **changes: Any) -> Iterator[int]:
    """The handler behind STARTTLS on a free port of this machine."""
    with warnings.catch_warnings():
        # aiosmtpd 1.4 still reads its own deprecated attribute at each session.
        warnings.filterwarnings("ignore", message="Session.login_data", category=DeprecationWarning)
        options: dict[str, Any] = {"require_starttls": True, "authenticator": _known, **changes}
        controller = _AnyPort(handler, hostname="127.0.0.1", port=0, tls_context=tls, **options)
        controller.start()
        yield controller.port
        controller.stop()


def addresses(count: int) -> Iterable[str]:
    """Invented readers."""
    return (f"reader-{number}@wrenbeck.example" for number in range(count))
