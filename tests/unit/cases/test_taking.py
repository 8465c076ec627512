"""A step follows only where the policy lets it, by whom it lets, and says in words why not."""

from dataclasses import replace

import pytest

from orm.cases.chain import next_event, verify
from orm.cases.replay import replay
from orm.cases.taking import Wish, take
from orm.errors import Conflict, NotAllowed
from orm.model.cases import CaseState, SeenItem
from orm.model.judgement import AuthorType, Category, Route, Severity
from orm.model.schools import Role
from orm.model.steps import (
    AnswerComplaint,
    Answered,
    AnswerGate,
    Approve,
    Assign,
    Classify,
    Close,
    ConfirmAuthor,
    Ending,
    Hold,
    NoteDown,
    Override,
    Propose,
    Release,
    Reply,
    Seal,
    Sent,
    Support,
    Talk,
    Underneath,
    Undo,
)
from tests.factories_casework import (
    ABUSE,
    CHAIR,
    COMMS,
    DEPUTY,
    DSL,
    HEAD,
    LEADER,
    PEOPLE,
    by_a_parent,
    by_a_stranger,
    casework,
    decision,
    opened,
)

T5, T15 = Category.T5, Category.T15
ASK, WARN = Route.DELETION_REQUEST, Route.WRITTEN_WARNING
PLATFORM, POSH = Route.PLATFORM_REPORT, Route.POSH
PARENT = AuthorType.PARENT
OUR_RULE = "harassment"


def state(work):
    return work.file.case.state


def test_the_ladder_of_a_parent_from_a_talk_to_the_end():
    work = by_a_parent()

    work.do(HEAD, Propose(ASK), "the words about her looks")
    assert state(work) is CaseState.PROPOSED
    work.do(DEPUTY, Approve(ASK))
    assert state(work) is CaseState.APPROVED
    work.do(HEAD, Sent(ASK, due_at=work.now))
    assert state(work) is CaseState.WAITING
    work.do(HEAD, Answered(ASK, Reply.REMOVED))
    assert state(work) is CaseState.REMOVED
    work.do(HEAD, Support("the Year 4 teacher"), "spoke with her; union and helpline named")
    work.do(HEAD, Close(Ending.REMOVED, "answer homework worries sooner"))

    assert state(work) is CaseState.DEBRIEFED
    assert verify(work.file.events) == ()


def test_the_ladder_of_a_stranger_from_the_platform_to_posh():
    work = by_a_stranger()
    work.do(HEAD, Propose(PLATFORM, OUR_RULE))
    work.do(DEPUTY, Approve(PLATFORM))
    work.do(HEAD, Sent(PLATFORM, "FB-123"))
    with pytest.raises(NotAllowed, match="48 hours after the platform report"):
        work.do(HEAD, Propose(POSH))
    work.do(HEAD, Answered(PLATFORM, Reply.NO_BREACH))
    work.wait(hours=48)

    work.do(HEAD, Propose(POSH))
    work.do(DEPUTY, Approve(POSH))
    work.do(HEAD, Sent(POSH))

    assert state(work) is CaseState.ESCALATED


@pytest.mark.parametrize(
    ("work", "step", "why"),
    [
        (casework(T5), Propose(ASK), "answer the questions of gate G2 first"),
        (casework(Category.T3), Propose(ASK), "never asks for removal of this kind"),
        (casework(Category.T20, author=AuthorType.NEWS), Propose(PLATFORM), "never asks"),
        (casework(T5), Propose(Route.POLICE_101), "not a police matter"),
        (casework(T5), Propose(Route.EDITOR_CORRECTION), "does not use this"),
        (casework(T5), Approve(ASK), "propose it first"),
        (casework(T5), Sent(ASK), "propose it first"),
        (casework(T5), Answered(ASK, Reply.AGREED), "propose it first"),
        (casework(T5), Override(), "Answer the questions of gate G2 first"),
        (casework(T5), Release(), "not on hold"),
        (casework(T5), Undo(1), "Only the last step"),
        (casework(T5), Classify(Category.T11, Severity.S3), "Seal the case first"),
        (casework(T5), Classify(Category.T16, Severity.S2), "a, b, c or d"),
        (casework(T5), Classify(Category.T0, Severity.S0), "orm mention settle"),
        (casework(T5), Propose(Route.LADO), "does not use this"),
    ],
)
def test_a_step_out_of_order_gets_the_sentence_that_the_person_needs(work, step, why):
    before = work.file

    with pytest.raises(NotAllowed, match=why):
        work.do(HEAD, step)

    assert work.file == before


def test_who_drafts_public_words_does_not_approve_them():
    work = casework(Category.T3, Severity.S1)
    work.do(HEAD, Propose(Route.REPLY_PUBLIC))

    with pytest.raises(NotAllowed, match="ask another"):
        work.do(HEAD, Approve(Route.REPLY_PUBLIC))
    work.do(DEPUTY, Approve(Route.REPLY_PUBLIC))


