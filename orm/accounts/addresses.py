"""Web addresses of accounts: which account an address leads to, in the shapes each platform has."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_HOSTS = {
    "bsky.app": "bluesky",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.me": "facebook",
    "instagram.com": "instagram",
    "linkedin.com": "linkedin",
    "t.me": "telegram",
    "telegram.me": "telegram",
    "threads.com": "threads",
    "threads.net": "threads",
    "tiktok.com": "tiktok",
    "twitter.com": "x",
    "x.com": "x",
    "youtube.com": "youtube",
}
_DOORS = frozenset({"www", "m", "mobile", "web", "uk", "en-gb"})
"""Hosts before a platform's own that show the same accounts."""

_NO_ACCOUNTS: Mapping[str, frozenset[str]] = {
    "facebook": frozenset(
        {
            "sharer",
            "sharer.php",
            "share",
            "share.php",
            "dialog",
            "plugins",
            "tr",
            "groups",
            "events",
        }
        | {"hashtag", "login", "login.php", "help", "watch", "photo", "photo.php", "story.php"}
        | {"permalink.php", "policies", "privacy", "l.php", "reel", "marketplace", "legal"}
    ),
    "instagram": frozenset(
        {"p", "reel", "reels", "explore", "accounts", "stories", "tv", "about", "legal", "share"}
    ),
    "telegram": frozenset({"share", "joinchat", "addstickers", "c", "iv", "proxy", "addlist"}),
    "x": frozenset(
        {"share", "intent", "home", "search", "hashtag", "i", "login", "privacy", "tos", "explore"}
        | {"settings", "messages", "compose"}
    ),
    "youtube": frozenset(
        {"watch", "embed", "playlist", "shorts", "feed", "results", "live", "hashtag", "t", "about"}
        | {"redirect", "iframe_api", "clip", "post", "ads", "premium", "c", "user"}
    ),
}
_PARTS_OF_A_PROFILE = frozenset({"about", "featured", "photos", "posts", "reels", "videos"})
_NUMBER_AT_END = re.compile(r"(?:.*-)?(\d{5,})")


@dataclass(frozen=True, slots=True)
class Place:
    """An account that an address leads to. `name` is its handle or id as `plain_name` makes it;
    `whole` is False for one post of it.
    """

    platform: str
    name: str
    whole: bool = True


def place_of(url: str, *, servers: Collection[str] = ()) -> Place | None:
    """The account that an address leads to; None for any other address.

    `servers` are known hosts of Mastodon; others are known by the name "mastodon.".
    """
    found = _parsed(url)
    if found is None:
        return None
    platform = _platform(found.host)
    if platform:
        return _place(platform, _READERS[platform](found))
    if found.host.endswith(".bsky.social"):
        return Place("bluesky", plain_name(found.host))
    if found.host in servers or found.host.startswith("mastodon."):
        return _place("mastodon", _mastodon(found))
    return None


def host_of(url: str) -> str:
    """The host of an address, or of one without its scheme, without "www."; empty where none is."""
    found = _parsed(url)
    return found.host if found else ""


def plain_address(url: str) -> str:
    """An address as it is compared: host and path, without scheme, "www.", query and last slash."""
    found = _parsed(url)
    return "/".join((found.host, *found.path)) if found else ""


def plain_name(handle: str) -> str:
    """A handle or id as it is compared."""
    return unicodedata.normalize("NFKC", unquote(handle)).casefold().strip().strip("@")


@dataclass(frozen=True, slots=True)
class _Address:
    host: str
    path: tuple[str, ...]
    query: Mapping[str, Sequence[str]]

    def asked(self, name: str) -> str:
        return next(iter(self.query.get(name, ())), "")


_Found = tuple[str, tuple[str, ...]]
"""A name, and what follows it in the path."""

_NOTHING: _Found = ("", ())


def _parsed(url: str) -> _Address | None:
    text = url.strip()
    if "\\" in text or any(letter.isspace() for letter in text):
        return None
    if "//" not in text and "@" in text.partition("/")[0]:
        return None  # an email address
    try:
        parts = urlsplit(text if "//" in text else f"//{text}", scheme="https")
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "." not in host:
        return None
    path = tuple(unquote(part) for part in parts.path.split("/") if part)
    return _Address(host, path, parse_qs(parts.query))


def _platform(host: str) -> str:
    first, _, rest = host.partition(".")
    return _HOSTS.get(host) or (_HOSTS.get(rest, "") if first in _DOORS else "")


def _place(platform: str, found: _Found) -> Place | None:
    name = plain_name(found[0])
    whole = not [part for part in found[1] if part.casefold() not in _PARTS_OF_A_PROFILE]
    return Place(platform, name, whole) if name else None


def _at(found: _Address) -> _Found:
    """`/@name`."""
    if found.path and found.path[0].startswith("@"):
        return found.path[0], found.path[1:]
    return _NOTHING


def _after(found: _Address, *starts: str) -> _Found:
    """`/start/name` for any of the starts."""
    if len(found.path) > 1 and found.path[0].casefold() in starts:
        return found.path[1], found.path[2:]
    return _NOTHING


def _bare(found: _Address, platform: str) -> _Found:
    """`/name`, unless it is a page of the platform's own."""
    if found.path and found.path[0].casefold() not in _NO_ACCOUNTS[platform]:
        return found.path[0], found.path[1:]
    return _NOTHING


def _bluesky(found: _Address) -> _Found:
    return _after(found, "profile")


def _facebook(found: _Address) -> _Found:
    match found.path:
        case ("profile.php", *_):
            return found.asked("id"), ()
        case ("pages" | "people" | "p" | "pg", *rest) if rest:
            number = _NUMBER_AT_END.fullmatch(rest[-1])
            return (number[1] if number else rest[0]), ()
        case _:
            return _bare(found, "facebook")


def _instagram(found: _Address) -> _Found:
    return _bare(found, "instagram")


def _linkedin(found: _Address) -> _Found:
    return _after(found, "company", "school", "showcase")


def _mastodon(found: _Address) -> _Found:
    path = found.path[1:] if found.path[:1] == ("web",) else found.path
    name, rest = _at(_Address(found.host, path, {}))
    if not name:
        name, rest = _after(found, "users")
    return _with_server(name, found.host), rest


def _with_server(name: str, host: str) -> str:
    bare = name.strip("@")
    return bare if not bare or "@" in bare else f"{bare}@{host}"


def _telegram(found: _Address) -> _Found:
    shown = _after(found, "s")
    if shown[0] or (found.path and found.path[0].startswith("+")):
        return shown
    return _bare(found, "telegram")


def _x(found: _Address) -> _Found:
    match found.path:
        case ("intent", *_):
            return found.asked("screen_name") or found.asked("user_id"), ()
        case ("i", "user", number, *rest):
            return number, tuple(rest)
        case _:
            return _bare(found, "x")


def _youtube(found: _Address) -> _Found:
    for name in (_at(found), _after(found, "channel")):
        if name[0]:
            return name
    return _after(found, "c", "user") if len(found.path) > 1 else _bare(found, "youtube")


_READERS: Mapping[str, Callable[[_Address], _Found]] = {
    "bluesky": _bluesky,
    "facebook": _facebook,
    "instagram": _instagram,
    "linkedin": _linkedin,
    "telegram": _telegram,
    "threads": _at,
    "tiktok": _at,
    "x": _x,
    "youtube": _youtube,
}
KNOWN_PLATFORMS = frozenset({*_READERS, "mastodon"})
"""Platforms whose addresses are known by their shape."""
