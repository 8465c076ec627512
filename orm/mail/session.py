"""One encrypted, authenticated conversation with the school's mail server."""

import contextlib
import functools
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from threading import Timer
from typing import Any

from orm.errors import Busy, DeliveryError, SourceError
from orm.mail.message import one_line, sender_of
from orm.model.settings import MailSettings, Secret, Tls

Token = Callable[[], Secret]
"""Gives an access token that is good now; raises SourceError when there is none."""

_PERMANENT = range(500, 600)
# These refuse us, not the letter: it goes once the login is put right.
_NOT_LET_IN = frozenset({530, 534, 535, 538})
# Closing down, and too much at once: they speak of us and of now, not of one recipient.
_ENOUGH = frozenset({421, 452})
# A whole conversation may take this many times the limit of one answer ...
_PATIENCE = 4
# ... and never longer than this: a batch must end within its lease.
_LONGEST_CONVERSATION = 120.0
_LONGEST_REPLY = 200


class Hurried(smtplib.SMTP):
    """Hangs up when one conversation takes too long, however busy the server looks."""

    _watchdog: Timer | None = None

    def connect(
        self,
        host: str = "",
        port: int = 0,
        source_address: Any = None,  # noqa: ANN401 - the supertype's own name for it is private
    ) -> tuple[int, bytes]:
        self.begin()
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(self.close)
            greeting = super().connect(host, port, source_address)
            if self.sock:  # the end of a letter must not wait until its beginning is acknowledged
                self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            on_failure.pop_all()
        return greeting

    def begin(self) -> None:
        """From here on one conversation, until `rest` or the next one."""
        self.rest()
        limit = min(float(self.timeout) * _PATIENCE, _LONGEST_CONVERSATION)
        self._watchdog = Timer(limit, self._hang_up)
        self._watchdog.daemon = True
        self._watchdog.start()

    def rest(self) -> None:
        """Between two letters nobody waits for the server."""
        if self._watchdog:
            self._watchdog.cancel()

    def close(self) -> None:
        self.rest()
        super().close()

    def _hang_up(self) -> None:
        if self.sock:
            with contextlib.suppress(OSError):
                # Not SSLSocket's own: that one takes the encryption away from the reading thread.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class _HurriedTls(Hurried, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def opened(settings: MailSettings, token: Token | None) -> Hurried:
    """An encrypted connection, logged in where the settings name a user.

    Raises:
        Busy: there is none now; the message says what to change.
    """
    access = _fetched(settings, token)
    context = _trust(settings)
    with contextlib.ExitStack() as on_failure:
        with _reaching(settings):
            client = _connected(settings, context)
            on_failure.callback(client.close)
            if settings.tls is Tls.STARTTLS:
                client.starttls(context=context)
            client.ehlo_or_helo_if_needed()
        if settings.username:
            with _logging_in(settings):
                _log_in(client, settings, access)
        on_failure.pop_all()
    return client


def ended(client: smtplib.SMTP) -> None:
    """Part politely; what was taken is taken, so a server that dies now changes nothing."""
    with contextlib.closing(client), contextlib.suppress(smtplib.SMTPException, OSError):
        client.quit()


def probe_server(settings: MailSettings, token: Token | None) -> None:
    """Connect, log in and part.

    Raises:
        DeliveryError: it does not work; the message says what to change.
    """
    client = opened(settings, token)
    try:
        client.noop()
    except (smtplib.SMTPException, OSError) as error:
        raise hung_up(settings) from error
    finally:
        ended(client)


def hung_up(settings: MailSettings) -> Busy:
    """The connection was lost before the server had the whole letter."""
    return later(settings, "hung up before it took the letter, or stalled. It is tried again")


def later(settings: MailSettings, problem: str) -> Busy:
    """The server takes nothing from us now."""
    return Busy(f"The mail server {settings.host}:{settings.port} {problem}.")


