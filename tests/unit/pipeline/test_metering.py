"""What does not fit into a quota is not asked."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from orm.errors import RateLimited
from orm.model.keys import Allowance, Window
from orm.model.polls import Validators
from orm.pipeline.metering import Meter, MeteredFetch
from tests.factories import NOW, request, response

SEARCHES = Allowance("searches a day", calls=1)
PAID = Allowance("posts", window=Window.MONTH, micros=500_000)


class StoppedClock:
    def now(self):
        return NOW

    def sleep(self, seconds):
        """Nothing here waits."""


@dataclass
class Counts:
    """Counts calls by key and quota, as the store does."""

    used: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def spend(self, charges, *, source, credential):
        for charge in charges:
            at = (source, credential, charge.allowance)
            limit = charge.calls if charge.micros is None else charge.micros // charge.price
            if limit is not None and self.used.get(at, 0) >= limit:
                return charge
            self.used[at] = self.used.get(at, 0) + 1
        return None


@dataclass
class Door:
    asked: list[str] = field(default_factory=list)

    def __call__(self, wanted, validators):
        self.asked.append(wanted.credential)
        return response(request=wanted)


def metered(*allowances, keys=("",), budget=None):
    door = Door()
    meters = {"feed": Meter(allowances, frozenset(keys), budget)}
    return door, MeteredFetch(door, Counts(), StoppedClock(), meters)


def test_a_used_up_quota_is_a_pause_until_it_starts_again_and_nothing_is_asked():
    door, fetch = metered(SEARCHES)
    fetch(request(), Validators())

    with pytest.raises(RateLimited, match=r"all 1 calls of its quota \(searches a day\)") as caught:
        fetch(request(), Validators())

    assert caught.value.until == datetime(2026, 11, 17, tzinfo=UTC)
    assert door.asked == [""]


def test_the_months_budget_stops_a_paid_source_and_names_its_setting():
    _, fetch = metered(PAID, budget=1_000_000)
    fetch(request(), Validators())
    fetch(request(), Validators())

    with pytest.raises(RateLimited, match=r"sources\.feed\.monthly_budget") as caught:
        fetch(request(), Validators())
    assert caught.value.until == datetime(2026, 12, 1, tzinfo=UTC)


def test_each_named_key_has_its_own_quota_and_an_unknown_name_uses_the_unnamed_key():
    door, fetch = metered(SEARCHES, keys=("", "wrenbeck"))
    fetch(request(credential="wrenbeck"), Validators())
    fetch(request(credential="st-orrins"), Validators())

    with pytest.raises(RateLimited):
        fetch(request(credential="hill"), Validators())
    assert door.asked == ["wrenbeck", "st-orrins"]


def test_a_source_that_counts_nothing_is_asked_freely():
    door, fetch = metered(SEARCHES)

    for _ in range(3):
        fetch(request(source="gdelt"), Validators())

    assert len(door.asked) == 3
