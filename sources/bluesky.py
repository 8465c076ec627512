"""Bluesky: the school's own accounts and, with a key, posts that name the school.

- **What is read:** words, address, language, time and display name of posts: of the school's
  official accounts, and with `search` of posts that hold the school's name.
- **Blind to:** reposts, quoted posts, link cards, polls, what pictures and films show (they are
  counted, and those without a description); posts whose author shows them to signed-in people
  only; without `search`, everything but the school's own accounts. The search reads two pages of
  the last week.
- **Access:** A for accounts, keyless on the public host (contracts/social.md §8, October 2026). The
  public host refuses the search; it needs a session of an account. Bluesky's staff ask that search
  serves people and not bulk collection: one question for each school name every three hours or
  more seldom is within that.
- **Key:** only for `search`: an app password of an account of the school's (Settings, Privacy and
  security, App passwords; without access to messages), written `HANDLE:APP_PASSWORD`.
- **Rate:** every 3 hours to daily. A host allows 3,000 questions in five minutes; sessions, 300 a
  day and account, are kept and renewed.
- **Searching:** the school's name in quotation marks, newest first; never a person.
- **Dates:** the author's device states `createdAt`, and it may be false: the earlier one of that and
  the network's own `indexedAt` counts.
- **Personal data:** display names and whatever posts hold. Deletions on Bluesky are to be honoured
  here; posts labelled `!no-unauthenticated` are left out.
- **Known by:** the at-uri, made of the account's permanent id and the post's key.
- **Golden files:** `tests/golden/bluesky/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

from orm.model.keys import AppPassword, Signing
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope
from orm.model.schools import Watch
from sources._parsing.answers import unreadable
from sources._parsing.at_answers import SEARCH, read_at
from sources._parsing.at_posts import post_item, thread_posts
from sources._parsing.links import web_address
from sources._parsing.posts import next_page, open_handles, posts_page, with_query
from sources._parsing.queries import names

_FEED = "/xrpc/app.bsky.feed.getAuthorFeed"
_MOST_PAGES = 5
_MOST_DAYS = 90
_LONGEST_CURSOR = 1_000
_ACTOR = re.compile(
    r"did:[a-z]+:[\w.:%-]{1,200}|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9}", re.ASCII
)


@dataclass(frozen=True, slots=True)
class BlueskyOptions:
    """`[sources.bluesky]`. The school's own accounts come from its official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    search: bool = field(
        default=False, metadata={"doc": "Search for the school's name too; needs a key."}
    )
    days: int = field(
        default=7, metadata={"doc": "How many days back a search looks, from 1 to 90."}
    )
    pages: int = field(default=2, metadata={"doc": "How many pages are read at most, from 1 to 5."})
    base_url: str = field(
        default="https://public.api.bsky.app",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )
    search_url: str = field(
        default="https://bsky.social",
        metadata={"doc": "Address that is searched; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        web_address(self.search_url)
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")
        if not 1 <= self.days <= _MOST_DAYS:
            raise ValueError(f"days must be from 1 to {_MOST_DAYS}")


@dataclass(frozen=True, slots=True)
class Bluesky:
    """Posts on Bluesky."""

    options: BlueskyOptions = BlueskyOptions()

    name: ClassVar[str] = "bluesky"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=3),
        usual=timedelta(hours=6),
        longest=timedelta(days=1),
        silence=timedelta(days=120),
    )
    signing: ClassVar[Signing] = AppPassword(
        domain="bsky.social",
        session_url="https://bsky.social/xrpc/com.atproto.server.createSession",
        refresh_url="https://bsky.social/xrpc/com.atproto.server.refreshSession",
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """A request per official account and, where search is on, per name."""
        handles = (one.casefold().removeprefix("@") for one in open_handles(watch, self.name))
        for actor in dict.fromkeys(handles):
            if _ACTOR.fullmatch(actor):
                asked = {"actor": actor, "limit": "50", "filter": "posts_with_replies"}
                yield _ask(self.options.base_url, f"account|{actor}", _FEED, asked, Scope.OWN)
        yield from self._searches(watch)

    def _searches(self, watch: Watch) -> Iterator[Request]:
        for name in names(watch) if self.options.search else ():
            since = f"{{today-{self.options.days}}}"
            asked = {"q": f'"{name}"', "sort": "latest", "since": since, "limit": "100"}
            yield _ask(
                self.options.search_url, f"search|{name.casefold()}", SEARCH, asked, Scope.OPEN
            )

    def parse(self, response: Response) -> Page:
        """The posts of an account, a search or a thread.

        Raises:
            SourceError: by the error's name, whatever the status; else by status; Unreadable for
                anything but posts.
        """
        answer = read_at(response)
        found = _entries(answer)
        if found is None:
            raise unreadable(response, "the JSON holds no list of posts")
        follow: tuple[Request, ...] = ()
        cursor = answer.get("cursor") if isinstance(answer, dict) else None
        if found and isinstance(cursor, str) and 0 < len(cursor) <= _LONGEST_CURSOR:
            url = with_query(response.request.url, cursor=cursor)
            follow = next_page(response.request, url, most=self.options.pages)
        return posts_page((post_item(one, response) for one in found), response, follow=follow)


def _ask(base: str, key: str, path: str, asked: dict[str, str], scope: Scope) -> Request:
    url = f"{web_address(base).rstrip('/')}{path}?{urlencode(asked)}"
    return Request("bluesky", key, url, scope, accept="application/json", interface=True)


def _entries(answer: object) -> list[object] | None:
    if not isinstance(answer, dict):
        return None
    if "thread" in answer:
        return thread_posts(answer["thread"])
    found = answer.get("feed", answer.get("posts"))
    return found if isinstance(found, list) else None
