"""A case in plain words: what to do now, what is open and what is shut, and why."""

from datetime import timedelta

import pytest

from orm.cases.ways import ways
from orm.model.judgement import (
    REMOVAL_ROUTES,
    AuthorType,
    Category,
    Route,
    Severity,
    Verdict,
)
from orm.model.steps import (
    Answered,
    AnswerGate,
    Approve,
    Close,
    ConfirmAuthor,
    Ending,
    Propose,
    Reply,
    Sent,
    Support,
    Talk,
)
from orm.reading.case_next import next_thing
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_steps import offered, step_page
from orm.reading.case_ways import open_ways, shut_ways, underway
from orm.reading.case_words import route_called
from tests.factories_casework import (
    ABUSE,
    CHAIR,
    COMMS,
    DSL,
    HEAD,
    LEADER,
    OPENED_AT,
    PEOPLE,
    Casework,
    by_a_stranger,
    casework,
    decision,
    opened,
)

RULES = ("impersonation of an organisation",)
REPORT = Propose(Route.PLATFORM_REPORT, rule=RULES[0])


def stand(work, by=HEAD):
    return Standpoint(work.view, by, PEOPLE)


def now_of(work, by=HEAD):
    at = stand(work, by)
    return next_thing(at, underway(at), open_ways(at))


def reported():
    """A stranger's post of which the platform was told."""
    work = by_a_stranger()
    work.rules = RULES
    work.do(HEAD, REPORT)
    work.do(LEADER, Approve(Route.PLATFORM_REPORT))
    work.do(HEAD, Sent(Route.PLATFORM_REPORT, "HC-1", OPENED_AT + timedelta(days=3)))
    return work


# ---- what to do now


def test_a_parents_abusive_post_is_walked_step_by_step():
    work, said = casework(Category.T5), []

    def do(by, step):
        said.append(now_of(work).to)
        work.do(by, step)

    do(HEAD, ConfirmAuthor(AuthorType.PARENT))
    do(HEAD, AnswerGate(ABUSE))
    do(HEAD, Talk())
    do(HEAD, Propose(Route.DELETION_REQUEST))
    said.append(now_of(work, LEADER).label)
    work.do(LEADER, Approve(Route.DELETION_REQUEST))
    do(HEAD, Sent(Route.DELETION_REQUEST, "", OPENED_AT + timedelta(days=2)))
    do(HEAD, Answered(Route.DELETION_REQUEST, Reply.REMOVED))
    do(HEAD, Support("a Year 4 teacher"))
    do(HEAD, Close(Ending.REMOVED, "tell homework early"))

    route = "/routes/deletion-request"
    assert said == [
        "/steps/author",
        "/steps/gate",
        "/steps/talk",
        route,
        "Read and approve",
        route,
        route,
        "/steps/support",
        "/steps/close",
    ]
    assert now_of(work).to == ""


def test_an_emergency_is_telephoned_before_anything_else():
    work = casework(Category.T8, Severity.S4)

    assert (now_of(work).to, now_of(work).grave) == ("/routes/police-999", True)
    assert "999" in now_of(work).says


def test_a_post_that_may_not_be_about_us_is_settled_first():
    work = Casework(opened(decision(Category.T5), verdict=Verdict.UNSURE))

    assert now_of(work).to == "settle"


def test_a_sealed_concern_is_handed_over():
    assert now_of(casework(Category.T11), DSL).to == "/routes/myconcern-ref"


def test_who_may_not_approve_is_told_that_somebody_else_does():
    work = casework(Category.T3, Severity.S1)
    work.do(HEAD, Propose(Route.REPLY_PUBLIC))

    assert "Somebody else approves it" in now_of(work, HEAD).says
    assert now_of(work, LEADER).label == "Read and approve"


@pytest.mark.parametrize("category", [Category.T1, Category.T2, Category.T3, Category.T4])
def test_criticism_and_praise_are_never_pointed_at_removal(category):
    work = casework(category, Severity.S1)

    assert route_called(now_of(work).to.removeprefix("/routes/")) not in REMOVAL_ROUTES
    assert not any(step.likely for step in offered(stand(work)))


# ---- what is open and what is shut


@pytest.mark.parametrize("category", list(Category)[1:])
@pytest.mark.parametrize("by", [HEAD, DSL, COMMS, CHAIR, LEADER])
def test_what_is_offered_is_what_the_engine_takes(category, by):
    work = casework(category)
    at = stand(work, by)
    for step in offered(at):
        page = step_page(step.called, at)
        assert page is not None
        assert page.refused == ""
    for way in open_ways(at):
        assert at.may(at.proposal(way.route, urgent=way.urgent_only))
        assert way.route in ways(work.view).routes or way.urgent_only


def test_a_shut_route_stands_once_with_its_gate_in_words():
    shut = {
        label: each for each in shut_ways(stand(casework(Category.T5))) for label in each.labels
    }

    report = shut["Report to the platform"]
    assert (report.gate, report.gate_label) == ("G2", "Free expression")


def test_a_route_of_another_role_says_whose_it_is():
    at = stand(casework(Category.T12), DSL)

    assert Route.LADO not in {way.route for way in open_ways(at)}
    assert any("calls the LADO" in each.reason for each in shut_ways(at))


def test_before_48_hours_posh_is_open_only_with_a_safeguarding_reason():
    ways_open = {way.route: way for way in open_ways(stand(reported()))}

    assert ways_open[Route.POSH].urgent_only
    later = reported()
    later.wait(days=3)
    assert not {way.route: way for way in open_ways(stand(later))}[Route.POSH].urgent_only


def test_nothing_is_offered_on_a_closed_case_but_a_note_and_taking_it_back():
    work = casework(Category.T3, Severity.S1)
    work.do(HEAD, Close(Ending.NO_ACTION))

    assert [each.called for each in offered(stand(work))] == ["note", "undo"]
    assert open_ways(stand(work)) == ()
