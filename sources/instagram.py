"""Instagram: the school's own professional account: captions, comments, tags, chosen hashtags.

- **What is read:** captions of the account's own posts, the comments and replies under them, captions
  of posts in which the account is tagged and, where listed, of public posts with a hashtag; with
  address, time and user name, and whether a post is a picture, a film or several. Pictures and films
  themselves are never asked for, and whether they have a description is not told.
- **Blind to:** posts without a caption, whatever the picture shows; stories; mentions in captions and
  comments of others (Instagram only pushes those); any search for a name; comments beyond the
  first pages, under posts older than those read, on live films and advertisements; hidden and deleted
  comments; writers whose account is private or closed have no name. A hashtag gives the last 24
  hours (unverified), without user names, and a tag that Instagram finds sensitive gives an error.
- **Access:** C (contracts/social.md §4, October 2026). Meta's platform terms; own account only, by
  Facebook Login, for which the account is linked to a page. Hashtags need the feature Instagram
  Public Content Access, by App Review.
- **Key:** the access token of the linked Facebook page, made at developers.facebook.com with
  `instagram_basic`, `instagram_manage_comments`, `pages_show_list` and `pages_read_engagement`.
  Written in `[sources.instagram]` as `key = "env:ORM_INSTAGRAM_KEY"`; with several accounts, one
  key named after each account id. A page token has no end (unverified); a user token has sixty days.
- **Rate:** every half an hour to twice a day. Limits are 4,800 calls times impressions a day
  (unverified); at 80 percent of any the house slows down. Thirty hashtags in seven days per
  account; the same ones again are free. Free of charge.
- **Which accounts:** accounts of the school register with platform `instagram` and a numeric id.
- **Personal data:** user names of commenters, and whatever they write. Meta's terms ask that what is
  deleted there is deleted here; this collector does not look again at what it has read.
- **Known by:** Instagram's id of the post or comment. A comment has no address of its own: it has its
  post's.
- **Golden files:** `tests/golden/instagram/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from orm.model.items import Identity, Item, Kind
from orm.model.keys import QueryKey, Signing
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import unreadable
from sources._parsing.dates import read_date
from sources._parsing.graph import (
    INSTAGRAM,
    Listing,
    breather,
    following,
    graph_limits,
    graph_version,
    inner,
    native_id,
    pictures_of,
    read_listing,
    subject,
    without_keys,
)
from sources._parsing.links import canonical, site, web_address
from sources._parsing.posts import LeftOut, open_handles, posts_page
from sources._parsing.text import is_media, person
from sources._parsing.wording import exact

PLATFORM = "instagram"
_HOME = "https://instagram.com/"
_ACCOUNT = re.compile(r"\d{1,40}", re.ASCII)
_HASHTAG = re.compile(r"\w{1,100}")
_HASHTAG_SEARCH = "/ig_hashtag_search"
_MEDIA = "id,caption,permalink,timestamp,username,media_type"
_HASHTAG_MEDIA = "id,caption,permalink,timestamp"
_COMMENT = "id,text,timestamp,username,hidden"
_MOST_HASHTAGS = 30
_HASHTAG_LIMIT = 50
_BUSIEST = 2


@dataclass(frozen=True, slots=True)
class Hashtag:
    """A hashtag that speaks of a school.

    Raises:
        ValueError: this is no hashtag.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    tag: str = field(metadata={"doc": 'The hashtag, with or without "#", without emoji.'})
    schools: tuple[str, ...] = field(
        default=(), metadata={"doc": "Ids of the schools it is read for; empty means all."}
    )

    def __post_init__(self) -> None:
        if not _HASHTAG.fullmatch(self.word):
            raise ValueError(f'"{self.tag}" is not a hashtag; write it like "wrenbeckprimary"')

    @property
    def word(self) -> str:
        """The tag alone, in lower case."""
        return self.tag.strip().removeprefix("#").casefold()

    def is_for(self, watch: Watch) -> bool:
        """Whether it is read for this school."""
        return not self.schools or watch.school_id in self.schools


