"""WhatDoTheyKnow: Freedom of Information requests to schools, trusts and councils.

- **What is read:** title, status, snippet and date of the newest event of each request on the pages
  of the listed authorities; with `feeds`, also of requests anywhere that name a school.
- **Blind to:** the letters themselves and what is attached to them; requests made elsewhere;
  authorities that are not listed; requests that the site hides; more than the newest page (25).
- **Access:** A for the page and the JSON of an authority or a request. B for searches and feeds:
  robots.txt closes them while the help pages offer them to developers, so they stay off until
  mySociety has said yes (contracts/web.md §4.1, October 2026).
- **Rate:** daily, one page per listed authority; free.
- **Searching:** school names in quotation marks joined by `OR`; the site's index is Xapian's.
- **Dates:** the date of the request's newest event.
- **Personal data:** requesters' names are never read. A snippet may quote names in a letter. What
  the site hides or takes down is not read again; erase it here when it asks for that.
- **Known by:** the request's name in its address, whatever event or page showed it.
- **Golden files:** `tests/golden/whatdotheyknow/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag

from orm.errors import Unreachable
from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import body_of, expect_ok, read_json, read_page, unreadable
from sources._parsing.dates import Stated, read_date
from sources._parsing.documents import page_of, short_key
from sources._parsing.feeds import read_feed
from sources._parsing.links import web_address
from sources._parsing.text import LONGEST_TITLE, clean, plain

_SITE = "https://www.whatdotheyknow.com"
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,200}")
_REQUEST = re.compile(r"/request/([A-Za-z0-9_%-]{1,200})(?:[/?#]|$)")
_NOBODY = re.compile(r"nobody has made any .{1,80} requests to", re.IGNORECASE)
_OFFLINE = re.compile(r"search index is currently offline", re.IGNORECASE)
_UNQUOTABLE = re.compile(r"[^\w\s'&-]+")
_MOST_NAMES = 3
_SHORTEST_NAME = 5
_MOST_LISTED = 1_000
_PAGE = "page"
_HIDDEN = Skipped("a request that the site hides")


@dataclass(frozen=True, slots=True)
class Body:
    """One authority of `[sources.whatdotheyknow]`.

    Raises:
        ValueError: the slug is not one.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    slug: str = field(
        metadata={"doc": "Its name in the site's addresses: whatdotheyknow.com/body/THIS."}
    )
    schools: tuple[str, ...] = field(
        default=(), metadata={"doc": "Ids of the schools it is read for; empty means all."}
    )
    scope: Scope = field(
        default=Scope.OPEN,
        metadata={"doc": "about, when the authority is the school itself; else open or local."},
    )

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug):
            raise ValueError(
                f'"{self.slug}" is not an authority; write what follows /body/ in its address'
            )


@dataclass(frozen=True, slots=True)
class WhatdotheyknowOptions:
    """`[sources.whatdotheyknow]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default=_SITE, metadata={"doc": "Address of the site; another one only for tests."}
    )
    bodies: tuple[Body, ...] = field(default=(), metadata={"doc": "Authorities to read."})
    feeds: bool = field(
        default=False,
        metadata={"doc": "Also search for the schools' names; needs mySociety's permission."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)


@dataclass(frozen=True, slots=True)
class Whatdotheyknow:
    """Requests for information to the listed authorities."""

    options: WhatdotheyknowOptions = WhatdotheyknowOptions()

    name: ClassVar[str] = "whatdotheyknow"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=12),
        usual=timedelta(days=1),
        longest=timedelta(days=7),
        silence=timedelta(days=400),
        spacing=timedelta(seconds=5),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """The page of each listed authority, and the search if it is allowed."""
        wanted: dict[str, Request] = {}
        for body in self.options.bodies:
            if not body.schools or watch.school_id in body.schools:
                request = self._request(f"body/{body.slug}", scope=body.scope, shape=_PAGE)
                wanted.setdefault(request.key, request)
        if self.options.feeds and (query := _query(watch)):
            path = f"feed/search/{quote(query, safe='')}.json"
            request = self._request(path, scope=Scope.OPEN, shape="events")
            wanted[request.key] = replace(request, interface=True)
        return tuple(wanted.values())

    def _request(self, path: str, *, scope: Scope, shape: str) -> Request:
        url = f"{web_address(self.options.base_url).rstrip('/')}/{path}"
        accept = "text/html, application/json;q=0.9, */*;q=0.5"
        return Request(self.name, url, url, scope, shape, accept)

    def parse(self, response: Response) -> Page:
        """The requests of an authority's page, of a search or feed, or one request.

        Raises:
            SourceError: by status; Unreachable when the site's index is off; Unreadable for
                anything but its pages, JSON and feeds.
        """
        expect_ok(response)
        body = body_of(response)
        start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
        if start.startswith((b"<?xml", b"<feed")) and b"<html" not in body[:2_000].lower():
            return _visible(_entries(response), response)
        if start.startswith(b"<"):
            return _authority_page(read_page(response, body), response)
        answer = read_json(response, body)
        if isinstance(answer, list):
            return _visible((_event(each, response) for each in answer), response)
        if isinstance(answer, dict) and "url_title" in answer:
            return _visible(iter([_single(answer, response)]), response)
        if isinstance(answer, dict) and "url_name" in answer:
            return _authority(answer, response)
        raise unreadable(response, "the JSON is none of an authority, a request or its events")


def _query(watch: Watch) -> str:
    names = (watch.name, *watch.other_names)
    plain_names = (clean(_UNQUOTABLE.sub(" ", name.replace("’", "'"))) for name in names)
    usable = [name for name in dict.fromkeys(plain_names) if len(name) >= _SHORTEST_NAME]
    return " OR ".join(f'"{name}"' for name in usable[:_MOST_NAMES])


def _visible(found: Iterable[Item | Skipped], response: Response) -> Page:
    """One item per request, as its newest event shows it; hidden requests are only counted."""
    newest: dict[Identity, Item] = {}
    others: list[Skipped] = []
    for one in found:
        if isinstance(one, Skipped):
            others.append(one)
        elif one.identity not in newest or _later(one, newest[one.identity]):
            newest[one.identity] = one
    hidden = tuple(one for one in others if one == _HIDDEN)
    unread = (one for one in others if one != _HIDDEN)
    page = page_of((*newest.values(), *unread), response)
    return replace(page, skipped=page.skipped + hidden)


def _later(one: Item, other: Item) -> bool:
    return bool(one.posted_at and (not other.posted_at or one.posted_at > other.posted_at))


def _item(slug: object, title: object, said: Iterable[tuple[str, object]], stated: Stated) -> Item:
    words = ((label, plain(value)) for label, value in said)
    text = " ".join(f"{label}{value}" for label, value in words if value)
    return Item(
        identity=Identity("whatdotheyknow", short_key(str(slug))),
        kind=Kind.RECORD,
        platform="web",
        url=f"{_SITE}/request/{slug}",
        title=plain(title, limit=LONGEST_TITLE),
        text=plain(text),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet="WhatDoTheyKnow",
        language="en",
    )


def _authority_page(page: BeautifulSoup, response: Response) -> Page:
    """The requests of an authority's page; none when it says so itself."""
    words = clean(page.get_text(" "))
    listings = page.find_all("div", class_="request_listing", limit=_MOST_LISTED)
    if listings:
        name = page.find("h1")
        authority = clean(name.get_text(" ")) if name else ""
        found = (_listing(each, authority, response) for each in listings if isinstance(each, Tag))
        return _visible(found, response)
    if _OFFLINE.search(words):
        raise Unreachable("whatdotheyknow.com's search index is off; tried again later")
    if _NOBODY.search(words):
        return Page()
    raise unreadable(response, "the page lists no requests and does not say that there are none")


