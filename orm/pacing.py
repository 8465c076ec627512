"""When a poll comes back: adapts to what it brings, backs off when it fails, heals by itself.

Pure. Jitter comes from the poll's own number, so that a run can be repeated exactly.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from orm.model.polls import Outcome, Pace, Poll, PollState

_FASTER = 0.7
_SLOWER = 1.3
_JITTER = 0.1
_WEEK = timedelta(days=7)
_MISSES_BEFORE_PAUSE = 3  # a channel feed has had days of false 404 (contracts/social.md §7b)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a poll ended, as far as its pace depends on it.

    `wait` is the site's own ttl or max-age; `until` is when a throttling site may be asked again,
    by `only_this` poll or by anybody.
    """

    outcome: Outcome
    wait: timedelta | None = None
    until: datetime | None = None
    only_this: bool = False


def pace(poll: Poll, ending: Ending, *, now: datetime, spacing: timedelta) -> Pace:
    """The poll's next moment.

    A measured poll comes back sooner after something new and later after nothing, inside the
    source's cadence and never before the site's own ttl. A failed one doubles its delay up to a
    week; one success resets it.
    """
    domain_next_at = now + max(spacing, poll.cadence.spacing)
    if ending.outcome.measured:
        interval = _adapted(poll, ending.outcome)
        delay = max(_jittered(interval, poll), min(ending.wait or interval, poll.cadence.longest))
        return Pace(
            next_poll_at=now + delay,
            interval=interval,
            failures=0,
            state=PollState.ACTIVE,
            domain_next_at=domain_next_at,
        )
    failures = poll.failures + 1
    next_poll_at = now + _jittered(_backed_off(poll, ending.outcome, failures), poll)
    if ending.until is not None:
        next_poll_at = max(next_poll_at, ending.until)
        if not ending.only_this:
            domain_next_at = max(domain_next_at, ending.until)
    return Pace(
        next_poll_at=next_poll_at,
        interval=poll.interval,
        failures=failures,
        state=_state(ending.outcome, failures),
        domain_next_at=domain_next_at,
    )


def _adapted(poll: Poll, outcome: Outcome) -> timedelta:
    factor = _FASTER if outcome is Outcome.NEW else _SLOWER
    return min(max(poll.interval * factor, poll.cadence.shortest), poll.cadence.longest)


def _backed_off(poll: Poll, outcome: Outcome, failures: int) -> timedelta:
    start = {
        Outcome.UNREACHABLE: poll.cadence.shortest,
        Outcome.THROTTLED: poll.cadence.shortest,
        Outcome.UNREADABLE: poll.cadence.usual,
    }.get(outcome, poll.cadence.longest)
    doublings = min(failures - 1, 20)
    return min(start * (1 << doublings), _WEEK)


def _state(outcome: Outcome, failures: int) -> PollState:
    if outcome is Outcome.REFUSED:
        return PollState.PAUSED
    if outcome is Outcome.GONE and failures >= _MISSES_BEFORE_PAUSE:
        return PollState.PAUSED
    return PollState.ACTIVE


def _jittered(delay: timedelta, poll: Poll) -> timedelta:
    """Up to a tenth longer, so that polls planned together drift apart."""
    share = crc32(f"{poll.request.source}|{poll.request.key}|{poll.failures}".encode()) / 2**32
    return delay * (1 + _JITTER * share)
