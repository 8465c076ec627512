"""One post as a forwarded email. Words only: attachments and pictures are named and left out."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup

from orm.errors import ConfigError
from orm.intake.forwarding import without_headers, without_prefixes
from orm.intake.from_form import Form, from_form
from orm.intake.reception import Reception
from orm.model.brought import PLATFORMS, Brought

HOW = "forwarded by email"
_LINK = re.compile(r"https?://[^\s<>\"'\])]+", re.IGNORECASE)
_UNSUBSCRIBE = re.compile(r"unsubscribe|/preferences|email-settings", re.IGNORECASE)
_SAFE_LINKS = "safelinks.protection.outlook.com"
_BLOCKS = ("p", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "table", "hr")
_UNREAD = ("script", "style", "head", "title")
_MOST_PARTS = 200
_LONGEST_NAME = 80


def from_eml(
    raw: bytes, reception: Reception, *, school: str, seen_by: str, platform: str = ""
) -> Brought:
    """The post in a message: its own words, without those of the mail programs around them.

    The first link is the post's address and shows the platform, unless one is given. `left_out`
    holds the names of attachments; the text says only how many there were.

    Raises:
        ConfigError: the message has no text, or a field is wrong; every problem.
    """
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(raw)
    inner = _forwarded_whole(message)
    words, links = _words(inner)
    left_out = tuple(_left_out(message))
    text = without_headers(words)
    if not text.strip():
        raise ConfigError(["the message holds no text; copy the words of the post into it"])
    # The forwarder's own links, in a signature for example, stand outside the kept words.
    inside = [href for words_of_it, href in links if words_of_it in _folded(text)]
    urls = (_usable(link, reception) for link in (*_links_in(text), *inside))
    url = next((url for url in urls if url), "")
    form = Form(
        school=school,
        url=url,
        platform=platform or _platform_of(url),
        seen_by=seen_by,
        how=HOW,
        seen_at=_sent_at(message, reception.now),
        title=without_prefixes(_header(inner, "subject")),
        text=_with_note(text, len(left_out)),
    )
    brought = from_form(form, reception)
    return Brought(brought.item, brought.school_ids, brought.provenance, left_out)


def _forwarded_whole(message: EmailMessage) -> EmailMessage:
    """The message that was forwarded as an attachment, if one was."""
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, EmailMessage):
                return inner
    return message


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        if isinstance(part, EmailMessage):
            yield part


def _words(message: EmailMessage) -> tuple[str, list[tuple[str, str]]]:
    """The text of the plain part, else of the HTML part; with the links of the latter and their words."""
    try:
        body = message.get_body(preferencelist=("plain", "html"))
    except (AttributeError, KeyError, LookupError, ValueError):
        body = None  # headers so broken that the library gives up
    if body is None:
        return "", []
    written = _content(body)
    if body.get_content_subtype() != "html":
        return written, []
    return _from_html(written)


def _content(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def _from_html(markup: str) -> tuple[str, list[tuple[str, str]]]:
    if "<" not in markup:
        return markup, []
    page = BeautifulSoup(markup.replace("\0", ""), "lxml")
    for tag in page.find_all(_UNREAD):
        tag.decompose()
    for tag in page.find_all("br"):
        tag.replace_with("\n")
    for tag in page.find_all(_BLOCKS):
        tag.insert_before("\n")
        tag.insert_after("\n")
    links = [(_folded(a.get_text()), str(a["href"])) for a in page.find_all("a", href=True)]
    return page.get_text(), [(words, href) for words, href in links if words]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _left_out(message: EmailMessage) -> Iterator[str]:
    for part in _parts(message):
        kind = part.get_content_maintype()
        attached = part.get_content_disposition() == "attachment" and kind != "message"
        if kind in {"image", "audio", "video", "application"} or (attached and kind != "multipart"):
            name = part.get_filename() or part.get_content_type()
            yield " ".join("".join(c for c in name if c.isprintable()).split())[:_LONGEST_NAME]


def _with_note(text: str, left_out: int) -> str:
    if not left_out:
        return text
    what = "1 attachment was" if left_out == 1 else f"{left_out} attachments were"
    return f"{text}\n[{what} left out]"


def _links_in(text: str) -> list[str]:
    return [link.rstrip(".,;:!?") for link in _LINK.findall(text)]


def _usable(link: str, reception: Reception) -> str:
    """The address, if it may be that of the post."""
    url = _direct(link)
    usable = bool(reception.spelling.canonical(url)) and not reception.spelling.is_media(url)
    return url if usable and not _UNSUBSCRIBE.search(url) else ""


def _direct(link: str) -> str:
    """The address behind the one that a mail gateway puts around it."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if host == _SAFE_LINKS or host.endswith(f".{_SAFE_LINKS}"):
        return parse_qs(parts.query).get("url", [""])[0]
    return link


def _platform_of(url: str) -> str:
    host = (urlsplit(url).hostname or "").lower() if url else ""
    if host.endswith("facebook.com") and "/groups/" in url:
        return "facebook_group"
    for platform in PLATFORMS:
        if any(host == known or host.endswith(f".{known}") for known in platform.hosts):
            return platform.key
    return "other"


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (AttributeError, IndexError, LookupError, ValueError):
        return ""  # a header so broken that the library gives up


def _sent_at(message: EmailMessage, now: datetime) -> str:
    """When the message was sent: the latest that its sender can have seen the post."""
    try:
        at = parsedate_to_datetime(_header(message, "date"))
    except (TypeError, ValueError):
        return ""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return "" if aware > now else aware.isoformat()
