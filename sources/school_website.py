"""The school's own website: its news, as the school itself tells it.

- **What is read:** the home page, then what it leads to: at most two feeds that it announces
  (`rel="alternate"`; WordPress, Seesaw and most blog systems do); else at most three pages of the
  same site that call themselves news, latest, blog or letters, as lists of headlines; else
  `/sitemap.xml`, for pages under such paths. Headline, address, date and the first paragraph beside
  it. Pages listed in config.toml are read instead of looking. Articles are not opened.
- **Blind to:** pages behind a sign-in (ParentMail, ClassDojo, Tapestry), text inside PDF letters
  (their titles are read), news that a script draws without a feed or a sitemap, and what was
  taken down between two visits. From a sitemap only the words of the address are known.
- **Access:** A, keyless: the school's own site, named by the school (domain.md §1.3; read October
  2026); robots.txt is checked before every fetch.
- **Rate:** every 2 to 24 hours, at most five requests a time.
- **Personal data:** names of staff and pupils as the school itself publishes them. No pictures.
- **Dates:** as the page states them; a sitemap's `lastmod` is when the page last changed.
- **Known by:** the canonical link of the article.
- **Honest gaps:** a website that announces no feed and has no news page and no sitemap that can be
  recognised is unreadable, not silent: list its news page under `[[sources.school_website.pages]]`.
- **Golden files:** `tests/golden/school_website/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urljoin

from bs4 import BeautifulSoup

from orm.model.items import Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.announced import FEED_ACCEPT, announced_feeds
from sources._parsing.answers import body_of, expect_ok, read_page, unreadable
from sources._parsing.documents import Entry, Feed, Label, entry_item, feed_page, page_of
from sources._parsing.feeds import read_feed
from sources._parsing.headlines import headlines
from sources._parsing.links import site, web_address
from sources._parsing.news_words import has_pages, is_news_page, news_links, words_of_path
from sources._parsing.sitemaps import Place, Sitemap, read_sitemap

_NAME = "school_website"
_HOME, _NEWS, _ALSO, _FEED, _MAP, _CHILD_MAP = "home", "news", "also", "feed", "map", "child-map"
_HTML_ACCEPT = "text/html, */*;q=0.5"
_XML_ACCEPT = "application/xml, text/xml;q=0.9, */*;q=0.5"
_MOST_PAGES = 3
_MOST_MAPS = 3
_MOST_PLACES = 100
_SHORTEST_WORD = 3
_KIND_WITHIN = 10_000
_KIND = re.compile(
    rb"<(?:!doctype\s+)?(?:[\w.-]+:)?"
    rb"(?:(?P<map>urlset|sitemapindex)|(?P<feed>rss|feed|rdf)|(?P<page>html|head|body|title|div))"
    rb"\b",
    re.IGNORECASE,
)
_NOTHING = (
    "the website announces no feed and no news page was recognised; "
    "list one under [[sources.school_website.pages]]"
)


@dataclass(frozen=True, slots=True)
class NewsPage:
    """A page of news that the operator lists; a feed's address will do as well.

    Raises:
        ValueError: the address is not one of the web.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    url: str = field(metadata={"doc": "Address of the page that lists the school's news."})
    schools: tuple[str, ...] = field(
        default=(), metadata={"doc": "Ids of the schools whose page it is; empty means all."}
    )

    def __post_init__(self) -> None:
        web_address(self.url)


