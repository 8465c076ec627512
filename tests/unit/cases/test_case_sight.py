"""Who may open a case."""

from datetime import UTC, datetime

import pytest

from orm.cases import sight
from orm.cases.sight import shown_to_anybody
from orm.model.cases import Case, CaseRef, CaseState
from orm.model.judgement import Category, Severity
from orm.model.schools import Contact, ContactId, Role, SchoolId
from tests.factories_triage import decided

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WRENBECK, ST_ORRINS = SchoolId("wrenbeck"), SchoolId("st-orrins")
PRAISE = "Wrenbeck Primary is lovely"
ABOUT_HEAD = "The head of Wrenbeck Primary locks kids in her office"
ABOUT_DSL = "Told the safeguarding lead at Wrenbeck Primary in confidence. By teatime his dad knew"


def case(category, owner, *, sealed=False):
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


def may_see(file, decision, contact, contacts=()):
    return sight.may_see(file, decision, contact, contacts=contacts)


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
    assert may_see(case(category, owner, sealed=sealed), decided(PRAISE), who(role)) is seen


@pytest.mark.parametrize(
    ("text", "roles"),
    [(ABOUT_HEAD, (Role.HEADTEACHER,)), (ABOUT_HEAD, (Role.HEADTEACHER, Role.DSL))],
)
def test_a_case_about_someone_is_never_open_to_that_someone(text, roles):
    sealed = case(Category.T12, Role.CHAIR, sealed=True)

    assert not may_see(sealed, decided(text), who(*roles))


def test_a_case_about_the_dsl_is_closed_to_the_dsl_and_open_to_the_headteacher():
    sealed = case(Category.T12, Role.HEADTEACHER, sealed=True)

    assert not may_see(sealed, decided(ABOUT_DSL), who(Role.DSL))
    assert may_see(sealed, decided(ABOUT_DSL), who(Role.HEADTEACHER))


def test_nobody_of_another_school_sees_it():
    elsewhere = who(Role.HEADTEACHER, schools=(ST_ORRINS,))

    assert not may_see(case(Category.T3, Role.HEADTEACHER), decided(PRAISE), elsewhere)


def test_a_list_nobody_signed_in_for_hides_what_is_sealed_or_the_chairs():
    assert shown_to_anybody(case(Category.T3, Role.HEADTEACHER))
    assert not shown_to_anybody(case(Category.T11, Role.DSL, sealed=True))
    assert not shown_to_anybody(case(Category.T4, Role.CHAIR))


def test_the_deputy_of_the_dsl_sees_what_is_sealed():
    dsl = who(Role.DSL, name="dsl", deputy=ContactId("x"))
    sealed = case(Category.T11, Role.DSL, sealed=True)

    assert may_see(sealed, decided(PRAISE), who(Role.SLT), contacts=(dsl,))
    assert not may_see(sealed, decided(PRAISE), who(Role.SLT))


def test_deputising_for_the_headteacher_opens_no_case_about_the_headteacher():
    head = who(Role.HEADTEACHER, name="head", deputy=ContactId("x"))
    sealed = case(Category.T12, Role.CHAIR, sealed=True)

    assert not may_see(sealed, decided(ABOUT_HEAD), who(Role.SLT), contacts=(head,))
