"""X: posts that name a school, mentions of its account and the account's own posts, paid per post.

- **What is read:** text, address, time and language of posts of the last days; the writer's handle only
  where `authors` is on. Links are written out; pictures, counts and profiles are never asked for.
- **Blind to:** posts older than `days` or beyond `pages`, posts without the school's name (or, with
  `town`, without the town), protected accounts, posts withheld here, reposts, answers that name
  nobody, words inside pictures. And what X's terms forbid to watch: **posts about protests, rallies,
  strikes and unions are neither asked for nor kept**, not even when they name the school.
- **Access:** C (contracts/social.md §6, August 2026). X's Developer Agreement: the use case is declared
  and binding; no surveillance, no tracking of users, no profile of a person, nothing inferred of
  health, politics, religion, ethnicity, sex life, union membership or crime. So no topic can be
  configured here besides the school's names, nobody's posts are collected by author, and no writer
  is ever matched to a parent, pupil or member of staff.
- **Key:** the bearer token of an app at console.x.com with credits and a spending limit. Written in
  `[sources.x]` as `key = "env:ORM_X_KEY"`.
- **Rate:** once a day. X takes $0.005 for each post and $0.010 for each user in an answer: at most
  $0.05 a question of ten posts ($0.15 with `authors`), counted at that price before it is asked. The
  same post again on one UTC day is free (not guaranteed). 450 searches in 15 minutes; two to three
  million posts a month.
- **Searching:** the names of several schools in one question of 512 characters, each in quotation marks
  with the town and without the school's own account, and links to its website; never a person.
- **Which accounts:** accounts of the school register with platform `x` and a numeric id.
- **Personal data:** whatever posts hold, and handles with `authors`. Duty: what is deleted or changed on
  X must be deleted or changed here within 24 hours. This collector does not look again; the
  operator keeps X's posts no longer than needed and checks a post at its address before using it.
- **Known by:** X's id of the post. An edited post is a new post with an id of its own.
- **Golden files:** `tests/golden/x/`.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import ClassVar
from urllib.parse import quote, urlencode, urlsplit

from orm.model.items import Identity, Item, Kind
from orm.model.keys import Allowance, Batch, HeaderKey, Signing, Window
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import unreadable
from sources._parsing.dates import read_date
from sources._parsing.links import canonical, site, web_address
from sources._parsing.posts import LeftOut, next_page, open_handles, posts_page, with_query
from sources._parsing.queries import askable, names
from sources._parsing.text import person
from sources._parsing.wording import exact
from sources._parsing.x_answers import read_x

PLATFORM = "x"
_ID = re.compile(r"\d{1,25}", re.ASCII)
_HANDLE = re.compile(r"\w{1,30}", re.ASCII)
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)
_FIELDS = "created_at,lang,referenced_tweets,entities,note_tweet,withheld"
_UNASKED = "-is:retweet -protest -rally -strike -strikes -union -unions -picket"
_LONGEST = 512
_MOST_PHRASES = 25
_PER_POST, _PER_USER = 5_000, 10_000
_FEWEST, _MOST = 10, 100
_MOST_PAGES = 5
_MOST_DAYS = 6
_MOST_LINKS = 50
_OWN_MEDIA = re.compile(r"/(?:photo|video)/\d+$")
# X's terms on sensitive events and on union membership; "ballot" and "march" are school words.
_FORBIDDEN = re.compile(
    r"\b(?:protest(?:s|ed|er|ers|ing)?|rall(?:y|ies)|strikes?|picket(?:s|ed|ing)?|walk-?outs?"
    r"|(?:trade )?unions?|unioni[sz]\w+|industrial action|neu|nasuwt|naht|unison)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class XOptions:
    """`[sources.x]`. Every post that is read costs money."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    max_results: int = field(
        default=10, metadata={"doc": "How many posts one call may bring and cost, from 10 to 100."}
    )
    pages: int = field(
        default=3, metadata={"doc": "How many calls in a row one question may take, from 1 to 5."}
    )
    days: int = field(
        default=2,
        metadata={"doc": "How many days before today each question looks back, from 1 to 6."},
    )
    town: bool = field(
        default=True,
        metadata={"doc": "Whether a post must name the town too; without it namesakes cost money."},
    )
    own_posts: bool = field(
        default=True, metadata={"doc": "Whether the school's own posts are read."}
    )
    authors: bool = field(
        default=False,
        metadata={
            "doc": "Whether writers' handles are read, at twice the price of the posts more."
        },
    )
    base_url: str = field(
        default="https://api.x.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not _FEWEST <= self.max_results <= _MOST:
            raise ValueError(f"max_results must be from {_FEWEST} to {_MOST}")
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")
        if not 1 <= self.days <= _MOST_DAYS:
            raise ValueError(f"days must be from 1 to {_MOST_DAYS}: X searches seven days")


@dataclass(frozen=True, slots=True)
class X:
    """Posts on X that name a school or its account."""

    options: XOptions = XOptions()

    name: ClassVar[str] = "x"
    access: ClassVar[Access] = Access.C
    signing: ClassVar[Signing] = HeaderKey("x.com")
    batch: ClassVar[Batch] = Batch(most=_MOST_PHRASES, longest=_LONGEST - len(f"() {_UNASKED}"))
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=12),
        usual=timedelta(days=1),
        longest=timedelta(days=1),
        silence=timedelta(days=90),
    )

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """No limit but money: the most that one call can cost."""
        each = _PER_POST + (_PER_USER if self.options.authors else 0)
        micros = self.options.max_results * each
        return (Allowance("posts", window=Window.MONTH, zone="UTC", micros=micros),)

    def plan(self, watch: Watch) -> Iterable[Request]:
        """The questions for its names, then the mentions and the posts of its own accounts."""
        yield from (self.ask(chunk) for chunk in self.batch.packed(self.phrases(watch)))
        for account in _accounts(watch):
            yield self._timeline(account, "mentions", scope=Scope.ABOUT)
            if self.options.own_posts:
                yield self._timeline(account, "tweets", scope=Scope.OWN)

    def phrases(self, watch: Watch) -> tuple[str, ...]:
        """One clause for each name, and one for links to the website; none by the school itself."""
        own = "".join(f" -from:{account}" for account in _accounts(watch))
        town = askable(watch.town) if self.options.town else ""
        named = [f'"{name}"' + (f' "{town}"' if town else "") for name in names(watch)]
        host = _host(watch.website)
        linked = [f'url:"{host}"'] if host else []
        return tuple(f"({each}{own})" for each in (*named, *linked))

    def ask(self, phrases: tuple[str, ...]) -> Request:
        """One search for any of these."""
        query = f"({' OR '.join(phrases)}) {_UNASKED}"
        return self._request(query, "tweets/search/recent", {"query": query}, scope=Scope.OPEN)

    def _timeline(self, account: str, edge: str, *, scope: Scope) -> Request:
        exclude = {"exclude": "retweets,replies"} if edge == "tweets" else {}
        path = f"users/{quote(account)}/{edge}"
        return self._request(f"{account}/{edge}", path, exclude, scope=scope)

    def _request(self, key: str, path: str, query: dict[str, str], *, scope: Scope) -> Request:
        writers = {"expansions": "author_id", "user.fields": "username"}
        asked = {
            **query,
            "max_results": self.options.max_results,
            "start_time": f"{{today-{self.options.days}}}T00:00:00Z",
            "tweet.fields": _FIELDS + (",author_id" if self.options.authors else ""),
            **(writers if self.options.authors else {}),
        }
        return Request(
            source=self.name,
            key=key,
            url=f"{self.options.base_url.rstrip('/')}/2/{path}?{urlencode(asked)}",
            scope=scope,
            accept="application/json",
            conditional=False,  # it may lead to a second page
        )

    def parse(self, response: Response) -> Page:
        """The posts of a search or a timeline; `result_count` 0 is an honest nothing.

        Raises:
            SourceError: by X's problem type whatever the status, else by status; Unreadable for
                anything but posts.
        """
        found = read_x(response)
        posts, meta = found.get("data", []), found.get("meta")
        meta = meta if isinstance(meta, dict) else {}
        if not isinstance(posts, list) or (not posts and meta.get("result_count") != 0):
            raise unreadable(response, "neither posts nor a count of none")
        handles = _handles(found)
        items = (_item(post, handles, response) for post in posts)
        lost = found.get("errors")
        missing = [Skipped("a post that X did not give")] * (
            len(lost) if isinstance(lost, list) else 0
        )
        return posts_page(chain(items, missing), response, follow=self._follow(meta, response))

    def _follow(self, meta: dict[str, object], response: Response) -> tuple[Request, ...]:
        token, request = meta.get("next_token"), response.request
        if not isinstance(token, str) or not token:
            return ()
        searched = urlsplit(request.url).path.endswith("/search/recent")
        name = "next_token" if searched else "pagination_token"
        return next_page(request, with_query(request.url, **{name: token}), most=self.options.pages)


