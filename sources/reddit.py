"""Reddit: posts that name a school or link to its website, and the listed local communities.

- **What is read:** title, text or link, address, community, user name and time of posts; the text of
  comments in listed communities. Search answers, listings, comment trees and feeds are understood.
- **Blind to:** comments outside the listed communities (the search finds posts only), answers under
  a post that was found, `more` stubs of a tree, private and quarantined communities, what was
  deleted or removed before it was read, pictures and polls. A listing ends after about 1,000 posts
  (unverified); this collector reads three pages of each.
- **Access:** C (contracts/social.md §10 and web.md §3.4, October 2026). Reading without a key is
  closed to servers. New keys need Reddit's approval (Responsible Builder Policy, November 2025):
  one account and one use case per request; commercial use needs a contract of its own.
- **Key:** ask for API access at support.reddithelp.com under the Responsible Builder Policy, then
  make a "script" app at www.reddit.com/prefs/apps; the key is written `CLIENT_ID:CLIENT_SECRET`.
- **Rate:** hourly to daily. Reddit allows 100 questions a minute and client; here two seconds lie
  between any two. The paid tier was $0.24 for 1,000 calls (2023); free otherwise.
- **Searching:** one question for each school name in quotation marks, posts of the last week; never
  a person. Reddit takes a phrase loosely, so `match` decides.
- **Personal data:** user names and whatever posts hold. Duty: what is deleted on Reddit must be
  deleted here within 48 hours (the time is unverified).
- **Known by:** Reddit's full name (`t3_…` a post, `t1_…` a comment), also when read from a feed.
- **Golden files:** `tests/golden/reddit/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import ClassVar, NoReturn
from urllib.parse import quote, urlencode

from orm.errors import Gone, RateLimited, Refused, Unreadable
from orm.model.keys import ClientCredentials, Signing
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, header, unreadable
from sources._parsing.links import site, web_address
from sources._parsing.posts import (
    is_web_page,
    next_page,
    number_in,
    pause_until,
    posts_page,
    read_answer,
    with_query,
)
from sources._parsing.queries import names
from sources._parsing.reddit_posts import after, feed_posts, is_one_of, thing_item, things
from sources._parsing.text import plain

_KEY_PLACE = "[sources.reddit] in config.toml"
_LIMIT = "100"
_COMMUNITY = re.compile(r"\w{2,21}", re.ASCII)
_FEED_STARTS = re.compile(rb"\s*<(\?xml|rss|feed)\b")
_BLOCKED = re.compile(rb"blocked (?:by|due to)|<title>\s*blocked", re.IGNORECASE)
_PAUSE = re.compile(rb"whoa there, pardner|<title>\s*too many requests", re.IGNORECASE)
_WAIT = re.compile(rb"please wait (\d{1,5}) second", re.IGNORECASE)
_SAID_WITHIN = 5_000
_MISSING = ("PAGE_NOT_CREATED", "USER_DOESNT_EXIST", "SUBREDDIT_NOEXIST", "banned")
_CLOSED = ("private", "quarantined", "gold_only")
_STATUSES_END = 600
_NO_COMMUNITY = "/subreddits/search"  # where a question for an unknown community ends (unverified)
_SHARED_HOSTS = frozenset({"sites.google.com", "facebook.com", "instagram.com", "x.com", "gov.uk"})


@dataclass(frozen=True, slots=True)
class Subreddit:
    """A community that writes about the school's area.

    Raises:
        ValueError: this is no community's name.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str = field(metadata={"doc": 'Its name, with or without "r/".'})
    schools: tuple[str, ...] = field(
        default=(), metadata={"doc": "Ids of the schools it is read for; empty means all."}
    )

    def __post_init__(self) -> None:
        if not _COMMUNITY.fullmatch(self.short):
            raise ValueError(f'"{self.name}" is not a community; write it like "r/Harrowmere"')

    @property
    def short(self) -> str:
        """The name alone, in lower case."""
        return self.name.strip().casefold().removeprefix("/").removeprefix("r/").rstrip("/")

    def is_for(self, watch: Watch) -> bool:
        """Whether it is read for this school."""
        return not self.schools or watch.school_id in self.schools


