"""What mail tests need: a letter, settings, and servers that misbehave."""

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread

import trustme

from orm.model.letters import Letter, LetterKind, Mail, MailId
from orm.model.schools import SchoolId
from orm.model.settings import MailSettings, Secret, Tls, Transport
from tests.factories import NOW

HEAD = "head@wrenbeck.example"
PASSWORD = "mere-blue-otter-7"  # noqa: S105 - invented


def letter(**changes) -> Letter:
    return Letter(
        **{
            "once": "digest/wrenbeck/2026-W46/head@wrenbeck.example",
            "kind": LetterKind.DIGEST,
            "school_id": SchoolId("wrenbeck"),
            "recipient": HEAD,
            "subject": "Online mentions digest, week ending 15 Nov – 2 decisions",
            "text": "Nothing needs you this week.\n.\nA line of one dot, and £5.\n",
            "html": "<p>Nothing needs you this week — at all.</p>",
            **changes,
        }
    )


def mail(*, number: int = 1, **changes) -> Mail:
    return Mail(MailId(number), letter(**changes), queued_at=NOW - timedelta(hours=1), attempts=0)


def to_folder(folder: Path, **changes) -> MailSettings:
    return MailSettings(
        **{
            "transport": Transport.FILE,
            "sender": "Wrenbeck monitor <orm@wrenbeck.example>",
            "allowed_domains": ("wrenbeck.example",),
            "folder": str(folder),
            **changes,
        }
    )


def to_server(port: int, ca_file: str = "", **changes) -> MailSettings:
    return MailSettings(
        **{
            "transport": Transport.SMTP,
            "sender": "Wrenbeck monitor <orm@wrenbeck.example>",
            "allowed_domains": ("wrenbeck.example",),
            "host": "localhost",
            "port": port,
            "tls": Tls.STARTTLS,
            "ca_file": ca_file,
            "timeout_seconds": 5.0,
            **changes,
        }
    )


def with_login(port: int, ca_file: str, password: str = PASSWORD, **changes) -> MailSettings:
    return to_server(port, ca_file, username="orm", password=Secret(password), **changes)


def server_context(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


Talk = Callable[[socket.socket], object]


@contextmanager
def talking(talk: Talk, *, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server for one conversation, encrypted from the first byte; gives its port."""

    def serve() -> None:
        # The client hangs up in the middle of many conversations.
        with contextlib.suppress(OSError), listener.accept()[0] as connection:
            connection.settimeout(10)
            if tls is None:
                talk(connection)
            else:
                with tls.wrap_socket(connection, server_side=True) as encrypted:
                    talk(encrypted)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        thread = Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(timeout=10)


def answers(*lines: str, then: Talk | None = None) -> Talk:
    """Greets, and answers command after command; DATA's text counts as one command."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"220 mail.wrenbeck.example\r\n")
        for line in lines:
            ending = b"\r\n.\r\n" if line.startswith("TEXT ") else b"\r\n"
            _hear(connection, ending)
            connection.sendall(line.removeprefix("TEXT ").encode() + b"\r\n")
        if then is not None:
            then(connection)

    return talk


def _hear(connection: socket.socket, ending: bytes) -> bytes:
    heard = b""
    while not heard.endswith(ending):
        received = connection.recv(65_536)
        if not received:
            raise ConnectionResetError
        heard += received
    return heard