def _accounts(watch: Watch) -> tuple[str, ...]:
    return tuple(one for one in open_handles(watch, PLATFORM) if _ID.fullmatch(one))


def _host(website: str) -> str:
    try:
        host = site(web_address(website)) if website else ""
    except ValueError:
        return ""
    return host if _HOST.fullmatch(host) else ""


def _handles(found: dict[str, object]) -> dict[object, str]:
    """The handles of the writers that an answer includes, by their ids."""
    included = found.get("includes")
    users = included.get("users") if isinstance(included, dict) else None
    return {
        user["id"]: person(user.get("username"))
        for user in (users if isinstance(users, list) else ())
        if isinstance(user, dict) and isinstance(user.get("id"), str)
    }


def _item(post: object, handles: dict[object, str], response: Response) -> Item | Skipped:
    if not isinstance(post, dict):
        return Skipped("an entry that is no object")
    key, text, related = post.get("id"), _text(post), set(_relations(post))
    if not isinstance(key, str) or not _ID.fullmatch(key) or not text:
        return Skipped("a post without an id or words")
    if reason := _left_out(post, text, related):
        return LeftOut(reason)
    stated = read_date(post.get("created_at"), fetched_at=response.fetched_at)
    lang, writer = post.get("lang"), post.get("author_id")
    return Item(
        identity=Identity(PLATFORM, key),
        kind=Kind.COMMENT if "replied_to" in related else Kind.POST,
        platform=PLATFORM,
        url=canonical(f"https://x.com/i/status/{key}"),
        text=text,
        author=handles.get(writer, "") if isinstance(writer, str) else "",
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        language=lang if isinstance(lang, str) and _LANGUAGE.fullmatch(lang) else "",
    )