@dataclass(frozen=True, slots=True)
class SchoolWebsiteOptions:
    """`[sources.school_website]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    pages: tuple[NewsPage, ...] = field(
        default=(),
        metadata={"doc": "News pages to read instead of looking for them on the home page."},
    )


@dataclass(frozen=True, slots=True)
class SchoolWebsite:
    """What the school says on its own website."""

    options: SchoolWebsiteOptions = SchoolWebsiteOptions()

    name: ClassVar[str] = _NAME
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=2),
        usual=timedelta(hours=6),
        longest=timedelta(days=1),
        silence=timedelta(days=60),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """The pages that are listed for the school, else its home page."""
        listed = [
            web_address(page.url)
            for page in self.options.pages
            if not page.schools or watch.school_id in page.schools
        ]
        if listed:
            return tuple(_request(url, _NEWS) for url in dict.fromkeys(listed))
        return (_request(web_address(watch.website), _HOME),) if watch.website else ()

    def parse(self, response: Response) -> Page:
        """The news of a feed, a page of headlines or a sitemap; or what a home page leads to.

        Raises:
            SourceError: by status; Unreadable for anything else, and for a website on which no
                news can be recognised: that is not the same as no news.
        """
        shape = response.request.shape
        if response.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            if shape == _ALSO:
                return Page(skipped=(Skipped("a page of news that is linked is not there"),))
            if shape in {_MAP, _CHILD_MAP}:
                raise unreadable(response, _NOTHING)
        expect_ok(response)
        body = body_of(response)
        found = _KIND.search(body[:_KIND_WITHIN].replace(b"\0", b""))
        if found and found["map"]:
            return _from_sitemap(response)
        if found and found["page"]:
            return _from_page(response, read_page(response, body))
        return feed_page(read_feed(response), Label(_NAME, Kind.BLOG), response)


def _request(url: str, shape: str, scope: Scope = Scope.OWN) -> Request:
    # Unchanged, a page that only leads to others must still be followed.
    leads_on = shape in {_HOME, _MAP} or "sitemap" in url.lower()
    accept = {_FEED: FEED_ACCEPT, _MAP: _XML_ACCEPT, _CHILD_MAP: _XML_ACCEPT}
    return Request(
        source=_NAME,
        key=url,
        url=url,
        scope=scope,
        shape=shape,
        accept=accept.get(shape, _HTML_ACCEPT),
        conditional=not leads_on,
    )


def _from_page(response: Response, page: BeautifulSoup) -> Page:
    shape = response.request.shape
    if shape == _FEED:
        raise unreadable(response, "the feed that the website announces is a web page")
    if shape in {_MAP, _CHILD_MAP}:
        raise unreadable(response, _NOTHING)
    feeds = announced_feeds(page, response.url)
    if feeds and shape in {_HOME, ""}:
        return Page(follow=_follow(response, feeds, _FEED))
    links = news_links(page, response.url, most=_MOST_PAGES)
    if shape == _HOME:
        return Page(follow=_from_home(response, page, links))
    return _headlines(response, page, links)


def _from_home(
    response: Response, page: BeautifulSoup, links: tuple[str, ...]
) -> tuple[Request, ...]:
    """The best page of news last: when it cannot be read the whole website counts as unread, and
    what the others brought is kept.
    """
    if links:
        best, *others = links
        return (*_follow(response, others, _ALSO), *_follow(response, (best,), _NEWS))
    if not has_pages(page, response.url):
        raise unreadable(response, _NOTHING)
    return _follow(response, (urljoin(response.url, "/sitemap.xml"),), _MAP)


def _headlines(response: Response, page: BeautifulSoup, links: tuple[str, ...]) -> Page:
    entries = headlines(page, response)
    if entries:
        return _page(entries, response)
    if response.request.shape == _ALSO:
        return Page(skipped=(Skipped("no headline was recognised on a page of news"),))
    if links and not response.request.shape:
        return Page(follow=_from_home(response, page, links))
    raise unreadable(response, _NOTHING)


def _from_sitemap(response: Response) -> Page:
    found = read_sitemap(response)
    if found.is_index:
        return Page(follow=_children(found, response))
    is_posts = "post" in response.url.rpartition("/")[2].lower()
    places = [place for place in found.places if is_posts or is_news_page(place.url)]
    if not places:
        raise unreadable(response, _NOTHING)
    return _page([_told(place) for place in places[:_MOST_PLACES]], response)


def _children(index: Sitemap, response: Response) -> tuple[Request, ...]:
    """The sitemaps of posts or news, else the newest; one level deep."""
    if response.request.shape == _CHILD_MAP:
        raise unreadable(response, "sitemaps lie more than one level deep")
    here = site(response.url) if response.request.shape else ""  # a saved one may be from anywhere
    urls = [place.url for place in index.places if not here or site(place.url) == here]
    named = [url for url in urls if any(word in url.lower() for word in ("post", "news", "blog"))]
    if not urls:
        raise unreadable(response, _NOTHING)
    return _follow(response, (named or urls)[:_MOST_MAPS], _CHILD_MAP)


def _told(place: Place) -> Entry:
    """What an address says of its page; one without words says nothing."""
    words = list(words_of_path(place.url))
    telling = any(word.isalpha() and len(word) >= _SHORTEST_WORD for word in words)
    title = place.title or (" ".join(words).capitalize() if telling else "")
    return Entry(link=place.url, title=title, stated=place.changed)


def _page(entries: Iterable[Entry], response: Response) -> Page:
    label = Label(_NAME, Kind.BLOG)
    home = Feed(home=urljoin(response.url, "/"))
    items: Iterable[Item | Skipped] = (
        entry_item(entry, home, label, response) for entry in entries
    )
    return page_of(items, response)


def _follow(response: Response, urls: Iterable[str], shape: str) -> tuple[Request, ...]:
    scope = response.request.scope
    return tuple(_request(web_address(url), shape, scope) for url in urls)
