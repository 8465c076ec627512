"""What a plan will ask and cost, before anything is fetched. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from orm.model.keys import Allowance, Window
from orm.model.polls import PollPlan
from orm.ports import Metered, Source

_DAY = timedelta(days=1)
_DAYS_A_MONTH = 365.25 / 12
_MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class SourceCost:
    """One source's plan. `calls` is a day at the usual pace, `most_calls` a day at the quickest;
    pages that a first page leads to come on top. `quota` and `most_dollars` (a month at the usual
    pace, every call at its highest price) are of first pages too; a quota of None is no limit.
    """

    source: str
    schools: int
    polls: int
    calls: float
    most_calls: float
    quota: int | None
    most_dollars: float


def costs(plans: Iterable[PollPlan], sources: Mapping[str, Source]) -> tuple[SourceCost, ...]:
    """Every planned source's cost, by name."""
    by_source: dict[str, list[PollPlan]] = {}
    for plan in plans:
        by_source.setdefault(plan.request.source, []).append(plan)
    return tuple(_cost(sources[name], planned) for name, planned in sorted(by_source.items()))


def _cost(source: Source, plans: Sequence[PollPlan]) -> SourceCost:
    allowances = source.allowances if isinstance(source, Metered) else ()
    return SourceCost(
        source=source.name,
        schools=len({school_id for plan in plans for school_id, _ in plan.wanted_by}),
        polls=len(plans),
        calls=len(plans) * (_DAY / source.cadence.usual),
        most_calls=len(plans) * (_DAY / source.cadence.shortest),
        quota=min(
            (quota for each in allowances if (quota := _a_day(each)) is not None), default=None
        ),
        most_dollars=sum(_dollars(plan, source, allowances) for plan in plans),
    )


def _a_day(allowance: Allowance) -> int | None:
    if allowance.calls is None or allowance.window is Window.DAY:
        return allowance.calls
    return int(allowance.calls / _DAYS_A_MONTH)


def _dollars(plan: PollPlan, source: Source, allowances: Sequence[Allowance]) -> float:
    price = sum(each.micros for each in allowances if each.shape in {None, plan.request.shape})
    return price / _MICROS * (_DAY / source.cadence.usual) * _DAYS_A_MONTH
