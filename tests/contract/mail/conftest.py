"""One certificate authority, and a real SMTP server that speaks STARTTLS."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.factories_mail import server_context
from tests.hostile_mail import HostileServer, serving


@dataclass
class Inbox:
    """What the server took. `refuse` maps a command's name to the answer it gives instead."""

    port: int = 0
    letters: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str | None, list[str], bool]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)

    def last(self) -> EmailMessage:
        return BytesParser(EmailMessage, policy=policy.default).parsebytes(self.letters[-1])

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        if "RCPT" in self.refuse:
            return self.refuse["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name for it
        if "DATA" in self.refuse:
            return self.refuse["DATA"]
        assert isinstance(envelope.content, bytes)
        self.letters.append(envelope.content)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos, session.ssl is not None))
        return "250 OK"


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture(scope="session")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    return server_context(authority)


@pytest.fixture
def inbox(tls: ssl.SSLContext) -> Iterator[Inbox]:
    found = Inbox()
    with serving(found, tls) as found.port:
        yield found


@pytest.fixture
def hostile(tls: ssl.SSLContext) -> Iterator[HostileServer]:
    found = HostileServer()
    with serving(found, tls) as found.port:
        yield found
