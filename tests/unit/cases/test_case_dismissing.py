"""Who may end a case by saying that it is not about the school."""

from datetime import UTC, datetime

import pytest

from orm.cases.chain import first_event, verify
from orm.cases.dismissing import dismissed_event, named, only_their_owner_ends, who_may_settle
from orm.model.cases import Case, CaseRef, CaseState
from orm.model.judgement import Category, Severity
from orm.model.schools import Role
from tests.factories_settling import COMMS, DSL, HEAD, HERE, PEOPLE
from tests.factories_store import case_for, decision_of

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def case(severity=2, *, sealed=False, state=CaseState.NEW):
    return Case(
        ref=CaseRef("K7QD-2MX9"),
        school_id=HERE,
        category=Category.T5,
        severity=Severity(severity),
        state=state,
        owner=Role.HEADTEACHER,
        sealed=sealed,
        opened_at=NOW,
        due_at=NOW,
    )


@pytest.mark.parametrize(
    ("one", "guarded"),
    [
        (case(2), False),
        (case(3), True),
        (case(2, sealed=True), True),
        (case(3, state=CaseState.DISMISSED), False),
    ],
    ids=["ordinary", "urgent", "sealed", "closed already"],
)
def test_open_urgent_and_sealed_cases_are_their_owners(one, guarded):
    assert only_their_owner_ends([one]) == ((one,) if guarded else ())


def test_the_owner_settles_and_nobody_else():
    allowed = who_may_settle(Role.DSL, frozenset(), sealed=True, school_id=HERE, contacts=PEOPLE)

    assert allowed == (DSL,)


def test_the_person_it_is_about_settles_nothing():
    allowed = who_may_settle(
        Role.DSL, frozenset({Role.DSL}), sealed=False, school_id=HERE, contacts=(DSL, COMMS, HEAD)
    )

    assert DSL not in allowed
    assert allowed


@pytest.mark.parametrize(
    "by", ["dsl@wrenbeck.example", "DSL@Wrenbeck.example ", "Dana Lisle", "dsl"]
)
def test_people_are_known_by_address_name_or_id(by):
    assert named(by, PEOPLE) is DSL


def test_a_stranger_is_nobody():
    assert named("the caretaker", PEOPLE) is None


def test_a_dismissal_follows_the_chain_and_gives_the_reason():
    opened = first_event(case_for("K7QD-2MX9", decision_of()), NOW)

    event = dismissed_event(opened, at=NOW, actor="comms", reason="a street of that name")

    assert verify([opened, event]) == ()
    assert (event.actor, event.action) == ("comms", "dismissed")
    assert event.reason == "not about the school: a street of that name"
