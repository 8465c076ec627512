"""Bing News: its search as a feed, asked for the school's names.

- **What is read:** headline, the two lines Bing shows of the text, publisher, date and address.
  Pictures are not read. No article is opened.
- **Blind to:** the rest of the text; articles older than `days`, though Bing now and then lists one
  of years ago; whatever does not fit into its one answer, which has no second page; papers that Bing
  does not list. It finds parts of words too.
- **Access:** B, keyless. The feed's own licence: "may not be used, reproduced or transmitted in any
  manner or for any purpose other than rendering Bing results within an RSS aggregator for your
  personal, non-commercial use" (contracts/web.md §1.2, October 2026). Off until the operator accepts
  that and answers for it. robots.txt is kept.
- **Rate:** every 1 to 12 hours, half a minute between two questions; unofficial, so no quota is
  stated. Free.
- **Searching:** names in quotation marks joined by `OR` (from memory, unverified), several schools
  to a question; `match` decides whose article it is.
- **Dates:** the publisher's date as Bing gives it.
- **Personal data:** names inside headlines and lines of text.
- **Known by:** the article's canonical address, taken out of Bing's own link, whose `tid` and `c`
  change with every answer. A story that MSN shows too ("Herald on MSN") is a second item.
- **Golden files:** `tests/golden/bing_news/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, Literal
from urllib.parse import urlencode

from orm.model.items import Identity, Item, Kind
from orm.model.keys import Batch
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.documents import Entry, page_of, short_key
from sources._parsing.feeds import read_feed
from sources._parsing.links import canonical, site, web_address
from sources._parsing.news_search import any_of, only_on
from sources._parsing.outlets import outlets
from sources._parsing.queries import quoted_names
from sources._parsing.text import is_media

_INTERVALS = {1: 'interval="7"', 7: 'interval="8"', 30: 'interval="9"'}
_MARKET = re.compile(r"[a-z]{2}-[A-Z]{2}")
_WRAPPER = re.compile(r"bing\.com/news/apiclick\.aspx\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BingNewsOptions:
    """`[sources.bing_news]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://www.bing.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )
    market: str = field(
        default="en-GB", metadata={"doc": 'Country and language searched in, like "en-GB".'}
    )
    days: Literal[1, 7, 30] = field(
        default=7,
        metadata={"doc": "How many days back each question looks; more than a day heals gaps."},
    )
    site: str = field(
        default="",
        metadata={"doc": "Search this site only, like harrowmereherald.example; empty means all."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        only_on(self.site)
        if self.days not in _INTERVALS:
            raise ValueError("days must be 1, 7 or 30")
        if not _MARKET.fullmatch(self.market):
            raise ValueError('market is written like "en-GB"')


@dataclass(frozen=True, slots=True)
class BingNews:
    """News articles that Bing lists for a school's names."""

    options: BingNewsOptions = BingNewsOptions()

    name: ClassVar[str] = "bing_news"
    access: ClassVar[Access] = Access.B
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=2),
        longest=timedelta(hours=12),
        silence=timedelta(days=60),
        spacing=timedelta(seconds=30),
    )
    # Bing states no limit; a question as long as Google's is short enough for an address.
    batch: ClassVar[Batch] = Batch(most=6, longest=220)

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One school's questions; none when no name is long enough to ask for."""
        return tuple(self.ask(chunk) for chunk in self.batch.packed(self.phrases(watch)))

    def phrases(self, watch: Watch) -> tuple[str, ...]:
        """The school's names in quotation marks."""
        return quoted_names(watch)

    def ask(self, phrases: tuple[str, ...]) -> Request:
        """One question for any of these names."""
        query = any_of(phrases, only_on(self.options.site))
        asked = {
            "q": query,
            "format": "rss",
            "mkt": self.options.market,
            "setlang": self.options.market,
            "qft": _INTERVALS[self.options.days],
        }
        return Request(
            source=self.name,
            key=query,
            url=f"{web_address(self.options.base_url).rstrip('/')}/news/search?{urlencode(asked)}",
            accept="application/rss+xml, text/xml;q=0.9, */*;q=0.5",
        )

    def parse(self, response: Response) -> Page:
        """The articles found; a feed without entries is an honest nothing.

        Raises:
            SourceError: by status; Unreadable for anything but a feed of Bing's news.
        """
        expect_ok(response)
        feed = read_feed(response)
        if site(feed.home) != "bing.com" and not feed.title.endswith("BingNews"):
            raise unreadable(response, "the feed is not Bing News'")
        published_by = outlets(response)
        items = (_item(entry, published_by.get(entry.link, "")) for entry in feed.entries)
        return page_of(items, response, wait=feed.wait, left_out=feed.left_out)


def _item(entry: Entry, outlet: str) -> Item | Skipped:
    url = "" if is_media(entry.link) else canonical(entry.link)
    # Still Bing's own link: another answer would have another one for the same article.
    if not url or _WRAPPER.search(url):
        return Skipped("an entry without the address of its article")
    if not entry.title:
        return Skipped("an entry without a headline")
    return Item(
        identity=Identity("bing_news", short_key(url)),
        kind=Kind.NEWS,
        platform="web",
        url=url,
        title=entry.title,
        text=entry.text,
        posted_at=entry.stated.at,
        posted_raw=entry.stated.raw,
        precision=entry.stated.precision,
        outlet=outlet or site(url),
    )
