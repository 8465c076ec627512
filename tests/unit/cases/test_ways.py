"""Each gate keeps its route shut until what it asks for is there, and says what that is."""

from dataclasses import replace

import pytest

from orm.cases.ways import as_it_stands, ways
from orm.errors import NotAllowed
from orm.model.judgement import AuthorType, Category, LockedRoute, Route, Severity, Verdict
from orm.model.steps import (
    AnswerComplaint,
    Answered,
    AnswerGate,
    Approve,
    Checked,
    Classify,
    Concern,
    ConfirmAuthor,
    Gentler,
    Hold,
    Override,
    Propose,
    Release,
    Reply,
    Sent,
    Statement,
    Talk,
    Target,
    Underneath,
)
from tests.factories_casework import (
    ABUSE,
    DEPUTY,
    HEAD,
    LEADER,
    by_a_parent,
    by_a_stranger,
    casework,
)

T5, T15 = Category.T5, Category.T15
ASK, WARN = Route.DELETION_REQUEST, Route.WRITTEN_WARNING
PLATFORM, POSH = Route.PLATFORM_REPORT, Route.POSH
PARENT = AuthorType.PARENT
OUR_RULE = "harassment"


def test_posh_need_not_wait_where_safeguarding_says_so():
    work = by_a_stranger()

    work.do(HEAD, Propose(POSH, urgent=True), "children are being written to")

    assert POSH in work.view.played.standing.courses


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"target": Target.SCHOOL}, "aimed at the school"),
        ({"target": Target.NOBODY}, "aimed at the school"),
        ({"statement": Statement.OPINION}, "honest opinion"),
        ({"checked": Checked.MAYBE}, "it may be true"),
        ({"checked": Checked.TRUE}, "it is true"),
        ({"statement": Statement.FACT}, "a statement of fact is checked first"),
        ({"gentler": Gentler.NOT_YET}, "something gentler comes first"),
        ({"concern": Concern.WHISTLEBLOWING}, "whistleblowing"),
        ({"concern": Concern.DISCRIMINATION}, "discrimination"),
        ({"concern": Concern.DISCLOSURE}, "disclosure"),
        ({"concern": Concern.COMPLAINT}, "complaint under it"),
    ],
)
def test_gate_g2_keeps_removal_shut(changed, why):
    work = by_a_parent()
    work.do(HEAD, AnswerGate(replace(ABUSE, **changed)))

    with pytest.raises(NotAllowed, match=why):
        work.do(HEAD, Propose(ASK))


def test_a_complaint_under_it_is_answered_and_then_the_way_is_open():
    work = by_a_parent()
    work.do(HEAD, AnswerGate(replace(ABUSE, concern=Concern.COMPLAINT)))

    work.do(HEAD, AnswerComplaint(Underneath.ANSWERED), "met on Tuesday; homework halved")
    work.do(HEAD, Propose(ASK))

    assert ASK in work.view.played.standing.courses


def test_posing_as_the_school_is_aimed_at_no_person_and_still_open():
    work = by_a_stranger()

    work.do(HEAD, Propose(PLATFORM, OUR_RULE))

    assert PLATFORM in work.view.played.standing.courses


def test_setting_the_gate_aside_takes_the_head_and_another_leader():
    work = by_a_parent()
    work.do(HEAD, AnswerGate(replace(ABUSE, checked=Checked.MAYBE)))
    with pytest.raises(NotAllowed, match="Only the headteacher or the chair"):
        work.do(LEADER, Override())
    work.do(HEAD, Override(), "the words are vile whatever happened")
    with pytest.raises(NotAllowed, match="may be true"):
        work.do(HEAD, Propose(ASK))
    with pytest.raises(NotAllowed, match="another person agrees"):
        work.do(HEAD, Override())

    work.do(DEPUTY, Override(), "agreed")
    work.do(HEAD, Propose(ASK))
    work.do(DEPUTY, Approve(ASK))

    with pytest.raises(NotAllowed, match="1 more approval"):
        work.do(HEAD, Sent(ASK))


def test_new_answers_undo_the_setting_aside():
    work = by_a_parent()
    work.do(HEAD, AnswerGate(replace(ABUSE, checked=Checked.MAYBE)))
    work.do(HEAD, Override())
    work.do(DEPUTY, Override())

    work.do(HEAD, AnswerGate(replace(ABUSE, checked=Checked.TRUE)))

    with pytest.raises(NotAllowed, match="it is true"):
        work.do(HEAD, Propose(ASK))