def refusal(settings: MailSettings, code: int, text: bytes) -> DeliveryError:
    """What a refusal means: of this letter for good or for now, or of everything for now."""
    words = one_line(text.decode("utf-8", errors="replace"))[:_LONGEST_REPLY]
    reply = f"{code} {words}"
    if code in _PERMANENT and code not in _NOT_LET_IN:
        return DeliveryError(
            f"The mail server {settings.host} refuses the letter: {reply}. Correct the address, or"
            " ask whoever runs the server.",
            permanent=True,
        )
    problem = f"does not take the letter now: {reply}. It is tried again"
    if code in _ENOUGH or code in _NOT_LET_IN:
        return later(settings, problem)
    return DeliveryError(str(later(settings, problem)), permanent=False)


def _fetched(settings: MailSettings, token: Token | None) -> Secret | None:
    if token is None:
        return None
    try:
        return token()
    except SourceError as error:
        raise Busy(f"No access token for the mail server {settings.host}: {error}") from error


def _connected(settings: MailSettings, context: ssl.SSLContext) -> Hurried:
    name, limit = sender_of(settings).domain, settings.timeout_seconds
    match settings.tls:
        case Tls.TLS:
            return _HurriedTls(settings.host, settings.port, name, timeout=limit, context=context)
        case Tls.STARTTLS:
            return Hurried(settings.host, settings.port, name, timeout=limit)


def _log_in(client: smtplib.SMTP, settings: MailSettings, access: Secret | None) -> None:
    if access is None:
        client.login(settings.username, settings.password.reveal() if settings.password else "")
        return
    said = f"user={settings.username}\x01auth=Bearer {access.reveal()}\x01\x01"
    client.ehlo_or_helo_if_needed()
    if "XOAUTH2" not in client.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError
    # A refusal comes as a challenge; the empty answer to it brings the server's code.
    client.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")


@contextlib.contextmanager
def _reaching(settings: MailSettings) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPNotSupportedError as error:
        raise later(
            settings,
            'offers no STARTTLS, and letters never travel unencrypted. Try mail.tls = "tls" with'
            " mail.port = 465, or ask whoever runs it",
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise later(
            settings,
            f"has a certificate that does not hold ({error.verify_message}). Check mail.host; for a"
            " school's own authority set mail.ca_file",
        ) from error
    except ssl.SSLError as error:
        raise later(
            settings, "cannot agree on encryption. Check that mail.tls fits mail.port"
        ) from error
    except smtplib.SMTPException as error:
        raise later(settings, "hung up or answered strangely. Check mail.port") from error
    except OSError as error:
        raise later(
            settings, "cannot be reached. Check mail.host, mail.port and the firewall"
        ) from error


@contextlib.contextmanager
def _logging_in(settings: MailSettings) -> Iterator[None]:
    # The causes are dropped: they stand next to the password.
    how = "mail.username and mail.oauth2" if settings.oauth2 else "mail.username and mail.password"
    try:
        yield
    except smtplib.SMTPNotSupportedError:
        kind = "no login with OAuth 2. Use mail.password, or ask" if settings.oauth2 else "no login"
        told = f"takes {kind}" + (
            " whoever runs it" if settings.oauth2 else ". Remove mail.username"
        )
        raise later(settings, told) from None
    except UnicodeError:
        message = "takes only plain ASCII. Choose another mail.username or mail.password"
        raise later(settings, message) from None
    except smtplib.SMTPAuthenticationError as error:
        raise later(settings, f"refuses the login ({error.smtp_code}). Correct {how}") from None
    except (smtplib.SMTPException, OSError):
        raise later(settings, "hung up during the login. It is tried again") from None


def _trust(settings: MailSettings) -> ssl.SSLContext:
    if not settings.ca_file:
        return _usual_authorities()
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(settings.ca_file)
    except OSError as error:
        raise Busy(
            f"mail.ca_file {settings.ca_file} cannot be read as PEM certificates. Correct the"
            " path or the file."
        ) from error
    return context


@functools.cache
def _usual_authorities() -> ssl.SSLContext:
    """Those that the machine trusts, read once for every session of the process; nobody adds to it."""
    return ssl.create_default_context()
