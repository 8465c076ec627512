"""One poll, from its request to what was read: the only driver of sources."""

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from orm.errors import Gone, RateLimited, Refused, SourceError, Unreachable, Unreadable
from orm.model.items import Identity, Item
from orm.model.polls import NotModified, Outcome, Poll, Request, Response, Validators
from orm.pipeline.dating import dated, is_dated
from orm.ports import Clock, Fetch, Source

_NO_VALIDATORS = Validators()

PAGE_BUDGET = 20
"""Requests one poll may make; what is left waits for the next time."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one poll read. `failure` is None when all of it was read; items read before a failure
    are kept. `modified` is False when the server said that nothing changed.
    """

    poll: Poll
    started_at: datetime
    ended_at: datetime
    items: tuple[Item, ...] = ()
    skipped: tuple[str, ...] = ()
    modified: bool = True
    failure: SourceError | None = None
    validators: Validators = _NO_VALIDATORS
    wait: timedelta | None = None
    moved_to: str = ""
    cut_short: bool = False
    bytes_read: int = 0


def collect(poll: Poll, *, source: Source, fetch: Fetch, clock: Clock) -> Harvest:
    """Ask, read and follow until the source has nothing more to follow or the budget ends."""
    harvest = Harvest(poll=poll, started_at=clock.now(), ended_at=clock.now())
    waiting = deque([poll.request])
    asked: set[str] = set()
    try:
        while waiting and len(asked) < PAGE_BUDGET:
            request = waiting.popleft()
            if request.url in asked:
                continue
            asked.add(request.url)
            harvest, follow = _read(harvest, request, source=source, fetch=fetch)
            waiting.extend(follow)
    except SourceError as error:
        harvest = replace(harvest, failure=error, validators=_NO_VALIDATORS)
    return replace(
        harvest,
        items=_distinct(harvest.items),
        ended_at=clock.now(),
        cut_short=bool(waiting) and harvest.failure is None,
    )


def _read(
    harvest: Harvest, request: Request, *, source: Source, fetch: Fetch
) -> tuple[Harvest, tuple[Request, ...]]:
    first = request == harvest.poll.request
    answer = fetch(
        dated(request, now=harvest.started_at),
        harvest.poll.validators if first else _NO_VALIDATORS,
    )
    if isinstance(answer, NotModified):
        kept = replace(harvest, modified=False, validators=answer.validators, wait=answer.fresh_for)
        return kept, ()
    harvest = replace(harvest, bytes_read=harvest.bytes_read + len(answer.body))
    page = source.parse(answer)
    grown = replace(
        harvest,
        items=harvest.items + page.items,
        skipped=harvest.skipped + tuple(skip.reason for skip in page.skipped),
    )
    if first:
        grown = _with_cursor(grown, answer, page.wait)
    return grown, page.follow


def _with_cursor(harvest: Harvest, answer: Response, wait: timedelta | None) -> Harvest:
    return replace(
        harvest,
        validators=answer.validators,
        wait=max(filter(None, (wait, answer.fresh_for)), default=None),
        moved_to="" if _is_made(harvest.poll.request) else answer.moved_to,
    )


def _is_made(request: Request) -> bool:
    """Whether the address is made anew for each question: then no redirect can replace it."""
    return "#" in request.url or is_dated(request)


def _distinct(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The first of each identity: a feed may carry the same entry twice."""
    distinct: dict[Identity, Item] = {}
    for item in items:
        distinct.setdefault(item.identity, item)
    return tuple(distinct.values())


def outcome_of(failure: SourceError) -> Outcome:
    """The outcome that a failure is recorded as."""
    match failure:
        case RateLimited():
            return Outcome.THROTTLED
        case Refused():
            return Outcome.REFUSED
        case Gone():
            return Outcome.GONE
        case Unreachable():
            return Outcome.UNREACHABLE
        case Unreadable() | SourceError():
            return Outcome.UNREADABLE
