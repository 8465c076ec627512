"""`orm check` says which details nobody has looked at for a year, and fails nothing for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from orm.cli.checking import policy_lines
from orm.triage.ageing import STALE_AFTER, contacts_checked_on, stale
from tests.factories_triage import house_policy

CHECKED = date(2026, 11, 20)
LAST_DAY = CHECKED + STALE_AFTER
LONG_AGO = date(2025, 1, 2)


def with_old(**changes):
    return replace(house_policy(), **changes)


def one_old_contact():
    first, *others = house_policy().authorities
    return with_old(authorities=(replace(first, last_checked=LONG_AGO), *others))


def one_old_platform():
    first, *others = house_policy().platforms
    return with_old(platforms=(replace(first, last_checked=LONG_AGO), *others))


def warnings(policy, today):
    return {line.what: line for line in policy_lines(policy, today) if "WARNING" in line.says}


@pytest.mark.parametrize(
    ("today", "old"), [(CHECKED, False), (LAST_DAY, False), (LAST_DAY + timedelta(days=1), True)]
)
def test_a_detail_is_old_when_a_year_is_over(today, old):
    assert bool(stale(house_policy(), today)) is old


def test_what_is_old_is_named_with_its_day_and_its_source():
    found = stale(one_old_contact(), CHECKED)

    assert [(each.file, each.what, each.last_checked) for each in found] == [
        ("contacts", "Professionals Online Safety Helpline (POSH)", LONG_AGO)
    ]
    assert "swgfl.org.uk" in found[0].source


def test_a_file_grows_old_as_a_whole():
    stamps = house_policy().stamps
    old = {**stamps, "grounds": replace(stamps["grounds"], last_checked=LONG_AGO)}

    assert [(each.file, each.what) for each in stale(with_old(stamps=old), CHECKED)] == [
        ("grounds", "")
    ]


def test_fresh_details_are_one_line_with_the_policys_version():
    lines = list(policy_lines(house_policy(), CHECKED))

    assert [(line.what, line.works) for line in lines] == [("policy", True)]
    assert house_policy().version in lines[0].says


@pytest.mark.parametrize(
    ("policy", "file", "name"),
    [
        (one_old_contact(), "contacts.toml", "(POSH)"),
        (one_old_platform(), "platforms.toml", "Google"),
    ],
)
def test_one_old_detail_is_one_warning_that_says_what_to_do(policy, file, name):
    found = warnings(policy, CHECKED)

    assert set(found) == {file}
    assert name in found[file].says
    assert "2 January 2025" in found[file].says
    assert "check them with a person" in found[file].says


def test_many_old_details_are_one_warning_for_each_file():
    found = list(warnings(house_policy(), LAST_DAY + timedelta(days=1)))

    assert found == sorted(set(found))
    assert {"contacts.toml", "platforms.toml", "grounds.toml"} <= set(found)


def test_a_warning_is_no_failure():
    lines = list(policy_lines(house_policy(), date(2040, 1, 1)))

    assert not any(line.works is False for line in lines)


def test_the_digest_is_told_of_old_contacts_and_platforms_and_of_nothing_else():
    stamps = house_policy().stamps
    rules = {**stamps, "grounds": replace(stamps["grounds"], last_checked=LONG_AGO)}

    assert contacts_checked_on(house_policy(), CHECKED) is None
    assert contacts_checked_on(with_old(stamps=rules), CHECKED) is None
    assert contacts_checked_on(one_old_contact(), CHECKED) == LONG_AGO
    assert contacts_checked_on(one_old_platform(), CHECKED) == LONG_AGO
