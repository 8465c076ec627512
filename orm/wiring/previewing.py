"""A letter as its reader will get it, to look at: the email, and a page that opens by itself."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime

from orm.mail.message import message
from orm.model.letters import Letter, Mail, MailId, Picture, fingerprint
from orm.model.settings import MailSettings


def as_sent(letter: Letter, settings: MailSettings, *, now: datetime) -> bytes:
    """The email, byte for byte what goes to the mail server for a letter that is queued `now`.

    Raises:
        DeliveryError: nothing would go to this recipient.
    """
    mail = Mail(MailId(0), letter, queued_at=now, attempts=0, cleared_as=fingerprint(letter))
    return message(mail, settings).as_bytes()


def as_page(letter: Letter) -> str:
    """The letter's page, with its pictures in it in the place of those that the email carries."""
    return page_with(letter.html, letter.pictures)


def page_with(page: str, pictures: Iterable[Picture]) -> str:
    """The same of a page and the pictures that it shows."""
    for picture in pictures:
        inside = f"data:image/png;base64,{b64encode(picture.png).decode('ascii')}"
        page = page.replace(f"cid:{picture.name}", inside)
    return page
