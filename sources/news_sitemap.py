"""News sitemaps: the headlines of the last two days that a newspaper publishes for crawlers.

- **What is read:** headline, address, publication, language and date of each article. Articles are
  never opened.
- **Blind to:** everything but the headline; what is older than about two days; papers whose sitemap is
  not listed.
- **Access:** A, keyless: sitemaps exist for crawlers (contracts/web.md §1.10, October 2026);
  robots.txt is checked before every fetch. The operator lists the sitemaps; for Reach titles try
  `/map_news.xml`.
- **Rate:** every 30 to 60 minutes.
- **Shapes:** `urlset` with any or no namespace; gzip by its first bytes; RSS or Atom served as a
  sitemap; an index of sitemaps, of which the ten newest are followed, two levels deep. A document
  with a DOCTYPE or an entity is refused. A plain sitemap without headlines is unreadable: there
  would be nothing to match.
- **Personal data:** names inside headlines. No image or video extensions are read.
- **Known by:** the canonical address.
- **Golden files:** `tests/golden/news_sitemap/`.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from bs4 import BeautifulSoup, Tag

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import body_of, expect_ok, unreadable, without_entities
from sources._parsing.cutting import first_entries
from sources._parsing.dates import read_date
from sources._parsing.documents import Label, feed_page, page_of, short_key
from sources._parsing.feeds import read_feed
from sources._parsing.links import absolute, canonical, site, web_address
from sources._parsing.listing import Listed
from sources._parsing.text import LONGEST_TITLE, is_media, plain

ACCEPT = "application/xml, text/xml;q=0.9, */*;q=0.5"
_MOST_CHILDREN = 10
_DEEPEST = 2
_CHILD = "child-"
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_SITEMAP_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:urlset|sitemapindex)[\s>/]", re.IGNORECASE)
_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]*;")
_ROOT_WITHIN = 10_000


@dataclass(frozen=True, slots=True)
class NewsSitemapOptions:
    """`[sources.news_sitemap]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    sitemaps: tuple[Listed, ...] = field(default=(), metadata={"doc": "News sitemaps to read."})


@dataclass(frozen=True, slots=True)
class NewsSitemap:
    """Headlines from news sitemaps."""

    options: NewsSitemapOptions = NewsSitemapOptions()

    name: ClassVar[str] = "news_sitemap"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(minutes=30),
        usual=timedelta(hours=1),
        longest=timedelta(days=1),
        silence=timedelta(days=7),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One request per listed sitemap."""
        wanted: dict[str, Request] = {}
        for entry in self.options.sitemaps:
            if entry.is_for(watch):
                request = _request(web_address(entry.url), entry.scope, "")
                wanted.setdefault(request.key, request)
        return tuple(wanted.values())

    def parse(self, response: Response) -> Page:
        """The headlines of a sitemap, or the sitemaps of an index.

        Raises:
            SourceError: by status; Unreadable for anything but a news sitemap, a feed or an index.
        """
        expect_ok(response)
        body = body_of(response)
        if _FEED_ROOT.search(body[:_ROOT_WITHIN].replace(b"\0", b"")):
            return feed_page(read_feed(response), Label(self.name, Kind.NEWS), response)
        cut = first_entries(without_entities(response, body, doctype_too=True), "url", "sitemap")
        if not cut.fits:
            raise unreadable(response, "the sitemap has more tags than a sitemap has")
        root = _root(response, cut.body)
        if _local(root) == "sitemapindex":
            return Page(follow=_children(root, response))
        items = (_item(url, response) for url in _named(root, "url"))
        return page_of(items, response, left_out=cut.left_out)


def _request(url: str, scope: Scope, shape: str) -> Request:
    # An unchanged index must still be followed: it would hide its changed children.
    conditional = bool(shape) or "index" not in url.lower()
    return Request("news_sitemap", url, url, scope, shape, ACCEPT, conditional)


def _root(response: Response, body: bytes) -> Tag:
    if not _SITEMAP_ROOT.search(body[:_ROOT_WITHIN].replace(b"\0", b"")):
        raise unreadable(response, "the answer is not a sitemap")
    text = body.decode("utf-8", "replace") if b"&" in body and b"\0" not in body else body
    if isinstance(text, str) and _NAMED_ENTITY.search(text):
        # Captions hold HTML's named entities, which XML does not know and would drop.
        text = _NAMED_ENTITY.sub(lambda name: html.unescape(name[0]), text)
        body = text.encode()
    root = BeautifulSoup(body, "lxml-xml").find(recursive=False)
    if not isinstance(root, Tag) or _local(root) not in {"urlset", "sitemapindex"}:
        raise unreadable(response, "the answer is not a sitemap")
    return root


def _local(tag: Tag) -> str:
    return tag.name.rpartition(":")[2].lower()


def _named(parent: Tag, name: str) -> Iterator[Tag]:
    return (t for t in parent.children if isinstance(t, Tag) and _local(t) == name)


def _words(parent: Tag | None, *path: str) -> str:
    for name in path:
        parent = next(_named(parent, name), None) if parent else None
    return plain(parent.get_text(), limit=LONGEST_TITLE) if parent else ""


def _children(root: Tag, response: Response) -> tuple[Request, ...]:
    depth = int(response.request.shape.removeprefix(_CHILD) or 0) + 1
    if depth > _DEEPEST:
        raise unreadable(response, f"sitemaps lie more than {_DEEPEST} levels deep")
    dated: dict[str, float] = {}
    for entry in _named(root, "sitemap"):
        written = _words(entry, "loc") or plain(entry.get_text())
        url = absolute(response.url, written) if written else ""
        at = read_date(_words(entry, "lastmod"), fetched_at=response.fetched_at).at
        if url and url != response.url:
            dated.setdefault(url, at.timestamp() if at else 0.0)
    newest = sorted(dated, key=lambda url: -dated[url])[:_MOST_CHILDREN]
    if not newest:
        raise unreadable(response, "the index of sitemaps names none")
    scope = response.request.scope
    return tuple(_request(web_address(url), scope, f"{_CHILD}{depth}") for url in newest)


def _item(entry: Tag, response: Response) -> Item | Skipped:
    news = next(_named(entry, "news"), None)
    found = absolute(response.url, _words(entry, "loc"))
    url = "" if is_media(found) else canonical(found)
    # Without a namespace declaration the prefixes are lost but the shape stays.
    title = _words(news, "title")
    if not url or not title:
        return Skipped("an address without a headline" if url else "an entry without an address")
    stated = read_date(_words(news, "publication_date"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity("news_sitemap", short_key(url)),
        kind=Kind.NEWS,
        platform="web",
        url=url,
        title=title,
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet=_words(news, "publication", "name") or site(url),
        language=_words(news, "publication", "language").lower()[:35],
        via_url=found if found != url else "",
    )
