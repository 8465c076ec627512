"""The gates hold even if somebody edits the data so that every route is open to everybody."""

from dataclasses import replace
from itertools import product

import pytest

from orm.model.judgement import REMOVAL_ROUTES, AuthorType, Category, Route, Severity, Verdict
from orm.model.settings import PolicyProfile
from orm.triage.checks import NEVER_REMOVED
from orm.triage.gates import MARKS, Situation, doors
from tests.factories_triage import house_policy

EVERYTHING = {author: tuple(Route) for author in AuthorType}
REMOVABLE = sorted(set(Category) - NEVER_REMOVED)


def wide_open():
    """The house's policy with every route open to every author, and nothing said to be never."""
    policy = house_policy()
    return replace(
        policy,
        categories={
            category: replace(
                row, now=EVERYTHING, later={}, mild={}, emergency={}, forbidden=frozenset()
            )
            for category, row in policy.categories.items()
        },
        routes={
            route: replace(row, never_for=(), never_because="")
            for route, row in policy.routes.items()
        },
    )


OPEN = wide_open()


def situation(category=Category.T5, severity=Severity.S3, author=AuthorType.PARENT, **changes):
    return Situation(category=category, severity=severity, author=author, **changes)


def removal(case):
    found = doors(case, policy=OPEN, profile=PolicyProfile())
    return set(found.routes) & REMOVAL_ROUTES


def gate(case, route):
    found = doors(case, policy=OPEN, profile=PolicyProfile())
    return next(each.gate for each in found.locked if each.route is route)


@pytest.mark.parametrize("category", sorted(NEVER_REMOVED))
def test_removal_stays_shut_for_what_is_never_a_removal_case(category):
    for severity, author in product(Severity, AuthorType):
        assert removal(situation(category, severity, author)) == set()


@pytest.mark.parametrize("subtype", ["c", "d"])
def test_removal_stays_shut_for_whistleblowing_and_lawful_opinion(subtype):
    for severity, author in product(Severity, AuthorType):
        assert removal(situation(Category.T16, severity, author, subtype=subtype)) == set()


@pytest.mark.parametrize("category", REMOVABLE)
def test_removal_stays_shut_below_its_severity(category):
    assert removal(situation(category, Severity.S1)) == set()
    assert removal(situation(category, Severity.S3)) != set()


@pytest.mark.parametrize("category", REMOVABLE)
def test_removal_stays_shut_while_it_is_unsure(category):
    assert removal(situation(category, verdict=Verdict.UNSURE)) == set()


@pytest.mark.parametrize("category", REMOVABLE)
def test_removal_stays_shut_for_a_child_who_writes(category):
    case = situation(category, child_author=True)

    assert removal(case) == set()
    assert gate(case, Route.DELETION_REQUEST) == "G9"


@pytest.mark.parametrize("category", REMOVABLE)
def test_removal_stays_shut_for_news(category):
    case = situation(category, author=AuthorType.NEWS)

    assert removal(case) == set()
    assert gate(case, Route.PLATFORM_REPORT) == "G10"


@pytest.mark.parametrize("category", REMOVABLE)
@pytest.mark.parametrize(
    "author", [AuthorType.UNKNOWN, AuthorType.THIRD_PARTY, AuthorType.OFFICIAL]
)
def test_nobody_outside_the_community_is_asked_to_delete(category, author):
    case = situation(category, author=author)

    assert Route.DELETION_REQUEST not in removal(case)
    assert gate(case, Route.DELETION_REQUEST) == "G6"


@pytest.mark.parametrize("category", REMOVABLE)
def test_in_an_emergency_the_evidence_is_on_hold(category):
    case = situation(category, Severity.S4)

    assert removal(case) <= {Route.PLATFORM_REPORT, Route.POSH}
    assert gate(case, Route.DELETION_REQUEST) == "G3"


@pytest.mark.parametrize("mark", sorted(MARKS))
def test_each_remark_of_a_rule_keeps_removal_shut_with_its_reason(mark):
    case = situation(Category.T6, marks=frozenset({mark}))

    assert removal(case) == set()
    assert gate(case, Route.PLATFORM_REPORT) == "G2"


@pytest.mark.parametrize("mark", ["first-hand", "grievance"])
def test_a_remark_about_facts_says_nothing_of_hate(mark):
    assert removal(situation(Category.T9, marks=frozenset({mark}))) != set()


def test_a_case_about_the_headteacher_always_has_the_chair():
    narrow = PolicyProfile(routes=frozenset())
    case = situation(Category.T12, about_headteacher=True)

    assert Route.CHAIR in doors(case, policy=house_policy(), profile=narrow).routes


@pytest.mark.parametrize("route", [Route.WRITTEN_WARNING, Route.S5_NOTICE])
def test_a_warning_and_a_section_5_notice_are_never_the_first_step(route):
    for category, severity, author in product(Category, Severity, AuthorType):
        assert route not in removal(situation(category, severity, author))