def test_the_police_that_is_no_emergency_needs_two_people():
    work = casework(Category.T8, Severity.S3)
    work.do(HEAD, Propose(Route.POLICE_101))
    work.do(HEAD, Approve(Route.POLICE_101))
    with pytest.raises(NotAllowed, match="another person is needed"):
        work.do(HEAD, Approve(Route.POLICE_101))
    with pytest.raises(NotAllowed, match="1 more approval"):
        work.do(HEAD, Sent(Route.POLICE_101, "CAD 12"))

    work.do(DEPUTY, Approve(Route.POLICE_101))
    work.do(HEAD, Sent(Route.POLICE_101, "CAD 12"))


def test_nobody_waits_for_an_approval_to_call_999():
    work = casework(Category.T8, Severity.S4)

    work.do(HEAD, Propose(Route.POLICE_999))
    work.do(HEAD, Sent(Route.POLICE_999, "CAD 12"))

    assert state(work) is CaseState.ESCALATED


def test_a_case_about_the_headteacher_does_not_exist_for_them():
    work = casework(Category.T12, Severity.S3, grounds=["about-headteacher"])

    with pytest.raises(NotAllowed, match="There is no case"):
        work.do(HEAD, NoteDown())
    with pytest.raises(NotAllowed, match="holder of that role"):
        work.do(CHAIR, Assign(Role.HEADTEACHER))
    work.do(CHAIR, Propose(Route.LADO))


def test_a_sealed_case_does_not_exist_for_others_and_stays_with_its_team():
    work = casework(Category.T11, Severity.S3)

    for stranger in (COMMS, LEADER):
        with pytest.raises(NotAllowed, match="There is no case"):
            work.do(stranger, NoteDown())
    with pytest.raises(NotAllowed, match="stays with"):
        work.do(DSL, Assign(Role.COMMS))


def test_a_sealed_case_is_taken_out_of_its_kind_by_the_dsl_only():
    work = casework(Category.T11, Severity.S3)
    with pytest.raises(NotAllowed, match="Only the safeguarding lead"):
        work.do(HEAD, Classify(Category.T5, Severity.S2))

    work.do(DSL, Classify(Category.T5, Severity.S2), "an insult; no child is concerned")

    assert work.file.case.sealed


def test_the_lado_is_called_by_the_head_or_the_chair():
    work = casework(Category.T12, Severity.S3)

    with pytest.raises(NotAllowed, match="headteacher or the chair"):
        work.do(DSL, Propose(Route.LADO))
    work.do(HEAD, Propose(Route.LADO))
    with pytest.raises(NotAllowed, match="reference"):
        work.do(HEAD, Sent(Route.LADO))
    work.do(HEAD, Sent(Route.LADO, "LADO 77"))


@pytest.mark.parametrize("route", [Route.CEOP, Route.POLICE_999])
def test_child_protection_is_never_locked(route):
    work = casework(Category.T11, Severity.S3)

    work.do(DSL, Propose(route))


def test_a_case_ends_only_with_support_for_whom_it_is_aimed_at():
    work = by_a_parent()

    with pytest.raises(NotAllowed, match="offer support"):
        work.do(HEAD, Close(Ending.NO_ACTION))


def test_a_case_ends_only_when_the_complaint_underneath_is_dealt_with():
    work = casework(Category.T4)
    with pytest.raises(NotAllowed, match="complaint under it"):
        work.do(HEAD, Close(Ending.CORRECTED))

    work.do(HEAD, AnswerComplaint(Underneath.SIGNPOSTED))
    work.do(HEAD, Close(Ending.CORRECTED), "no debrief: a routine answer")

    assert state(work) is CaseState.CLOSED


def test_a_case_ends_only_when_it_is_known_what_came_back():
    work = by_a_stranger()
    work.do(HEAD, Propose(PLATFORM, OUR_RULE))
    work.do(DEPUTY, Approve(PLATFORM))
    work.do(HEAD, Sent(PLATFORM, "R1"))

    with pytest.raises(NotAllowed, match="what came back"):
        work.do(HEAD, Close(Ending.STAYS))


def test_a_closed_case_is_worked_on_only_after_the_closing_is_taken_back():
    work = casework(Category.T3, Severity.S1)
    closed = work.do(HEAD, Close(Ending.NO_ACTION))
    with pytest.raises(NotAllowed, match="is closed"):
        work.do(HEAD, Talk())

    work.do(HEAD, Undo(closed.seq), "pressed too early")

    assert state(work) is CaseState.NEW
    work.do(HEAD, Talk())


def test_what_has_left_the_house_is_not_taken_back():
    work = casework(Category.T8, Severity.S4)
    work.do(HEAD, Propose(Route.POLICE_999))
    sent = work.do(HEAD, Sent(Route.POLICE_999))

    with pytest.raises(NotAllowed, match="has left the house"):
        work.do(HEAD, Undo(sent.seq))


