"""A page of the school's website: its words and its links, and which pages to read after it."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4.dammit import EncodingDetector, UnicodeDammit
from lxml import etree

from orm.errors import Unreadable
from orm.match.text import fold
from orm.model.site_checks import SitePage

_UNREAD = frozenset({"script", "style", "template", "svg"})
_NAMES_ITSELF = ("alt", "aria-label", "title", "datetime")
_LONGEST = 200_000
_HEAD = 200
_MOST_LINKS = 2_000
# The first that stands in a link's words or address decides how early its page is read.
_WORTH_READING = (
    "polic", "news", "latest", "blog", "key information", "statutory", "social media", "complaint",
    "contact", "about",
)  # fmt: skip
_FILES = (".pdf", ".doc", ".docx", ".jpg", ".jpeg", ".png", ".zip", ".ics", ".mp4", ".xml")


def read_site_page(body: bytes, url: str, *, fetched_at: datetime, charset: str = "") -> SitePage:
    """The words and links of a page. `charset` is what the server said, tried first.

    Raises:
        Unreadable: no page of a website: no markup, or no link on it.
    """
    stated = EncodingDetector.find_declared_encoding(body, is_html=True)
    likely = [*filter(None, [stated]), "utf-8", "windows-1252", "latin-1"]
    known = [charset] if charset else []
    text = UnicodeDammit(body, known, user_encodings=likely, is_html=True).unicode_markup or ""
    reader = _Reader(url)
    if "<" in text:
        parser = etree.HTMLParser(target=reader, encoding="utf-8")
        etree.fromstring(text.replace("\0", "").encode(errors="replace"), parser)
    if not reader.links:
        raise Unreadable("The page has no links, so it is no page of a website.", head=body[:_HEAD])
    words = " ".join("".join(reader.heard).split())[:_LONGEST]
    return SitePage(url, tuple(reader.links), words, fetched_at)


def pages_to_read(home: SitePage, *, most: int = 6) -> tuple[str, ...]:
    """The site's own pages that are worth reading after its first: policies, news, key information."""
    ranked: dict[str, int] = {}
    for words, address in home.links:
        said = folded(words, address)
        rank = next((n for n, worth in enumerate(_WORTH_READING) if worth in said), None)
        if rank is not None and is_page(address) and _host(address) == _host(home.url):
            ranked[address] = min(rank, ranked.get(address, rank))
    ranked.pop(home.url, None)
    return tuple(sorted(ranked, key=lambda address: (ranked[address], address)))[:most]


def folded(words: str, address: str) -> str:
    """A link's words and its path, lower-case, with spaces where an address has other signs."""
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    said = fold(f"{words} {path}").text
    return " ".join("".join(c if c.isalnum() else " " for c in said).split())


def is_page(address: str) -> bool:
    """The address is no file."""
    return not address.lower().split("?", maxsplit=1)[0].endswith(_FILES)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


class _Reader:
    """Hears a page from its beginning to its end; no tree, so that no page is too deep or large."""

    def __init__(self, url: str) -> None:
        self.heard: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._base = url
        self._address = ""
        self._words: list[str] = []
        self._unread = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        self._unread += tag in _UNREAD
        if tag == "base":
            self._base = _joined(self._base, attributes.get("href", "")) or self._base
        if tag == "a":
            self._close_link()
            self._address = _joined(self._base, attributes.get("href", ""))
        self.data(" " + " ".join(attributes.get(name, "") for name in _NAMES_ITSELF) + " ")

    def end(self, tag: str) -> None:
        """A tag closes."""
        self._unread -= tag in _UNREAD
        if tag == "a":
            self._close_link()
        self.data(" ")

    def data(self, text: str) -> None:
        """Words stand here."""
        if self._unread:
            return
        self.heard.append(text)
        if self._address:
            self._words.append(text)

    def close(self) -> None:
        """The page is over."""
        self._close_link()

    def _close_link(self) -> None:
        if self._address and len(self.links) < _MOST_LINKS:
            self.links.append((" ".join("".join(self._words).split()), self._address))
        self._address, self._words = "", []


def _joined(base: str, href: str) -> str:
    """The whole web address, or "" for what is none."""
    try:
        address = urldefrag(urljoin(base, href.strip()))[0] if href.strip() else ""
        return address if urlsplit(address).scheme in {"http", "https"} else ""
    except ValueError:
        return ""
