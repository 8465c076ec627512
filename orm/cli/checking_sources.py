"""The sources' part of `orm check`: how each may be used, how it is doing, and what it will cost."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orm.accounts.costing import AccountCost, account_costs
from orm.config.values import IdleSource
from orm.model.accounts import Account
from orm.model.polls import Access
from orm.model.weeks import SourceHealth
from orm.pipeline.costing import SourceCost, costs
from orm.wiring import House
from orm.wiring.accounts import profilers, seekers

PLAN_COLUMNS = (
    "source",
    "class",
    "schools",
    "polls",
    "calls a day",
    "at most",
    "quota a day",
    "dollars a month, at most",
    "accounts",
    "account calls a day",
    "account calls, at most",
    "accounts say",
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
    """What each source will ask in a day, for posts and for official accounts, before anything is
    asked; a source that is asked for both has one row.
    """
    posts = {cost.source: cost for cost in costs(house.plans(), house.sources)}
    accounts = {
        cost.source: cost
        for cost in account_costs(
            _accounts(house), profilers(house), seekers(house), house.sources, house.schools
        )
    }
    for name in dict.fromkeys((*posts, *accounts)):
        yield _plan_row(house, name, posts.get(name), accounts.get(name))


def _accounts(house: House) -> tuple[Account, ...]:
    """The register, with what config.toml will put into it."""
    kept = house.edges.store.accounts.register(school.id for school in house.schools)
    known = {(each.school_id, each.platform, each.handle) for each in kept}
    new = (
        Account(school.id, each.platform, each.handle)
        for school in house.schools
        for each in school.accounts
        if (school.id, each.platform, each.handle) not in known
    )
    return (*kept, *new)


def _plan_row(
    house: House, name: str, posts: SourceCost | None, accounts: AccountCost | None
) -> dict[str, object]:
    quotas = [cost.quota for cost in (posts, accounts) if cost and cost.quota is not None]
    dollars = sum(cost.most_dollars for cost in (posts, accounts) if cost)
    values = (
        name,
        _access(house, name),
        max(cost.schools for cost in (posts, accounts) if cost),
        posts.polls if posts else 0,
        round(posts.calls, 1) if posts else 0.0,
        round(posts.most_calls, 1) if posts else 0.0,
        min(quotas, default=None),
        round(dollars, 2) or None,
        accounts.accounts if accounts else 0,
        round(accounts.calls, 1) if accounts else 0.0,
        accounts.most_calls if accounts else 0,
        accounts.says if accounts else "",
    )
    return dict(zip(PLAN_COLUMNS, values, strict=True))


def _access(house: House, name: str) -> str:
    """The class of a source; of one that is not on, and of people's eyes, too."""
    if name in house.sources:
        return house.sources[name].access.value
    return next((each.access.value for each in house.config.idle if each.name == name), Access.D)


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
