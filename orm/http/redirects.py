"""Following redirects by hand: every hop is a new request that must pass every check again."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from orm.errors import Refused, Unreachable
from orm.http.exchange import Answer
from orm.http.headers import header
from orm.http.urls import shown, web_address
from orm.model.evidence import Hop

_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
REDIRECTS = _PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}


@dataclass(frozen=True, slots=True)
class Arrival:
    """The last answer. `moved` is true when there were redirects and every one was permanent.

    `hops` are all answers on the way, the last one among them.
    """

    answer: Answer
    moved: bool
    hops: tuple[Hop, ...] = ()


def follow(start: httpx.URL, *, step: Callable[[httpx.URL], Answer], limit: int) -> Arrival:
    """Go where the redirects lead, `limit` at most.

    Raises:
        Unreachable: a circle, or more redirects than that.
        Refused: a redirect to what is not a web address, or from https to plain http.
    """
    url, seen, statuses = start, {start}, set[int]()
    hops: list[Hop] = []
    for _ in range(limit + 1):
        answer = step(url)
        hops.append(answer.hop)
        target = _target(answer)
        if target is None:
            moved = bool(statuses) and statuses <= _PERMANENT
            return Arrival(answer, moved=moved, hops=tuple(hops))
        if target in seen:
            raise Unreachable(f"{shown(start)} redirects in a circle.")
        seen.add(target)
        statuses.add(answer.status)
        url = target
    raise Unreachable(f"{shown(start)} redirects more than {limit} times.")


def _target(answer: Answer) -> httpx.URL | None:
    location = header(answer.headers, "location")
    if answer.status not in REDIRECTS or not location:
        return None
    try:
        joined = str(answer.url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        message = f"{shown(answer.url)} redirects to something that is not a web address."
        raise Refused(message) from error
    target = web_address(joined)
    if answer.url.scheme == "https" and target.scheme == "http":
        raise Refused(
            f"{shown(answer.url)} redirects from https to plain http, where anyone on the way could"
            " change the page. If that is meant, put the http address in config.toml."
        )
    return target
