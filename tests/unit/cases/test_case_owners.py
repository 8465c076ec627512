"""Who is told of a case, and who never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.cases.owners import recipients
from orm.model.schools import Contact, ContactId, Role, SchoolId
from orm.model.sight import subject_roles
from tests.factories_triage import decided

WRENBECK, ST_ORRINS = SchoolId("wrenbeck"), SchoolId("st-orrins")


def person(name, *roles, deputy=None, schools=()):
    return Contact(
        id=ContactId(name),
        name=name.title(),
        email=f"{name}@wrenbeck.example",
        roles=frozenset(roles),
        deputy=None if deputy is None else ContactId(deputy),
        schools=frozenset(schools),
    )


HEAD = person("head", Role.HEADTEACHER, deputy="deputy")
DEPUTY = person("deputy", Role.SLT)
DSL = person("dsl", Role.DSL, deputy="dep-dsl")
DEPUTY_DSL = person("dep-dsl", Role.SLT)
CHAIR = person("chair", Role.CHAIR)
COMMS = person("comms", Role.COMMS)
EVERYBODY = (COMMS, CHAIR, DEPUTY, DEPUTY_DSL, DSL, HEAD)
NOBODY_ACCUSED: frozenset[Role] = frozenset()


def told(owner, *, sealed=False, urgent=False, contacts=EVERYBODY, about=NOBODY_ACCUSED):
    found = recipients(
        owner,
        sealed=sealed,
        urgent=urgent,
        contacts=contacts,
        school_id=WRENBECK,
        subject_roles=about,
    )
    return [contact.id for contact in found]


def test_the_owner_is_told_and_nobody_else():
    assert told(Role.COMMS) == ["comms"]


def test_in_an_emergency_the_deputy_is_told_too():
    assert told(Role.HEADTEACHER, urgent=True) == ["head", "deputy"]


def test_a_sealed_case_is_told_to_the_dsl_only():
    assert told(Role.DSL, sealed=True) == ["dsl"]


def test_a_deputy_of_the_dsl_belongs_to_the_safeguarding_team():
    assert told(Role.DSL, sealed=True, urgent=True) == ["dsl", "dep-dsl"]


def test_a_deputy_head_is_not_told_of_a_sealed_case():
    assert "deputy" not in told(Role.HEADTEACHER, sealed=True, urgent=True)


def test_an_allegation_against_staff_is_told_to_the_headteacher_and_the_dsl():
    assert told(Role.HEADTEACHER, sealed=True) == ["head", "dsl"]


def test_an_allegation_against_the_headteacher_is_told_to_the_chair_alone():
    about_the_head = frozenset({Role.HEADTEACHER})

    assert told(Role.CHAIR, sealed=True, about=about_the_head) == ["chair"]


def test_one_person_who_is_head_and_dsl_is_not_told_of_a_case_about_the_head():
    both = person("both", Role.HEADTEACHER, Role.DSL)
    found = told(Role.DSL, sealed=True, contacts=(both, CHAIR), about=frozenset({Role.HEADTEACHER}))

    assert found == ["chair"]


def test_a_case_about_the_dsl_goes_to_the_headteacher():
    assert told(Role.HEADTEACHER, sealed=True, about=frozenset({Role.DSL})) == ["head"]


def test_with_no_owner_the_deputy_stands_in_before_another_role():
    away = person("dsl", Role.DSL, deputy="dep-dsl", schools=(WRENBECK,))
    elsewhere = frozenset({Role.DSL})

    found = told(Role.DSL, sealed=True, contacts=(away, DEPUTY_DSL, HEAD), about=elsewhere)

    assert found == ["dep-dsl"]


@pytest.mark.parametrize(
    ("owner", "left", "expected"),
    [
        (Role.HEADTEACHER, (CHAIR, DSL, COMMS), "chair"),
        (Role.DSL, (CHAIR, HEAD, COMMS), "head"),
        (Role.CHAIR, (HEAD, DSL), "dsl"),
        (Role.COMMS, (HEAD, DEPUTY), "head"),
        (Role.IT, (HEAD, CHAIR), "head"),
        (Role.DPO, (COMMS,), "comms"),
    ],
)
def test_with_nobody_in_the_role_the_documented_order_is_walked(owner, left, expected):
    assert told(owner, contacts=left) == [expected]


def test_nobody_of_another_school_is_told():
    other = person("other", Role.HEADTEACHER, schools=(ST_ORRINS,))

    assert told(Role.HEADTEACHER, contacts=(other, HEAD)) == ["head"]


def test_when_nobody_may_see_it_nobody_is_told():
    assert told(Role.DSL, sealed=True, contacts=(COMMS, DEPUTY)) == []


def test_a_post_that_accuses_the_headteacher_says_so():
    decision = decided("The head at Wrenbeck Primary locks kids in her office")

    assert subject_roles(decision) == {Role.HEADTEACHER}


def test_a_letter_that_somebody_wrote_to_the_headteacher_accuses_nobody():
    decision = decided(
        "I have emailed the head of Wrenbeck Primary three times about my daughter, no reply"
    )

    assert subject_roles(decision) == frozenset()


ROLES = st.frozensets(st.sampled_from(list(Role)), min_size=1, max_size=3)
PEOPLE = st.lists(ROLES, min_size=1, max_size=6).map(
    lambda all_roles: tuple(
        person(f"p{n}", *roles, deputy=f"p{(n + 1) % len(all_roles)}")
        for n, roles in enumerate(all_roles)
    )
)


@given(
    owner=st.sampled_from(list(Role)),
    sealed=st.booleans(),
    urgent=st.booleans(),
    contacts=PEOPLE,
    about=st.frozensets(st.sampled_from([Role.HEADTEACHER, Role.DSL])),
)
def test_nobody_is_told_of_a_case_about_themselves_and_somebody_is_told_if_anybody_may_be(
    owner, sealed, urgent, contacts, about
):
    found = recipients(
        owner,
        sealed=sealed,
        urgent=urgent,
        contacts=contacts,
        school_id=WRENBECK,
        subject_roles=about,
    )
    team = {c.deputy for c in contacts if Role.DSL in c.roles}
    inner = {Role.DSL, Role.HEADTEACHER, Role.CHAIR}
    may = [
        c
        for c in contacts
        if not c.roles & about and (not sealed or c.roles & inner or c.id in team)
    ]

    assert set(found) <= set(may)
    assert bool(found) == bool(may)
    assert len(found) == len(set(found))
