"""A feed as every collector sees it, and the page of items that comes out of it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Page, Request, Response, Skipped
from sources._parsing.answers import unreadable
from sources._parsing.dates import UNDATED, Stated
from sources._parsing.links import canonical, site
from sources._parsing.text import is_media

MOST_ITEMS = 1_000
_MOST_READ = 2_000
_LONGEST_KEY = 1_000
_LONGEST_WAIT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, in plain text. `link` is absolute or empty."""

    guid: str = ""
    link: str = ""
    title: str = ""
    text: str = ""
    author: str = ""
    stated: Stated = UNDATED


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed document. `home` is the site it belongs to; `wait` is its own wish for a pause.

    `left_out` counts entries behind the last one that is read.
    """

    guid: str = ""
    title: str = ""
    home: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    wait: timedelta | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """What a collector knows of every item of one document."""

    family: str
    kind: Kind
    outlet: str = ""
    platform: str = "web"


def patience(wished: timedelta) -> timedelta | None:
    """A site's wish for a pause, at most a week; None when it wishes for none."""
    return min(wished, _LONGEST_WAIT) if wished > timedelta(0) else None


def digest(*parts: str) -> str:
    """A stable key made of several texts."""
    return hashlib.sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()


def short_key(key: str) -> str:
    """`key`, or its hash when it is too long to be one."""
    return key if len(key) <= _LONGEST_KEY else digest(key)


def feed_page(feed: Feed, label: Label, response: Response) -> Page:
    """The items of a feed document."""
    items = (entry_item(entry, feed, label, response) for entry in feed.entries)
    return page_of(items, response, wait=feed.wait, left_out=feed.left_out)


def entry_item(entry: Entry, feed: Feed, label: Label, response: Response) -> Item | Skipped:
    """One entry as an item.

    It is known by its link, not by its guid: the BBC's guids change while the link stays
    (contracts/web.md §0). A link to the front page names nothing; then the guid does, then a hash.
    """
    if not entry.title and not entry.text:
        return Skipped("an entry without a title or a text")
    home = canonical(feed.home)
    link = "" if is_media(entry.link) else canonical(entry.link)
    key = link if link and link != home else ""
    if not key and entry.guid:
        key = f"{site(response.request.url)}|{entry.guid}"
    url = link or home or canonical(response.url)
    return Item(
        identity=Identity(
            label.family,
            short_key(key or digest(response.request.key, entry.title, entry.stated.raw)),
        ),
        kind=label.kind,
        platform=label.platform,
        url=url,
        title=entry.title,
        text=entry.text,
        author=entry.author,
        posted_at=entry.stated.at,
        posted_raw=entry.stated.raw,
        precision=entry.stated.precision,
        outlet=label.outlet or feed.title or site(response.url),
        language=feed.language,
        via_url=entry.link if link and entry.link != url else "",
    )


def first_ones(found: Iterable[Item | Skipped]) -> Iterator[Item | Skipped]:
    """At most 2,000 of them, and then a skipped one for all that follow, which are not even read."""
    for number, one in enumerate(found):
        if number >= _MOST_READ:
            yield Skipped(f"everything after the first {_MOST_READ} entries")
            return
        yield one


def page_of(
    found: Iterable[Item | Skipped],
    response: Response,
    *,
    follow: tuple[Request, ...] = (),
    wait: timedelta | None = None,
    left_out: int = 0,
) -> Page:
    """A page of at most 1,000 items, each identity once.

    Reading ends there; that there was more is one skipped entry. So are the `left_out` entries.

    Raises:
        Unreadable: there were entries and not one could be read.
    """
    items: dict[Identity, Item] = {}
    skipped: list[Skipped] = []
    for one in first_ones(found):
        if isinstance(one, Skipped):
            skipped.append(one)
        elif len(items) >= MOST_ITEMS:
            skipped.append(Skipped(f"everything after the first {MOST_ITEMS} items"))
            break
        elif one.identity not in items:
            items[one.identity] = one
        elif one != items[one.identity]:
            skipped.append(Skipped("another entry has the same identity"))
    if left_out:
        skipped.append(Skipped(f"{left_out} entries at the end of a very long answer"))
    if skipped and not items:
        raise unreadable(
            response, f"none of {len(skipped)} entries can be read: {skipped[0].reason}"
        )
    return Page(tuple(items.values()), follow, tuple(skipped), wait)
