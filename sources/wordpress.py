"""WordPress sites: local blogs searched for the school's name through their own REST interface.

- **What is read:** title, text, address and date of posts that mention the name. Authors are not
  asked for; pictures are not read.
- **Blind to:** comments; pages that are no posts; posts that do not hold all words of the name; sites
  that are not listed.
- **Access:** A where the site has it enabled (contracts/web.md §1.11, October 2026). The operator
  lists the sites and answers for their terms. Where the interface is switched off, the site's
  public search feed (`/feed/?s=`) is read instead; a plain 403 is never worked around.
- **Rate:** every 1 to 6 hours, one request per site and name, at most three names per school.
- **Searching:** WordPress finds posts with all the words, not the phrase; `match` decides.
- **Personal data:** names inside posts of public blogs.
- **Known by:** site and post id, whether read as JSON or from the feed.
- **Golden files:** `tests/golden/wordpress/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from itertools import islice
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from orm.errors import Unreadable
from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import body_of, expect_ok, read_json, unreadable
from sources._parsing.dates import Stated, read_date
from sources._parsing.documents import Entry, Label, entry_item, page_of
from sources._parsing.feeds import read_feed
from sources._parsing.links import canonical, site, web_address
from sources._parsing.listing import Listed
from sources._parsing.text import LONGEST_TITLE, clean, is_media, plain

_ROUTE = "/wp-json/wp/v2/posts"
_FEED_STARTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(\?xml|rss|feed)\b")
_FEED = "feed"
_FIELDS = "id,date,date_gmt,link,title,excerpt,content"
_PER_PAGE = 50
_MOST_NAMES = 3
_SHORTEST_NAME = 5
_OFF = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
_JSON_START = re.compile(rb'\[\s*[{\]]|\{\s*"')
_STARTS_TRIED = 5
_POST_ID = re.compile(r"[?&]p=(\d+)")


@dataclass(frozen=True, slots=True)
class WordpressOptions:
    """`[sources.wordpress]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    sites: tuple[Listed, ...] = field(default=(), metadata={"doc": "Sites to search."})


@dataclass(frozen=True, slots=True)
class Wordpress:
    """Posts of WordPress sites that mention a school's name."""

    options: WordpressOptions = WordpressOptions()

    name: ClassVar[str] = "wordpress"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=3),
        longest=timedelta(days=1),
        silence=timedelta(days=180),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One search per listed site and name."""
        wanted: dict[str, Request] = {}
        for entry in self.options.sites:
            if entry.is_for(watch):
                for name in _names(watch):
                    request = _search(entry, name)
                    wanted.setdefault(request.key, request)
        return tuple(wanted.values())

    def parse(self, response: Response) -> Page:
        """The posts found; or the search feed to read instead, where the interface is off.

        Raises:
            SourceError: by status; Unreadable for anything but posts, WordPress's own errors or,
                after following, a feed.
        """
        if response.request.shape == _FEED or _is_feed(response):
            expect_ok(response)
            return _from_feed(response)
        code = _error_code(response)
        if code == "rest_post_invalid_page_number":
            return Page()
        if response.status in _OFF and (code.startswith("rest_") or _is_missing_page(response)):
            return Page(follow=(_search_feed(response.request),))
        expect_ok(response)
        posts = _json(response)
        if not isinstance(posts, list):
            raise unreadable(response, f"not a list of posts {code}".rstrip())
        return page_of((_item(post, response) for post in posts), response)


def _names(watch: Watch) -> tuple[str, ...]:
    """Names worth a search: WordPress wants every word, so a name that holds all the words of
    another one finds nothing more.
    """
    # Posts are stored with straight apostrophes, whatever they look like on the page.
    cleaned = (clean(name).replace("’", "'") for name in (watch.name, *watch.other_names))
    words = {name: frozenset(name.casefold().split()) for name in cleaned}
    long = {name: found for name, found in words.items() if len(name) >= _SHORTEST_NAME}
    broad = [name for name, own in long.items() if not any(w < own for w in long.values())]
    return tuple(broad[:_MOST_NAMES])


def _search(entry: Listed, name: str) -> Request:
    base = web_address(entry.url).rstrip("/")
    query = {
        "search": name,
        "per_page": _PER_PAGE,
        "orderby": "date",
        "order": "desc",
        "_fields": _FIELDS,
    }
    return Request(
        source="wordpress",
        key=f"{base}|{name.casefold()}",
        url=f"{base}{_ROUTE}?{urlencode(query)}",
        scope=entry.scope,
        accept="application/json",
    )


def _search_feed(request: Request) -> Request:
    base, _, query = request.url.partition(_ROUTE)
    terms = parse_qs(query.removeprefix("?")).get("search", [""])[0]
    url = f"{base}/feed/?{urlencode({'s': terms})}"
    accept = "application/rss+xml, */*;q=0.5"
    return replace(request, key=url, url=url, shape=_FEED, accept=accept)


def _site(request: Request) -> str:
    """The site's own spelling in identities: where it lives, without a scheme."""
    base = re.split(r"/wp-json/|/feed/", request.url, maxsplit=1)[0]
    parts = urlsplit(canonical(base))
    return f"{parts.netloc}{parts.path.rstrip('/')}"


def _json(response: Response) -> object:
    """The JSON of an answer, found behind a BOM or PHP notices if need be."""
    body = body_of(response)
    starts = [m.start() for m in islice(_JSON_START.finditer(body), _STARTS_TRIED)]
    for start in starts:
        try:
            return read_json(response, body[start:])
        except Unreadable:
            continue
    raise unreadable(response, "the answer holds no JSON")


def _is_feed(response: Response) -> bool:
    try:
        return _FEED_STARTS.match(body_of(response)) is not None
    except Unreadable:
        return False


def _error_code(response: Response) -> str:
    try:
        answer = _json(response)
    except Unreadable:
        return ""
    code = answer.get("code") if isinstance(answer, dict) else None
    return code if isinstance(code, str) else ""


def _is_missing_page(response: Response) -> bool:
    return response.status == HTTPStatus.NOT_FOUND and bool(response.body.strip())


def _from_feed(response: Response) -> Page:
    feed = read_feed(response)
    home = _site(response.request)
    label = Label("wordpress", Kind.BLOG, outlet=site(response.request.url))

    def items() -> Iterator[Item | Skipped]:
        for entry in feed.entries:
            item = entry_item(entry, feed, label, response)
            if isinstance(item, Item):
                post = _POST_ID.search(entry.guid)
                identity = _identity(home, post[1]) if post else item.identity
                item = replace(item, identity=identity, author="")
            yield item

    return page_of(items(), response, wait=feed.wait, left_out=feed.left_out)


def _identity(home: str, post_id: str) -> Identity:
    return Identity("wordpress", f"{home}#{post_id}")


def _rendered(post: dict[str, object], name: str) -> object:
    value = post.get(name)
    return value.get("rendered") if isinstance(value, dict) else value


def _item(post: object, response: Response) -> Item | Skipped:
    if not isinstance(post, dict):
        return Skipped("an entry that is no object")
    link = post.get("link")
    entry = Entry(
        link=link if isinstance(link, str) and not is_media(link) else "",
        title=plain(_rendered(post, "title"), limit=LONGEST_TITLE),
        text=max((plain(_rendered(post, k)) for k in ("content", "excerpt")), key=len),
        stated=_stated(post, response),
    )
    url = canonical(entry.link)
    post_id = post.get("id")
    if not isinstance(post_id, int) or not url or not (entry.title or entry.text):
        return Skipped("a post without an id, an address or words")
    return Item(
        identity=_identity(_site(response.request), str(post_id)),
        kind=Kind.BLOG,
        platform="web",
        url=url,
        title=entry.title,
        text=entry.text,
        posted_at=entry.stated.at,
        posted_raw=entry.stated.raw,
        precision=entry.stated.precision,
        outlet=site(url),
        via_url=entry.link if entry.link != url else "",
    )


def _stated(post: dict[str, object], response: Response) -> Stated:
    # `date_gmt` is UTC without saying so; `date` is the site's local time.
    gmt = post.get("date_gmt")
    if not isinstance(gmt, str) or not gmt:
        return read_date(post.get("date"), fetched_at=response.fetched_at)
    return replace(read_date(f"{gmt}Z", fetched_at=response.fetched_at), raw=clean(gmt)[:40])
