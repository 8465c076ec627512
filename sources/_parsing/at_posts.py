"""Bluesky's posts: in feeds, in searches and in threads (contracts/social.md §8)."""

import re

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Response, Skipped
from sources._parsing.dates import Stated, read_date
from sources._parsing.links import canonical
from sources._parsing.posts import LeftOut
from sources._parsing.text import person, plain

_POST = re.compile(
    r"at://(?P<owner>[\w.:%-]{1,250})/app\.bsky\.feed\.post/(?P<key>[\w.~:-]{1,512})", re.ASCII
)
DID = re.compile(r"did:[a-z]+:[\w.:%-]{1,200}", re.ASCII)
REPOST = "app.bsky.feed.defs#reasonRepost"
_FILM = "app.bsky.embed.video"
_TOMBSTONES = ("notFound", "blocked", "detached")
_HIDDEN = frozenset({"!no-unauthenticated", "!hide", "!takedown", "!suspend"})
_MOST_POSTS = 20_000


def thread_posts(thread: object) -> list[object]:
    """Every post of a thread, outermost first; without recursion: depth is the site's choice."""
    found: list[object] = []
    waiting = [thread]
    while waiting and len(found) < _MOST_POSTS:
        view = waiting.pop()
        found.append(view)
        if isinstance(view, dict):
            replies = view.get("replies")
            waiting.extend(reversed(replies if isinstance(replies, list) else []))
            if isinstance(parent := view.get("parent"), dict):
                waiting.append(parent)
    return found


def post_item(entry: object, response: Response) -> Item | Skipped:
    """A post, bare or inside an entry of a feed or a thread.

    Reposts, tombstones and what its author shows to signed-in people only are left out.
    """
    if not isinstance(entry, dict):
        return Skipped("an entry that is no object")
    if reason := _left_out(entry):
        return LeftOut(reason)
    post = _part(entry, "post") or entry
    author, record = _part(post, "author"), _part(post, "record")
    place = _place(post, author)
    if place is None:
        return Skipped("a post without an address of its own")
    text = plain(record.get("text"))
    if not text:
        return LeftOut("a post without words")
    owner, key = place
    stated = stated_of(post, response)
    handle = plain(author.get("handle"), limit=200)
    pictures = _pictures(post, record)
    return Item(
        identity=Identity("bluesky", f"at://{owner}/app.bsky.feed.post/{key}"),
        kind=Kind.POST,
        platform="bluesky",
        url=canonical(f"https://bsky.app/profile/{owner}/post/{key}"),
        text=text,
        author=person(author.get("displayName")) or (f"@{handle}" if handle else ""),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet="bsky.app",
        language=_language(record),
        pictures=len(pictures),
        undescribed=sum(not plain(each.get("alt")) for each in pictures),
    )


def _pictures(post: dict[str, object], record: dict[str, object]) -> tuple[dict[str, object], ...]:
    """The post's own pictures or film, not those of a post that it quotes; only `alt` is read."""
    embed = _part(post, "embed") or _part(record, "embed")
    media = _part(embed, "media") or embed
    if str(media.get("$type")).startswith(_FILM):
        return (media,)
    listed = media.get("images")
    return (
        tuple(each for each in listed if isinstance(each, dict)) if isinstance(listed, list) else ()
    )


def _left_out(entry: dict[str, object]) -> str:
    """Why an entry is no item, or ""."""
    if any(entry.get(mark) is True for mark in _TOMBSTONES):
        return "a post that was deleted or is blocked"
    if _part(entry, "reason").get("$type") == REPOST:
        return "a repost of somebody else's post"
    post = _part(entry, "post") or entry
    labelled = (post, _part(post, "author"), _part(post, "record"))
    if any(labels_of(thing) & _HIDDEN for thing in labelled):
        return "a post that is not shown to everybody"
    return ""


def _part(thing: dict[str, object], name: str) -> dict[str, object]:
    value = thing.get(name)
    return value if isinstance(value, dict) else {}


def labels_of(thing: dict[str, object]) -> frozenset[str]:
    """The names of the labels that stand: the network's list, or the author's own."""
    stated = thing.get("labels")
    listed = stated.get("values") if isinstance(stated, dict) else stated
    return frozenset(
        str(label.get("val"))
        for label in (listed if isinstance(listed, list) else ())
        if isinstance(label, dict) and label.get("neg") is not True
    )


def _place(post: dict[str, object], author: dict[str, object]) -> tuple[str, str] | None:
    """The account's permanent id, where it is known, and the post's key."""
    uri, did = post.get("uri"), author.get("did")
    found = _POST.fullmatch(uri) if isinstance(uri, str) else None
    if found is None:
        return None
    owner = found["owner"]
    if not DID.fullmatch(owner) and isinstance(did, str) and DID.fullmatch(did):
        owner = did
    return owner, found["key"]


def stated_of(post: dict[str, object], response: Response) -> Stated:
    """When a post was written: the earlier one of what its author's device and the network say."""
    written = (_part(post, "record").get("createdAt"), post.get("indexedAt"))
    dates = [read_date(one, fetched_at=response.fetched_at) for one in written]
    known = [date for date in dates if date.at]
    return min(known, key=lambda date: date.at or response.fetched_at) if known else dates[0]


def _language(record: dict[str, object]) -> str:
    languages = record.get("langs")
    first = languages[0] if isinstance(languages, list) and languages else ""
    return plain(first, limit=35).lower()
