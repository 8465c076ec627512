"""A serious or sealed case that somebody opens says so in its record, and not on every page."""

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import cast

import pytest

from orm.cases.chain import READ, raised_event, verify
from orm.cases.ways import Circumstances
from orm.desk.pressing import Desk
from orm.desk.visiting import open_to_read
from orm.errors import Conflict, NotAllowed
from orm.model.cases import CaseFile, NewCase
from orm.model.judgement import Category, Severity
from orm.model.opening_hours import Opening
from orm.model.schools import SchoolCalendar
from orm.model.settings import PolicyProfile
from orm.ports import Store
from tests.factories_casework import COMMS, DEPUTY, DSL, HEAD, OPENED_AT, PEOPLE, decision, opened
from tests.factories_triage import house_policy


@dataclass
class Records:
    """One case, in memory. `quicker` events of others come between reading and writing."""

    file: CaseFile
    quicker: int = 0

    def case(self, _ref):
        return self.file

    def step(self, event, case):
        if self.quicker:
            self.quicker -= 1
            raise Conflict("somebody else acted first")
        self.file = replace(self.file, case=case, events=(*self.file.events, event))


def desk_over(records):
    return Desk(
        store=cast("Store", records),
        policy=house_policy(),
        profile=PolicyProfile(),
        contacts=PEOPLE,
        calendar=SchoolCalendar(),
        opening=Opening(frozenset(range(5)), time(10), time(16)),
        schools={},
        around=lambda _file, _school, now: Circumstances(now, saved=True),
    )


def read_at(records, by, minutes):
    now = OPENED_AT + timedelta(minutes=minutes)
    ref = records.file.case.ref
    return open_to_read(desk_over(records), ref, by=by, where="on the desk", now=now)


def readings(records):
    return [each.actor for each in records.file.events if each.action == READ]


@pytest.fixture
def serious():
    return Records(opened(decision(Category.T5, Severity.S3)))


def test_each_person_is_written_down_once_in_fifteen_minutes(serious):
    for by, minutes in ((HEAD, 0), (HEAD, 14), (DEPUTY, 14), (HEAD, 15), (HEAD, 29)):
        read_at(serious, by, minutes)

    assert readings(serious) == [HEAD.id, DEPUTY.id, HEAD.id]
    assert verify(serious.file.events) == ()


def test_the_case_that_is_given_back_holds_the_reading(serious):
    view = read_at(serious, HEAD, 0)

    assert view.file.events == serious.file.events
    assert view.file.events[-1].reason == "on the desk"


def test_an_ordinary_case_is_read_without_a_trace_in_its_record():
    ordinary = Records(opened(decision(Category.T5, Severity.S2)))
    read_at(ordinary, HEAD, 0)

    assert readings(ordinary) == []


def test_a_sealed_case_is_written_down_at_any_severity():
    sealed = Records(opened(decision(Category.T11, Severity.S2)))
    read_at(sealed, DSL, 0)

    assert readings(sealed) == [DSL.id]


def test_a_case_that_became_graver_is_written_down_anew(serious):
    read_at(serious, HEAD, 0)
    case = serious.file.case
    graver = NewCase(
        case.ref,
        case.school_id,
        case.category,
        Severity.S4,
        case.owner,
        sealed=False,
        due_at=case.due_at,
    )
    raised = raised_event(serious.file.events[-1], graver, OPENED_AT + timedelta(minutes=1))
    serious.file = replace(serious.file, events=(*serious.file.events, raised))

    read_at(serious, HEAD, 2)

    assert readings(serious) == [HEAD.id, HEAD.id]


def test_a_step_of_somebody_else_in_between_loses_no_reading(serious):
    serious.quicker = 2
    read_at(serious, HEAD, 0)

    assert readings(serious) == [HEAD.id]


def test_who_is_always_slower_is_told(serious):
    serious.quicker = 3

    with pytest.raises(Conflict):
        read_at(serious, HEAD, 0)


def test_who_may_not_see_the_case_leaves_no_trace(serious):
    with pytest.raises(NotAllowed):
        read_at(serious, COMMS, 0)

    assert readings(serious) == []
