"""Keeping to the quotas of keys: what does not fit any more is not asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from orm.errors import RateLimited
from orm.model.keys import Allowance
from orm.model.polls import NotModified, Request, Response, Validators
from orm.model.records import Charge
from orm.ports import Clock, Fetch
from orm.quotas import charges


@dataclass(frozen=True, slots=True)
class Meter:
    """What one source's keys may use. `keys` are the names of its keys; "" is the unnamed one.

    `budget` is in millionths of a US dollar per calendar month.
    """

    allowances: tuple[Allowance, ...]
    keys: frozenset[str]
    budget: int | None = None


class Purse(Protocol):
    """Where calls are counted; a Store is one."""

    def spend(self, charges: Sequence[Charge], *, source: str, credential: str) -> Charge | None:
        """Count a call in every quota, or in none when it does not fit into one: then that quota."""
        ...


@dataclass(frozen=True, slots=True)
class MeteredFetch:
    """`fetch`, asked only while the key's quotas last. A call is counted before it is made:
    a crash in between wastes one, and never makes one too many.
    """

    fetch: Fetch
    purse: Purse
    clock: Clock
    meters: Mapping[str, Meter]

    def __call__(self, request: Request, validators: Validators) -> Response | NotModified:
        """The answer, as `orm.ports.Fetch` says.

        Raises:
            RateLimited: a quota or the month's budget is used up; `until` is when it starts again.
            SourceError: as `fetch` raises.
        """
        meter = self.meters.get(request.source)
        if meter is not None:
            self._spend(request, meter)
        return self.fetch(request, validators)

    def _spend(self, request: Request, meter: Meter) -> None:
        due = charges(
            meter.allowances, shape=request.shape, budget=meter.budget, now=self.clock.now()
        )
        key = request.credential if request.credential in meter.keys else ""
        full = self.purse.spend(due, source=request.source, credential=key) if due else None
        if full is not None:
            raise RateLimited(_said(request.source, full), until=full.window_end, of_key=True)


def _said(source: str, full: Charge) -> str:
    again = f"{full.window_end:%d %B %H:%M} UTC"
    if full.calls is None:
        return (
            f"the {full.allowance} of {source} is used up: nothing more is asked before {again}."
            f" Raise sources.{source}.monthly_budget if that is too little."
        )
    return (
        f"{source}: all {full.calls} calls of its quota ({full.allowance}) are used until {again}."
    )
