"""A letter as an email: the same letter is always the same bytes."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, getaddresses

from orm.errors import ConfigError, DeliveryError
from orm.model.letters import PROOF_HEADER, Mail, Picture, letter_name, proof_of
from orm.model.settings import MailSettings

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)")
_STOP = "List-Unsubscribe"


class _Layout(EmailPolicy):
    """Only seven-bit lines, which every server passes on unchanged; an address is never broken."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """The header in lines; a long word is encoded elsewhere, which mail programs cannot follow."""
        if name == _STOP:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Layout(linesep="\r\n", cte_type="7bit")


def message(mail: Mail, settings: MailSettings) -> EmailMessage:
    """The letter as an email to one recipient. The same mail always gives the same bytes.

    Raises:
        DeliveryError: permanent; the recipient is not one plain address in an allowed domain
            (domain.md §5.3).
    """
    letter = mail.letter
    _require_allowed(letter.recipient, settings.allowed_domains)
    found = EmailMessage(policy=_POLICY)
    found["From"] = sender_of(settings)
    found["To"] = letter.recipient
    found["Subject"] = one_line(letter.subject)
    found["Date"] = format_datetime(mail.queued_at)
    found["Message-ID"] = f"<{name_of(mail)}@{sender_of(settings).domain}>"
    # No out-of-office answers (RFC 3834; the second is Exchange's own).
    found["Auto-Submitted"] = "auto-generated"
    found["X-Auto-Response-Suppress"] = "All"
    if mail.cleared_as:
        found[PROOF_HEADER] = proof_of(mail.cleared_as)
    if letter.unsubscribe:
        # One click without a page (RFC 8058); RFC 2369 for who opens the address.
        found[_STOP] = f"<{letter.unsubscribe}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    found.set_content(letter.text)
    if letter.html:
        found.add_alternative(letter.html, subtype="html")
        _show(letter.pictures, found, boundary=f"=_p{name_of(mail)}")
        found.set_boundary(f"=_{name_of(mail)}")
    return found


def _show(pictures: tuple[Picture, ...], of: EmailMessage, *, boundary: str) -> None:
    """The pictures beside the page that shows them; a page without any stays as it is."""
    if not pictures:
        return
    *_, page = of.iter_parts()
    for number, picture in enumerate(pictures, start=1):
        page.add_related(
            picture.png,
            maintype="image",
            subtype="png",
            cid=f"<{picture.name}>",
            disposition="inline",
            filename=f"chart-{number}.png",
        )
    page.set_param("type", "text/html")  # RFC 2387
    page.set_boundary(boundary)


def sender_of(settings: MailSettings) -> Address:
    """Who letters come from.

    Raises:
        ConfigError: it is not one address.
    """
    found = getaddresses([settings.sender])
    name, address = found[0] if len(found) == 1 else ("", "")
    if not _ADDRESS.fullmatch(address):
        raise ConfigError([f'mail.sender: "{settings.sender}" is not one email address.'])
    return Address(one_line(name), addr_spec=address)


def name_of(mail: Mail) -> str:
    """What stands before the @ of the letter's Message-ID."""
    return letter_name(mail.letter.once)


def one_line(text: str) -> str:
    """The text without anything that would begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _require_allowed(recipient: str, domains: tuple[str, ...]) -> None:
    found = _ADDRESS.fullmatch(recipient)
    if found is None:
        raise DeliveryError("The recipient is not one plain email address.", permanent=True)
    if found[1].lower() not in {domain.lower() for domain in domains}:
        raise DeliveryError(
            f"Letters do not go to {found[1]}. If they should, add it to mail.allowed_domains.",
            permanent=True,
        )