def _listing(listing: Tag, authority: str, response: Response) -> Item | Skipped:
    link = listing.select_one(".head a[href]")
    found = _REQUEST.search(str(link["href"])) if link else None
    if not found or not link:
        return Skipped("a listed request without an address")
    status, snippet = listing.select_one(".bottomline strong, strong"), listing.select_one(".desc")
    time = listing.select_one("time[datetime]")
    said = (
        ("To ", f"{authority}." if authority else ""),
        ("", snippet.get_text(" ") if snippet else ""),
        ("Status: ", status.get_text(" ") if status else ""),
    )
    when = read_date(time["datetime"] if time else "", fetched_at=response.fetched_at)
    return _item(found[1], link.get_text(" "), said, when)


def _authority(answer: dict[str, object], response: Response) -> Page:
    """An authority's own record says how many requests there are, and its page which."""
    info, slug = answer.get("info"), answer.get("url_name")
    if isinstance(info, dict) and info.get("requests_count") == 0:
        return Page()
    if response.request.shape == _PAGE or not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise unreadable(response, "an authority's record, where its page should be")
    url = f"{_SITE}/body/{slug}"
    if response.request.url.endswith(f"/body/{slug}.json"):
        url = response.request.url.removesuffix(".json")
    return Page(follow=(replace(response.request, url=url, shape=_PAGE),))


def _single(request: dict[str, object], response: Response) -> Item | Skipped:
    events = request.get("info_request_events")
    dates = [
        read_date(event.get("created_at"), fetched_at=response.fetched_at)
        for event in (events if isinstance(events, list) else [])
        if isinstance(event, dict)
    ]
    made = read_date(request.get("created_at"), fetched_at=response.fetched_at)
    newest = max((each for each in dates if each.at), key=lambda each: str(each.at), default=made)
    return _described(request, request.get("public_body"), "", newest)


def _event(event: object, response: Response) -> Item | Skipped:
    if not isinstance(event, dict):
        return Skipped("an event that is no object")
    when = read_date(event.get("created_at"), fetched_at=response.fetched_at)
    return _described(
        event.get("info_request"), event.get("public_body"), event.get("snippet"), when
    )


def _described(request: object, authority: object, snippet: object, when: Stated) -> Item | Skipped:
    """The item of a request's JSON. Who made the request is not read."""
    if not isinstance(request, dict):
        return Skipped("an event without its request")
    slug, title = request.get("url_title"), request.get("title")
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug) or not plain(title):
        return Skipped("a request without an address or a title")
    if request.get("prominence", "normal") != "normal":
        return _HIDDEN
    name = plain(authority.get("name")) if isinstance(authority, dict) else ""
    said = (
        ("To ", f"{name}." if name else ""),
        ("", snippet),
        ("Status: ", request.get("display_status")),
    )
    return _item(slug, title, said, when)


def _entries(response: Response) -> Iterator[Item | Skipped]:
    """A feed's entries without their text, which names the requester."""
    for entry in read_feed(response).entries:
        found = _REQUEST.search(entry.link)
        if found and entry.title:
            yield _item(found[1], entry.title, (), entry.stated)
        else:
            yield Skipped("an entry that leads to no request")
