"""The way out for letters: the only importer of smtplib.

A letter is sent at least once. A server that dies after the final dot and before its answer may
have taken the letter or not; the letter is then sent again with the same Message-ID, byte for
byte the same, and mail servers that know the id keep one copy. The FILE transport names the file
after the Message-ID, so there a letter exists once whatever happens.
"""

import contextlib
import hashlib
import os
import re
import smtplib
import socket
import ssl
import tempfile
from collections.abc import Iterator
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from pathlib import Path
from threading import Timer
from typing import Any

from orm.errors import ConfigError, DeliveryError
from orm.model.letters import Mail
from orm.model.settings import MailSettings, Tls, Transport
from orm.ports import Mailer

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)")
# Only seven-bit lines, which every server passes on unchanged.
_POLICY = policy.SMTP.clone(cte_type="7bit")
_PERMANENT = range(500, 600)
# These refuse us, not the letter: it goes once the login is put right.
_NOT_LET_IN = frozenset({530, 534, 535, 538})
# A whole conversation may take this many times the limit of one answer.
_PATIENCE = 4
_LONGEST_REPLY = 200


def mailer(settings: MailSettings) -> Mailer:
    """The transport that the settings name.

    Raises:
        ConfigError: the sender is not an address.
    """
    _sender(settings)
    match settings.transport:
        case Transport.FILE:
            return FileMailer(settings)
        case Transport.SMTP:
            return SmtpMailer(settings)


def check(settings: MailSettings) -> None:
    """Nothing, when letters can leave; sends none.

    Raises:
        DeliveryError: they cannot; the message says what to change.
    """
    match settings.transport:
        case Transport.FILE:
            probe = Path(settings.folder) / ".orm-check"
            _write(probe, b"")
            probe.unlink()
        case Transport.SMTP:
            with _session(settings) as client, _conversation(settings):
                client.noop()


def message(mail: Mail, settings: MailSettings) -> EmailMessage:
    """The letter as an email to one recipient. The same mail always gives the same bytes.

    Raises:
        DeliveryError: permanent; the recipient is not one plain address in an allowed domain
            (domain.md §5.3).
    """
    letter = mail.letter
    _require_allowed(letter.recipient, settings.allowed_domains)
    found = EmailMessage(policy=_POLICY)
    found["From"] = _sender(settings)
    found["To"] = letter.recipient
    found["Subject"] = _one_line(letter.subject)
    found["Date"] = format_datetime(mail.queued_at)
    found["Message-ID"] = f"<{_name(mail)}@{_sender(settings).domain}>"
    # No out-of-office answers (RFC 3834; the second is Exchange's own).
    found["Auto-Submitted"] = "auto-generated"
    found["X-Auto-Response-Suppress"] = "All"
    found.set_content(letter.text)
    if letter.html:
        found.add_alternative(letter.html, subtype="html")
        found.set_boundary(f"=_{_name(mail)}")
    return found


class FileMailer:
    """Writes one .eml per letter into a folder."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def send(self, mail: Mail) -> None:
        """Write the file; the same letter overwrites itself.

        Raises:
            DeliveryError: permanent for a recipient outside the allowed domains. Not permanent
                for a folder that cannot be written: the letter is good and goes once that is put
                right.
        """
        content = message(mail, self._settings).as_bytes()
        _write(Path(self._settings.folder) / f"{_name(mail)}.eml", content)


class SmtpMailer:
    """Hands letters to the school's mail server: one connection and one recipient each."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def send(self, mail: Mail) -> None:
        """Deliver over TLS or not at all.

        Raises:
            DeliveryError: permanent when the server refuses this letter for good (a 5xx to its
                sender, recipient or text) or the recipient is outside the allowed domains. Not
                permanent when the server is away, stalls, answers 4xx, or does not let us in:
                such a letter goes once that is put right.
        """
        email = message(mail, self._settings)
        with _session(self._settings) as client, _conversation(self._settings):
            client.send_message(email, _sender(self._settings).addr_spec, [mail.letter.recipient])


class _Hurried(smtplib.SMTP):
    """Hangs up when the conversation as a whole takes too long, however busy the server looks."""

    _watchdog: Timer | None = None

    def connect(
        self,
        host: str = "",
        port: int = 0,
        source_address: Any = None,  # noqa: ANN401 - the supertype's own name for it is private
    ) -> tuple[int, bytes]:
        self._watchdog = Timer(float(self.timeout) * _PATIENCE, self._hang_up)
        self._watchdog.daemon = True
        self._watchdog.start()
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(self.close)
            greeting = super().connect(host, port, source_address)
            on_failure.pop_all()
        return greeting

    def close(self) -> None:
        if self._watchdog:
            self._watchdog.cancel()
        super().close()

    def _hang_up(self) -> None:
        if self.sock:
            with contextlib.suppress(OSError):
                # Not SSLSocket's own: that one takes the encryption away from the reading thread.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class _HurriedTls(_Hurried, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


