"""What the platforms have in common: posts that are no items, pages in a row, pauses, accounts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from orm.model.items import Item
from orm.model.polls import Page, Request, Response, Skipped
from orm.model.schools import AccountStatus, Watch
from sources._parsing.answers import body_of, read_json, unreadable
from sources._parsing.documents import first_ones, page_of
from sources._parsing.text import clean

_PAGE = "page-"
_LONGEST_PAUSE = timedelta(days=7)
_KEYS = frozenset({"access_token", "apikey", "api_key", "key", "token"})
_HTML_STARTS = (b"<!doctype", b"<html", b"<head", b"<body")


@dataclass(frozen=True, slots=True)
class LeftOut(Skipped):
    """An entry that was read and is rightly no item: deleted, hidden, or somebody else's words."""


def posts_page(
    found: Iterable[Item | Skipped], response: Response, *, follow: tuple[Request, ...] = ()
) -> Page:
    """A page of posts. One whose entries are all left out was read, and holds nothing.

    Raises:
        Unreadable: there were entries, none was left out on purpose and none could be read.
    """
    entries = tuple(first_ones(found))
    left = tuple(Skipped(one.reason) for one in entries if isinstance(one, LeftOut))
    rest = tuple(one for one in entries if not isinstance(one, LeftOut))
    broken = tuple(one for one in rest if isinstance(one, Skipped))
    if left and len(broken) == len(rest):
        return Page(follow=follow, skipped=(*left, *broken))
    page = page_of(rest, response, follow=follow)
    return replace(page, skipped=(*page.skipped, *left))


def open_handles(watch: Watch, platform: str) -> tuple[str, ...]:
    """The handles of the school's own accounts on a platform that are not closed, each once."""
    return tuple(
        dict.fromkeys(
            clean(account.handle)
            for account in watch.accounts
            if account.platform.casefold() == platform
            and account.status is not AccountStatus.CLOSED
        )
    )


def page_number(request: Request) -> int:
    """Which page of a row this is, from 1: the shape counts them."""
    digits = request.shape.removeprefix(_PAGE)
    return int(digits) if request.shape != digits and digits.isascii() and digits.isdigit() else 1


def next_page(request: Request, url: str, *, most: int) -> tuple[Request, ...]:
    """The request for the next page of a row, signed and scoped as this one; none after `most`."""
    number = page_number(request) + 1
    if number > most or url == request.url:
        return ()
    return (replace(request, url=url, shape=f"{_PAGE}{number}"),)


def with_query(url: str, **values: str) -> str:
    """`url` with these parameters in place of its own of the same name, and without any key."""
    parts = urlsplit(url)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in values and name.casefold() not in _KEYS
    ]
    return parts._replace(query=urlencode([*kept, *values.items()])).geturl()


def pause_until(response: Response, *, seconds: float) -> datetime | None:
    """The end of a pause of so many seconds, at most a week; None for what is no pause."""
    if not 0 < seconds <= _LONGEST_PAUSE.total_seconds():
        return None
    return response.fetched_at + timedelta(seconds=seconds)


def until_moment(response: Response, moment: datetime | None) -> datetime | None:
    """`moment` when it is ahead, by at most a week; else None."""
    if moment is None or not timedelta(0) < moment - response.fetched_at <= _LONGEST_PAUSE:
        return None
    return moment


def number_in(written: str) -> float:
    """The number that a header holds; 0 when it holds none."""
    try:
        return float(written)
    except ValueError:
        return 0.0


def from_epoch(seconds: object) -> datetime | None:
    """Seconds since 1970 as a moment; None for anything else."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def is_web_page(body: bytes) -> bool:
    """True when the body begins as HTML does."""
    return body.lstrip()[:20].lower().startswith(_HTML_STARTS)


def read_answer(response: Response) -> object:
    """The JSON of an answer.

    Raises:
        Unreadable: it is empty, a web page, or anything else that is not JSON.
    """
    body = body_of(response)
    if is_web_page(body):
        raise unreadable(response, "a web page came instead of JSON")
    return read_json(response, body)
