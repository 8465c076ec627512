"""Meta's Graph interface (Facebook, Instagram, Threads): lists, errors, pages, rate headers.

contracts/social.md §3 to §5. An answer repeats the key inside its paging links, and an error about a
key may quote it: `without_keys` comes first, and no message here quotes an error about a key.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from orm.errors import Gone, RateLimited, Refused, SourceError, Unreachable, Unreadable
from orm.model.polls import Request, Response
from sources._parsing.answers import body_of, expect_ok, header, read_json, unreadable
from sources._parsing.documents import patience
from sources._parsing.links import absolute
from sources._parsing.posts import pause_until, with_query

_KEY = re.compile(rb"(access_token(?:=|%3D|\\u003d))(?:(?!%26)[^&\"'\\\s])+", re.IGNORECASE)
_NATIVE_ID = re.compile(r"[\w.-]{1,100}", re.ASCII)
_VERSION = re.compile(r"v\d{1,3}\.\d{1,2}", re.ASCII)
_SHAPE = re.compile(r"page-(\d{1,3})(?: (.*))?", re.ASCII | re.DOTALL)

_OWN_FAULTS = frozenset({1, 2})
# 18, thirty hashtags in seven days, is unverified; 80000 to 80014 are limits of one kind of use.
_PAUSES = frozenset({4, 17, 18, 32, 341, 613, *range(80_000, 80_015)})
_BAD_KEY = frozenset({102, 104, 190, 2500})
_NO_RIGHT = frozenset({3, 10, *range(200, 300)})
_ABSENT = frozenset({24, 803})
_PARAMETER = 100
_SAID_NO = {
    12: "it has ended this question; ask for a newer orm, or raise `version` in",
    368: "it has blocked the app; look at its dashboard, and switch this off until then:",
}
_WHY = {
    458: "the app was removed from the account",
    459: "the person must log in and pass a check first",
    460: "the person's password was changed",
    463: "it has expired",
    464: "the person's account is not confirmed",
    467: "it is no longer valid",
}
_USAGE = ("x-app-usage", "x-page-usage", "x-business-use-case-usage")
_PERCENTS = ("call_count", "total_time", "total_cputime")
_REGAIN = "estimated_time_to_regain_access"
_BUSY_FROM = 80
_BREATHER = timedelta(hours=1)
_LONGEST_REGAIN = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Service:
    """One of Meta's services in words for people. `renew` says how to get a new key."""

    name: str
    source: str
    renew: str