@dataclass(frozen=True, slots=True)
class RedditOptions:
    """`[sources.reddit]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    subreddits: tuple[Subreddit, ...] = field(
        default=(), metadata={"doc": "Local communities whose new posts and comments are read."}
    )
    pages: int = field(
        default=3, metadata={"doc": "How many pages of a hundred are read at most, from 1 to 5."}
    )
    base_url: str = field(
        default="https://oauth.reddit.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not 1 <= self.pages <= 5:  # noqa: PLR2004 - the option's own words
            raise ValueError("pages must be from 1 to 5")


@dataclass(frozen=True, slots=True)
class Reddit:
    """Posts and comments of Reddit."""

    options: RedditOptions = RedditOptions()

    name: ClassVar[str] = "reddit"
    access: ClassVar[Access] = Access.C
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=3),
        longest=timedelta(days=1),
        silence=timedelta(days=90),
        spacing=timedelta(seconds=2),
    )
    signing: ClassVar[Signing] = ClientCredentials(
        domain="reddit.com",
        token_url="https://www.reddit.com/api/v1/access_token",  # noqa: S106 - an address
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """A search per name, the listed communities, and what links to the school's website."""
        for name in names(watch):
            search = {"q": f'"{name}"', "sort": "new", "t": "week", "type": "link"}
            yield self._request(f"search|{name.casefold()}", "/search", **search)
        shorts = (one.short for one in self.options.subreddits if one.is_for(watch))
        for short in dict.fromkeys(shorts):
            for listing in ("new", "comments"):
                request = self._request(f"r|{short}|{listing}", f"/r/{short}/{listing}")
                yield replace(request, scope=Scope.LOCAL)
        if host := _own_host(watch):
            yield self._request(f"domain|{host}", f"/domain/{quote(host)}/new")

    def _request(self, key: str, path: str, **query: str) -> Request:
        asked = urlencode({**query, "limit": _LIMIT, "raw_json": "1"})
        base = web_address(self.options.base_url).rstrip("/")
        return Request(self.name, key, f"{base}{path}?{asked}", accept="application/json")

    def parse(self, response: Response) -> Page:
        """The posts and comments of a listing, of a comment tree or of a feed.

        Raises:
            SourceError: what Reddit's own words say, whatever the status; else by status;
                Unreadable for anything but posts and comments.
        """
        if is_web_page(response.body):
            _turned_away(response)
        if _FEED_STARTS.match(response.body):
            _judge(response, response.status)
            return feed_posts(response)
        if _NO_COMMUNITY in response.url:
            _missing()
        answer = _answer(response)
        found = things(answer)
        if found is None:
            raise unreadable(response, "the JSON is not a listing of posts")
        follow: tuple[Request, ...] = ()
        if last := after(answer):
            url = with_query(response.request.url, after=last)
            follow = next_page(response.request, url, most=self.options.pages)
        return posts_page((thing_item(thing, response) for thing in found), response, follow=follow)


def _own_host(watch: Watch) -> str:
    try:
        host = site(web_address(watch.website)) if watch.website.strip() else ""
    except ValueError:
        return ""
    return "" if is_one_of(host, _SHARED_HOSTS) else host


def _turned_away(response: Response) -> None:
    said = response.body[:_SAID_WITHIN]
    if _BLOCKED.search(said) or response.status == HTTPStatus.FORBIDDEN:
        raise Refused(
            "Reddit turns this machine away with a web page; check that the key is approved and "
            f"written in {_KEY_PLACE}"
        )
    if _PAUSE.search(said):
        _judge(response, HTTPStatus.TOO_MANY_REQUESTS)


def _missing() -> NoReturn:
    raise Gone(f"Reddit knows no such page, community or user; check the names in {_KEY_PLACE}")


def _judge(response: Response, status: int) -> None:
    """What a status means at Reddit; the body may hold another one than the answer's."""
    if status == HTTPStatus.UNAUTHORIZED:
        raise Refused(
            "Reddit does not take the key; make a new secret at www.reddit.com/prefs/apps and "
            f"write it in {_KEY_PLACE}"
        )
    if status == HTTPStatus.FORBIDDEN:
        raise Refused(
            "Reddit keeps this closed: the community is private or quarantined, or the key lacks "
            f"approval; take the community out of {_KEY_PLACE} or ask Reddit for approval"
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RateLimited("Reddit asks for a pause", until=_until(response))
    expect_ok(replace(response, status=status))


def _until(response: Response) -> datetime | None:
    """Retry-After, else the seconds to go of `x-ratelimit-reset`, else those of the page."""
    if response.retry_at:
        return response.retry_at
    said = _WAIT.search(response.body[:_SAID_WITHIN])
    seconds = number_in(header(response, "x-ratelimit-reset")) or (int(said[1]) if said else 0)
    return pause_until(response, seconds=seconds)


def _answer(response: Response) -> object:
    try:
        answer = read_answer(response)
    except Unreadable:
        _judge(response, response.status)
        raise
    if isinstance(answer, dict):
        _refusals(answer, response)
    _judge(response, response.status)
    return answer


def _refusals(answer: dict[str, object], response: Response) -> None:
    error, reason = answer.get("error"), answer.get("reason")
    if isinstance(error, int) and HTTPStatus.BAD_REQUEST <= error < _STATUSES_END:
        _judge(response, error)
    if isinstance(error, str):
        code = plain(error, limit=60)
        raise Refused(
            f"Reddit does not give out a token ({code}); check that the app is a script app and "
            f"that its id and secret are written in {_KEY_PLACE}"
        )
    if reason in _MISSING:
        _missing()
    if reason in _CLOSED:
        _judge(response, HTTPStatus.FORBIDDEN)
