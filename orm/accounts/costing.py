"""What checking accounts will ask in a day, and whether it fits, before anything is asked. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from orm.accounts.gaps import LOOK_EVERY
from orm.accounts.outcomes import count
from orm.accounts.seeking import MOST_NAMES, MOST_TWINS
from orm.accounts.site import MOST_PAGES, WEBSITE
from orm.model.accounts import Account
from orm.model.keys import Allowance, Window
from orm.model.schools import School, SchoolId
from orm.ports import Metered, Profiling, Seeking, Source

BY_HAND = "a person"
"""In place of a source: accounts that no program may look at."""

_DAYS_A_WEEK = 7
_DAYS_A_MONTH = 365.25 / 12
_MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class AccountCost:
    """One source's part. `accounts` are looked at through it, of so many `schools`. `calls` is a day
    on average, `most_calls` a day on which every school is also searched for; both at most.
    `quota` is the smallest of a day, None without one; `says` tells in words whether it fits.
    `most_dollars` is a month, every call at its highest price.
    """

    source: str
    accounts: int
    schools: int
    calls: float
    most_calls: int
    quota: int | None
    most_dollars: float
    says: str


@dataclass(slots=True)
class _Asked:
    """Calls by the shape of their answer: those of every day, and those of once a week."""

    daily: dict[str, int] = field(default_factory=dict)
    weekly: dict[str, int] = field(default_factory=dict)
    accounts: int = 0
    schools: set[SchoolId] = field(default_factory=set)

    def average(self, shape: str | None = None) -> float:
        """Calls a day, of one shape or of all."""
        return _sum(self.daily, shape) + _sum(self.weekly, shape) / _DAYS_A_WEEK

    def fullest(self, shape: str | None = None) -> int:
        """Calls on a day on which what is done once a week is done too."""
        return _sum(self.daily, shape) + _sum(self.weekly, shape)


def account_costs(
    accounts: Sequence[Account],
    profilers: Sequence[Profiling],
    seekers: Sequence[Seeking],
    sources: Mapping[str, Source],
    schools: Sequence[School],
) -> tuple[AccountCost, ...]:
    """What every source is asked on behalf of these accounts and schools, by name; what a person
    looks at comes last.
    """
    asked: dict[str, _Asked] = {}
    by_hand = sum(not _look(account, profilers, asked) for account in accounts)
    for way in seekers:
        _seek(way, schools, asked)
    _visit(accounts, schools, asked)
    costs = tuple(
        _cost(name, each, _allowances(sources[name]) if name in sources else ())
        for name, each in sorted(asked.items())
    )
    return (*costs, _left_to_people(by_hand)) if by_hand else costs


def _look(account: Account, profilers: Iterable[Profiling], asked: dict[str, _Asked]) -> bool:
    """Count the looks at an account; whether there are any."""
    platform = account.platform.strip().casefold()
    found = False
    for way in profilers:
        requests = way.looks(account) if way.platform == platform else ()
        if requests:
            found = True
            here = asked.setdefault(way.name, _Asked())
            here.accounts += 1
            here.schools.add(account.school_id)
            for request in requests:
                _add(here.daily, request.shape, 1)
    return found


def _seek(way: Seeking, schools: Iterable[School], asked: dict[str, _Asked]) -> None:
    for school in schools:
        here = asked.setdefault(way.name, _Asked())
        here.schools.add(school.id)
        names = {school.name, *school.aliases, *school.former_names}
        _add(here.weekly, way.seek(school.name).shape, min(len(names), MOST_NAMES))


def _visit(
    accounts: Iterable[Account], schools: Iterable[School], asked: dict[str, _Asked]
) -> None:
    """The website once a day for a school's accounts, once a week for itself and its likenesses."""
    with_accounts = {account.school_id for account in accounts}
    for school in schools:
        if school.website:
            here = asked.setdefault(WEBSITE, _Asked())
            here.schools.add(school.id)
            _add(here.daily, "", MOST_PAGES if school.id in with_accounts else 0)
            _add(here.weekly, "", MOST_PAGES + MOST_TWINS)


def _cost(name: str, asked: _Asked, allowances: Iterable[Allowance]) -> AccountCost:
    counted = [each for each in allowances if asked.fullest(each.shape)]
    return AccountCost(
        source=name,
        accounts=asked.accounts,
        schools=len(asked.schools),
        calls=asked.average(),
        most_calls=asked.fullest(),
        quota=min((quota for each in counted if (quota := _a_day(each)) is not None), default=None),
        most_dollars=sum(
            each.micros / _MICROS * asked.average(each.shape) * _DAYS_A_MONTH for each in counted
        ),
        says=" ".join(_told(asked, counted)) or "No quota is known.",
    )


def _allowances(source: Source) -> tuple[Allowance, ...]:
    return source.allowances if isinstance(source, Metered) else ()


def _left_to_people(by_hand: int) -> AccountCost:
    every = count(LOOK_EVERY.days, "day")
    says = f"Looked at by hand every {every}: no source that is on may look there."
    return AccountCost(BY_HAND, by_hand, 0, 0.0, 0, None, 0.0, says)


def _told(asked: _Asked, allowances: Iterable[Allowance]) -> Iterator[str]:
    """For each quota, whether what is asked fits into it."""
    for each in allowances:
        quota = _a_day(each)
        if quota is None:
            continue
        usual, most = asked.average(each.shape), asked.fullest(each.shape)
        if usual > quota:
            yield (
                f"Does NOT fit: {usual:,.0f} {each.name} a day, and the quota is {quota:,}."
                " What is left out is told as “could not check”; ask the site for a larger quota."
            )
        elif most > quota and each.window is Window.DAY:
            yield (
                f"Fits on most days, but NOT on one on which every school is searched for:"
                f" {most:,} {each.name}, and the quota is {quota:,}. What is left out that day is"
                " told as “could not check”."
            )
        else:
            yield f"Fits: {usual:,.0f} of {quota:,} {each.name} a day."


def _a_day(allowance: Allowance) -> int | None:
    if allowance.calls is None or allowance.window is Window.DAY:
        return allowance.calls
    return int(allowance.calls / _DAYS_A_MONTH)


def _add(calls: dict[str, int], shape: str, number: int) -> None:
    calls[shape] = calls.get(shape, 0) + number


def _sum(calls: Mapping[str, int], shape: str | None) -> int:
    return sum(number for each, number in calls.items() if shape in {None, each})
