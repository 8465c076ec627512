"""What the digest's housekeeping is told: keys that are refused and contacts that have grown old."""

from datetime import date

import pytest

from orm.model.polls import Outcome
from orm.model.schools import Role
from orm.wiring import build_source
from orm.wiring.upkeep import house_upkeep
from sources.guardian import GuardianOptions
from sources.petitions import PetitionsOptions
from tests.factories_config import SMALL, read
from tests.factories_triage import house_policy
from tests.factories_weeks import facts, unread

SOURCES = {
    "guardian": build_source("guardian", GuardianOptions()),
    "petitions": build_source("petitions", PetitionsOptions()),
}


def told(*health, today=date(2026, 11, 21)):
    return house_upkeep(
        facts(health=health), read(SMALL), SOURCES, policy=house_policy(), today=today
    )


def test_a_key_that_is_refused_is_told():
    assert told(unread("guardian")).keys == (
        "The Guardian does not take our key, or what it may do: orm check says why.",
    )


@pytest.mark.parametrize(
    "health",
    [unread("petitions"), unread("guardian", Outcome.UNREACHABLE), unread("nobody")],
    ids=["a source without a key", "a source that is down", "a source that is off"],
)
def test_what_is_no_matter_of_a_key_is_not_told_as_one(health):
    assert told(health).keys == ()


@pytest.mark.parametrize(
    ("today", "day"), [(date(2026, 11, 21), None), (date(2027, 11, 21), date(2026, 11, 20))]
)
def test_contacts_are_told_once_they_are_older_than_a_year(today, day):
    assert told(today=today).contacts_checked_on == day


TERMS = """
[calendar]
terms = [
  { first_on = 2026-11-02, last_on = 2026-12-18 },
  { first_on = 2027-01-04, last_on = 2027-02-12 },
]
"""


@pytest.mark.parametrize(
    ("today", "is_holiday"),
    [(date(2026, 12, 18), False), (date(2026, 12, 28), True), (date(2027, 2, 13), False)],
)
def test_a_day_between_known_terms_is_a_holiday(today, is_holiday):
    upkeep = house_upkeep(facts(), read(SMALL + TERMS), SOURCES, policy=house_policy(), today=today)

    assert upkeep.is_holiday is is_holiday


@pytest.mark.parametrize(
    ("on_call", "role"), [("", None), ("dsl", Role.DSL), ("head", Role.HEADTEACHER)]
)
def test_who_is_on_call_is_told_by_role(on_call, role):
    config = read(f'{SMALL}\n[reminders]\non_call = "{on_call}"\n')

    upkeep = house_upkeep(facts(), config, SOURCES, policy=house_policy(), today=date(2026, 11, 21))

    assert upkeep.on_call is role
