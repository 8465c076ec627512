"""Threads: answers to the school's own posts, mentions of its account and, approved, a search.

- **What is read:** text, address, time and user name of the account's own posts, of the answers under
  the newest few that have any, of posts that mention the account and, where `search` is on, of
  public posts found by the school's name. Pictures and films are never asked for.
- **Blind to:** posts without words, reposts, answers the account has hidden, answers under older posts
  and beyond the pages read, other people's conversations. A search for words that Threads finds
  sensitive gives an empty list, not an error; so does a search by an app that is not approved when
  the account itself never wrote the name. `search` therefore stays off until Meta has approved it;
  finds that are all the account's own are a refusal (`owner` tells, unverified for the search).
- **Access:** C (contracts/social.md §5, October 2026). Meta's platform terms; own account, and the
  search by App Review.
- **Key:** a long-lived token of the school's own account from an app at developers.facebook.com with
  `threads_basic`, `threads_read_replies`, `threads_manage_mentions` (its name is unverified) and,
  for the search, `threads_keyword_search`. Written in `[sources.threads]` as
  `key = "env:ORM_THREADS_KEY"`; with several accounts, one key named after each account id. It
  lives sixty days; the house renews it every week.
- **Rate:** hourly to daily. The search has 2,200 questions in 24 hours per account; a question
  without results is not counted there, but is here. At 80 percent of any limit the house slows
  down. Free of charge.
- **Searching:** one question for each school name, newest first; never a person. Threads takes words,
  not phrases, so `match` decides.
- **Which accounts:** accounts of the school register with platform `threads` and a numeric id.
- **Personal data:** user names, and whatever posts hold. Meta's terms ask that what is deleted there
  is deleted here; this collector does not look again at what it has read.
- **Known by:** the id of the post. Addresses on threads.net are written as threads.com, the domain of
  today.
- **Golden files:** `tests/golden/threads/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar
from urllib.parse import quote, urlencode, urlsplit

from orm.errors import Refused
from orm.model.items import Identity, Item, Kind
from orm.model.keys import Allowance, RenewableToken, Signing, Window
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.dates import read_date
from sources._parsing.graph import (
    MOST_LISTED,
    THREADS,
    Listing,
    breather,
    following,
    graph_limits,
    graph_version,
    native_id,
    pictures_of,
    read_listing,
    without_keys,
)
from sources._parsing.links import canonical, site, web_address
from sources._parsing.posts import LeftOut, open_handles, posts_page
from sources._parsing.queries import names
from sources._parsing.text import is_media, person
from sources._parsing.wording import exact

PLATFORM = "threads"
SEARCH = "search"
_HOME = "https://threads.com/"
_OLD_HOME = re.compile(r"^(https?://)threads\.net(?=/)")
_ACCOUNT = re.compile(r"\d{1,40}", re.ASCII)
_SHORTCODE = re.compile(r"[\w-]{1,40}", re.ASCII)
_USERNAME = re.compile(r"[\w.]{1,40}", re.ASCII)
_FIELDS = "id,text,timestamp,username,permalink,shortcode,media_type,has_replies,is_reply"
_SEARCH_FIELDS = f"{_FIELDS},owner,is_reply_owned_by_me"
_ANSWER_FIELDS = f"{_FIELDS},hide_status"
_HIDDEN = frozenset({"HIDDEN", "COVERED", "BLOCKED", "RESTRICTED"})
_MOST_PAGES = 3
_MOST_TALKS = 5


@dataclass(frozen=True, slots=True)
class ThreadsOptions:
    """`[sources.threads]`. The accounts come from the school's official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    search: bool = field(
        default=False,
        metadata={"doc": "Whether names are searched for; only once Meta has approved the app."},
    )
    posts: int = field(
        default=25, metadata={"doc": "How many posts a page of the answer holds, from 1 to 100."}
    )
    pages: int = field(
        default=2, metadata={"doc": "How many pages of each list are read, from 1 to 3."}
    )
    conversations: int = field(
        default=4,
        metadata={"doc": "Under how many of the newest posts the answers are read, from 0 to 5."},
    )
    version: str = field(default="v1.0", metadata={"doc": "Version of the interface."})
    base_url: str = field(
        default="https://graph.threads.net",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        graph_version(self.version)
        graph_limits(self.posts, pages=self.pages, most_pages=_MOST_PAGES)
        if not 0 <= self.conversations <= _MOST_TALKS:
            raise ValueError(f"conversations must be from 0 to {_MOST_TALKS}")


@dataclass(frozen=True, slots=True)
class Threads:
    """What is said to the school's Threads account, and about the school where that is open."""

    options: ThreadsOptions = ThreadsOptions()

    name: ClassVar[str] = "threads"
    access: ClassVar[Access] = Access.C
    signing: ClassVar[Signing] = RenewableToken(
        domain="threads.net",
        parameter="access_token",
        renew_url="https://graph.threads.net/refresh_access_token",
        grant_type="th_refresh_token",
    )
    allowances: ClassVar[tuple[Allowance, ...]] = (
        Allowance("searches", calls=2_200, window=Window.DAY, zone="UTC", shape=SEARCH),
    )
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=4),
        longest=timedelta(days=1),
        silence=timedelta(days=180),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """Each account's own posts and mentions; with `search`, one question per school name."""
        accounts = [one for one in open_handles(watch, PLATFORM) if _ACCOUNT.fullmatch(one)]
        for account in accounts:
            yield self._request(account, "threads", scope=Scope.OWN)
            yield self._request(account, "mentions", scope=Scope.ABOUT)
        if self.options.search:
            yield from (self._search(name, next(iter(accounts), "")) for name in names(watch))

    def _request(self, account: str, edge: str, *, scope: Scope) -> Request:
        query = urlencode({"fields": _FIELDS, "limit": self.options.posts})
        return Request(
            source=self.name,
            key=f"{account}/{edge}",
            url=f"{self._base}/{account}/{edge}?{query}",
            scope=scope,
            accept="application/json",
            conditional=False,  # it leads to conversations
            credential=account,
        )

    def _search(self, name: str, account: str) -> Request:
        query = {
            "q": name,
            "search_type": "RECENT",
            "search_mode": "KEYWORD",
            "fields": _SEARCH_FIELDS,
            "limit": self.options.posts,
        }
        return Request(
            source=self.name,
            key=f"search {name.casefold()}",
            url=f"{self._base}/keyword_search?{urlencode(query)}",
            shape=SEARCH,
            accept="application/json",
            credential=account,
        )

    @property
    def _base(self) -> str:
        return f"{self.options.base_url.rstrip('/')}/{self.options.version}"

    def parse(self, response: Response) -> Page:
        """Posts, answers, mentions or finds: all are lists of the same posts.

        Raises:
            SourceError: by Meta's error code, else by status; Refused for a search that finds the
                account's own posts only; Unreadable for anything but a list of posts.
        """
        response = without_keys(response)
        listing = read_listing(response, THREADS)
        searched = _path(response).endswith("/keyword_search")
        if searched and listing.entries and all(map(_is_own, listing.entries)):
            raise Refused(
                "Threads searched the school's own posts only: the app is not approved for "
                "threads_keyword_search; ask Meta for App Review, or set `search = false` in "
                "[sources.threads] in config.toml"
            )
        follow = () if searched else self._follow(listing, response)
        page = posts_page(
            (_item(one, response) for one in listing.entries), response, follow=follow
        )
        return replace(page, wait=breather(response))

    def _follow(self, listing: Listing, response: Response) -> tuple[Request, ...]:
        """The next page, and from the account's own posts the newest conversations."""
        request = response.request
        more = following(request, listing, most=self.options.pages)
        if not _path(response).endswith("/threads") or request.shape:
            return more
        talks = [key for key in map(_talk, listing.entries) if key][: self.options.conversations]
        query = urlencode({"fields": _ANSWER_FIELDS, "reverse": "true", "limit": MOST_LISTED})
        base = request.url.partition("?")[0].removesuffix("/threads").rpartition("/")[0]
        found = (f"{base}/{quote(key)}/conversation?{query}" for key in talks)
        return more + tuple(replace(request, url=url, shape="page-1") for url in found)


