"""A mailbox: what staff forwarded, or letters that came back. The only importer of imaplib.

Read over verified TLS. Nothing is marked as read by reading it: a message is marked when the caller
says that it was recorded, so that one whose recording was cut short comes again.
"""

import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from threading import Timer
from typing import Final

from orm.errors import Refused, SourceError, Unreachable, Unreadable
from orm.model.settings import MailboxSettings

LARGEST: Final = 10_000_000
"""Bytes of a message; a larger one is left alone."""

MOST: Final = 200
"""Messages of one visit; the rest waits for the next."""

_PATIENCE = 10  # a whole visit may take this many times the limit of one answer
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_NUMBERS = re.compile(rb"[0-9 ]*")


class Mailbox:
    """An open mailbox: its unread messages by number."""

    def __init__(self, client: imaplib.IMAP4_SSL, settings: MailboxSettings) -> None:
        self._client = client
        self._settings = settings

    def unseen(self) -> tuple[int, ...]:
        """The numbers of unread messages, oldest first, at most 200."""
        with _conversation(self._settings):
            found = _answered(self._client.uid("SEARCH", "UNSEEN"))
        numbers = found[0] if found and isinstance(found[0], bytes) else b""
        if not _NUMBERS.fullmatch(numbers):
            raise Unreadable(_said(self._settings, "answers a search with no numbers"))
        return tuple(sorted(map(int, numbers.split())))[:MOST]

    def head(self, number: int) -> bytes:
        """A message's headers; empty when it is gone or larger than 10 MB."""
        with _conversation(self._settings):
            parts = _answered(
                self._client.uid("FETCH", str(number), "(RFC822.SIZE BODY.PEEK[HEADER])")
            )
        said = b" ".join(part[0] if isinstance(part, tuple) else part or b"" for part in parts)
        size = _SIZE.search(said)
        return _literal(parts) if size and int(size[1]) <= LARGEST else b""

    def raw(self, number: int) -> bytes:
        """A whole message; empty when it is gone."""
        with _conversation(self._settings):
            return _literal(_answered(self._client.uid("FETCH", str(number), "(BODY.PEEK[])")))

    def part(self, number: int, section: str, *, most: int) -> bytes:
        """The first `most` bytes of one part of a message, such as "2"; empty when there is none."""
        with _conversation(self._settings):
            asked = f"(BODY.PEEK[{section}]<0.{most}>)"
            return _literal(_answered(self._client.uid("FETCH", str(number), asked)))[:most]

    def mark_seen(self, number: int) -> None:
        """The message was recorded and need not come again."""
        with _conversation(self._settings):
            _answered(self._client.uid("STORE", str(number), "+FLAGS", r"(\Seen)"))


@contextlib.contextmanager
def open_mailbox(settings: MailboxSettings) -> Iterator[Mailbox]:
    """The mailbox's folder, signed in to.

    Raises:
        SourceError: Unreachable, also when the visit as a whole takes too long; Refused for the
            login or the folder; the message says what to change.
    """
    with contextlib.ExitStack() as ending:
        with _reaching(settings):
            client = imaplib.IMAP4_SSL(
                settings.host,
                settings.port,
                ssl_context=_trust(settings),
                timeout=settings.timeout_seconds,
            )
        watchdog = Timer(settings.timeout_seconds * _PATIENCE, _hang_up, (client,))
        watchdog.daemon = True
        watchdog.start()
        ending.callback(_leave, client)
        ending.callback(watchdog.cancel)
        _log_in(client, settings)
        _select(client, settings)
        yield Mailbox(client, settings)


def _log_in(client: imaplib.IMAP4_SSL, settings: MailboxSettings) -> None:
    # The causes are dropped: they stand next to the password.
    try:
        client.login(settings.username, settings.password.reveal())
    except UnicodeError:
        raise Refused(
            _said(settings, "takes only plain ASCII. Choose another username or password")
        ) from None
    except imaplib.IMAP4.abort:
        raise Unreachable(_said(settings, "hung up during the login. Try again later")) from None
    except imaplib.IMAP4.error:
        raise Refused(
            _said(
                settings,
                f"refuses the login. Correct {settings.at}.username and {settings.at}.password;"
                " Microsoft 365 lets no program in with a password",
            )
        ) from None
    except OSError:
        raise Unreachable(_said(settings, "hung up during the login. Try again later")) from None


def _select(client: imaplib.IMAP4_SSL, settings: MailboxSettings) -> None:
    folder = settings.folder.replace("\\", "\\\\").replace('"', '\\"')
    with _conversation(settings):
        state, _ = client.select(f'"{folder}"')
    if state != "OK":
        raise Refused(_said(settings, f"has no such folder. Correct {settings.at}.folder"))


@contextlib.contextmanager
def _reaching(settings: MailboxSettings) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Refused(
            _said(
                settings,
                f"has a certificate that does not hold ({error.verify_message}). Check"
                f" {settings.at}.host; for a school's own authority set {settings.at}.ca_file",
            )
        ) from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise Unreachable(
            _said(
                settings,
                f"cannot be reached over TLS. Check {settings.at}.host, {settings.at}.port"
                " and the firewall",
            )
        ) from error


@contextlib.contextmanager
def _conversation(settings: MailboxSettings) -> Iterator[None]:
    try:
        yield
    except (OSError, imaplib.IMAP4.abort) as error:
        raise Unreachable(
            _said(settings, "hung up, or took too long. Nothing is lost; try again later")
        ) from error
    except (imaplib.IMAP4.error, ValueError) as error:
        raise Unreadable(_said(settings, f"answers strangely. Check {settings.at}.port")) from error


def _answered(answer: tuple[str, list[object]]) -> list[bytes | tuple[bytes, bytes] | None]:
    """The parts of an answer that says OK.

    Raises:
        IMAP4.error: it says anything else.
    """
    state, parts = answer
    if state != "OK":
        raise imaplib.IMAP4.error("not OK")
    return [part for part in parts if part is None or isinstance(part, bytes | tuple)]


def _literal(parts: list[bytes | tuple[bytes, bytes] | None]) -> bytes:
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def _said(settings: MailboxSettings, problem: str) -> str:
    return f"The mailbox at {settings.host}:{settings.port} {problem}."


def _trust(settings: MailboxSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.ca_file:
        try:
            context.load_verify_locations(settings.ca_file)
        except OSError as error:
            raise SourceError(
                f"{settings.at}.ca_file {settings.ca_file} cannot be read as PEM certificates."
                " Correct the path or the file."
            ) from error
    return context


def _hang_up(client: imaplib.IMAP4_SSL) -> None:
    with contextlib.suppress(OSError):
        # Not SSLSocket's own: that one takes the encryption away from the reading thread.
        socket.socket.shutdown(client.socket(), socket.SHUT_RDWR)


def _leave(client: imaplib.IMAP4_SSL) -> None:
    # What was recorded is marked already: a server that dies now changes nothing.
    with contextlib.suppress(OSError, imaplib.IMAP4.error):
        client.logout()
    with contextlib.suppress(OSError):
        client.shutdown()
