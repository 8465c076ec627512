"""Who may open a case."""

from datetime import UTC, datetime

import pytest

from orm.cases import sight
from orm.cases.sight import shown_to_anybody
from orm.model.cases import Case, CaseRef, CaseState
from orm.model.judgement import Category, Severity
from orm.model.schools import Contact, ContactId, Role, SchoolId
from orm.model.sight import Sight, owner_beside

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WRENBECK, ST_ORRINS = SchoolId("wrenbeck"), SchoolId("st-orrins")
ABOUT_HEAD, ABOUT_DSL = {Role.HEADTEACHER}, {Role.DSL}


def case(category, owner, *, sealed=False, about=()):
    return Case(
        ref=CaseRef("K7QD-2MX9"),
        school_id=WRENBECK,
        category=category,
        severity=Severity.S3,
        state=CaseState.NEW,
        owner=owner,
        sealed=sealed,
        opened_at=NOW,
        due_at=NOW,
        about=frozenset(about),
    )


def who(*roles, schools=(), name="x", deputy=None):
    return Contact(
        id=ContactId(name),
        name="X",
        email="x@wrenbeck.example",
        roles=frozenset(roles),
        schools=frozenset(schools),
        deputy=deputy,
    )


def may_see(file, contact, contacts=()):
    return sight.may_see(file, contact, contacts=contacts)


@pytest.mark.parametrize(
    ("role", "category", "owner", "sealed", "seen"),
    [
        (Role.HEADTEACHER, Category.T5, Role.HEADTEACHER, False, True),
        (Role.HEADTEACHER, Category.T4, Role.CHAIR, False, False),
        (Role.DSL, Category.T11, Role.DSL, True, True),
        (Role.DSL, Category.T5, Role.HEADTEACHER, False, False),
        (Role.COMMS, Category.T3, Role.HEADTEACHER, False, True),
        (Role.COMMS, Category.T5, Role.HEADTEACHER, False, False),
        (Role.COMMS, Category.T11, Role.DSL, True, False),
        (Role.SLT, Category.T11, Role.DSL, True, False),
        (Role.SLT, Category.T5, Role.HEADTEACHER, False, True),
        (Role.SLT, Category.T4, Role.CHAIR, False, False),
        (Role.CHAIR, Category.T12, Role.CHAIR, True, True),
        (Role.CHAIR, Category.T11, Role.DSL, True, False),
    ],
)
def test_a_role_sees_what_is_its_business(role, category, owner, sealed, seen):
    assert may_see(case(category, owner, sealed=sealed), who(role)) is seen


@pytest.mark.parametrize(
    "roles", [(Role.HEADTEACHER,), (Role.HEADTEACHER, Role.DSL), (Role.HEADTEACHER, Role.CHAIR)]
)
def test_a_case_about_someone_is_never_open_to_that_someone(roles):
    sealed = case(Category.T12, Role.CHAIR, sealed=True, about=ABOUT_HEAD)

    assert not may_see(sealed, who(*roles))


def test_a_case_about_the_dsl_is_closed_to_the_dsl_and_open_to_the_headteacher():
    sealed = case(Category.T12, Role.HEADTEACHER, sealed=True, about=ABOUT_DSL)

    assert not may_see(sealed, who(Role.DSL))
    assert may_see(sealed, who(Role.HEADTEACHER))


def test_who_is_led_by_the_headteacher_sees_no_case_about_them_unless_it_is_given_to_them():
    passed_on = case(Category.T4, Role.DSL, about=ABOUT_HEAD)
    given = case(Category.T4, Role.SLT, about=ABOUT_HEAD)

    assert not may_see(passed_on, who(Role.SLT))
    assert may_see(passed_on, who(Role.DSL))
    assert may_see(given, who(Role.SLT))


def test_nobody_of_another_school_sees_it():
    elsewhere = who(Role.HEADTEACHER, schools=(ST_ORRINS,))

    assert not may_see(case(Category.T3, Role.HEADTEACHER), elsewhere)


def test_a_list_nobody_signed_in_for_hides_what_is_sealed_or_the_chairs():
    assert shown_to_anybody(case(Category.T3, Role.HEADTEACHER))
    assert not shown_to_anybody(case(Category.T11, Role.DSL, sealed=True))
    assert not shown_to_anybody(case(Category.T4, Role.CHAIR))


def test_the_deputy_of_the_dsl_sees_what_is_sealed():
    dsl = who(Role.DSL, name="dsl", deputy=ContactId("x"))
    sealed = case(Category.T11, Role.DSL, sealed=True)

    assert may_see(sealed, who(Role.SLT), contacts=(dsl,))
    assert not may_see(sealed, who(Role.SLT))


def test_deputising_for_the_headteacher_opens_no_case_about_the_headteacher():
    head = who(Role.HEADTEACHER, name="head", deputy=ContactId("x"))
    sealed = case(Category.T12, Role.CHAIR, sealed=True, about=ABOUT_HEAD)

    assert not may_see(sealed, who(Role.SLT), contacts=(head,))


def test_a_sight_holds_the_schools_a_person_acts_for_and_whom_they_stand_in_for():
    dsl = who(Role.DSL, name="dsl", deputy=ContactId("x"))
    person = who(Role.SLT, schools=(WRENBECK,))

    seen = sight.sight_of(person, (dsl, person), (WRENBECK, ST_ORRINS))

    assert seen == Sight(frozenset({WRENBECK}), frozenset({Role.SLT}), frozenset({Role.DSL}))


def test_who_acts_for_every_school_sees_those_of_the_installation():
    assert sight.sight_of(who(Role.SLT), (), (WRENBECK,)).schools == {WRENBECK}


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.HEADTEACHER, set(Category)),
        (Role.DSL, set(Category)),
        (Role.SLT, set(Category)),
        (Role.COMMS, {Category(f"T{n}") for n in (0, 1, 2, 3, 4, 18, 20)}),
        (Role.CHAIR, set()),
        (Role.DPO, set()),
        (Role.IT, set()),
    ],
)
def test_a_role_reads_the_kinds_of_post_that_are_its_business(role, kinds):
    assert sight.sight_of(who(role), (), (WRENBECK,)).categories == kinds


@pytest.mark.parametrize(
    ("owner", "about", "then"),
    [
        (Role.HEADTEACHER, ABOUT_HEAD, Role.CHAIR),
        (Role.DSL, ABOUT_DSL, Role.HEADTEACHER),
        (Role.DSL, ABOUT_DSL | ABOUT_HEAD, Role.CHAIR),
        (Role.HEADTEACHER, ABOUT_DSL, Role.HEADTEACHER),
        (Role.COMMS, ABOUT_HEAD, Role.COMMS),
    ],
)
def test_a_case_about_its_owner_is_the_next_ones(owner, about, then):
    assert owner_beside(owner, about) is then