def _path(response: Response) -> str:
    return urlsplit(response.request.url).path


def _is_own(entry: object) -> bool:
    """`owner` comes with top-level posts of the key's own account only; answers say it outright."""
    return isinstance(entry, dict) and (
        "owner" in entry or entry.get("is_reply_owned_by_me") is True
    )


def _talk(entry: object) -> str:
    has = isinstance(entry, dict) and entry.get("has_replies") is True
    return native_id(entry) if has and isinstance(entry, dict) else ""


def _item(entry: object, response: Response) -> Item | Skipped:
    if not isinstance(entry, dict):
        return Skipped("an entry that is no object")
    key = native_id(entry)
    if not key or not isinstance(entry.get("timestamp"), str):
        return Skipped("a post without an id or a time")
    if reason := _left_out(entry):
        return LeftOut(reason)
    stated = read_date(entry.get("timestamp"), fetched_at=response.fetched_at)
    answer = entry.get("is_reply") is True or "replied_to" in entry
    return Item(
        identity=Identity(PLATFORM, key),
        kind=Kind.COMMENT if answer else Kind.POST,
        platform=PLATFORM,
        url=_link(entry),
        text=exact(entry.get("text")),
        author=person(entry.get("username")),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        pictures=pictures_of(entry),
    )


def _left_out(entry: dict[str, object]) -> str:
    if entry.get("media_type") == "REPOST_FACADE":
        return "a repost"
    status = entry.get("hide_status")
    if isinstance(status, str) and status in _HIDDEN:
        return "an answer that the account has hidden"
    return "" if exact(entry.get("text")) else "a post without words"


def _link(entry: dict[str, object]) -> str:
    link = _OLD_HOME.sub(r"\1threads.com", canonical(entry.get("permalink")))
    if site(link) == "threads.com" and not is_media(link):
        return link
    user, code = entry.get("username"), entry.get("shortcode")
    known = isinstance(user, str) and isinstance(code, str)
    if known and _USERNAME.fullmatch(str(user)) and _SHORTCODE.fullmatch(str(code)):
        return f"{_HOME}@{user}/post/{code}"
    return _HOME
