"""Whom a case is about: every post that joins it adds, and nobody takes away (gate G7)."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from orm.model.cases import CaseRef, CaseState
from orm.model.judgement import Category, Ground
from orm.model.schools import Role
from orm.store import migrating
from orm.store.tables.casework import CASES
from tests.factories_sight import (
    case_of,
    database_of_before,
    post_of,
    write_case,
    write_post,
)
from tests.factories_store import (
    NOW,
    bring,
    decision_of,
    item_of,
    judged_of,
    moved,
    next_event,
    ruling_of,
)

HOUR = timedelta(hours=1)
REF = CaseRef("K7QD-2MX9")
HEAD, DSL = Ground("about-headteacher"), Ground("about-dsl")


def post(key, severity=3, *grounds, owner=Role.HEADTEACHER, ref=REF, **changes):
    decision = decision_of(Category.T5, severity, owner=owner, grounds=grounds, **changes)
    return judged_of(item_of(key), ruling_of(decision, ref=ref), fingerprint="fp")


def the_case(store):
    (case,) = store.cases()
    return case


def test_a_case_is_about_whom_its_first_post_accuses(store):
    bring(store, post("1", 3, HEAD, owner=Role.CHAIR))

    assert the_case(store).about == {Role.HEADTEACHER}


@pytest.mark.parametrize("severity", [1, 2, 3, 4])
def test_a_later_post_adds_whom_it_accuses_however_grave_it_is(store, severity):
    bring(store, post("1", 3))
    bring(store, post("2", severity, DSL), at=NOW + HOUR)

    assert the_case(store).about == {Role.DSL}


def test_a_later_post_that_would_open_no_case_adds_whom_it_accuses(store):
    bring(store, post("1"))
    bring(store, post("2", 1, HEAD, ref=""), at=NOW + HOUR)

    assert the_case(store).about == {Role.HEADTEACHER}


def test_an_edit_that_accuses_nobody_takes_nobody_away(store):
    bring(store, post("1", 3, HEAD, owner=Role.CHAIR))
    bring(store, post("2", 4), at=NOW + HOUR)

    assert the_case(store).about == {Role.HEADTEACHER}
    assert the_case(store).owner is Role.CHAIR


def test_a_case_that_comes_to_be_about_its_owner_goes_to_who_may_decide_and_tells_them(store):
    bring(store, post("1"))

    told = bring(store, post("2", 1, HEAD, owner=Role.CHAIR), at=NOW + HOUR)

    case = the_case(store)
    assert (case.owner, case.severity, case.category) == (Role.CHAIR, 3, Category.T5)
    assert [event.action for event in store.case(REF).events] == ["opened", "raised"]
    assert (told.cases, told.letters) == (0, 1)


def test_a_graver_post_about_somebody_else_does_not_give_the_case_to_its_subject(store):
    bring(store, post("1", 2, HEAD, owner=Role.COMMS))
    bring(store, post("2", 4, owner=Role.HEADTEACHER), at=NOW + HOUR)

    assert the_case(store).owner is Role.CHAIR


def test_a_closed_case_learns_whom_a_copy_accuses_and_stays_closed(store):
    bring(store, post("1"))
    store.step(next_event(store.case(REF).events[-1]), moved(store, REF, CaseState.CLOSED))

    bring(store, post("2", 3, HEAD), at=NOW + HOUR)

    case = the_case(store)
    assert (case.about, case.state) == ({Role.HEADTEACHER}, CaseState.CLOSED)


def test_no_step_of_a_person_takes_anybody_away(store):
    bring(store, post("1", 3, HEAD))
    file = store.case(REF)

    store.step(next_event(file.events[-1]), replace(file.case, about=frozenset()))

    assert the_case(store).about == {Role.HEADTEACHER}


def test_a_database_of_before_learns_whom_its_cases_are_about(empty_url):
    place = database_of_before(empty_url)
    about, other = case_of(1), case_of(2)
    for case in (about, other):
        place.write(partial(write_case, case=case))
    posts = [post_of(cases=(0,)), post_of(cases=(0,), grounds=(HEAD, DSL)), post_of(cases=(1,))]
    for number, each in enumerate(posts):
        place.write(partial(write_post, post=each, key=f"{number}", cases=(about, other)))

    migrating.upgrade(empty_url)

    query = select(CASES.c.about).order_by(CASES.c.ref)
    assert place.read(lambda c: c.execute(query).scalars().all()) == ["dsl headteacher", ""]
    place.close()