FACEBOOK = Service(
    "Facebook",
    "facebook",
    "make a new page key at developers.facebook.com as somebody who runs the page",
)
INSTAGRAM = Service(
    "Instagram",
    "instagram",
    "make a new key of the linked page at developers.facebook.com as somebody who runs it",
)
THREADS = Service(
    "Threads",
    "threads",
    "make a new long-lived key of the school's account at developers.facebook.com",
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of Graph nodes; `next_url` is the address of the next page as the site gives it."""

    entries: tuple[object, ...] = ()
    next_url: str = ""


MOST_LISTED = 100


_PICTURES = {"TEXT_POST": 0, "IMAGE": 1, "VIDEO": 1, "CAROUSEL_ALBUM": 2}


def graph_version(version: str) -> None:
    """Check a version of the interface.

    Raises:
        ValueError: it is not written like "v25.0".
    """
    if not _VERSION.fullmatch(version):
        raise ValueError('version is written like "v25.0"')


def graph_limits(*lists: int, pages: int, most_pages: int = 5) -> None:
    """Check how many entries of lists and how many pages are asked for.

    Raises:
        ValueError: more than the interface gives (contracts/social.md §3), or none.
    """
    if not all(1 <= length <= MOST_LISTED for length in lists):
        raise ValueError(f"lists of posts and comments hold from 1 to {MOST_LISTED}")
    if not 1 <= pages <= most_pages:
        raise ValueError(f"pages must be from 1 to {most_pages}")


def without_keys(response: Response) -> Response:
    """The answer without the keys that its paging links repeat."""
    return replace(response, body=_KEY.sub(rb"\1[key]", response.body))


def read_listing(response: Response, service: Service) -> Listing:
    """The list that an answer is.

    Raises:
        SourceError: Meta's own error whatever the status, else by status; Unreadable for anything
            that is no list.
    """
    listing = listing_in(_read(response, service))
    if listing is None:
        raise unreadable(response, f"not a list of {service.name}'s")
    return listing


def read_node(response: Response, service: Service) -> dict[str, object]:
    """The single node that an answer is.

    Raises:
        SourceError: Meta's own error whatever the status, else by status; Unreadable for anything
            that is no node with an id.
    """
    found = _read(response, service)
    if not isinstance(found, dict) or not native_id(found):
        raise unreadable(response, f"not a node of {service.name}'s")
    return found


def _read(response: Response, service: Service) -> object:
    try:
        found = read_json(response, body_of(response))
    except Unreadable:
        expect_ok(response)
        raise
    error = found.get("error") if isinstance(found, dict) else None
    if isinstance(error, dict):
        raise _failure(error, response, service)
    expect_ok(response)
    return found


def listing_in(value: object) -> Listing | None:
    """A list at the top or inside a node; None for anything else."""
    entries = value.get("data") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(entries, list):
        return None
    paging = value.get("paging")
    url = paging.get("next") if isinstance(paging, dict) else None
    return Listing(tuple(entries), url if isinstance(url, str) else "")


def inner(entry: dict[str, object], name: str) -> Listing:
    """The list `name` of a node; empty when there is none."""
    return listing_in(entry.get(name)) or Listing()


def native_id(entry: dict[str, object], name: str = "id") -> str:
    """A node's id, or ""."""
    value = entry.get(name)
    return value if isinstance(value, str) and _NATIVE_ID.fullmatch(value) else ""


def pictures_of(entry: dict[str, object]) -> int | None:
    """How many pictures and films a post has at least, by its `media_type`; None without one."""
    stated = entry.get("media_type")
    return _PICTURES.get(stated) if isinstance(stated, str) else None


def following(
    request: Request, listing: Listing, *, most: int, about: str = ""
) -> tuple[Request, ...]:
    """The request for the next page of a list, none after `most` in a row.

    It goes where this one went, whatever host the link names, and without a key. `about` is the
    address of what the list belongs to, which a list of comments does not say.
    """
    number = page_number(request) + 1
    link = absolute(request.url, listing.next_url) if listing.next_url else ""
    if not link or number > most:
        return ()
    there = urlsplit(link)
    here = urlsplit(request.url)._replace(path=there.path, query=there.query, fragment="")
    shape = f"page-{number} {about}".rstrip()
    return (replace(request, url=with_query(here.geturl()), shape=shape),)


def page_number(request: Request) -> int:
    """Which page of a list this is, from 1."""
    match = _SHAPE.fullmatch(request.shape)
    return int(match[1]) if match else 1


def subject(request: Request) -> str:
    """The address of what a followed list belongs to, or ""."""
    match = _SHAPE.fullmatch(request.shape)
    return (match[2] or "") if match else ""


def breather(response: Response) -> timedelta | None:
    """The pause to make when a quota is used up to 80 percent; None below that."""
    usages = tuple(_usages(response))
    percents = (_number(usage.get(name)) for usage in usages for name in _PERCENTS)
    if max(percents, default=0.0) < _BUSY_FROM:
        return None
    return patience(max(_BREATHER, timedelta(minutes=_regain(usages))))


def _usages(response: Response) -> Iterable[dict[str, object]]:
    """The usages that the headers state: one by itself, or lists by business."""
    for name in _USAGE:
        try:
            stated = json.loads(header(response, name) or "{}")
        except (ValueError, RecursionError):
            continue
        if isinstance(stated, dict):
            lists = [value for value in stated.values() if isinstance(value, list)]
            yield from (one for each in (*lists, [stated]) for one in each if isinstance(one, dict))


def _number(value: object) -> float:
    """A number that can be one; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value) if 0 < value <= _LONGEST_REGAIN else 0.0


def _regain(usages: Iterable[dict[str, object]]) -> float:
    return max((_number(usage.get(_REGAIN)) for usage in usages), default=0.0)


def _until(response: Response) -> datetime | None:
    minutes = _regain(_usages(response))
    return pause_until(response, seconds=60 * minutes) or response.retry_at


def _failure(error: dict[str, object], response: Response, service: Service) -> SourceError:
    code, why = _code(error, "code"), _WHY.get(_code(error, "error_subcode"), "")
    said = f"{service.name} answered error {code}"
    place = f"[sources.{service.source}] in config.toml"
    if code in _BAD_KEY:
        return Refused(
            f"{said}: it does not accept the key{f', {why}' if why else ''}; "
            f"{service.renew}, then put it into {place}"
        )
    if code in _PAUSES:
        return RateLimited(f"{said}: it asks for a pause", until=_until(response))
    if code in _NO_RIGHT:
        return _no_right(said, service)
    if code in _SAID_NO:
        return Refused(f"{said}: {_SAID_NO[code]} {place}")
    if code in _ABSENT:
        return _absent(said)
    return _by_words(error, response, service)


def _by_words(error: dict[str, object], response: Response, service: Service) -> SourceError:
    code, message = _code(error, "code"), str(error.get("message")).casefold()
    said = f"{service.name} answered error {code}"
    if code in _OWN_FAULTS and "reduce the amount of data" in message:
        return Refused(
            f"{said}: the question is too large; lower `posts` and `comments` in "
            f"[sources.{service.source}] in config.toml"
        )
    if code in _OWN_FAULTS:
        return Unreachable(f"{said}: it is not well; tried again later")
    if code == _PARAMETER and " requires " in message:
        return _no_right(said, service)
    if code == _PARAMETER and "does not exist" in message:
        return _absent(said)
    if response.status not in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}:
        expect_ok(response)
    return unreadable(response, f"error {code} is not known here")


def _no_right(said: str, service: Service) -> Refused:
    return Refused(
        f"{said}: the key has no permission for this; grant the app the permissions that "
        f"docs/sources.md names for {service.source}, {service.renew}"
    )


def _absent(said: str) -> Gone:
    return Gone(
        f"{said}: there is no such thing, or the key may not see it; check the account's id in "
        "config.toml, then the key's permissions"
    )


def _code(error: dict[str, object], name: str) -> int:
    value = error.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
