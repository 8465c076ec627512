"""Whose turn it is: the owner's, who stands in, or who may agree."""

from datetime import timedelta

import pytest

from orm.cases.sight import sight_of
from orm.model.cases import OPEN_STATES, CaseState
from orm.model.judgement import Category, Route, Severity
from orm.model.schools import Role
from orm.model.steps import Approve, Propose
from orm.reading.turns import SEALED, duties, may_approve, turn
from tests.factories_casework import (
    CHAIR,
    COMMS,
    DEPUTY,
    DSL,
    HEAD,
    LEADER,
    PEOPLE,
    WRENBECK,
    by_a_parent,
    person,
)
from tests.factories_sight import case_of
from tests.factories_store import NOW

KINDS = {category: f"kind {category}" for category in Category}


def theirs(contact, people=PEOPLE):
    return duties(contact, people, WRENBECK, sight_of(contact, people, (WRENBECK,)))


def test_a_role_has_its_own_cases():
    assert theirs(COMMS).ordinary == {Role.COMMS}
    assert Role.HEADTEACHER in theirs(HEAD).ordinary
    assert Role.DSL in theirs(DSL).sealed


def test_an_empty_post_falls_to_who_would_be_told():
    nobody_else = tuple(each for each in PEOPLE if each is not COMMS)

    assert Role.COMMS not in theirs(HEAD).ordinary
    assert Role.COMMS in theirs(HEAD, nobody_else).ordinary


def test_a_deputy_has_what_is_pressing_and_not_the_rest():
    assert Role.HEADTEACHER not in theirs(DEPUTY).ordinary
    assert Role.HEADTEACHER in theirs(DEPUTY).pressing


def test_who_is_no_leader_agrees_to_nothing():
    assert not theirs(COMMS).approves
    assert not theirs(DSL).approves
    assert theirs(DSL).approves_sealed
    assert theirs(LEADER).approves
    assert not theirs(LEADER).approves_sealed


def test_somebody_without_a_role_has_no_duties():
    reader = person("reader")

    mine = theirs(reader, (*PEOPLE, reader))

    assert mine.ordinary == mine.pressing == mine.sealed == mine.sealed_pressing == frozenset()
    assert not mine.approves


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_every_open_case_asks_something(state):
    assert turn(case_of(state=state), KINDS, now=NOW).asks


def test_a_sealed_case_is_called_nothing_but_sealed():
    told = turn(case_of(sealed=True, category=Category.T11), KINDS, now=NOW)

    assert (told.what, told.sealed) == (SEALED, True)


@pytest.mark.parametrize(("minutes", "late"), [(-1, True), (0, False), (1, False)])
def test_a_case_is_late_after_its_time(minutes, late):
    case = case_of(due_at=NOW + timedelta(minutes=minutes))

    assert turn(case, KINDS, now=NOW).late is late


@pytest.mark.parametrize("severity", list(Severity))
def test_a_serious_case_is_called_urgent(severity):
    assert turn(case_of(severity=severity), KINDS, now=NOW).urgent is (severity >= Severity.S3)


def proposed(by=HEAD):
    work = by_a_parent()
    work.do(by, Propose(Route.DELETION_REQUEST))
    return work


def test_a_proposal_waits_for_every_leader():
    file = proposed().file

    assert file.case.state is CaseState.PROPOSED or file.events[-1].action
    assert [may_approve(file, each, PEOPLE) for each in (HEAD, LEADER)] == [True, True]


def test_a_proposal_waits_for_nobody_who_may_not_agree_or_may_not_see_it():
    file = proposed().file

    assert not may_approve(file, COMMS, PEOPLE)
    assert not may_approve(file, CHAIR, PEOPLE)


def test_who_agreed_is_not_asked_again():
    work = proposed()
    work.do(LEADER, Approve(Route.DELETION_REQUEST))

    assert not may_approve(work.file, LEADER, PEOPLE)
    assert not may_approve(work.file, HEAD, PEOPLE)


def test_a_case_without_a_proposal_waits_for_no_agreement():
    assert not may_approve(by_a_parent().file, HEAD, PEOPLE)
