"""Feeds: RSS, Atom and JSON Feed of local papers, blogs and forums.

- **What is read:** title, summary, address, date and author as the publisher puts them into the
  feed. Article pages are never opened: the terms of Reach, Newsquest, National World and News
  Group restrict automated reading of articles, a feed is published for readers.
- **Blind to:** the articles themselves; comments below them; what a paper leaves out of its feed, and
  what came and went between two readings (a feed of 30 entries can hold a few hours); papers that
  are not in `newspapers.toml` until they are listed.
- **Access:** A, keyless. Local papers by area come from `sources/data/newspapers.toml`
  (addresses checked 2026-09-24); the operator adds others and answers for their terms. BBC:
  bbc.co.uk/usingthebbc/terms-of-use, part 15 "metadata and RSS feeds".
- **Rate:** every 15 to 30 minutes; a feed's own `ttl` or `sy:updatePeriod` is respected.
- **Personal data:** names of journalists and posters as published, names inside summaries. E-mail
  addresses in author fields are dropped. No pictures, no enclosures.
- **Known by:** the canonical link (the BBC's guids change while the link stays), else the guid,
  else a hash of title and date.
- **Finding a feed:** a listed address that turns out to be a web page is unreadable; the error
  names the feed that the page announces, to be listed instead. The school's own website is read by
  `school_website`.
- **Golden files:** `tests/golden/feed/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, Literal

from orm.errors import Unreadable
from orm.model.items import Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope
from orm.model.schools import Watch
from sources._parsing.announced import FEED_ACCEPT, point_to_announced
from sources._parsing.answers import expect_ok
from sources._parsing.documents import Label, feed_page
from sources._parsing.feeds import read_feed
from sources._parsing.links import web_address
from sources._parsing.listing import Listed

_KINDS = frozenset(kind.value for kind in Kind)
_SPACES = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class FeedEntry(Listed):
    """A feed that the operator adds."""

    kind: Literal["news", "blog", "post"] = field(
        default="news", metadata={"doc": "What its entries are: news, blog or post (a forum)."}
    )
    title: str = field(
        default="", metadata={"doc": "Name shown to people; empty means the feed's own title."}
    )


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """`[sources.feed]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    feeds: tuple[FeedEntry, ...] = field(
        default=(), metadata={"doc": "Feeds to read besides the bundled papers."}
    )
    local_papers: bool = field(
        default=True,
        metadata={"doc": "Read the bundled local papers of the school's town and county."},
    )
    national_news: bool = field(
        default=False, metadata={"doc": "Read the bundled national feeds (BBC education, UK) too."}
    )


@dataclass(frozen=True, slots=True)
class Newspaper:
    """A bundled paper. `areas` are towns and counties; none means national."""

    name: str
    url: str
    group: str
    areas: frozenset[str]
    checked: str


def area(name: str) -> str:
    """A place name as areas are compared: lower case, no punctuation."""
    return _SPACES.sub(" ", name).strip().casefold()


@dataclass(frozen=True, slots=True)
class Feed:
    """Listed feeds and the papers of the area."""

    options: FeedOptions = FeedOptions()
    papers: tuple[Newspaper, ...] = ()

    name: ClassVar[str] = "feed"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(minutes=15),
        usual=timedelta(minutes=30),
        longest=timedelta(hours=12),
        silence=timedelta(days=14),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One request per address; what the operator listed comes before what is bundled."""
        wanted: dict[str, Request] = {}
        for request in (*self._listed(watch), *self._local(watch)):
            wanted.setdefault(request.key, request)
        return tuple(wanted.values())

    def parse(self, response: Response) -> Page:
        """The entries of a feed.

        Raises:
            SourceError: by status; or Unreadable, which names the feed that a web page announces.
        """
        expect_ok(response)
        try:
            feed = read_feed(response)
        except Unreadable:
            point_to_announced(response, "list")
            raise
        return feed_page(feed, self._label(response.request), response)

    def _listed(self, watch: Watch) -> Iterator[Request]:
        for entry in self.options.feeds:
            if entry.is_for(watch):
                yield _request(entry.url, entry.scope, entry.kind)

    def _local(self, watch: Watch) -> Iterator[Request]:
        places = {area(watch.town), area(watch.county)} - {""}
        for paper in self.papers:
            if self.options.local_papers and paper.areas & places:
                yield _request(paper.url, Scope.LOCAL, Kind.NEWS)
            if self.options.national_news and not paper.areas:
                yield _request(paper.url, Scope.OPEN, Kind.NEWS)

    def _label(self, request: Request) -> Label:
        titles = {web_address(paper.url): paper.name for paper in self.papers}
        titles |= {web_address(e.url): e.title for e in self.options.feeds if e.title}
        kind = Kind(request.shape) if request.shape in _KINDS else Kind.NEWS
        return Label(self.name, kind, titles.get(request.url, ""))


def _request(url: str, scope: Scope, shape: str) -> Request:
    address = web_address(url)
    return Request(
        source=Feed.name,
        key=address,
        url=address,
        scope=scope,
        shape=shape,
        accept=FEED_ACCEPT,
    )
