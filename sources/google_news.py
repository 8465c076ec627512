"""Google News: its search feed, asked for the school's names.

- **What is read:** headline, publisher, language, date and Google's address of the article. There
  is no text: what the feed calls a description repeats headline and publisher, or lists other
  papers' headlines on the same story, which are not read. No article is opened.
- **Blind to:** everything but headlines, so an article that names the school only in its text is
  found but can seldom be told from one about a namesake; the article's own address (Google's link
  leads there only in a browser, and its code is not broken open); articles older than `days`; what
  does not fit into the at most 100 entries of one answer, which has no second page; publishers that
  Google does not list.
- **Access:** B, keyless. The feed's own licence: "made available solely for the purpose of rendering
  Google News results within a personal feed reader for personal, non-commercial use. Any other use
  of the feed is expressly prohibited" (contracts/web.md §1.1, October 2026). Off until the operator
  accepts that and answers for it. Google's robots.txt, written for crawlers of pages, does not except
  the feed either: who accepts the terms accepts that too, and the feed is then asked as a feed reader
  asks it.
- **Rate:** every 1 to 12 hours, a minute between two questions; unofficial, so no quota is stated.
  After a 429 or 503 without a time nothing is asked for two hours. Free.
- **Searching:** names in quotation marks joined by `OR`, several schools to a question; `match`
  decides whose article it is. Google ignores a bad `when:` silently, so `days` is checked here.
- **Dates:** the publisher's date as Google gives it; entries are in no order.
- **Personal data:** names inside headlines.
- **Known by:** the guid, which is the code in Google's link; not the link, which carries parameters.
- **Golden files:** `tests/golden/google_news/`. What the consent page and the notice of an address
  no longer used look like is from memory, unverified.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import RateLimited, Refused, Unreadable
from orm.model.items import Identity, Item, Kind
from orm.model.keys import Batch
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.documents import Entry, Feed, page_of, short_key
from sources._parsing.feeds import read_feed
from sources._parsing.links import canonical, site, web_address
from sources._parsing.news_search import any_of, only_on
from sources._parsing.outlets import outlets
from sources._parsing.queries import quoted_names

_MOST_DAYS = 90
_PAUSE = timedelta(hours=2)
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CODE = re.compile(r"/articles/([\w-]{8,})", re.ASCII)
_CONSENT = re.compile(rb"https?://consent\.google\.|Before you continue to Google", re.IGNORECASE)
_ROBOT = re.compile(rb"unusual traffic from your computer network", re.IGNORECASE)
_NOTICE = re.compile(r"This RSS feed URL is deprecated|This feed is not available", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GoogleNewsOptions:
    """`[sources.google_news]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://news.google.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )
    language: str = field(
        default="en-GB", metadata={"doc": 'Language of the edition, like "en-GB" or "cy".'}
    )
    country: str = field(
        default="GB", metadata={"doc": "Country of the edition, two letters (ISO 3166)."}
    )
    days: int = field(
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
        if not 1 <= self.days <= _MOST_DAYS:
            raise ValueError(f"days must be from 1 to {_MOST_DAYS}")
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError('language is written like "en-GB"')
        if not _COUNTRY.fullmatch(self.country):
            raise ValueError('country is written in two letters, like "GB"')


@dataclass(frozen=True, slots=True)
class GoogleNews:
    """News articles that Google lists for a school's names."""

    options: GoogleNewsOptions = GoogleNewsOptions()

    name: ClassVar[str] = "google_news"
    access: ClassVar[Access] = Access.B
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=2),
        longest=timedelta(hours=12),
        silence=timedelta(days=60),
        spacing=timedelta(minutes=1),
    )
    # Google takes about 32 words of a question (from memory); six names of five words are 30.
    batch: ClassVar[Batch] = Batch(most=6, longest=220)

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One school's questions; none when no name is long enough to ask for."""
        return tuple(self.ask(chunk) for chunk in self.batch.packed(self.phrases(watch)))

    def phrases(self, watch: Watch) -> tuple[str, ...]:
        """The school's names in quotation marks."""
        return quoted_names(watch)

    def ask(self, phrases: tuple[str, ...]) -> Request:
        """One question for any of these names."""
        chosen = self.options
        query = any_of(phrases, only_on(chosen.site), f"when:{chosen.days}d")
        asked = {
            "q": query,
            "hl": chosen.language,
            "gl": chosen.country,
            "ceid": f"{chosen.country}:{chosen.language.partition('-')[0]}",
        }
        return Request(
            source=self.name,
            key=query,
            url=f"{web_address(chosen.base_url).rstrip('/')}/rss/search?{urlencode(asked)}",
            accept="application/rss+xml, application/xml;q=0.9, */*;q=0.5",
            interface=True,
        )

    def parse(self, response: Response) -> Page:
        """The articles found.

        Raises:
            SourceError: by status; Refused for Google's consent page, RateLimited for its page
                against robots, Unreadable for anything else that is not its feed of news.
        """
        feed = _feed(response)
        published_by = outlets(response)
        items = (
            _item(entry, feed, published_by.get(entry.guid or entry.link, ""))
            for entry in feed.entries
        )
        return page_of(items, response, wait=feed.wait, left_out=feed.left_out)


def _feed(response: Response) -> Feed:
    if site(response.url).startswith("consent."):
        raise _consent()
    try:
        expect_ok(response)
        feed = read_feed(response)
    except RateLimited as pause:
        raise RateLimited(str(pause), until=_until(response)) from pause
    except Unreadable:
        if _CONSENT.search(response.body):
            raise _consent() from None
        if _ROBOT.search(response.body):
            raise RateLimited(
                "Google shows its page against robots and asks for a pause", until=_until(response)
            ) from None
        raise
    if site(feed.home) != "news.google.com" and not feed.title.endswith("Google News"):
        raise unreadable(response, "the feed is not Google News'")
    if any(_NOTICE.match(entry.title) for entry in feed.entries):
        raise unreadable(response, "Google says that this address of the feed is no longer used")
    return feed


def _consent() -> Refused:
    return Refused(
        "Google shows its consent page instead of the news; it is not clicked away: "
        "switch sources.google_news off, or try from another network"
    )


def _until(response: Response) -> datetime:
    return response.retry_at or response.fetched_at + _PAUSE


def _item(entry: Entry, feed: Feed, outlet: str) -> Item | Skipped:
    url = canonical(entry.link)
    code = _CODE.search(url)
    key = entry.guid or (code[1] if code else "")
    # Exactly this ending: a headline may hold a dash of its own.
    title = entry.title.removesuffix(f" - {outlet}") if outlet else entry.title
    if not url or not key or not title:
        return Skipped("an entry without a guid, an address or a headline")
    return Item(
        identity=Identity("google_news", short_key(key)),
        kind=Kind.NEWS,
        platform="web",
        url=url,
        title=title,
        posted_at=entry.stated.at,
        posted_raw=entry.stated.raw,
        precision=entry.stated.precision,
        outlet=outlet,
        language=feed.language,
        via_url=entry.link if entry.link != url else "",
    )
