"""Reddit's posts and comments: as JSON, in trees and in feeds (contracts/social.md §10)."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Page, Response, Skipped
from sources._parsing.answers import unreadable
from sources._parsing.dates import UNDATED, Stated, read_date
from sources._parsing.documents import Entry, Feed, Label, entry_item
from sources._parsing.feeds import read_feed
from sources._parsing.links import absolute, canonical, site
from sources._parsing.posts import LeftOut, from_epoch, posts_page
from sources._parsing.text import LONGEST_TITLE, is_media, person, plain

_HOME = "https://www.reddit.com"
_MOST_NODES = 20_000
_FULL_NAME = re.compile(r"t[13]_[a-z0-9]{1,16}")
_POST_PATH = re.compile(
    r"(?:/r/(?P<community>\w{1,30}))?/comments/(?P<post>[a-z0-9]{1,16})"
    r"(?:/[^/]*(?:/(?P<comment>[a-z0-9]{1,16}))?)?/?"
)
_NOBODY = "[deleted]"
_SUBMITTED = re.compile(r"(?:^| )submitted by.{1,200}\[link\] ?\[(?:\d+ )?comments?\]$")
_KINDS = {"t1": Kind.COMMENT, "t3": Kind.POST}
_MARKERS = frozenset({"[deleted]", "[removed]", "[deleted by user]", "[removed by reddit]"})
_MEDIA_HOSTS = frozenset({"redd.it", "imgur.com", "gfycat.com", "redgifs.com", "streamable.com"})


def after(answer: object) -> str:
    """The full name that the next page begins after, or ""."""
    data = answer.get("data") if isinstance(answer, dict) else None
    name = data.get("after") if isinstance(data, dict) else None
    return name if isinstance(name, str) and _FULL_NAME.fullmatch(name) else ""


def things(answer: object) -> list[object] | None:
    """Every post and comment, in document order; without recursion: depth is the site's choice.

    None when this is neither a listing nor several of them, as of a post and its comments.
    """
    roots = [_children(root) for root in (answer if isinstance(answer, list) else [answer])]
    waiting: list[object] = []
    for children in reversed(roots):
        if children is None:
            return None
        waiting.extend(reversed(children))
    found: list[object] = []
    while waiting and len(found) < _MOST_NODES:
        thing = waiting.pop()
        found.append(thing)
        _, data = _opened(thing)
        waiting.extend(reversed(_children(data.get("replies")) or []))
    return found if roots else None


def _children(listing: object) -> list[object] | None:
    kind, data = _opened(listing)
    if kind in _KINDS:
        return [listing]
    children = data.get("children")
    return children if kind == "Listing" and isinstance(children, list) else None


def _opened(thing: object) -> tuple[str, dict[str, object]]:
    """A thing's kind and data; both empty for what is no thing."""
    if not isinstance(thing, dict):
        return "", {}
    kind, data = thing.get("kind"), thing.get("data")
    return (kind, data) if isinstance(kind, str) and isinstance(data, dict) else ("", {})


def thing_item(thing: object, response: Response) -> Item | Skipped:
    """A post or a comment; a stub and what was deleted or removed are left out."""
    kind, data = _opened(thing)
    if kind == "more":
        return LeftOut("comments behind a stub")
    if kind not in _KINDS:
        return Skipped("an entry that is neither a post nor a comment")
    if _is_removed(data):
        return LeftOut("deleted or removed on Reddit")
    name = _full_name(kind, data)
    title = plain(data.get("title") or data.get("link_title"), limit=LONGEST_TITLE)
    text = plain(data.get("selftext") or data.get("body")) or _linked(data)
    url = _address(kind, data)
    if not name or not url or not (title or text):
        return Skipped("an entry without a name, an address or words")
    stated = _stated(data.get("created_utc"), response)
    author = person(data.get("author"))
    community = plain(data.get("subreddit"), limit=LONGEST_TITLE)
    return Item(
        identity=Identity("reddit", name),
        kind=_KINDS[kind],
        platform="reddit",
        url=url,
        title=title,
        text=text,
        author="" if author == _NOBODY else author,
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet=f"r/{community}" if community else "",
    )


def _is_removed(data: dict[str, object]) -> bool:
    words = [data.get(part) for part in ("title", "selftext", "body")]
    if data.get("removed_by_category"):
        return True
    if any(isinstance(said, str) and said.strip().casefold() in _MARKERS for said in words):
        return True
    # A link whose poster is gone looks the same whether it was deleted or only its account.
    return data.get("author") == _NOBODY and not any(words[1:])


def _full_name(kind: str, data: dict[str, object]) -> str:
    name = data.get("name") or f"{kind}_{data.get('id')}"
    return name if isinstance(name, str) and _FULL_NAME.fullmatch(name) else ""


def _address(kind: str, data: dict[str, object]) -> str:
    permalink = data.get("permalink")
    if not permalink and kind == "t1":  # listings of older days leave it out
        post = str(data.get("link_id")).removeprefix("t3_")
        permalink = f"/comments/{post}/_/{data.get('id')}/"
    return canonical(absolute(_HOME, permalink)) if permalink else ""


def _linked(data: dict[str, object]) -> str:
    """What a post without words links to, unless that is media: it is evidence for `match`."""
    url = data.get("url")
    if data.get("is_self") or not isinstance(url, str) or is_media(url):
        return ""
    host = site(url)
    return "" if not host or is_one_of(host, _MEDIA_HOSTS) else canonical(url)


def _stated(created: object, response: Response) -> Stated:
    moment = from_epoch(created)
    if moment is None:
        return UNDATED
    read = read_date(f"{moment:%Y-%m-%dT%H:%M:%SZ}", fetched_at=response.fetched_at)
    return replace(read, raw=str(created)[:40])


def feed_posts(response: Response) -> Page:
    """The entries of one of Reddit's feeds, RSS or Atom.

    Raises:
        Unreadable: no feed, or somebody else's.
    """
    feed = read_feed(response)
    if not feed.entries and site(feed.home) != site(_HOME):
        raise unreadable(response, "the feed is not Reddit's")
    return posts_page((_feed_item(entry, feed, response) for entry in feed.entries), response)


def _feed_item(entry: Entry, feed: Feed, response: Response) -> Item | Skipped:
    path = _POST_PATH.fullmatch(urlsplit(entry.link).path) if _is_ours(entry.link) else None
    if path is None:
        return Skipped("an entry that is neither a post nor a comment")
    kind, own_id = ("t1", path["comment"]) if path["comment"] else ("t3", path["post"])
    outlet = f"r/{path['community']}" if path["community"] else ""
    text = _SUBMITTED.sub("", entry.text)
    if {entry.title.casefold(), text.casefold()} & _MARKERS:
        return LeftOut("deleted or removed on Reddit")
    author = entry.author.removeprefix("/u/")
    entry = replace(entry, text=text, author="" if author == _NOBODY else author)
    item = entry_item(entry, feed, Label("reddit", _KINDS[kind], outlet, "reddit"), response)
    if isinstance(item, Item):
        return replace(item, identity=Identity("reddit", f"{kind}_{own_id}"))
    return item


def _is_ours(link: str) -> bool:
    return is_one_of(site(link), frozenset({site(_HOME)}))


def is_one_of(host: str, hosts: frozenset[str]) -> bool:
    """Whether a host is one of these or lies below one."""
    return any(host == one or host.endswith(f".{one}") for one in hosts)
