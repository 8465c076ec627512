"""What platforms say of an account in the same way: links, times, and that there is none."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from http import HTTPStatus
from itertools import islice

from orm.model.items import Precision
from orm.model.polls import Response
from sources._parsing.answers import unreadable
from sources._parsing.dates import read_date
from sources._parsing.links import canonical
from sources._parsing.results import json_object
from sources._parsing.text import is_media, soup
from sources._parsing.wording import exact

LONGEST_NAME = 200
_MOST_LINKS = 20
_MOST_POSTS = 100
_LONGEST_MARKUP = 20_000
_ABSENT = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
# Without a scheme only under endings that schools use, so that "ideas.Then" is no address.
_ENDINGS = (
    "uk|com|org|net|info|eu|ie|gov|edu|scot|wales|cymru|london|school|schools|academy|education"
    "|church|online|site|website|app|example"
)
_ADDRESS = re.compile(
    r"(?<![\w@./-])(?:https?://[^\s<>\"']{1,2000}"
    rf"|[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{0,5}}\.(?:{_ENDINGS})"
    r"(?::\d{1,5})?(?:/[^\s<>\"']{0,500})?(?![\w@-]))",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = re.compile(r"[\s,;|]+")
_LONGEST_FIELD = 4_000
_CLOSING = ".,;:!?)]}…’”"
_NAMES_PEOPLE = frozenset({"mention", "hashtag"})


def spoken(response: Response, *members: str) -> None:
    """Returns unless an answer says 404 or 410 without the platform's own words.

    `members` are what its errors are made of. A wall, a proxy or a wrong address says such things
    too, and none of them knows whether an account is there.

    Raises:
        Unreadable: it does.
    """
    if response.status in _ABSENT and not set(members) & set(json_object(response)):
        raise unreadable(
            response,
            f"status {response.status}, but not in the words in which an account is missing",
        )


def named(value: object) -> str:
    """A name or a handle as its owner wrote it."""
    return exact(value, limit=LONGEST_NAME)


def links_in(*texts: str) -> tuple[str, ...]:
    """The addresses in plain text, each once, in one spelling; e-mail addresses are none."""
    found = (match[0].rstrip(_CLOSING) for text in texts for match in _ADDRESS.finditer(text))
    return unique(each if _has_scheme(each) else f"https://{each}" for each in found)


def websites_in(field: object) -> tuple[str, ...]:
    """The addresses in a field for websites, where people leave the scheme out and write several."""
    words = _BETWEEN.split(field[:_LONGEST_FIELD]) if isinstance(field, str) else []
    return unique(each if _has_scheme(each) else f"https://{each}" for each in words if "." in each)


def links_of(markup: object) -> tuple[str, ...]:
    """The addresses that a piece of HTML leads to; mentions of accounts and hash tags are none."""
    if not isinstance(markup, str) or "<a" not in markup[:_LONGEST_MARKUP].lower():
        return ()
    page = soup(markup[:_LONGEST_MARKUP])
    return unique(
        str(anchor["href"])
        for anchor in page.find_all("a", href=True)
        if not _NAMES_PEOPLE & {str(each) for each in anchor.get_attribute_list("class")}
    )


def unique(urls: Iterable[object]) -> tuple[str, ...]:
    """Addresses of pages in one spelling, each once, at most twenty."""
    return tuple(islice(dict.fromkeys(_pages(urls)), _MOST_LINKS))


def newest(written: Iterable[object], response: Response) -> tuple[datetime, ...] | None:
    """The times of posts, newest first; () for no posts, None for posts of unknown time.

    A day without a time of day is no time: nobody posts at midnight because of it.
    """
    listed = tuple(islice(written, _MOST_POSTS))
    stated = [read_date(one, fetched_at=response.fetched_at) for one in listed]
    times = [one.at for one in stated if one.at and one.precision is not Precision.DAY]
    return tuple(sorted(times, reverse=True)) if times or not listed else None


def _pages(urls: Iterable[object]) -> Iterator[str]:
    for url in urls:
        known = "" if not isinstance(url, str) or is_media(url) else canonical(url)
        if known and not is_media(known):
            yield known


def _has_scheme(address: str) -> bool:
    return address[:8].lower().startswith(("http://", "https://"))
