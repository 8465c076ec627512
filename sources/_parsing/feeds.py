"""RSS and Atom, read with feedparser from bytes in memory; JSON Feed goes to its own reader.

feedparser opens a file when its argument looks like a path, so it is only ever given a BytesIO.
"""

import codecs
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import feedparser
from lxml import etree

from orm.model.polls import Response
from sources._parsing.answers import body_of, unreadable, without_entities
from sources._parsing.cutting import Cut, first_entries, with_plain_people
from sources._parsing.dates import read_date
from sources._parsing.documents import Entry, Feed, patience
from sources._parsing.json_feeds import read_json_feed
from sources._parsing.links import absolute
from sources._parsing.text import LONGEST_TITLE, person, plain

# The longer mark comes first: UTF-16's is the beginning of UTF-32's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"^[^>]{0,100}encoding=", re.IGNORECASE)
# feedparser is slow on large pages that are no feed at all; a feed says so at its beginning.
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>/]", re.IGNORECASE)
_ROOT_WITHIN = 100_000
_WIDE = re.compile(rb"^<\?xml[^>]{0,100}encoding=.utf-?(?:16|32)[^>]{0,100}>", re.IGNORECASE)
# In broken XML, where feedparser falls back to a parser of its own, this takes it a second.
_LONG = 400_000
_MOST_BREAKS = 200_000
_HARMLESS = "CharacterEncodingOverride"
_WORDY = frozenset({"text/plain", "text/html", "application/xhtml+xml"})
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


# What feedparser's loose parser is known to fall over with on hostile bytes.
_FALLS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_feed(response: Response) -> Feed:
    """The feed in an answer: RSS, Atom or JSON Feed; of a very long one its first entries.

    Raises:
        Unreadable: no feed, an empty answer, declared entities, or a broken feed with no entry
            left in it: none of these may look like "nothing new".
    """
    body = without_entities(response, body_of(response))
    if body.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"{"):
        return read_json_feed(response, body)
    cut = shortened(response, body)
    try:
        document = feedparser.parse(
            BytesIO(with_plain_people(cut.body)),
            response_headers=_headers(response, body),  # none: a missing type would be a fault
            sanitize_html=False,  # everything becomes plain text; nothing is ever shown as HTML
            resolve_relative_uris=False,
        )
    except _FALLS as broken:
        raise unreadable(response, "the feed breaks the feed reader") from broken
    if not document.get("version"):
        raise unreadable(response, "the answer is not a feed")
    entries = tuple(_entry(entry, response) for entry in document.entries)
    if not entries and document.bozo and _fault(document) != _HARMLESS:
        raise unreadable(response, "the feed is broken and holds no entry")
    return replace(_feed(document.feed, entries, response), left_out=cut.left_out)


def shortened(response: Response, body: bytes) -> Cut:
    """A feed in bytes of one width, with no more entries than can be read in a second.

    Raises:
        Unreadable: it does not look like a feed, or cannot be cut short enough.
    """
    narrow = _utf8(body)
    if not _ROOT.search(narrow, 0, _ROOT_WITHIN):
        raise unreadable(response, "the answer is not a feed")
    cut = first_entries(narrow, "item", "entry")
    if cut.fits and len(cut.body) > _LONG and _is_hard(cut.body):
        cut = first_entries(narrow, "item", "entry", most_bytes=_LONG)
    if not cut.fits:
        raise unreadable(response, "the feed is longer than feeds are")
    return cut


def _is_hard(body: bytes) -> bool:
    """Whether feedparser needs longer for it than for other feeds of its length."""
    if body.count(b"\n") + body.count(b"&") > _MOST_BREAKS:
        return True
    try:
        etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return True
    return False


def _fault(document: feedparser.FeedParserDict) -> str:
    return type(document.get("bozo_exception")).__name__


def _headers(response: Response, body: bytes) -> dict[str, str] | None:
    # Servers are more often wrong about the charset than documents are.
    if response.charset and not _DECLARED.match(body) and not _is_utf8(body):
        return {"content-type": f"application/xml; charset={response.charset}"}
    return None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8(body: bytes) -> bytes:
    encoding = next((name for mark, name in _MARKS if body.startswith(mark)), None)
    if encoding is None:
        body = body.lstrip(b" \t\r\n")
        # A document read as bytes that declares wide characters was converted on its way.
        return _WIDE.sub(b"", body, count=1) if b"\0" not in body else body
    return _DECLARATION.sub("", body.decode(encoding, "replace")).encode("utf-8", "replace")


def _feed(head: feedparser.FeedParserDict, entries: tuple[Entry, ...], response: Response) -> Feed:
    return Feed(
        guid=plain(head.get("id"), limit=2_000),
        title=plain(head.get("title"), limit=LONGEST_TITLE),
        home=absolute(response.url, head.get("link")),
        language=plain(head.get("language"), limit=35).lower(),
        entries=entries,
        wait=_wait(head),
    )


def _wait(head: feedparser.FeedParserDict) -> timedelta | None:
    ttl = str(head.get("ttl", "")).strip()
    if ttl.isascii() and ttl.isdigit():
        return patience(timedelta(minutes=int(ttl[:6])))
    period = _PERIODS.get(str(head.get("sy_updateperiod", "")).strip().lower())
    if period is None:
        return None
    often = str(head.get("sy_updatefrequency", "")).strip()
    return patience(period / max(1, int(often[:4]) if often.isascii() and often.isdigit() else 1))


def _entry(entry: feedparser.FeedParserDict, response: Response) -> Entry:
    detail = entry.get("author_detail") or {}
    return Entry(
        guid=plain(entry.get("id"), limit=2_000),
        link=absolute(response.url, entry.get("link")),
        title=plain(entry.get("title"), limit=LONGEST_TITLE),
        text=_text(entry),
        author=person(detail.get("name") or entry.get("author")),
        stated=read_date(_written_date(entry), fetched_at=response.fetched_at),
    )


def _written_date(entry: feedparser.FeedParserDict) -> object:
    # `in` first: feedparser answers `get("updated")` from `published`, with a warning.
    written = (entry[key] for key in ("published", "updated", "created") if key in entry)
    return next((date for date in written if date), "")


def _text(entry: feedparser.FeedParserDict) -> str:
    contents = entry.get("content") or ()
    texts = [plain(c.get("value")) for c in contents if c.get("type", "text/html") in _WORDY]
    return max((plain(entry.get("summary")), *texts), key=len)
