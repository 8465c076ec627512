"""From the operator's keys to locks and meters; keys that end are told in time."""

from dataclasses import dataclass
from datetime import date

import pytest

from orm.config.ending_keys import ending_keys
from orm.config.values import SourceKey, SourceSettings
from orm.credentials import locks, meters
from orm.errors import ConfigError
from orm.model.keys import Allowance, HeaderKey, SecretAddress, Signing
from orm.model.polls import Access, Cadence, Page
from orm.model.settings import Secret
from tests.factories import CADENCE

TODAY = date(2026, 11, 21)
PREFIX = "https://alerts.example/feeds/"


@dataclass(frozen=True)
class Plain:
    name: str = "plain"
    access: Access = Access.A
    cadence: Cadence = CADENCE

    def plan(self, watch):
        return ()

    def parse(self, response):
        return Page()


_HEADER = HeaderKey("signed.example")


@dataclass(frozen=True)
class Signed(Plain):
    name: str = "signed"
    access: Access = Access.C
    signing: Signing = _HEADER
    allowances: tuple[Allowance, ...] = (Allowance("calls", calls=5, micros=1_000),)


def settings(*keys, name="signed", **more):
    return SourceSettings(name, None, tuple(keys), **more)


def key(name="", secret="s3cret", ends_on=None):  # noqa: S107 - an invented one
    return SourceKey(name, Secret(secret), ends_on)


def test_only_a_source_that_takes_keys_has_a_lock():
    both = [settings(key(), key("hill")), settings(name="plain")]

    locked = locks(both, {"signed": Signed(), "plain": Plain()})

    assert list(locked) == ["signed"]
    assert (set(locked["signed"].keys), locked["signed"].required) == ({"", "hill"}, True)


def test_a_pasted_address_of_another_service_is_a_problem_that_does_not_quote_it():
    source = Signed(signing=SecretAddress((PREFIX,)))
    pasted = [key("wren", PREFIX + "1/2"), key("hill", "https://elsewhere.example/3")]

    with pytest.raises(ConfigError) as caught:
        locks([settings(*pasted)], {"signed": source})

    assert caught.value.problems == (
        f'sources.signed: the key "hill" is not an address of this service; it begins with {PREFIX}',
    )


def test_a_budget_in_dollars_becomes_millionths():
    (meter,) = meters([settings(key(), monthly_budget=2.5)], {"signed": Signed()}).values()

    assert (meter.budget, meter.keys) == (2_500_000, frozenset({""}))


@pytest.mark.parametrize(
    ("ends_on", "told"),
    [
        (date(2026, 12, 6), []),
        (date(2026, 12, 5), ["the key of signed ends on 05 December 2026"]),
        (TODAY, ["the key of signed ends on 21 November 2026"]),
        (date(2026, 11, 20), ["the key of signed ended on 20 November 2026"]),
        (None, []),
    ],
)
def test_a_key_is_told_of_from_two_weeks_before_its_last_day(ends_on, told):
    found = list(ending_keys([settings(key(ends_on=ends_on))], today=TODAY))

    assert [each.says.split(":")[0] for each in found] == told
    assert [each.over for each in found] == ["ended" in line for line in told]