@dataclass(frozen=True, slots=True)
class InstagramOptions:
    """`[sources.instagram]`. The accounts come from the school's official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    hashtags: tuple[Hashtag, ...] = field(
        default=(),
        metadata={"doc": "Hashtags to read, at most thirty; they need Meta's App Review."},
    )
    posts: int = field(
        default=25, metadata={"doc": "How many posts a page of the answer holds, from 1 to 100."}
    )
    comments: int = field(
        default=50, metadata={"doc": "How many comments of a post come with it, from 1 to 100."}
    )
    pages: int = field(
        default=3, metadata={"doc": "How many pages of posts and of comments are read, 1 to 5."}
    )
    tags: bool = field(
        default=True, metadata={"doc": "Whether posts in which the account is tagged are read."}
    )
    version: str = field(
        default="v25.0",
        metadata={"doc": "Version of the Graph interface; Meta ends each after about two years."},
    )
    base_url: str = field(
        default="https://graph.facebook.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        graph_version(self.version)
        graph_limits(self.posts, self.comments, pages=self.pages)
        if len({each.word for each in self.hashtags}) > _MOST_HASHTAGS:
            raise ValueError(f"Instagram takes at most {_MOST_HASHTAGS} hashtags in seven days")


@dataclass(frozen=True, slots=True)
class Instagram:
    """What is said on the school's own Instagram account, and where it is tagged."""

    options: InstagramOptions = InstagramOptions()

    name: ClassVar[str] = "instagram"
    access: ClassVar[Access] = Access.C
    signing: ClassVar[Signing] = QueryKey("facebook.com", "access_token")
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(minutes=30),
        usual=timedelta(hours=2),
        longest=timedelta(hours=12),
        silence=timedelta(days=60),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """The account's own posts, those that tag it, and the school's hashtags."""
        for account in open_handles(watch, PLATFORM):
            if _ACCOUNT.fullmatch(account):
                yield self._own(account)
                if self.options.tags:
                    yield self._tags(account)
                for each in self.options.hashtags:
                    if each.is_for(watch):
                        yield self._hashtag(account, each.word)

    def _own(self, account: str) -> Request:
        replies = f"replies.limit({self.options.comments}){{{_COMMENT}}}"
        comments = f"comments.limit({self.options.comments}){{{_COMMENT},{replies}}}"
        query = {"fields": f"{_MEDIA},{comments}", "limit": self.options.posts}
        return self._request(account, f"/{account}/media", query, scope=Scope.OWN)

    def _tags(self, account: str) -> Request:
        query: dict[str, object] = {"fields": _MEDIA, "limit": self.options.posts}
        return self._request(account, f"/{account}/tags", query, scope=Scope.ABOUT)

    def _hashtag(self, account: str, word: str) -> Request:
        query: dict[str, object] = {"user_id": account, "q": word}
        return self._request(account, _HASHTAG_SEARCH, query, scope=Scope.OPEN)

    def _request(
        self, account: str, path: str, query: dict[str, object], *, scope: Scope
    ) -> Request:
        base = f"{self.options.base_url.rstrip('/')}/{self.options.version}"
        word = query.get("q")
        return Request(
            source=self.name,
            key=f"{account}/#{word}" if word else path.lstrip("/"),
            url=f"{base}{path}?{urlencode(query)}",
            scope=scope,
            accept="application/json",
            conditional=False,  # new comments may stand on the second page only
            credential=account,
        )

    def parse(self, response: Response) -> Page:
        """Posts with their comments, the comments of one post, or the number of a hashtag.

        Raises:
            SourceError: by Meta's error code, else by status; Unreadable for anything else.
        """
        response = without_keys(response)
        listing = read_listing(response, INSTAGRAM)
        if listing.entries and all(map(_is_number, listing.entries)):
            return Page(follow=(_hashtag_media(listing, response),))
        found = _items(listing, response, home=subject(response.request))
        page = posts_page(found, response, follow=self._follow(listing, response))
        return replace(page, wait=breather(response))

    def _follow(self, listing: Listing, response: Response) -> tuple[Request, ...]:
        most, request = self.options.pages, response.request
        own = following(request, listing, most=most, about=subject(request))
        posts = [entry for entry in listing.entries if isinstance(entry, dict)]
        busy = [(inner(post, "comments"), _link(post)) for post in posts]
        more = [(comments, link) for comments, link in busy if comments.next_url][:_BUSIEST]
        deeper = [following(request, each, most=most, about=link) for each, link in more]
        return own + tuple(one for each in deeper for one in each)


def _is_number(entry: object) -> bool:
    """A hashtag is answered with its number and nothing else."""
    return isinstance(entry, dict) and set(entry) == {"id"} and bool(native_id(entry))


def _hashtag_media(listing: Listing, response: Response) -> Request:
    request = response.request
    parts = urlsplit(request.url)
    base, found, _ = parts.path.partition(_HASHTAG_SEARCH)
    account = parse_qs(parts.query).get("user_id", [""])[0]
    first = listing.entries[0]
    number = native_id(first) if isinstance(first, dict) else ""
    if not found or not account:
        raise unreadable(response, "numbers without posts, and no hashtag was asked for")
    query = {"user_id": account, "fields": _HASHTAG_MEDIA, "limit": _HASHTAG_LIMIT}
    url = parts._replace(path=f"{base}/{quote(number)}/recent_media", query=urlencode(query))
    return replace(request, url=url.geturl(), shape="page-1")


def _items(listing: Listing, response: Response, *, home: str) -> Iterator[Item | Skipped]:
    """Posts, and below each its comments and their replies; `home` is the address of the post."""
    for entry in listing.entries:
        if not isinstance(entry, dict):
            yield Skipped("an entry that is no object")
            continue
        here = _link(entry) or home
        yield _item(entry, response, url=here or _HOME)
        for name in ("comments", "replies"):
            yield from _items(inner(entry, name), response, home=here)


def _item(entry: dict[str, object], response: Response, *, url: str) -> Item | Skipped:
    key = native_id(entry)
    if not key or not isinstance(entry.get("timestamp"), str):
        return Skipped("a post without an id or a time")
    if entry.get("hidden") is True:
        return LeftOut("a comment that the account has hidden")
    text = exact(entry.get("caption")) or exact(entry.get("text"))
    if not text:
        return LeftOut("a post without words")
    stated = read_date(entry.get("timestamp"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity(PLATFORM, key),
        kind=Kind.COMMENT if "text" in entry else Kind.POST,
        platform=PLATFORM,
        url=url,
        text=text,
        author=_author(entry),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        pictures=pictures_of(entry),
    )


def _author(entry: dict[str, object]) -> str:
    sender = entry.get("from")
    named = sender.get("username") if isinstance(sender, dict) else None
    return person(entry.get("username") or named)


def _link(entry: dict[str, object]) -> str:
    link = canonical(entry.get("permalink"))
    return link if site(link) == "instagram.com" and not is_media(link) else ""
