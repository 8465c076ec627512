"""Facebook: the school's own page: its posts, their comments, visitors' posts, posts that tag it.

- **What is read:** text, address, time and the public name of the writer of the page's own posts, of
  the comments and replies under them, of visitors' posts on the page and of public posts that tag
  it. Of posts without words nothing is read; pictures, reactions and counts are never asked for.
- **Blind to:** groups ("Spotted in …") and any search for a name: Facebook has no interface for
  them, they are entered by hand. Recommendations and ratings (ended with v22.0: error 12). New
  comments under posts older than the pages read here, older comments beyond the first pages of the
  two busiest conversations of a page, private profiles' posts, comments the page has hidden or
  deleted. Facebook itself shows about 600 posts a year, ranked. Commenters have no name where the
  permission is missing.
- **Access:** C (contracts/social.md §3, October 2026). Meta's platform terms; own pages only, other
  pages need the feature Page Public Content Access and are not asked for.
- **Key:** a page access token of somebody who runs the page, made from a sixty-day user token at
  developers.facebook.com with `pages_show_list`, `pages_read_engagement` and
  `pages_read_user_content` (the last needs business verification). Written in `[sources.facebook]`
  as `key = "env:ORM_FACEBOOK_KEY"`; with several pages, one key named after each page id. It has no
  end (unverified), but dies silently with that person's password or role, and an app that nobody
  uses for 90 days sees nothing.
- **Rate:** every half an hour to twice a day, three questions per Facebook page. Limits are 4,800
  calls times engaged users a day (unverified); at 80 percent of any the house slows down. Free.
- **Which pages:** accounts of the school register with platform `facebook` that are not closed.
- **Personal data:** names of visitors and commenters, and whatever they write. Meta's terms ask that
  what is deleted there is deleted here; this collector does not look again at what it has read.
- **Known by:** Facebook's id of the post (`page_post`) or comment (`post_comment`).
- **Golden files:** `tests/golden/facebook/`.
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
from sources._parsing.dates import read_date
from sources._parsing.graph import (
    FACEBOOK,
    Listing,
    breather,
    following,
    graph_limits,
    graph_version,
    inner,
    native_id,
    read_listing,
    without_keys,
)
from sources._parsing.links import canonical, site, web_address
from sources._parsing.posts import LeftOut, open_handles, posts_page
from sources._parsing.text import is_media, person
from sources._parsing.wording import exact

PLATFORM = "facebook"
_PAGE = re.compile(r"[\w.-]{1,80}", re.ASCII)
_COMMENT = "id,message,created_time,from,permalink_url,is_hidden,comment_count"
_POST = "id,message,story,created_time,from,permalink_url"
_BUSIEST = 2
_EDGES = {"published_posts": Scope.OWN, "visitor_posts": Scope.ABOUT, "tagged": Scope.ABOUT}


@dataclass(frozen=True, slots=True)
class FacebookOptions:
    """`[sources.facebook]`. The pages come from the school's official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    posts: int = field(
        default=25, metadata={"doc": "How many posts a page of the answer holds, from 1 to 100."}
    )
    comments: int = field(
        default=50,
        metadata={"doc": "How many comments of a post come with it, newest first, from 1 to 100."},
    )
    pages: int = field(
        default=3, metadata={"doc": "How many pages of posts and of comments are read, 1 to 5."}
    )
    tagged: bool = field(
        default=True, metadata={"doc": "Whether public posts that tag the page are read."}
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


@dataclass(frozen=True, slots=True)
class Facebook:
    """What is said on and to the school's own Facebook page."""

    options: FacebookOptions = FacebookOptions()

    name: ClassVar[str] = "facebook"
    access: ClassVar[Access] = Access.C
    signing: ClassVar[Signing] = QueryKey("facebook.com", "access_token")
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(minutes=30),
        usual=timedelta(hours=2),
        longest=timedelta(hours=12),
        silence=timedelta(days=60),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """The page's own posts, its visitors' and those that tag it: each a list of its own.

        They are asked for apart, because only the first are the school's own words.
        """
        pages = [one for one in open_handles(watch, PLATFORM) if _PAGE.fullmatch(one)]
        edges = [edge for edge in _EDGES if self.options.tagged or edge != "tagged"]
        return tuple(self._request(page, edge) for page in pages for edge in edges)

    def _request(self, page: str, edge: str) -> Request:
        ordered = f"order(reverse_chronological).limit({self.options.comments})"
        comments = f"comments.filter(stream).{ordered}{{{_COMMENT}}}"
        query = urlencode({"fields": f"{_POST},{comments}", "limit": self.options.posts})
        base = f"{self.options.base_url.rstrip('/')}/{self.options.version}"
        return Request(
            source=self.name,
            key=f"{page}/{edge}",
            url=f"{base}/{quote(page)}/{edge}?{query}",
            scope=_EDGES[edge],
            accept="application/json",
            conditional=False,  # new comments may stand on the second page only
            credential=page,
        )

    def parse(self, response: Response) -> Page:
        """Posts with their comments, or the comments of one post.

        Raises:
            SourceError: by Meta's error code, else by status; Unreadable for anything but a list
                of posts or comments.
        """
        response = without_keys(response)
        listing = read_listing(response, FACEBOOK)
        page = posts_page(
            _items(listing, response), response, follow=self._follow(listing, response)
        )
        return replace(page, wait=breather(response))

    def _follow(self, listing: Listing, response: Response) -> tuple[Request, ...]:
        lists = [inner(entry, "comments") for entry in listing.entries if isinstance(entry, dict)]
        more = [each for each in lists if each.next_url][:_BUSIEST]
        most, request = self.options.pages, response.request
        return tuple(
            one for each in (listing, *more) for one in following(request, each, most=most)
        )


def _items(listing: Listing, response: Response) -> Iterator[Item | Skipped]:
    for entry in listing.entries:
        if not isinstance(entry, dict):
            yield Skipped("an entry that is no object")
            continue
        yield _item(entry, response)
        yield from _items(inner(entry, "comments"), response)


def _item(entry: dict[str, object], response: Response) -> Item | Skipped:
    link = _link(entry)
    key = native_id(entry) or _comment_id(link)
    if not key or not isinstance(entry.get("created_time"), str):
        return Skipped("a post without an id or a time")
    if entry.get("is_hidden") is True:
        return LeftOut("a comment that the page has hidden")
    text = exact(entry.get("message")) or exact(entry.get("story"))
    if not text:
        return LeftOut("a post without words")
    sender = entry.get("from")
    stated = read_date(entry.get("created_time"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity(PLATFORM, key),
        kind=Kind.COMMENT if "comment_count" in entry or "comment_id=" in link else Kind.POST,
        platform=PLATFORM,
        url=link or canonical(f"https://www.facebook.com/{key}"),
        text=text,
        author=person(sender.get("name")) if isinstance(sender, dict) else "",
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
    )


def _link(entry: dict[str, object]) -> str:
    link = canonical(entry.get("permalink_url"))
    own = f".{site(link)}".endswith(".facebook.com")
    return link if own and not is_media(link) else ""


def _comment_id(link: str) -> str:
    """A comment's id as its address tells it, the same that the interface gives: `post_comment`."""
    parts = urlsplit(link)
    query = parse_qs(parts.query)
    comment = (query.get("reply_comment_id") or query.get("comment_id") or [""])[0]
    post = parts.path.rstrip("/").rpartition("/")[2]
    return f"{post}_{comment}" if post.isdecimal() and comment.isdecimal() else ""
