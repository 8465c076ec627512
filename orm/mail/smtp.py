"""Letters to the school's mail server: many over one connection, each with one recipient."""

import contextlib
import re
import smtplib
from collections.abc import Callable, Iterator
from threading import Event, Timer

from orm.errors import Busy, DeliveryError, Unanswered
from orm.mail.message import message, sender_of
from orm.mail.session import Hurried, Token, ended, hung_up, later, opened, refusal
from orm.model.letters import Mail
from orm.model.settings import MailSettings

LONGEST_BATCH = 240.0
"""Seconds after which a batch begins no further letter: it must end within its lease."""

_DONE = range(200, 300)
_GO_ON = range(354, 355)
_LINE_DOT = re.compile(rb"(?m)^\.")


class SmtpMailer:
    """Hands letters to the school's mail server. `token` gives the access token of mail.oauth2."""

    def __init__(self, settings: MailSettings, token: Token | None = None) -> None:
        self._settings = settings
        self._token = token

    @contextlib.contextmanager
    def batch(self) -> Iterator["SmtpBatch"]:
        """One connection for many letters; it is opened with the first of them."""
        batch = SmtpBatch(self._settings, self._token)
        try:
            yield batch
        finally:
            batch.close()

    def send(self, mail: Mail) -> None:
        """Deliver one letter, as `SmtpBatch.send` does."""
        with self.batch() as batch:
            batch.send(mail)


class SmtpBatch:
    """One connection, encrypted and logged in once; opened anew when the server drops it."""

    def __init__(self, settings: MailSettings, token: Token | None) -> None:
        self._settings = settings
        self._token = token
        self._client: Hurried | None = None
        self._over = Event()
        self._end = Timer(LONGEST_BATCH, self._over.set)
        self._end.daemon = True
        self._end.start()

    def send(self, mail: Mail) -> None:
        """Deliver over TLS or not at all.

        Raises:
            Busy: the server is away, does not let us in, or takes nothing from us now.
            Unanswered: it had the whole letter, and the connection was lost before its answer.
            DeliveryError: permanent when the server refuses this letter for good (a 5xx to its
                sender, recipient or text) or the recipient is outside the allowed domains; else
                it refuses this letter for now (a 4xx).
        """
        content = message(mail, self._settings).as_bytes()
        if self._over.is_set():
            raise later(self._settings, "is too slow for more letters at once. The rest waits")
        self._hand_over(self._ready(mail), content)

    def close(self) -> None:
        """Part with the server."""
        self._end.cancel()
        if self._client is not None:
            ended(self._client)
            self._client = None

    def _ready(self, mail: Mail) -> Hurried:
        """A connection on which the server waits for this letter's text.

        A connection that has carried letters may have been dropped, or be used up: it is opened
        anew, once.
        """
        if self._client is not None:
            self._client.begin()
            with contextlib.suppress(Busy):
                self._asked(self._client.rset)
                return self._addressed(self._client, mail)
        return self._addressed(self._opened(), mail)

    def _opened(self) -> Hurried:
        self._client = opened(self._settings, self._token)
        return self._client

    def _addressed(self, client: Hurried, mail: Mail) -> Hurried:
        self._asked(lambda: client.mail(sender_of(self._settings).addr_spec))
        self._asked(lambda: client.rcpt(mail.letter.recipient))
        self._asked(lambda: client.docmd("DATA"), wanted=_GO_ON)
        return client

    def _asked(self, command: Callable[[], tuple[int, bytes]], *, wanted: range = _DONE) -> None:
        """Give a command and require an answer of this kind."""
        try:
            code, text = command()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise hung_up(self._settings) from error
        if code not in wanted:
            raise self._refused(code, text)

    def _hand_over(self, client: Hurried, content: bytes) -> None:
        """From here on a lost connection tells nothing: the last bytes may have arrived."""
        try:
            client.send(_LINE_DOT.sub(b"..", content) + b".\r\n")
            code, text = client.getreply()
            client.rest()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unanswered(
                f"The mail server {self._settings.host}:{self._settings.port} hung up after the"
                " letter and before its answer: it may have taken it or not. It is sent again with"
                " the same Message-ID."
            ) from error
        if code not in _DONE:
            raise self._refused(code, text)

    def _refused(self, code: int, text: bytes) -> DeliveryError:
        found = refusal(self._settings, code, text)
        if isinstance(found, Busy):
            self._drop()
        return found

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