@contextlib.contextmanager
def _session(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """An encrypted connection, logged in where the settings name a user."""
    context = _trust(settings)
    with contextlib.ExitStack() as ending:
        with _reaching(settings):
            client = _opened(settings, context)
            ending.callback(client.close)
            if settings.tls is Tls.STARTTLS:
                client.starttls(context=context)
        if settings.username:
            with _logging_in(settings):
                password = settings.password.reveal() if settings.password else ""
                client.login(settings.username, password)
        yield client
        # The letter is taken: a server that dies now changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            client.quit()


def _opened(settings: MailSettings, context: ssl.SSLContext) -> smtplib.SMTP:
    name, limit = _sender(settings).domain, settings.timeout_seconds
    match settings.tls:
        case Tls.TLS:
            return _HurriedTls(settings.host, settings.port, name, timeout=limit, context=context)
        case Tls.STARTTLS:
            return _Hurried(settings.host, settings.port, name, timeout=limit)


@contextlib.contextmanager
def _reaching(settings: MailSettings) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPNotSupportedError as error:
        raise _later(
            settings,
            'offers no STARTTLS, and letters never travel unencrypted. Try mail.tls = "tls" with'
            " mail.port = 465, or ask whoever runs it",
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise _later(
            settings,
            f"has a certificate that does not hold ({error.verify_message}). Check mail.host; for a"
            " school's own authority set mail.ca_file",
        ) from error
    except ssl.SSLError as error:
        raise _later(
            settings, "cannot agree on encryption. Check that mail.tls fits mail.port"
        ) from error
    except smtplib.SMTPException as error:
        raise _later(settings, "hung up or answered strangely. Check mail.port") from error
    except OSError as error:
        raise _later(
            settings, "cannot be reached. Check mail.host, mail.port and the firewall"
        ) from error


@contextlib.contextmanager
def _logging_in(settings: MailSettings) -> Iterator[None]:
    # The causes are dropped: they stand next to the password.
    try:
        yield
    except smtplib.SMTPNotSupportedError:
        raise _later(settings, "takes no login. Remove mail.username") from None
    except UnicodeError:
        message = "takes only plain ASCII. Choose another mail.username or mail.password"
        raise _later(settings, message) from None
    except smtplib.SMTPAuthenticationError as error:
        raise _later(
            settings,
            f"refuses the login ({error.smtp_code}). Correct mail.username and mail.password",
        ) from None
    except (smtplib.SMTPException, OSError):
        raise _later(settings, "hung up during the login. It is tried again") from None


@contextlib.contextmanager
def _conversation(settings: MailSettings) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise _answered(settings, code, text) from error
    except smtplib.SMTPResponseException as error:
        raise _answered(settings, error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        message = "hung up before it took the letter, or stalled. It is tried again"
        raise _later(settings, message) from error


def _answered(settings: MailSettings, code: int, text: bytes | str) -> DeliveryError:
    words = text.decode("utf-8", errors="replace") if isinstance(text, bytes) else text
    reply = f"{code} {_one_line(words)[:_LONGEST_REPLY]}"
    if code in _PERMANENT and code not in _NOT_LET_IN:
        return DeliveryError(
            f"The mail server {settings.host} refuses the letter: {reply}. Correct the address, or"
            " ask whoever runs the server.",
            permanent=True,
        )
    return _later(settings, f"does not take the letter now: {reply}. It is tried again")


def _later(settings: MailSettings, problem: str) -> DeliveryError:
    return DeliveryError(
        f"The mail server {settings.host}:{settings.port} {problem}.", permanent=False
    )


def _trust(settings: MailSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.ca_file:
        try:
            context.load_verify_locations(settings.ca_file)
        except OSError as error:
            raise DeliveryError(
                f"mail.ca_file {settings.ca_file} cannot be read as PEM certificates. Correct the"
                " path or the file.",
                permanent=False,
            ) from error
    return context


def _sender(settings: MailSettings) -> Address:
    found = getaddresses([settings.sender])
    name, address = found[0] if len(found) == 1 else ("", "")
    if not _ADDRESS.fullmatch(address):
        raise ConfigError([f'mail.sender: "{settings.sender}" is not one email address.'])
    return Address(_one_line(name), addr_spec=address)


def _require_allowed(recipient: str, domains: tuple[str, ...]) -> None:
    found = _ADDRESS.fullmatch(recipient)
    if found is None:
        raise DeliveryError("The recipient is not one plain email address.", permanent=True)
    if found[1].lower() not in {domain.lower() for domain in domains}:
        raise DeliveryError(
            f"Letters do not go to {found[1]}. If they should, add it to mail.allowed_domains.",
            permanent=True,
        )


def _name(mail: Mail) -> str:
    return hashlib.sha256(mail.letter.once.encode()).hexdigest()[:40]


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it, on disk before this returns."""
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            part = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        if part:
            part.unlink(missing_ok=True)
        raise DeliveryError(
            f"The folder {path.parent} (mail.folder) cannot be written: {error.strerror}. Make room"
            " or give the right to write; the letter is tried again.",
            permanent=False,
        ) from error