def test_taking_a_step_back_gives_the_case_as_it_was():
    work = by_a_parent()
    before = work.view.played
    proposed = work.do(HEAD, Propose(ASK))

    work.do(HEAD, Undo(proposed.seq), "not yet")

    assert work.view.played == before


def test_another_persons_step_is_taken_back_by_the_owner_or_a_leader_only():
    work = casework(Category.T3, Severity.S1)
    noted = work.do(HEAD, NoteDown())

    with pytest.raises(NotAllowed, match="takes back another person's step"):
        work.do(COMMS, Undo(noted.seq))


def test_the_second_of_two_people_is_told():
    work = casework(T5)
    stale = Wish(Talk(), HEAD, "rang", seen=1)
    work.do(DEPUTY, NoteDown())

    with pytest.raises(Conflict, match="Somebody else acted"):
        take(stale, work.view, PEOPLE)


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2001, "a\x00b", "a\u202eb"])
def test_a_step_says_why_in_plain_words(reason):
    with pytest.raises(NotAllowed):
        casework(T5).do(HEAD, Talk(), reason)


def test_a_purged_case_is_over():
    work = casework(Category.T3, Severity.S1)
    seen = SeenItem("feed", "https://a.example/1", work.now, None, "", "vile", "0", 1)
    work.file = replace(work.file, seen=(seen,))
    closed = work.do(HEAD, Close(Ending.NO_ACTION))

    work.file = replace(work.file, seen=(replace(seen, text=""),))

    for step in (Undo(closed.seq), NoteDown()):
        with pytest.raises(NotAllowed, match="is deleted"):
            work.do(HEAD, step)


def test_sealing_a_case_of_the_office_gives_it_to_the_safeguarding_lead():
    work = casework(Category.T18, Severity.S2)
    assert work.file.case.owner is Role.COMMS

    work.do(COMMS, Seal(), "a child is at risk in the comments")

    assert (work.file.case.sealed, work.file.case.owner) == (True, Role.DSL)
    with pytest.raises(NotAllowed, match="There is no case"):
        work.do(COMMS, NoteDown())


def test_what_was_opened_before_steps_were_kept_still_stands():
    file = opened(decision(T5))
    old = replace(file.events[0], details="")

    assert replay(replace(file, events=(old,))).case == file.case


def test_an_approval_is_not_given_twice_over():
    work = by_a_stranger()
    work.do(HEAD, Propose(PLATFORM, OUR_RULE))
    work.do(LEADER, Approve(PLATFORM))

    with pytest.raises(NotAllowed, match="approved already"):
        work.do(HEAD, Approve(PLATFORM))


def test_what_is_sent_is_neither_approved_nor_sent_again():
    work = by_a_stranger()
    work.do(HEAD, Propose(PLATFORM, OUR_RULE))
    with pytest.raises(NotAllowed, match="proposed already"):
        work.do(HEAD, Propose(PLATFORM, OUR_RULE))
    work.do(LEADER, Approve(PLATFORM))
    work.do(HEAD, Sent(PLATFORM, "R1"))

    with pytest.raises(NotAllowed, match="left the house already"):
        work.do(HEAD, Approve(PLATFORM))
    with pytest.raises(NotAllowed, match="marked as sent already"):
        work.do(HEAD, Sent(PLATFORM, "R1"))


def test_only_a_leader_approves():
    work = casework(Category.T20, Severity.S2)
    work.do(HEAD, Propose(Route.PRESS_LINE))

    with pytest.raises(NotAllowed, match="Approving is for"):
        work.do(COMMS, Approve(Route.PRESS_LINE))


def test_only_a_leader_agrees_to_set_the_gate_aside():
    work = casework(Category.T20, Severity.S2)
    work.do(HEAD, AnswerGate(ABUSE))
    work.do(HEAD, Override())

    with pytest.raises(NotAllowed, match="second leader"):
        work.do(COMMS, Override())


def test_an_official_author_is_in_the_register():
    work = casework(T5)
    work.own_account = False

    with pytest.raises(NotAllowed, match="register holds no official account"):
        work.do(HEAD, ConfirmAuthor(AuthorType.OFFICIAL))


def test_the_gate_asks_what_harm_there_is():
    with pytest.raises(NotAllowed, match="what harm"):
        casework(T5).do(HEAD, AnswerGate(replace(ABUSE, harm="  ")))


def test_what_is_held_or_sealed_is_not_held_or_sealed_again():
    work = casework(Category.T8, Severity.S3)
    with pytest.raises(NotAllowed, match="on hold already"):
        work.do(HEAD, Hold())
    work.do(HEAD, Seal())

    with pytest.raises(NotAllowed, match="sealed already"):
        work.do(HEAD, Seal())


def test_what_the_program_notes_meanwhile_makes_no_view_stale():
    work = casework(T5)
    noted = next_event(
        work.file.events[-1], at=work.now, actor="orm", action="reminded", reason="owner"
    )
    work.file = replace(work.file, events=(*work.file.events, noted))

    take(Wish(Talk(), HEAD, "rang", seen=1), work.view, PEOPLE)
