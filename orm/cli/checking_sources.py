"""The sources' part of `orm check`: how each may be used, how it is doing, and what it will cost."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orm.config.values import IdleSource
from orm.model.weeks import SourceHealth
from orm.pipeline.costing import SourceCost, costs
from orm.wiring import House

PLAN_COLUMNS = (
    "source",
    "class",
    "schools",
    "polls",
    "calls a day",
    "at most",
    "quota a day",
    "dollars a month, at most",
)
_NOTHING_TO_ASK = (
    "asks nothing: it has no entry in [sources.{name}], and no school an account or number for it"
)
_LATELY = timedelta(days=7)


def standing(house: House, name: str, *, asks: bool) -> str:
    """One source in words: its class, when it was read, how the last polls ended, when the next is.

    `asks` is whether the configuration gives it anything to ask for.
    """
    now = house.edges.clock.now()
    source = house.sources[name]
    if not asks:
        return f"class {source.access}; {_NOTHING_TO_ASK.format(name=name)}"
    known = {
        each.source: each for each in house.edges.store.source_health(since=now - _LATELY, now=now)
    }
    health = known.get(name)
    parts = [f"class {source.access}", *_history(health, now)]
    due_at = house.edges.store.next_due_at(source=name)
    if due_at is not None:
        parts.append("next poll now" if due_at <= now else f"next poll {_moment(due_at)}")
    parts.append(f"quiet for {source.cadence.silence.days} days is normal")
    return "; ".join(parts)


def idle(each: IdleSource) -> str:
    """A source that is not on, and why."""
    return f"class {each.access}; {each.why}"


def plan_rows(house: House) -> Iterator[dict[str, object]]:
    """What each source will ask in a day, before anything is asked."""
    for cost in costs(house.plans(), house.sources):
        yield _plan_row(house, cost)


def _plan_row(house: House, cost: SourceCost) -> dict[str, object]:
    values = (
        cost.source,
        house.sources[cost.source].access.value,
        cost.schools,
        cost.polls,
        round(cost.calls, 1),
        round(cost.most_calls, 1),
        cost.quota,
        round(cost.most_dollars, 2) or None,
    )
    return dict(zip(PLAN_COLUMNS, values, strict=True))


def _history(health: SourceHealth | None, now: datetime) -> Iterator[str]:
    if health is None or not health.outcomes:
        yield "not asked yet"
        return
    read_at = health.last_measured_at
    yield f"last read {_moment(read_at)}" if read_at else "never read yet"
    yield "last " + ", ".join(f"{count} {outcome}" for outcome, count in health.outcomes)
    if health.overdue_silence and health.silent_since:
        yield f"SILENT for {(now - health.silent_since).days} days"
    if health.detail:
        yield f"last failure: {health.detail}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
