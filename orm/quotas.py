"""Which quotas a call counts in, and when each starts again. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orm.model.keys import Allowance, Window
from orm.model.records import Charge

BUDGET = "monthly budget"
"""The quota that the operator sets, in money, over everything a source does."""


def charges(
    allowances: Sequence[Allowance], *, shape: str, budget: int | None, now: datetime
) -> tuple[Charge, ...]:
    """What one call to a document of this shape counts in.

    `budget` is the most that a source may cost in a calendar month (UTC), in millionths of a US
    dollar; None is no limit, and a source without prices has none.
    """
    counted = [each for each in allowances if each.shape in {None, shape}]
    return (*_quotas(counted, now), *_budgets(counted, budget, now))


def window(allowance: Allowance, now: datetime) -> tuple[datetime, datetime]:
    """When the window that holds `now` starts and ends, aware UTC: midnights in its own zone."""
    zone = ZoneInfo(allowance.zone)
    first = now.astimezone(zone).date()
    if allowance.window is Window.MONTH:
        first = first.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
    else:
        after = first + timedelta(days=1)
    start, end = (datetime.combine(day, time(0), tzinfo=zone) for day in (first, after))
    return start.astimezone(UTC), end.astimezone(UTC)


def _quotas(counted: Sequence[Allowance], now: datetime) -> Iterator[Charge]:
    for each in counted:
        start, end = window(each, now)
        yield Charge(
            allowance=each.name,
            window_start=start,
            window_end=end,
            calls=each.calls,
            micros=None,
            price=each.micros,
        )


def _budgets(counted: Sequence[Allowance], budget: int | None, now: datetime) -> Iterator[Charge]:
    price = sum(each.micros for each in counted)
    if price:
        start, end = window(Allowance(BUDGET, window=Window.MONTH), now)
        yield Charge(BUDGET, start, end, calls=None, micros=budget, price=price)