def test_a_request_needs_an_author_of_the_school_community():
    work = casework(T5)
    work.do(HEAD, AnswerGate(ABUSE))

    with pytest.raises(NotAllowed, match="nothing shows that the author"):
        work.do(HEAD, Propose(ASK))


def test_a_request_needs_a_conversation_first():
    work = casework(T5)
    work.do(HEAD, AnswerGate(ABUSE))
    work.do(HEAD, ConfirmAuthor(PARENT), "her own words")

    with pytest.raises(NotAllowed, match="a conversation comes first"):
        work.do(HEAD, Propose(ASK))


def test_a_parent_by_their_own_words_is_still_confirmed_by_a_person():
    work = casework(T5, author=PARENT)
    work.do(HEAD, AnswerGate(ABUSE))
    work.do(HEAD, Talk())

    with pytest.raises(NotAllowed, match="confirm who wrote it"):
        work.do(HEAD, Propose(ASK))


def test_nothing_is_asked_before_the_evidence_is_saved():
    work = by_a_parent()
    work.saved = False

    with pytest.raises(NotAllowed, match="not yet saved"):
        work.do(HEAD, Propose(ASK))


def test_a_hold_stops_what_was_approved():
    work = by_a_parent()
    work.do(HEAD, Propose(ASK))
    work.do(LEADER, Approve(ASK))
    work.do(HEAD, Hold(), "the police asked")

    with pytest.raises(NotAllowed, match="evidence is on hold"):
        work.do(HEAD, Sent(ASK))
    with pytest.raises(NotAllowed, match="safeguarding lead releases"):
        work.do(LEADER, Release())
    work.do(HEAD, Release(), "the police wrote on Friday")
    work.do(HEAD, Sent(ASK))


def test_a_post_that_may_not_be_about_us_is_settled_first():
    work = by_a_parent()
    work.file = replace(work.file, verdict=Verdict.UNSURE)

    with pytest.raises(NotAllowed, match="settle that first"):
        work.do(HEAD, Propose(ASK))


def test_a_warning_needs_a_refusal_and_a_post_that_went_on():
    work = by_a_parent()
    work.do(HEAD, Propose(ASK))
    work.do(DEPUTY, Approve(ASK))
    work.do(HEAD, Sent(ASK))
    work.do(HEAD, Answered(ASK, Reply.REFUSED))
    with pytest.raises(NotAllowed, match="refused and went on"):
        work.do(HEAD, Propose(WARN))
    work.do(HEAD, Answered(ASK, Reply.CONTINUED))
    with pytest.raises(NotAllowed, match="complaint underneath"):
        work.do(HEAD, Propose(WARN))

    work.do(HEAD, AnswerComplaint(Underneath.NOTHING))
    work.do(HEAD, Propose(WARN))

    with pytest.raises(NotAllowed, match="headteacher signs off"):
        work.do(LEADER, Approve(WARN))
    work.do(HEAD, Approve(WARN))


def test_the_host_of_a_parents_post_is_asked_only_after_the_parent():
    work = by_a_parent()

    with pytest.raises(NotAllowed, match="talk and ask first"):
        work.do(HEAD, Propose(PLATFORM, OUR_RULE))


def test_a_platform_report_names_the_rule_and_keeps_the_reference():
    work = by_a_stranger()
    with pytest.raises(NotAllowed, match="which rule of the platform"):
        work.do(HEAD, Propose(PLATFORM))
    work.do(HEAD, Propose(PLATFORM, OUR_RULE))
    work.do(DEPUTY, Approve(PLATFORM))

    with pytest.raises(NotAllowed, match="reference"):
        work.do(HEAD, Sent(PLATFORM))


def test_a_platform_report_names_a_rule_that_the_platform_has():
    work = by_a_stranger()
    work.rules = ("Account Integrity", "Impersonation")

    with pytest.raises(NotAllowed, match="Account Integrity; Impersonation"):
        work.do(HEAD, Propose(PLATFORM, "bad for our reputation"))
    work.do(HEAD, Propose(PLATFORM, "impersonation"))


def test_no_public_reply_where_the_school_has_no_account():
    work = casework(Category.T3, Severity.S1)
    work.own_account = False

    with pytest.raises(NotAllowed, match="no official account there"):
        work.do(HEAD, Propose(Route.REPLY_PUBLIC))


