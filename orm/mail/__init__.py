"""The way out for letters: the only room that knows smtplib.

A letter is sent at least once. A server that dies after the final dot and before its answer may
have taken the letter or not; the letter is then sent again with the same Message-ID, byte for
byte the same, and mail servers that know the id keep one copy. The FILE transport names the file
after the Message-ID, so there a letter exists once whatever happens.
"""

from orm.mail.folder import FileMailer, probe
from orm.mail.message import sender_of
from orm.mail.session import Token, probe_server
from orm.mail.smtp import SmtpMailer
from orm.model.settings import MailSettings, Transport

__all__ = ["FileMailer", "SmtpMailer", "Token", "check", "mailer"]


def mailer(settings: MailSettings, *, token: Token | None = None) -> FileMailer | SmtpMailer:
    """The transport that the settings name. `token` gives the access token of `mail.oauth2`.

    Raises:
        ConfigError: the sender is not an address.
    """
    sender_of(settings)
    match settings.transport:
        case Transport.FILE:
            return FileMailer(settings)
        case Transport.SMTP:
            return SmtpMailer(settings, token)


def check(settings: MailSettings, *, token: Token | None = None) -> None:
    """Nothing, when letters can leave; sends none.

    Raises:
        DeliveryError: they cannot; the message says what to change.
    """
    match settings.transport:
        case Transport.FILE:
            probe(settings)
        case Transport.SMTP:
            probe_server(settings, token)
