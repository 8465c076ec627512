"""What an answer means for a post: still there, removed by the source's own sign, or not known.

"Removed" is never concluded from what is missing: words that are not found, a block, a sign-in
page, a redirect and silence are all "could not look".
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from orm.errors import RateLimited, Refused, SourceError, Unreachable, Unreadable
from orm.looking.page import Sheet, can_prove, holds, read_sheet
from orm.looking.places import Interface, interface_of
from orm.model.items import Kind
from orm.model.looks import Finding, Look, Subject
from orm.model.polls import NotModified, Response

BETWEEN = timedelta(hours=24)
"""Between two signs of removal. A site that is ill for an evening answers 404 as well, and feeds
have had days of false ones (contracts/social.md §7b)."""

_SHELL = 20  # a page with fewer words is the shell of a program, or a challenge
_OWN_TITLE = frozenset({Kind.NEWS, Kind.BLOG, Kind.VIDEO, Kind.ENCYCLOPEDIA, Kind.RECORD})
_SAYS_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_SAYS_NO = frozenset({401, 402, 403, 407, 423, 451})
_SAYS_LATER = frozenset({408, 421, 425, 429, 503})
_ERRORS: tuple[tuple[type[SourceError], str], ...] = (
    (RateLimited, "the site asks for a pause"),
    (Refused, "the site, its robots.txt or our own rules do not allow it; look yourself"),
    (Unreachable, "the site did not answer"),
    (Unreadable, "the answer is not a page that can be read; look yourself"),
)
_NOT_ON_IT = (
    "the page answers, but the words are not on it: they may be edited, on another page of a thread,"
    " or shown to browsers only; look yourself"
)
NEVER = "this site does not allow it; look yourself"
"""Said of what is never fetched."""

Found = tuple[Finding, str]


@dataclass(frozen=True, slots=True)
class Web:
    """How addresses are compared: `canonical` is one spelling for one page, or ""; `domain_of` is
    the registrable domain.
    """

    canonical: Callable[[object], str]
    domain_of: Callable[[str], str]


def judge(answer: Response | NotModified | SourceError, subject: Subject, *, web: Web) -> Found:
    """What the answer to `orm.looking.places.request_for` means for the item."""
    interface = interface_of(subject)
    if interface is not None and isinstance(answer, Response):
        return _told(answer, interface, subject.identity.key)
    return finding(answer, asked_url=subject.url, words=kept_words(subject), web=web)


def kept_words(subject: Subject) -> tuple[str, ...]:
    """The texts that prove the item when they are on a page.

    A title is proof where it belongs to the item alone: a thread keeps its title when a post in it
    goes, and many reviews share one.
    """
    own = subject.kind in _OWN_TITLE or (subject.kind is Kind.POST and not subject.text)
    return tuple(text for text in (subject.text, subject.title if own else "") if text)


def finding(
    answer: Response | NotModified | SourceError,
    *,
    asked_url: str,
    words: Sequence[str],
    web: Web,
) -> Found:
    """What an item's own page says, and in plain words why. `words` are those that are kept."""
    if isinstance(answer, SourceError):
        said = next((said for kind, said in _ERRORS if isinstance(answer, kind)), "no page came")
        return Finding.COULD_NOT_LOOK, said
    if isinstance(answer, NotModified):
        return Finding.STILL_THERE, "the site says that the page has not changed"
    return _page_says(answer, asked_url, words, web)


def _page_says(answer: Response, asked_url: str, words: Sequence[str], web: Web) -> Found:
    sheet = read_sheet(answer.body, charset=answer.charset)
    same_site = web.domain_of(answer.url) == web.domain_of(asked_url)
    if same_site and holds(sheet.words, words):
        return Finding.STILL_THERE, "its words are on the page"
    if _page(answer.url, web) != _page(asked_url, web):
        return Finding.COULD_NOT_LOOK, "the site leads to another page; look yourself"
    if answer.status in _SAYS_GONE:
        return _said_gone(answer.status, sheet)
    if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return Finding.COULD_NOT_LOOK, _refusal(answer.status)
    return _answered(sheet, words)


def gone(looks: Iterable[Look]) -> bool:
    """Whether the source said twice, at least BETWEEN apart, that it was removed, and was not seen
    to have it in between or since.
    """
    signs = _signs(looks)
    return len(signs) > 1 and signs[-1] - signs[0] >= BETWEEN


def second_sign_at(looks: Iterable[Look]) -> datetime | None:
    """From when on another sign of removal makes it gone; None without a first, or when it is gone."""
    signs = _signs(looks)
    return signs[0] + BETWEEN if signs and signs[-1] - signs[0] < BETWEEN else None


def _signs(looks: Iterable[Look]) -> list[datetime]:
    signs: list[datetime] = []
    for look in sorted(looks, key=lambda look: look.number):
        if look.finding is Finding.STILL_THERE:
            signs.clear()
        elif look.finding is Finding.REMOVED:
            signs.append(look.at)
    return signs


def _page(url: str, web: Web) -> str:
    """The page behind an address, whatever its scheme and its last slash."""
    return (web.canonical(url) or url).partition("://")[2].rstrip("/")


def _said_gone(status: int, sheet: Sheet) -> Found:
    if sheet.asks_password:
        return (
            Finding.COULD_NOT_LOOK,
            f"the site answers {status} with a sign-in form, as for a private page; look yourself",
        )
    return Finding.REMOVED, f"the site says that there is no such page ({status})"


def _refusal(status: int) -> str:
    if status in _SAYS_NO:
        return f"the site does not let programs look ({status}); look yourself"
    if status in _SAYS_LATER:
        return f"the site asks for a pause ({status})"
    return f"the site answered {status}, which says nothing about the post"


def _answered(sheet: Sheet, words: Sequence[str]) -> Found:
    if len(sheet.words) < _SHELL:
        return (
            Finding.COULD_NOT_LOOK,
            "the page shows programs almost no words; look yourself with a browser",
        )
    if can_prove(words):
        return Finding.COULD_NOT_LOOK, _NOT_ON_IT
    if sheet.asks_password:
        return Finding.COULD_NOT_LOOK, "the page asks for a sign-in; look yourself"
    return Finding.STILL_THERE, "the page answers; the words are not kept, so look yourself"


def _told(answer: Response, interface: Interface, key: str) -> Found:
    """What an interface says of exactly this post: here an edited one is still there."""
    if answer.status != HTTPStatus.OK:
        return Finding.COULD_NOT_LOOK, _refusal(answer.status)
    try:
        words = interface.read(json.loads(answer.body), key)
    except (ValueError, RecursionError):
        words = None
    if words is None:
        return Finding.COULD_NOT_LOOK, "the site's answer does not tell; look yourself"
    if not words:
        return Finding.REMOVED, "the site's own interface says that it was deleted or removed"
    return Finding.STILL_THERE, "the site's own interface has it"