def test_a_kind_that_is_never_taken_down_changed_by_a_person_needs_two_to_ask_for_removal():
    work = casework(Category.T3, Severity.S1, author=PARENT)
    work.do(HEAD, Classify(T5, Severity.S2), "it is an insult to the cook")
    work.do(HEAD, ConfirmAuthor(PARENT))
    work.do(HEAD, AnswerGate(ABUSE))
    work.do(HEAD, Talk())
    work.do(HEAD, Propose(ASK))
    work.do(HEAD, Approve(ASK))

    with pytest.raises(NotAllowed, match="1 more approval"):
        work.do(HEAD, Sent(ASK))


def open_now(work):
    return ways(work.view).routes


def why(work, route):
    return next(shut.reason for shut in ways(work.view).locked if shut.route is route)


def test_every_route_is_open_or_shut_with_a_reason():
    found = ways(by_a_stranger().view)

    assert {*found.routes, *(shut.route for shut in found.locked)} == set(Route)
    assert all(shut.reason and shut.gate for shut in found.locked)


def test_news_is_never_asked_to_be_removed():
    work = casework(T5, author=AuthorType.NEWS)
    work.do(HEAD, AnswerGate(ABUSE))

    assert "news is never asked" in why(work, PLATFORM)


def test_no_request_goes_to_a_child_until_a_person_knows_who_wrote_it():
    work = casework(T5, author=PARENT)
    child = LockedRoute(ASK, "G9", "the author seems to be a child")
    work.file = replace(work.file, decision=replace(work.file.decision, locked=(child,)))
    work.do(HEAD, AnswerGate(ABUSE))
    work.do(HEAD, Talk())
    assert "seems to be a child" in why(work, ASK)

    work.do(HEAD, ConfirmAuthor(PARENT), "the father wrote back")

    assert ASK in open_now(work)


def test_a_grumble_is_below_what_is_taken_down():
    work = casework(T5, Severity.S1)
    work.do(HEAD, AnswerGate(ABUSE))

    assert "criticism is welcome" in why(work, PLATFORM)


def test_where_a_crime_is_possible_nobody_is_asked_even_when_the_evidence_is_released():
    work = casework(T5, Severity.S4, author=PARENT)
    work.do(HEAD, ConfirmAuthor(PARENT))
    work.do(HEAD, AnswerGate(ABUSE))
    work.do(HEAD, Talk())
    assert "evidence is on hold" in why(work, ASK)

    work.do(HEAD, Release())

    assert "999 and the police come first" in why(work, ASK)


def test_posh_waits_for_a_platform_report():
    assert "the platform is asked first" in why(by_a_stranger(), POSH)


def false_statement():
    work = casework(Category.T6, Severity.S3)
    answers = replace(ABUSE, statement=Statement.FACT, checked=Checked.FALSE)
    work.do(HEAD, AnswerGate(answers))
    return work


def test_a_section_5_notice_is_for_an_author_whom_nobody_can_identify():
    work = false_statement()
    assert Route.S5_NOTICE in open_now(work)

    work.do(HEAD, ConfirmAuthor(PARENT), "the chair knows him")

    assert "the author is known" in why(work, Route.S5_NOTICE)


def test_a_section_5_notice_goes_to_who_hosts_what_users_write():
    work = false_statement()
    work.hosts = False

    assert "hosts what users write" in why(work, Route.S5_NOTICE)


def test_the_police_are_not_there_for_what_is_not_serious():
    work = casework(Category.T9, Severity.S2)

    assert "below the threshold" in why(work, Route.POLICE_101)
    assert "below the threshold" in why(work, Route.TRUE_VISION)


def test_a_block_is_for_a_site_of_the_schools_own_and_after_a_refusal():
    work = by_a_parent()
    assert "the author is asked first" in why(work, Route.BLOCK_SCHOOL_SITE)

    work.own_site = False

    assert "does not run that site" in why(work, Route.BLOCK_SCHOOL_SITE)


def test_the_case_as_it_stands_says_what_people_said():
    stands = as_it_stands(by_a_parent().view)

    assert (stands.author, stands.author_cue) == (PARENT, "says so in the post: my lad in Year 4")
    assert ASK in stands.routes
    assert ASK not in {shut.route for shut in stands.locked}


def test_whistleblowing_taken_for_an_insult_by_one_person_needs_two_to_ask_for_removal():
    work = casework(Category.T16, subtype="c")
    work.do(HEAD, Classify(T5, Severity.S2), "it is an insult")

    assert work.view.played.standing.reclassified