def _left_out(post: dict[str, object], text: str, related: set[str]) -> str:
    if "withheld" in post:
        return "a post that X withholds"
    if "retweeted" in related:
        return "a repost"
    if _FORBIDDEN.search(text):
        return "a post about a protest, a strike or a union, which X's terms forbid to watch"
    return ""


def _relations(post: dict[str, object]) -> Iterator[str]:
    referenced = post.get("referenced_tweets")
    for one in referenced if isinstance(referenced, list) else ():
        if isinstance(one, dict) and isinstance(one.get("type"), str):
            yield one["type"]


def _text(post: dict[str, object]) -> str:
    """The words of a post, of a long one all of them, with its short links written out.

    X escapes its text once; a link to the post's own picture goes.
    """
    note = post.get("note_tweet")
    whole = note if isinstance(note, dict) and isinstance(note.get("text"), str) else post
    text = whole.get("text")
    words = html.unescape(text) if isinstance(text, str) else ""
    for short, full in _links(whole):
        words = words.replace(short, "" if _OWN_MEDIA.search(full) else full)
    return exact(words)


def _links(whole: dict[str, object]) -> Iterator[tuple[str, str]]:
    entities = whole.get("entities")
    links = entities.get("urls") if isinstance(entities, dict) else None
    for link in (links if isinstance(links, list) else ())[:_MOST_LINKS]:
        short, full = (
            (link.get("url"), link.get("expanded_url")) if isinstance(link, dict) else ("", "")
        )
        if isinstance(short, str) and short.startswith("https://t.co/") and isinstance(full, str):
            yield short, full
