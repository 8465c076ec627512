"""Where one may look again: a platform's interface, the item's own page, or nowhere."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from orm.model.brought import ONLY_BY_HAND, PLATFORMS
from orm.model.looks import Subject
from orm.model.polls import Request

NEVER_FETCHED: Mapping[str, str] = MappingProxyType(
    {
        "mumsnet.com": "contracts/web.md §3.1",
        "netmums.com": "contracts/web.md §3.2",
        "thestudentroom.co.uk": "contracts/web.md §3.3",
        "reddit.com": "contracts/web.md §3.4",
        "redd.it": "contracts/web.md §3.4",
        "trustpilot.com": "contracts/web.md §5.2",
        "glassdoor.co.uk": "contracts/web.md §5.3",
        "glassdoor.com": "contracts/web.md §5.3",
        "indeed.com": "contracts/web.md §5.3",
        "snobe.co.uk": "contracts/web.md §5.4",
        "facebook.com": "contracts/social.md §3, §16",
        "fb.com": "contracts/social.md §3, §16",
        "instagram.com": "contracts/social.md §16",
        "threads.com": "contracts/social.md §16",
        "threads.net": "contracts/social.md §16",
        "x.com": "contracts/social.md §6, §16",
        "twitter.com": "contracts/social.md §6, §16",
        "tiktok.com": "contracts/social.md §11",
        "linkedin.com": "contracts/social.md §12",
        "nextdoor.co.uk": "contracts/social.md §15",
        "nextdoor.com": "contracts/social.md §15",
        "snapchat.com": "contracts/social.md §15",
        "whatsapp.com": "contracts/social.md §15",
        "wa.me": "contracts/social.md §15",
        "discord.com": "contracts/social.md §15",
        "discord.gg": "contracts/social.md §15",
    }
)
"""Domains whose pages no program reads, and why: their terms forbid it, or they show programs only
a sign-in page or an empty shell."""

_CLOSED = frozenset(
    platform.key for platform in PLATFORMS if platform.private or platform in ONLY_BY_HAND
)
_PAGES = "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1"
_LOOKING = "look"
_REDDIT_SIGNS = frozenset({"[deleted]", "[removed]"})


@dataclass(frozen=True, slots=True)
class Interface:
    """Where a platform tells programs of one post. Only what `source` collected is asked for there.

    `read` gives the post's own words as they are now, nothing when the answer says that the post
    is gone, and None when the answer says neither.
    """

    source: str
    key: re.Pattern[str]
    address: str
    read: Callable[[object, str], tuple[str, ...] | None]


def interface_of(subject: Subject) -> Interface | None:
    """The platform's interface for this item, where there is one."""
    return next(
        (
            each
            for each in INTERFACES
            if subject.source == subject.identity.family == each.source
            and each.key.fullmatch(subject.identity.key)
        ),
        None,
    )


def request_for(subject: Subject) -> Request | None:
    """What to ask for, or None for what is never fetched: no address, or a site that allows none.

    A page is asked for without any source's key.
    """
    interface = interface_of(subject)
    if interface is not None:
        address = interface.address.format(key=quote(subject.identity.key, safe=""))
        return Request(
            source=interface.source,
            key=address,
            url=address,
            accept="application/json",
            conditional=False,
            interface=True,
        )
    if not may_be_fetched(subject):
        return None
    return Request(
        source=_LOOKING, key=subject.url, url=subject.url, accept=_PAGES, conditional=False
    )


def may_be_fetched(subject: Subject) -> bool:
    """Whether the item's own page may be asked for."""
    host = site_of(subject.url)
    closed = any(host == one or host.endswith(f".{one}") for one in NEVER_FETCHED)
    return bool(host) and not closed and subject.platform.partition(",")[0] not in _CLOSED


def site_of(url: str) -> str:
    """The host of a web address in lower case; "" for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""


def _reddit(answer: object, key: str) -> tuple[str, ...] | None:
    """A listing of one thing; what was taken down stands in it without its words."""
    for thing in _list(_part(answer, "data"), "children"):
        data = _part(thing, "data")
        if _word(data, "name") == key:
            words = tuple(_word(data, part) for part in ("title", "selftext", "body"))
            return () if _REDDIT_SIGNS.intersection(words) else words
    return None


def _bluesky(answer: object, key: str) -> tuple[str, ...] | None:
    """The posts that there are; a deleted one is left out."""
    posts = _part(answer).get("posts")
    if not isinstance(posts, list):
        return None
    for post in posts:
        if _word(post, "uri") == key:
            return (_word(_part(post, "record"), "text"),)
    return None if posts else ()


def _part(value: object, *path: str) -> dict[str, object]:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _list(value: object, name: str) -> list[object]:
    found = _part(value).get(name)
    return found if isinstance(found, list) else []


def _word(value: object, name: str) -> str:
    found = _part(value).get(name)
    return found.strip() if isinstance(found, str) else ""


INTERFACES = (
    # contracts/social.md §10: /api/info is the deletion re-check; the signs are unverified.
    Interface(
        source="reddit",
        key=re.compile(r"t[13]_[a-z0-9]{1,16}"),
        address="https://oauth.reddit.com/api/info?id={key}&raw_json=1",
        read=_reddit,
    ),
    # contracts/social.md §8: getPosts is the deletion check; unverified.
    Interface(
        source="bluesky",
        key=re.compile(r"at://[\w.:%-]{1,250}/app\.bsky\.feed\.post/[\w.~:-]{1,512}", re.ASCII),
        address="https://public.api.bsky.app/xrpc/app.bsky.feed.getPosts?uris={key}",
        read=_bluesky,
    ),
)
"""Interfaces that the contract sheets name for looking whether a post was deleted."""
