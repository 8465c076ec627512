"""The safeguarding lead's figures: sealed cases counted for the team only, no reference of anybody."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from orm.model.judgement import Category, Route
from orm.model.report_facts import SealedFacts
from orm.model.schools import Role
from tests.factories_reports import IN_TERM, OTHER, REF, TERM, case_in, step
from tests.factories_store import (
    ST_ORRINS,
    WRENBECK,
    case_for,
    decision_of,
    item_of,
    judged_of,
    ruling_of,
)
from tests.factories_trends import BOTH, bring_in, sight

DSL = sight(Role.DSL)
CONCERN = {"category": Category.T11, "sealed": True, "owner": Role.DSL}


def facts(store, *, reader=DSL, school_id=WRENBECK, period=TERM):
    return store.shelf.sealed_facts(reader, school_id, period)


def test_without_sealed_cases_every_number_is_none(store):
    case_in(store)  # an ordinary one
    step(store, "sent", route=Route.POSH.value, reference="P-1")

    assert facts(store) == SealedFacts(WRENBECK, TERM)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DSL}))
def test_nobody_but_the_safeguarding_team_gets_anything(store, role):
    case_in(store, **CONCERN)

    assert facts(store, reader=sight(role)) is None


def test_another_schools_lead_gets_nothing(store):
    case_in(store, **CONCERN)

    assert facts(store, reader=sight(Role.DSL, schools=(ST_ORRINS,))) is None
    theirs = facts(store, reader=sight(Role.DSL, schools=BOTH), school_id=ST_ORRINS)
    assert theirs.months == ()


def test_cases_are_counted_by_month_and_kind(store):
    case_in(store, **CONCERN)
    case_in(store, **{**CONCERN, "category": Category.T13}, ref=OTHER, key="2")

    assert facts(store).months == (
        (date(2026, 9, 1), Category.T11, 1),
        (date(2026, 9, 1), Category.T13, 1),
    )
    assert facts(store).open_now == 2


def test_the_time_to_hand_over_ends_with_the_first_thing_sent(store):
    case_in(store, **CONCERN)
    case_in(store, **CONCERN, ref=OTHER, key="2")
    step(store, "sent", days=0.5, route=Route.DSL.value, reference="MC-1")
    step(store, "sent", days=3, route=Route.LADO.value)

    found = facts(store)

    assert (found.handed_over, found.waiting) == ((timedelta(hours=12),), 1)


def test_references_are_present_or_missing_and_never_told(store):
    case_in(store, **CONCERN)
    for reference in ("MC-4711", "", "  "):
        step(store, "sent", route=Route.MYCONCERN_REF.value, reference=reference)
    undone = step(store, "sent", route=Route.LADO.value, reference="L-9")
    step(store, "taken back", seq=undone)

    found = facts(store)

    assert found.references == ((Route.MYCONCERN_REF, 1, 2),)
    assert "4711" not in repr(found)


def test_a_case_of_another_time_is_not_counted(store):
    case_in(store, IN_TERM + timedelta(days=50), **CONCERN)
    step(store, "sent", route=Route.DSL.value)

    found = facts(store)

    assert (found.months, found.handed_over, found.references) == ((), (), ())
    assert found.open_now == 1


def test_a_case_about_the_lead_is_hidden_from_them(store):
    decision = decision_of(Category.T12, 3, sealed=True, owner=Role.HEADTEACHER)
    case = replace(case_for(REF, decision), about=frozenset({Role.DSL}))
    bring_in(
        store, IN_TERM, judged_of(item_of("1"), replace(ruling_of(decision, ref=REF), case=case))
    )

    assert facts(store) == SealedFacts(WRENBECK, TERM)
