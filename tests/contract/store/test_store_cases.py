"""Cases: opened once per school and story, raised but never lowered, one chain for everybody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.errors import Conflict
from orm.model.cases import CaseRef, CaseState, Draft
from orm.model.judgement import Category, Route, Severity
from orm.model.schools import Role
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    decision_of,
    digest_of,
    item_of,
    judged_of,
    moved,
    next_event,
    ruling_of,
)

HOUR = timedelta(hours=1)
REF = CaseRef("K7QD-2MX9")
INSULT = decision_of(Category.T5, 2, owner=Role.HEADTEACHER)
THREAT = decision_of(Category.T8, 4, owner=Role.HEADTEACHER)
CONCERN = decision_of(Category.T11, 2, owner=Role.DSL, sealed=True)


def post(key, decision=INSULT, *, ref=REF, fingerprint="fp", **changes):
    return judged_of(item_of(key, **changes), ruling_of(decision, ref=ref), fingerprint=fingerprint)


def close(store, state=CaseState.DISMISSED):
    event = next_event(store.case(REF).events[-1], "closed")
    store.step(event, moved(store, REF, state))


def actions(store):
    return [event.action for event in store.case(REF).events]


def test_a_case_opens_with_its_event_and_its_letter(store):
    recorded = bring(store, post("1"))

    assert (recorded.cases, recorded.letters) == (1, 1)
    (case,) = store.cases()
    assert (case.ref, case.state, case.opened_at) == (REF, CaseState.NEW, NOW)
    assert (case.category, case.severity, case.owner) == (Category.T5, 2, Role.HEADTEACHER)
    assert actions(store) == ["opened"]


def test_the_file_holds_what_was_decided_why_and_what_was_seen(store):
    judged = post("1")
    bring(store, judged)

    file = store.case(REF)

    assert file.decision == INSULT
    assert file.evidence == judged.rulings[0].mention.evidence
    (seen,) = file.seen
    assert (seen.title, seen.text, seen.url) == (
        "Wrenbeck news 1",
        judged.item.text,
        judged.item.url,
    )
    assert (seen.collected_at, seen.posted_at) == (NOW, judged.item.posted_at)
    assert (seen.content_hash, seen.versions) == (judged.content_hash, 1)


def test_a_later_copy_joins_the_case_without_another_letter(store):
    bring(store, post("1"))

    recorded = bring(store, post("2"), at=NOW + HOUR)

    assert (recorded.cases, recorded.letters) == (0, 0)
    assert len(store.cases()) == 1
    assert len(store.case(REF).seen) == 2


def test_copies_in_one_poll_open_one_case_as_grave_as_the_gravest(store):
    recorded = bring(store, post("1"), post("2", THREAT))

    assert recorded.cases == 1
    assert store.cases()[0].severity is Severity.S4
    assert actions(store) == ["opened"]


def test_a_graver_copy_raises_the_case_and_tells_again(store):
    bring(store, post("1"))

    recorded = bring(store, post("2", THREAT), at=NOW + HOUR)

    (case,) = store.cases()
    assert (case.severity, case.category) == (Severity.S4, Category.T8)
    assert (recorded.cases, recorded.letters) == (1, 1)
    assert actions(store) == ["opened", "raised"]
    assert store.case(REF).decision == THREAT


def test_an_edit_that_is_graver_raises_the_case(store):
    bring(store, post("1"))

    bring(store, post("1", THREAT, text="Edited"), at=NOW + HOUR)

    assert store.cases()[0].severity is Severity.S4
    assert store.case(REF).seen[0].versions == 2


def test_a_milder_copy_lowers_nothing(store):
    bring(store, post("1", THREAT))

    recorded = bring(store, post("2", INSULT), at=NOW + HOUR)

    assert store.cases()[0].severity is Severity.S4
    assert (recorded.cases, recorded.letters) == (0, 0)


def test_a_copy_that_must_be_sealed_seals_the_case_for_its_team(store):
    bring(store, post("1", THREAT))

    bring(store, post("2", CONCERN), at=NOW + HOUR)

    (case,) = store.cases()
    assert (case.sealed, case.owner, case.severity) == (True, Role.DSL, Severity.S4)


def test_a_graver_copy_never_unseals_a_case(store):
    bring(store, post("1", CONCERN))

    bring(store, post("2", THREAT), at=NOW + HOUR)

    (case,) = store.cases()
    assert (case.sealed, case.owner, case.severity) == (True, Role.DSL, Severity.S4)


def test_a_case_about_the_headteacher_is_never_given_to_the_headteacher(store):
    about_head = decision_of(Category.T12, 3, owner=Role.CHAIR, sealed=True)
    bring(store, post("1", about_head))

    bring(store, post("2", replace(THREAT, sealed=True)), at=NOW + HOUR)

    assert store.cases()[0].owner is Role.CHAIR


def test_a_raised_case_is_due_no_later_than_before(store):
    bring(store, post("1"))
    due = store.cases()[0].due_at

    bring(store, post("2", THREAT), at=NOW + HOUR)

    assert store.cases()[0].due_at == due


def test_a_raise_by_an_edit_with_another_reference_speaks_of_the_known_one(store):
    bring(store, post("1"))

    bring(store, post("1", THREAT, text="Edited", ref=CaseRef("ZZZ-ZZZ")), at=NOW + HOUR)

    assert [case.ref for case in store.cases()] == [REF]
    raised = store.outbox()[-1].letter
    assert "ZZZ-ZZZ" not in raised.once + raised.subject + raised.text + raised.html
    assert REF in raised.subject


def test_a_dismissed_case_stays_dismissed_for_another_copy(store):
    bring(store, post("1"))
    close(store)

    bring(store, post("2"), at=NOW + HOUR)

    assert store.cases()[0].state is CaseState.DISMISSED


def test_a_dismissed_case_is_new_again_when_a_copy_is_graver(store):
    bring(store, post("1"))
    close(store)

    recorded = bring(store, post("2", THREAT), at=NOW + HOUR)

    assert store.cases()[0].state is CaseState.NEW
    assert recorded.letters == 1


def test_what_is_published_again_after_the_case_was_closed_makes_it_new_again(store):
    bring(store, post("1"))
    close(store, CaseState.CLOSED)
    later = NOW + timedelta(days=20)

    recorded = bring(store, post("2", posted_at=later), at=later)

    (case,) = store.cases()
    assert (case.ref, case.state) == (REF, CaseState.NEW)
    assert recorded.letters == 1


def test_two_schools_in_one_story_have_a_case_each(store):
    ours = ruling_of(INSULT, ref=REF)
    theirs = ruling_of(INSULT, ref="AAA-AAA", school_id=ST_ORRINS)

    recorded = bring(store, judged_of(item_of(), ours, theirs))

    assert recorded.cases == 2
    assert [case.ref for case in store.cases(WRENBECK)] == [REF]
    assert [case.ref for case in store.cases(ST_ORRINS)] == ["AAA-AAA"]


def test_a_copy_about_another_school_only_does_not_join_the_case(store):
    bring(store, post("1"))
    theirs = ruling_of(INSULT, school_id=ST_ORRINS)

    bring(store, judged_of(item_of("2"), theirs, fingerprint="fp"), at=NOW + HOUR)

    assert len(store.case(REF).seen) == 1


def test_open_cases_are_those_a_person_still_has_to_act_on(store):
    bring(store, post("1"))
    close(store)

    assert store.cases(open_only=True) == ()
    assert len(store.cases()) == 1


def test_an_unknown_case_is_none(store):
    assert store.case(CaseRef("AAA-AAA")) is None


def test_a_step_moves_the_case_and_is_kept(store):
    bring(store, post("1"))
    event = next_event(store.case(REF).events[-1], "reviewed")

    store.step(event, moved(store, REF, CaseState.REVIEW))

    file = store.case(REF)
    assert (file.case.state, file.events[-1]) == (CaseState.REVIEW, event)


def test_the_second_of_two_people_is_told(store):
    bring(store, post("1"))
    last = store.case(REF).events[-1]
    store.step(next_event(last, "dismissed"), moved(store, REF, CaseState.DISMISSED))

    with pytest.raises(Conflict):
        store.step(next_event(last, "approved"), moved(store, REF, CaseState.APPROVED))

    assert store.cases()[0].state is CaseState.DISMISSED
    assert actions(store) == ["opened", "dismissed"]


def test_an_event_that_does_not_follow_the_last_one_is_refused(store):
    bring(store, post("1"))
    forged = replace(next_event(store.case(REF).events[-1]), previous=digest_of("forged"))

    with pytest.raises(Conflict):
        store.step(forged, moved(store, REF, CaseState.CLOSED))


def test_a_step_on_a_case_that_is_not_there_is_refused(store):
    bring(store, post("1"))
    stray = replace(next_event(store.case(REF).events[-1]), ref=CaseRef("AAA-AAA"))

    with pytest.raises(Conflict):
        store.step(stray, moved(store, REF, CaseState.CLOSED))


def test_the_facts_of_a_proposed_letter_are_kept_and_the_later_ones_count(store):
    bring(store, post("1"))
    first = Draft(REF, Route.DELETION_REQUEST, "L1 2026.1", '{"asked":"a"}', "f1")
    later = replace(first, facts='{"asked":"b"}', fingerprint="f2")

    store.save_draft(first)
    store.save_draft(later)

    assert store.draft(REF, Route.DELETION_REQUEST) == later
    assert store.draft(REF, Route.POSH) is None


def test_a_step_keeps_what_it_changed(store):
    bring(store, post("1"))
    event = replace(next_event(store.case(REF).events[-1], "assigned"), details='{"owner":"chair"}')
    case = replace(store.case(REF).case, owner=Role.CHAIR, held=True, sealed=True)

    store.step(event, case)

    file = store.case(REF)
    assert (file.case, file.events[-1]) == (case, event)
