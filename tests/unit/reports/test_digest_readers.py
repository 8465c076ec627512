"""Who gets what, and never what (domain.md §5.1, G7, G8, G12)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.model.cases import CaseState
from orm.model.judgement import Category, Route, Verdict
from orm.model.schools import Role
from reports.audience import audience
from reports.digest import digest
from tests.factories_weeks import (
    CHAIR,
    COMMS,
    DPO,
    DSL,
    EVERYBODY,
    HEAD,
    IT,
    NOW,
    SLT,
    case,
    contact,
    facts,
    mention,
    normal_week,
    rules,
    school,
    sealed_case,
)

LATE = NOW - timedelta(days=1)


def write(week, reader, contacts=EVERYBODY):
    return digest(week, school=school(), reader=reader, contacts=contacts, rules=rules(), now=NOW)


def everything(letter):
    return f"{letter.subject}\n{letter.text}\n{letter.html}"


@pytest.mark.parametrize("reader", [HEAD, SLT, COMMS, CHAIR, DPO, IT], ids=lambda who: who.id)
def test_a_sealed_case_of_the_dsl_shows_no_reference_to_anybody_else(reader):
    letter = everything(write(facts(cases=(sealed_case(),)), reader))

    assert "ZZ9-TST" not in letter


@pytest.mark.parametrize("reader", [SLT, COMMS, CHAIR, DPO, IT], ids=lambda who: who.id)
def test_those_outside_the_safeguarding_team_get_the_same_letter_with_and_without_sealed_items(
    reader,
):
    sealed_mention = mention(Category.T11, sealed=True, themes=("behaviour",))
    removable = sealed_case(proposed=(Route.DSL, Route.PLATFORM_REPORT))
    with_sealed = facts(cases=(removable,), mentions=(sealed_mention,))

    assert write(with_sealed, reader) == write(facts(), reader)


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda who: who.id)
def test_a_sealed_case_has_no_kind_and_no_time_for_anybody(reader):
    other_kind = sealed_case(category=Category.T14, due_at=NOW + timedelta(days=90))

    assert write(facts(cases=(sealed_case(),)), reader) == write(facts(cases=(other_kind,)), reader)


def test_a_safeguarding_category_is_sealed_even_when_the_flag_is_missing():
    flagless, flagged = (facts(cases=(sealed_case(sealed=flag),)) for flag in (False, True))

    assert write(flagless, HEAD) == write(flagged, HEAD)


def test_the_dsl_is_told_the_reference_of_what_waits():
    letter = write(facts(cases=(sealed_case(),)), DSL)

    assert "1 sealed item for you." in letter.text
    assert "ZZ9-TST: Waits for you." in letter.text


def test_the_headteacher_gets_the_number_of_sealed_items_and_no_more():
    text = write(facts(cases=(sealed_case(), sealed_case("YY8-TST"))), HEAD).text

    assert "SEALED: 2 items with the DSL. Nothing for you to do." in text
    assert "Nothing needs you this week." in text


def test_a_sealed_item_that_the_headteacher_owns_waits_for_the_headteacher():
    owned = sealed_case("HT1-TST", category=Category.T12, owner=Role.HEADTEACHER)
    text = write(facts(cases=(owned,)), HEAD).text

    assert "1 sealed item for you." in text
    assert "HT1-TST: Waits for you." in text


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize(
    "reader",
    [HEAD, DSL, SLT, COMMS, replace(HEAD, roles=frozenset({Role.HEADTEACHER, Role.CHAIR}))],
    ids=["head", "dsl", "slt", "comms", "head-who-is-also-chair"],
)
def test_a_case_that_went_to_the_chair_leaves_no_trace_with_the_others(reader, sealed):
    about_head = case("CHR-001", owner=Role.CHAIR, sealed=sealed)

    assert write(facts(cases=(about_head,)), reader) == write(facts(), reader)


def test_a_headteacher_who_is_also_chair_does_not_own_what_went_to_the_chair():
    both = replace(HEAD, roles=frozenset({Role.HEADTEACHER, Role.CHAIR}))
    who = audience(both, EVERYBODY, school().id)

    assert not who.owns(case(owner=Role.CHAIR), now=NOW)


def test_the_chair_is_told_of_the_cases_that_are_the_chairs():
    text = write(facts(cases=(case("CHR-001", owner=Role.CHAIR),)), CHAIR).text

    assert "1 decision, first due Wed 25 Nov, 16:00." in text
    assert "CHR-001" in text


def test_the_chair_reads_no_other_case():
    assert "K7QD-2MX9" not in everything(write(facts(cases=(case(),)), CHAIR))


def test_the_headteacher_sees_every_unsealed_case_and_whose_it_is():
    others = case(category=Category.T2, owner=Role.COMMS, proposed=(Route.REPLY_PUBLIC,))
    text = write(facts(cases=(others,)), HEAD).text

    assert "Nothing needs you this week." in text
    assert "With the comms lead." in text


def test_a_case_that_is_late_with_somebody_else_is_told_under_the_verdict():
    late = case(owner=Role.COMMS, category=Category.T2, due_at=LATE)
    text = write(facts(cases=(late,)), HEAD).text

    assert "Nothing needs you this week.\n1 case is overdue with the comms lead.\n" in text


def test_the_slt_reads_only_the_decisions_that_it_owns():
    week = facts(cases=(case("OWN-001", owner=Role.SLT), case("NOT-001")))
    text = write(week, SLT).text

    assert "OWN-001" in text
    assert "NOT-001" not in text


@pytest.mark.parametrize("category", [each for each in Category if each is not Category.T0])
def test_the_comms_lead_never_reads_detail_from_t5_on(category):
    letter = everything(write(facts(cases=(case(category=category),)), COMMS))
    for_comms = {"T1", "T2", "T3", "T4", "T18", "T20"}

    assert ("K7QD-2MX9" in letter) == (category.value in for_comms)


def test_a_case_that_the_comms_lead_owns_beyond_t4_shows_its_reference_and_no_kind():
    fake_account = case(category=Category.T15, owner=Role.COMMS)
    letter = write(facts(cases=(fake_account,)), COMMS)

    assert "K7QD-2MX9: Case to open" in letter.text
    assert "taken for the school's" not in everything(letter)
    assert "platform" not in everything(letter)


def test_the_fairness_line_of_the_comms_lead_has_numbers_and_no_grounds():
    privacy = case(category=Category.T10)

    assert "removal proposed in 1; 0 for criticism" in write(facts(cases=(privacy,)), COMMS).text
    assert "removal proposed in 1 (privacy); 0 for" in write(facts(cases=(privacy,)), SLT).text


@pytest.mark.parametrize(
    ("reader", "titles"),
    [
        (DSL, {"OVERDUE AND WAITING", "GOOD NEWS", "NEWS", "HOUSEKEEPING", "OFFICIAL ACCOUNTS"}),
        (SLT, {"NEWS", "REPLIES AND COMPLAINTS OWED", "SEALED"}),
        (COMMS, {"WHAT PEOPLE ARE SAYING", "SEALED", "HOUSEKEEPING"}),
        (CHAIR, {"GOOD NEWS", "NEWS", "SEALED", "WHAT PEOPLE ARE SAYING", "HOUSEKEEPING"}),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_parts_that_are_not_for_a_reader_are_not_there(reader, titles):
    lines = write(normal_week(), reader).text.splitlines()
    shown = {line.split(":")[0] for line in lines if line[:1].isupper()}

    assert not shown & titles


def test_everybody_is_told_what_could_not_be_seen():
    letters = [write(normal_week(), reader) for reader in EVERYBODY]

    assert all("Parentpost: not read" in letter.text for letter in letters)


def test_two_roles_in_one_person_add_up():
    both = contact("both", Role.DSL, Role.SLT)
    text = write(facts(cases=(sealed_case(), case(owner=Role.SLT))), both).text

    assert "1 decision, first due Wed 25 Nov, 16:00 and 1 sealed item for you." in text


def test_a_late_case_becomes_the_deputys_too():
    head = replace(HEAD, deputy=SLT.id)
    late, early = case("LATE-01", due_at=LATE), case("EARL-01")
    text = write(facts(cases=(late, early)), SLT, contacts=(head, SLT, DSL, CHAIR)).text

    assert "1 decision, 1 overdue." in text
    assert "EARL-01" not in text


def test_a_late_sealed_case_does_not_reach_a_deputy_outside_the_team():
    dsl = replace(DSL, deputy=SLT.id)
    week = facts(cases=(sealed_case(due_at=LATE),))
    people = (HEAD, dsl, SLT, CHAIR)

    assert write(week, SLT, contacts=people) == write(facts(), SLT, contacts=people)


def test_a_late_case_of_the_chair_does_not_reach_the_headteacher_as_deputy():
    chair = replace(CHAIR, deputy=HEAD.id)
    week = facts(cases=(case(owner=Role.CHAIR, due_at=LATE),))

    people = (HEAD, DSL, chair)

    assert write(week, HEAD, contacts=people) == write(facts(), HEAD, contacts=people)


def test_a_case_whose_role_nobody_holds_falls_to_the_headteacher():
    text = write(facts(cases=(case(owner=Role.DPO),)), HEAD, contacts=(HEAD, DSL, CHAIR)).text

    assert "1 decision, first due Wed 25 Nov, 16:00." in text


@pytest.mark.parametrize(
    ("state", "place"),
    [
        (CaseState.NEW, "DECIDE"),
        (CaseState.REVIEW, "DECIDE"),
        (CaseState.PROPOSED, "DECIDE"),
        (CaseState.APPROVED, "DECIDE"),
        (CaseState.REFUSED, "DECIDE"),
        (CaseState.ESCALATED, "DECIDE"),
        (CaseState.SENT, "OVERDUE AND WAITING"),
        (CaseState.WAITING, "OVERDUE AND WAITING"),
        (CaseState.REMOVED, "HOUSEKEEPING: 1 case to close: the post is gone."),
        (CaseState.CLOSED, "HOUSEKEEPING: 1 closed case with no lesson noted yet."),
        (CaseState.DISMISSED, None),
        (CaseState.DEBRIEFED, None),
        (CaseState.PURGED, None),
    ],
)
def test_each_state_of_a_case_has_its_place(state, place):
    lines = write(facts(cases=(case(state=state),)), HEAD).text.splitlines()
    places = {"DECIDE", "OVERDUE AND WAITING"} | {each for each in lines if "HOUSEK" in each}

    assert [line for line in lines if line in places] == ([place] if place else [])


def test_a_mention_that_may_be_about_somebody_else_is_no_mention_of_ours():
    week = facts(mentions=(mention(verdict=Verdict.UNSURE), mention(verdict=Verdict.NOT_US)))
    text = write(week, HEAD).text

    assert "0 mentions; 0 critical" in text
    assert "1 mention may not be ours" in text


@pytest.mark.parametrize(
    ("reader", "told"),
    [(HEAD, True), (SLT, True), (COMMS, True), (DSL, False), (CHAIR, False), (DPO, False)],
    ids=lambda value: getattr(value, "id", None),
)
def test_who_may_settle_an_unsure_mention_is_told_how(reader, told):
    week = facts(
        mentions=(mention(verdict=Verdict.UNSURE), mention(Category.T11, verdict=Verdict.UNSURE))
    )
    text = " ".join(write(week, reader).text.split())

    assert ("1 mention may not be ours: run orm mention list --unsure." in text) is told


def test_the_comms_lead_reads_it_once_and_only_when_there_is_something_to_settle():
    week = facts(mentions=(mention(verdict=Verdict.UNSURE),))
    roles = (frozenset({Role.COMMS, other}) for other in (Role.SLT, Role.DSL, Role.IT))

    for reader in (COMMS, *(replace(COMMS, roles=held) for held in roles)):
        assert write(week, reader).text.count("run orm mention list") == 1
    assert "TO SETTLE" not in write(facts(), COMMS).text
