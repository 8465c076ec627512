"""Silence tells more people, in order, once each; and never the wrong ones (gate G12)."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.cases.chain import verify
from orm.cases.overdue import is_quiet, reminders
from orm.cases.sight import may_see
from orm.model.cases import OPEN_STATES, CaseState
from orm.model.judgement import Severity
from orm.model.reminders import Reminder, Rung
from orm.model.schools import Role, SchoolCalendar
from orm.model.settings import ReminderRules
from tests.factories_reminding import (
    ABOUT_DSL,
    ABOUT_HEAD,
    CHAIR,
    CHAIR_AT,
    DEPUTY,
    DEPUTY_AT,
    DSL,
    DUE_AT,
    EVERYBODY,
    HEAD,
    NOTHING_QUIET,
    OPENED_AT,
    ST_ORRINS,
    after,
    case_of,
    person,
    raised,
    record_of,
    rota_of,
    sealed_case,
    serious,
    told,
    touched,
    utc,
)

A_WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
S3, S4 = Severity.S3, Severity.S4


def test_nobody_is_told_before_a_decision_is_due():
    assert told(case_of(), DUE_AT - timedelta(seconds=1)) == []


def test_when_a_decision_is_due_its_owner_is_reminded():
    assert told(case_of(), DUE_AT) == [("DUE", "head")]


def test_one_school_day_later_the_deputy_is_told():
    assert told(case_of(), DEPUTY_AT)[1:] == [("DEPUTY", "deputy")]
    assert told(case_of(), DEPUTY_AT - timedelta(seconds=1))[1:] == []


def test_two_school_days_later_the_chair_is_told_and_the_weekend_is_none():
    assert told(case_of(), CHAIR_AT)[2:] == [("CHAIR", "chair")]
    assert told(case_of(), CHAIR_AT - timedelta(seconds=1))[2:] == []


def test_a_holiday_holds_the_ladder_still():
    last_day = case_of(due_at=utc("2026-12-18 16:00"))

    assert told(last_day, utc("2027-01-04 15:59")) == [("DUE", "head")]
    assert told(last_day, utc("2027-01-04 16:00"))[1:] == [("DEPUTY", "deputy")]


def test_a_sealed_case_does_not_wait_for_term():
    holiday = sealed_case(due_at=utc("2026-12-22 16:00"))

    assert told(holiday, utc("2026-12-23 15:59"))[1:] == []
    assert told(holiday, utc("2026-12-23 16:00"))[1:] == [("DEPUTY", "dep-dsl")]
    assert told(holiday, utc("2026-12-24 16:00"))[2:] == [("CHAIR", "head")]


@pytest.mark.parametrize("state", sorted(set(CaseState) - OPEN_STATES))
def test_a_case_that_is_closed_reminds_nobody(state):
    assert told(case_of(state=state), CHAIR_AT + A_WEEK) == []


def test_without_a_deputy_the_owner_and_the_chair_are_told():
    alone = replace(HEAD, deputy=None)

    assert told(case_of(), CHAIR_AT, rota=rota_of(alone, DEPUTY, CHAIR)) == [
        ("DUE", "head"),
        ("CHAIR", "chair"),
    ]


def test_whoever_deputises_and_chairs_is_told_once():
    head = replace(HEAD, deputy=CHAIR.id)

    assert told(case_of(), CHAIR_AT, rota=rota_of(head, CHAIR, DSL)) == [
        ("DUE", "head"),
        ("DEPUTY", "chair"),
    ]


def test_the_chair_is_told_of_an_ordinary_case_that_is_not_theirs_to_open():
    found = reminders(case_of(), record_of(case_of()), rota=rota_of(), now=CHAIR_AT)

    opens = {one.contact.id: one.may_open for each in found for one in each.told}
    assert opens == {"head": True, "deputy": True, "chair": False}


def test_nobody_of_another_school_is_told():
    elsewhere = replace(CHAIR, schools=frozenset({ST_ORRINS}))

    assert told(case_of(), CHAIR_AT, rota=rota_of(HEAD, DEPUTY, elsewhere)) == [
        ("DUE", "head"),
        ("DEPUTY", "deputy"),
    ]


def test_a_sealed_case_stays_with_the_safeguarding_team_and_the_headteacher():
    assert told(sealed_case(), CHAIR_AT) == [
        ("DUE", "dsl"),
        ("DEPUTY", "dep-dsl"),
        ("CHAIR", "head"),
    ]


def test_an_allegation_against_the_headteacher_never_reaches_the_headteacher():
    theirs = sealed_case(owner=Role.CHAIR, about=ABOUT_HEAD)

    assert told(theirs, CHAIR_AT + A_WEEK) == [
        ("DUE", "chair"),
        ("DEPUTY", "vice"),
        ("CHAIR", "dsl"),
    ]


def test_a_case_about_the_safeguarding_lead_never_reaches_them():
    theirs = sealed_case(owner=Role.HEADTEACHER, about=ABOUT_DSL)

    assert told(theirs, CHAIR_AT + A_WEEK) == [
        ("DUE", "head"),
        ("DEPUTY", "deputy"),
    ]


def test_a_case_that_the_chair_leads_on_is_told_to_those_only_who_may_open_it():
    assert told(case_of(owner=Role.CHAIR), CHAIR_AT + A_WEEK) == [
        ("DUE", "chair"),
        ("DEPUTY", "vice"),
    ]


def test_a_reminder_that_is_in_the_record_is_not_given_again():
    case = case_of()
    first = reminders(case, record_of(case), rota=rota_of(), now=DUE_AT)
    events = after(record_of(case), first, at=DUE_AT)

    assert told(case, DUE_AT + HOUR, events=events) == []
    assert told(case, DEPUTY_AT, events=events) == [("DEPUTY", "deputy")]


def test_a_week_without_power_gives_one_reminder_for_each_rung():
    case = case_of()
    late = reminders(case, record_of(case), rota=rota_of(), now=CHAIR_AT + A_WEEK)
    events = after(record_of(case), late, at=CHAIR_AT + A_WEEK)

    assert [each.rung for each in late] == [Rung.DUE, Rung.DEPUTY, Rung.CHAIR]
    assert told(case, CHAIR_AT + 2 * A_WEEK, events=events) == []
    assert verify(events) == ()


def test_a_case_that_is_due_anew_reminds_anew():
    case = case_of()
    first = reminders(case, record_of(case), rota=rota_of(), now=CHAIR_AT)
    events = after(record_of(case), first, at=CHAIR_AT)
    later = case_of(due_at=utc("2026-11-26 16:00"))

    assert told(later, CHAIR_AT, events=events) == []
    assert told(later, later.due_at, events=events) == [("DUE", "head")]


def test_the_record_says_who_was_told_and_why():
    case = case_of()
    first = reminders(case, record_of(case), rota=rota_of(), now=DUE_AT)
    event = after(record_of(case), first, at=DUE_AT)[-1]

    assert (event.actor, event.action) == ("orm", "reminded")
    assert event.reason == "due, counted from 2026-11-19 16:00:00+00:00: told head"


def test_two_hours_that_the_clock_shows_twice_are_two_due_times():
    first = case_of(due_at=utc("2026-10-25 00:30"), severity=S4)
    again = replace(first, due_at=utc("2026-10-25 01:30"))
    opened = touched(record_of(first), OPENED_AT)
    done = reminders(first, opened, rota=rota_of(), now=DUE_AT)
    events = after(opened, [each for each in done if each.rung is Rung.DUE], at=DUE_AT)

    assert ("DUE", "head") in told(again, DUE_AT, events=events)


def test_an_unopened_case_of_severity_3_goes_to_the_deputy_and_then_down_the_line():
    assert told(serious(), OPENED_AT + HOUR) == [("ONE_HOUR", "deputy")]
    assert told(serious(), OPENED_AT + 4 * HOUR)[1:] == [("FOUR_HOURS", "chair")]


def test_in_an_emergency_the_next_is_told_after_a_quarter_of_an_hour():
    soon = OPENED_AT + timedelta(minutes=15)

    assert told(serious(S4), soon) == [("QUARTER_HOUR", "chair")]
    assert told(serious(S4), OPENED_AT + 4 * HOUR) == [
        ("QUARTER_HOUR", "chair"),
        ("ONE_HOUR", "dsl"),
        ("FOUR_HOURS", "dep-dsl"),
        ("FOUR_HOURS", "vice"),
    ]


def test_a_sealed_emergency_stays_within_those_who_may_open_it():
    sealed = sealed_case(severity=S4, due_at=utc("2026-12-10 16:00"))

    assert told(sealed, OPENED_AT + 4 * HOUR) == [("QUARTER_HOUR", "head")]


def test_an_unopened_case_of_the_chair_goes_to_nobody_who_may_not_open_it():
    assert told(serious(S4, owner=Role.CHAIR), OPENED_AT + 4 * HOUR) == []
    assert told(serious(owner=Role.CHAIR), OPENED_AT + 4 * HOUR) == [("ONE_HOUR", "vice")]


@pytest.mark.parametrize("severity", [Severity.S0, Severity.S1, Severity.S2])
def test_what_is_not_serious_waits_for_its_due_time(severity):
    assert told(serious(severity), OPENED_AT + 24 * HOUR) == []


def test_once_somebody_has_opened_it_nobody_else_is_called():
    case = serious(S4)
    events = touched(record_of(case), OPENED_AT + timedelta(minutes=10))

    assert told(case, OPENED_AT + 4 * HOUR, events=events) == []


def test_what_the_program_writes_is_not_an_opening():
    case = serious()
    done = reminders(case, record_of(case), rota=rota_of(), now=OPENED_AT + HOUR)
    events = after(record_of(case), done, at=OPENED_AT + HOUR)

    assert told(case, OPENED_AT + 4 * HOUR, events=events) == [("FOUR_HOURS", "chair")]


def test_a_case_that_became_graver_is_unopened_again():
    before = touched(record_of(case_of()), OPENED_AT + HOUR)
    graver = serious()
    events = raised(before, graver, OPENED_AT + 2 * HOUR)

    assert told(graver, OPENED_AT + 2 * HOUR, events=events) == []
    assert told(graver, OPENED_AT + 3 * HOUR, events=events) == [("ONE_HOUR", "deputy")]


def test_whoever_was_told_at_the_opening_is_not_told_again_within_the_hour():
    at_once = serious(S4, due_at=OPENED_AT)
    opened = touched(record_of(at_once), OPENED_AT)

    assert told(at_once, OPENED_AT + timedelta(minutes=59), events=opened) == []
    assert told(at_once, OPENED_AT + HOUR, events=opened) == [("DUE", "head")]


NIGHT = utc("2026-11-17 23:00")
NEXT_MORNING = utc("2026-11-18 07:00")
SATURDAY = utc("2026-11-21 11:00")
ON_CALL = person("porter", Role.IT)
WITH_ON_CALL = rota_of(*EVERYBODY, ON_CALL, rules=ReminderRules(on_call="porter"))


def test_at_night_nobody_is_woken_for_less_than_an_emergency():
    case = serious(opened_at=NIGHT)

    assert told(case, NIGHT + 2 * HOUR, rota=WITH_ON_CALL) == []
    assert told(case, NEXT_MORNING, rota=WITH_ON_CALL) == [
        ("ONE_HOUR", "deputy"),
        ("FOUR_HOURS", "chair"),
    ]


def test_at_night_an_emergency_goes_to_the_contact_on_call_at_once():
    assert told(serious(S4, opened_at=NIGHT), NIGHT, rota=WITH_ON_CALL) == [("ON_CALL", "porter")]


def test_at_night_an_emergency_goes_down_the_line_even_with_nobody_on_call():
    late = NIGHT + timedelta(minutes=15)

    assert told(serious(S4, opened_at=NIGHT), late) == [("QUARTER_HOUR", "chair")]


def test_on_a_day_without_school_a_serious_case_goes_to_the_contact_on_call():
    assert told(serious(opened_at=SATURDAY), SATURDAY, rota=WITH_ON_CALL) == [("ON_CALL", "porter")]


def test_in_school_hours_the_contact_on_call_is_left_alone():
    assert told(serious(S4), OPENED_AT, rota=WITH_ON_CALL) == []


@pytest.mark.parametrize(
    "case",
    [
        sealed_case(severity=S4, opened_at=NIGHT),
        sealed_case(severity=S4, opened_at=NIGHT, owner=Role.CHAIR, about=ABOUT_HEAD),
    ],
)
def test_the_contact_on_call_is_not_told_what_they_may_not_know(case):
    assert ("ON_CALL", "porter") not in told(case, NIGHT, rota=WITH_ON_CALL)


def test_a_role_can_be_on_call():
    rota = rota_of(rules=ReminderRules(on_call="dsl"))

    assert told(serious(S4, opened_at=NIGHT), NIGHT, rota=rota) == [("ON_CALL", "dsl")]


def test_an_ordinary_reminder_waits_for_a_school_day_and_a_sealed_one_does_not():
    by_hours = {"due_at": utc("2026-11-20 22:00")}

    assert told(case_of(**by_hours), SATURDAY) == []
    assert told(case_of(**by_hours), utc("2026-11-23 07:00")) == [("DUE", "head")]
    assert told(sealed_case(**by_hours), SATURDAY) == [("DUE", "dsl")]


def test_past_the_last_known_term_reminders_still_go_out():
    case = case_of(due_at=utc("2027-04-14 15:00"))

    assert told(case, case.due_at) == [("DUE", "head")]


@pytest.mark.parametrize(
    ("start", "end", "at", "quiet"),
    [
        (time(20), time(7), "2026-11-17 19:59", False),
        (time(20), time(7), "2026-11-17 20:00", True),
        (time(20), time(7), "2026-11-18 06:59", True),
        (time(20), time(7), "2026-11-18 07:00", False),
        (time(20), time(7), "2027-07-13 19:00", True),  # 20:00 in summer time
        (time(1), time(5), "2026-11-18 04:00", True),
        (time(1), time(5), "2026-11-18 06:00", False),
        (time(9), time(9), "2026-11-18 09:00", False),
    ],
)
def test_quiet_hours_are_local_and_may_span_midnight(start, end, at, quiet):
    assert is_quiet(ReminderRules(start, end), utc(at)) is quiet


ROLES = st.frozensets(st.sampled_from(list(Role)), min_size=1, max_size=3)
PEOPLE = st.lists(ROLES, min_size=1, max_size=6).map(
    lambda held: tuple(
        person(f"p{n}", *roles, deputy=f"p{(n + 1) % len(held)}") for n, roles in enumerate(held)
    )
)
CASES = st.builds(
    case_of,
    severity=st.sampled_from(list(Severity)),
    owner=st.sampled_from(list(Role)),
    sealed=st.booleans(),
    state=st.sampled_from(sorted(OPEN_STATES)),
    due_at=st.sampled_from([OPENED_AT, DUE_AT, DEPUTY_AT]),
    about=st.sampled_from([frozenset(), ABOUT_HEAD, ABOUT_DSL, ABOUT_HEAD | ABOUT_DSL]),
)
NOWS = st.lists(
    st.integers(0, 30 * 24).map(lambda hours: OPENED_AT + hours * HOUR), min_size=1, max_size=6
).map(sorted)


@given(case=CASES, people=PEOPLE, now=NOWS, on_call=st.sampled_from(["", *Role]))
def test_nobody_is_told_of_a_case_about_them_or_one_that_is_closed_to_them(
    case, people, now, on_call
):
    rota = rota_of(*people, rules=replace(NOTHING_QUIET, on_call=on_call))
    found = reminders(case, record_of(case), rota=rota, now=now[-1])
    everyone = [one for each in found for one in each.told]

    assert all(not one.contact.roles & case.about for one in everyone)
    if case.sealed or case.owner is Role.CHAIR:
        assert all(may_see(case, one.contact, contacts=people) for one in everyone)


@given(case=CASES, people=PEOPLE, nows=NOWS)
def test_however_often_it_is_asked_each_rung_is_climbed_once(case, people, nows):
    events, climbed = record_of(case), []
    for now in nows:
        found = reminders(case, events, rota=rota_of(*people), now=now)
        events = after(events, found, at=now)
        climbed += [each.rung for each in found]

    assert len(climbed) == len(set(climbed))
    assert verify(events) == ()


@given(case=CASES, now=NOWS)
def test_the_time_at_which_it_is_asked_does_not_change_who_is_told_in_the_end(case, now):
    calendar = SchoolCalendar()
    rota = rota_of(calendar=calendar, rules=NOTHING_QUIET)
    end = OPENED_AT + 31 * 24 * HOUR
    at_once = reminders(case, record_of(case), rota=rota, now=end)
    events = record_of(case)
    one_by_one: list[Reminder] = []
    for moment in (*now, end):
        found = reminders(case, events, rota=rota, now=moment)
        events = after(events, found, at=moment)
        one_by_one += found

    assert {each.rung: each.told for each in one_by_one} == {
        each.rung: each.told for each in at_once
    }
