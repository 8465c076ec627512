"""When more is said about a school than usual. Pure.

Counts of a day are compared on Anscombe's scale, 2*sqrt(x + 3/8), on which chance alone gives a
standard deviation of 1 whatever the usual count (F. J. Anscombe, Biometrika 35, 1948). Where a
school's own days scatter more than chance, their scatter counts: the median absolute deviation times
1.4826, which one noisy day does not move (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.6).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import sqrt
from statistics import median

from orm.model.house_alerts import HouseAlert, Matter
from orm.model.schools import SchoolId

DAY = timedelta(days=1)
FEWEST_STORIES = 8
"""Fewer stories in a day never alarm."""

MOST_DAYS, FEWEST_DAYS = 56, 14
"""A school is compared with its last eight weeks; before two of them nothing is said."""

PAUSE = timedelta(hours=72)
"""After an alarm the next one comes at the earliest then, unless the count has grown threefold."""

_FAR_OUT = 3.719
"""Standard deviations that chance passes once in 10,000 days."""

_GROWN = 3
_MAD_TO_DEVIATION = 1.4826
_SELDOM = 20  # of so many days one may have been as loud
_FRESH = timedelta(days=2)


def is_fresh(posted_at: datetime | None, seen_at: datetime) -> bool:
    """Whether a story was new when it was seen first.

    A story without a date counts nowhere: a page of old posts that is read for the first time would
    look like a wave.
    """
    return posted_at is not None and posted_at >= seen_at - _FRESH


def by_day(seen: Sequence[datetime], *, now: datetime, since: datetime) -> tuple[int, ...]:
    """How many were seen in each 24 hours until `now`, the latest first; whole days since `since`."""
    days = min(int((now - since) / DAY), MOST_DAYS + 1)
    counts = [0] * max(days, 0)
    for at in seen:
        day = int((now - at) / DAY)
        if at <= now and day < len(counts):
            counts[day] += 1
    return tuple(counts)


def usual(days: Sequence[int]) -> float:
    """A school's usual count: the median of its days."""
    return float(median(days))


def is_spike(count: int, days: Sequence[int]) -> bool:
    """Whether so many in 24 hours are out of the ordinary for a school that had these days before."""
    if count < FEWEST_STORIES or len(days) < FEWEST_DAYS:
        return False
    if sum(day >= count for day in days) > len(days) // _SELDOM:
        return False
    scale = [_anscombe(day) for day in days]
    middle = median(scale)
    scatter = _MAD_TO_DEVIATION * median(abs(each - middle) for each in scale)
    return _anscombe(count) - middle > _FAR_OUT * max(scatter, 1.0)


def _anscombe(count: int) -> float:
    return 2 * sqrt(count + 3 / 8)


def spike(
    school_id: SchoolId,
    days: Sequence[int],
    *,
    last: HouseAlert | None,
    earlier: int,
    now: datetime,
) -> HouseAlert | None:
    """The alert of these days, the latest first; None where there is none to tell or to make graver.

    `last` is the school's latest one and `earlier` how many it has had. One that waits to be told
    takes the highest count; after one that was told there is a pause.
    """
    if not days or not is_spike(days[0], days[1:]):
        return None
    number, middle = earlier + 1, usual(days[1:])
    if last is not None and last.told_at is None:
        if days[0] <= last.number:
            return None
        number = earlier
    elif last is not None and _too_soon(last, days[0], now=now):
        return None
    once = f"spike/{school_id}/{number}"
    return HouseAlert(once, Matter.SPIKE, school_id, now, number=days[0], usual=middle)


def _too_soon(last: HouseAlert, count: int, *, now: datetime) -> bool:
    told_at = last.told_at or last.at
    return now - told_at < PAUSE and count < _GROWN * last.number
