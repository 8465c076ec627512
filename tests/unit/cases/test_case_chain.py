"""The record of a case shows every change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.cases.chain import first_event, next_event, raised_event, verify
from orm.model.cases import CaseRef, NewCase
from orm.model.judgement import Category, Severity
from orm.model.schools import Role, SchoolId

NOW = datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
CASE = NewCase(
    ref=CaseRef("K7QD-2MX9"),
    school_id=SchoolId("wrenbeck"),
    category=Category.T8,
    severity=Severity.S3,
    owner=Role.HEADTEACHER,
    sealed=False,
    due_at=NOW + timedelta(hours=1),
)


def record(*reasons):
    events = [first_event(CASE, NOW)]
    for minute, reason in enumerate(reasons, start=1):
        at = NOW + timedelta(minutes=minute)
        events.append(next_event(events[-1], at=at, actor="head", action="noted", reason=reason))
    return events


def test_the_first_step_says_why_the_case_opened():
    event = first_event(CASE, NOW)

    assert (event.seq, event.actor, event.action, event.previous) == (1, "orm", "opened", "")
    assert event.reason == "T8 S3, headteacher"


def test_a_graver_sight_of_the_same_story_is_another_step():
    graver = replace(CASE, severity=Severity.S4)
    event = raised_event(first_event(CASE, NOW), graver, NOW + timedelta(hours=1))

    assert (event.seq, event.action, event.reason) == (2, "raised", "T8 S4, headteacher")
    assert verify([first_event(CASE, NOW), event]) == ()


def test_a_whole_record_has_no_problem():
    assert verify(record("rang the police", "answered by PC 41")) == ()


def test_an_empty_record_has_no_problem():
    assert verify([]) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "rang nobody"},
        {"actor": "comms"},
        {"action": "closed"},
        {"at": NOW},
        {"ref": CaseRef("0000-0000")},
        {"seq": 7},
        {"previous": "0" * 64},
        {"digest": "0" * 64},
    ],
)
def test_any_change_of_a_step_is_seen(change):
    events = record("rang the police", "wrote it down", "closed it")
    events[1] = replace(events[1], **change)

    assert verify(events)


def test_a_step_taken_out_of_the_middle_is_seen():
    events = record("rang the police", "wrote it down")

    assert verify([events[0], events[2]])


def test_two_steps_changed_places_are_seen():
    events = record("rang the police", "wrote it down")

    assert verify([events[0], events[2], events[1]])


def test_a_change_with_a_fresh_digest_breaks_the_step_after_it():
    events = record("rang the police", "wrote it down")
    forged = next_event(events[0], at=events[1].at, actor="head", action="noted", reason="nothing")

    assert any("does not follow" in problem for problem in verify([events[0], forged, events[2]]))


def test_a_problem_names_the_case_and_the_step():
    events = record("rang the police")
    events[1] = replace(events[1], reason="changed")

    assert verify(events) == ("K7QD-2MX9, step 2: its words were changed after it was written",)


def test_the_same_moment_in_another_zone_is_the_same_record():
    here = first_event(CASE, NOW)
    there = first_event(CASE, NOW.astimezone(timezone(timedelta(hours=5, minutes=30))))

    assert here.digest == there.digest


@given(st.lists(st.text(max_size=40), max_size=6))
def test_whatever_people_write_the_record_holds(reasons):
    assert verify(record(*reasons)) == ()
