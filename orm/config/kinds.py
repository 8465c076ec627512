"""The kinds of table and text that config.toml holds, each with a sentence for when it is another."""

import re
from datetime import date
from ipaddress import ip_network
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
)
HOST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:00)?")
URN = re.compile(r"[0-9]{6}")

ANYBODYS_MAIL = frozenset(
    {
        "aol.com",
        "btinternet.com",
        "gmail.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "outlook.com",
        "proton.me",
        "sky.com",
        "yahoo.co.uk",
        "yahoo.com",
    },
)
"""Domains where anybody can have an address: not "the school's or trust's domain" (domain.md §5.3)."""


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("orm", "{message}", {"message": message})


def one_line(text: str) -> str:
    """Text without a line break or control character, so that it may stand in a subject line."""
    stripped = text.strip()
    if not stripped.isprintable():
        raise _wrong("holds a line break or a character that cannot be printed; write one line")
    return stripped


def not_empty(text: str) -> str:
    """One line with something on it."""
    if not (line := one_line(text)):
        raise _wrong("must not be empty")
    return line


def identifier(text: str) -> str:
    """A short name for a school or person that never changes."""
    if not IDENTIFIER.fullmatch(text):
        raise _wrong('is not an id; use small letters, digits and hyphens, like "wrenbeck"')
    return text


def email(text: str) -> str:
    """One bare email address."""
    if not EMAIL.fullmatch(text.strip()):
        raise _wrong('is not an email address; write it like "office@wrenbeck.example"')
    return text.strip()


def split_web_address(text: str) -> SplitResult | None:
    """The parts of an http or https address with a host and no user name, else None."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.port != 0
    except ValueError:
        return None
    clean = text.isprintable() and " " not in text and "@" not in parts.netloc
    return parts if usable and clean and HOST.fullmatch(parts.hostname or "") else None


def web_address(text: str) -> str:
    """An http or https address, or empty."""
    if text.strip() and split_web_address(text.strip()) is None:
        raise _wrong('is not a web address; write it like "https://wrenbeck.example/page"')
    return text.strip()


def website(text: str) -> str:
    """A site with or without `https://`; without is completed."""
    address = text.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    parts = split_web_address(address) if address else None
    if address and (parts is None or "." not in (parts.hostname or "")):
        raise _wrong('is not a website; write it like "https://www.wrenbeck.example"')
    return address


def webmaster_contact(text: str) -> str:
    """An email address or https page that a webmaster can write to."""
    address = text.strip()
    page = split_web_address(address)
    if not EMAIL.fullmatch(address) and (page is None or page.scheme != "https"):
        raise _wrong(
            'must be an email address or an https page, like "it@wrenbeck.example"; '
            "webmasters write there when our visits trouble them"
        )
    return address


def postcode(text: str) -> str:
    """A full postcode in capitals with one space, or empty."""
    if not text.strip():
        return ""
    found = POSTCODE.fullmatch(" ".join(text.upper().split()))
    if not found:
        raise _wrong('is not a full postcode; write it like "HM4 7QT"')
    return f"{found[1]} {found[2]}"


def urn(text: str) -> str:
    """The six digits of the school register, or empty."""
    if text.strip() and not URN.fullmatch(text.strip()):
        raise _wrong('is not a URN; write its six digits in quotes, like "990101"')
    return text.strip()


def time_of_day(text: str) -> str:
    """Hours and minutes on a 24-hour clock."""
    if not TIME_OF_DAY.fullmatch(text):
        raise _wrong('is not a time of day; write it like "07:30"')
    return text


def mail_domain(text: str) -> str:
    """A domain on which only the school or trust gives out addresses."""
    domain = text.strip().lower()
    if not DOMAIN.fullmatch(domain):
        raise _wrong('is not a domain; write what follows the @, like "wrenbeck.example"')
    if domain in ANYBODYS_MAIL:
        raise _wrong("gives an address to anybody; write the school's or trust's own domain")
    return domain


def host_name(text: str) -> str:
    """A host without scheme or port, or empty."""
    if text.strip() and not HOST.fullmatch(text.strip()):
        raise _wrong('is not a host name; write it like "smtp.wrenbeck.example"')
    return text.strip()


def network(text: str) -> str:
    """A network in CIDR form."""
    try:
        return str(ip_network(text.strip()))
    except ValueError:
        raise _wrong('is not a network; write it like "127.0.0.0/8"') from None


Text = Annotated[str, AfterValidator(one_line)]


def acceptance(value: str) -> str:
    """Empty, or a day and a name: "2026-11-20 J. Okafor"."""
    day, _, name = value.partition(" ")
    try:
        accepted = not value or (len(name.strip()) > 1 and bool(date.fromisoformat(day)))
    except ValueError:
        accepted = False
    if not accepted:
        raise _wrong('must be the day and who accepted, like "2026-11-20 J. Okafor"')
    return value


Acceptance = Annotated[str, AfterValidator(acceptance)]
Named = Annotated[str, AfterValidator(not_empty)]
Identifier = Annotated[str, AfterValidator(identifier)]
Email = Annotated[str, AfterValidator(email)]
WebAddress = Annotated[str, AfterValidator(web_address)]
Website = Annotated[str, AfterValidator(website)]
WebmasterContact = Annotated[str, AfterValidator(webmaster_contact)]
Postcode = Annotated[str, AfterValidator(postcode)]
Urn = Annotated[str, AfterValidator(urn)]
TimeOfDay = Annotated[str, AfterValidator(time_of_day)]
MailDomain = Annotated[str, AfterValidator(mail_domain)]
HostName = Annotated[str, AfterValidator(host_name)]
Cidr = Annotated[str, AfterValidator(network)]


class Table(BaseModel):
    """A table of the file: unknown keys are found before this, values are never coerced."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
