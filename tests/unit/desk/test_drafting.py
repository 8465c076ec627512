"""The paper of an approved proposal is the one that was approved, whenever it is asked for."""

from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from typing import cast

import pytest

from orm.cases.ways import Circumstances
from orm.desk.drafting import WritingDesk, approve, paper_of, propose, send
from orm.desk.pressing import Desk, Press
from orm.errors import Conflict
from orm.model.cases import CaseFile, Draft
from orm.model.judgement import Category, Route, Severity
from orm.model.opening_hours import Opening
from orm.model.papers import Template
from orm.model.schools import SchoolCalendar
from orm.model.settings import PolicyProfile
from orm.model.steps import Propose, Sent
from orm.ports import Store
from orm.wiring.papers import OnLetterhead
from reports.papers import needs
from tests.factories_casework import HEAD, LEADER, OPENED_AT, PEOPLE, decision, opened
from tests.factories_triage import house_policy

POLICE = Route.POLICE_101
LATER = OPENED_AT + timedelta(days=3)


@dataclass
class Records:
    """One case and its drafts, in memory."""

    file: CaseFile
    drafts: dict[Route, Draft] = field(default_factory=dict)

    def case(self, _ref):
        return self.file

    def draft(self, _ref, route):
        return self.drafts.get(route)

    def save_draft(self, draft):
        self.drafts[draft.route] = draft

    def step(self, event, case):
        self.file = replace(self.file, case=case, events=(*self.file.events, event))


@dataclass(frozen=True)
class Updated(OnLetterhead):
    """The same words under another version."""

    def final(self, template, facts, *, approved_by, approved_on):
        paper = super().final(template, facts, approved_by=approved_by, approved_on=approved_on)
        return replace(paper, version="2099.1")


@dataclass(frozen=True)
class Dated(OnLetterhead):
    """A paper that says only when it was approved."""

    def final(self, template, facts, *, approved_by, approved_on):
        paper = super().final(template, facts, approved_by=approved_by, approved_on=approved_on)
        return replace(paper, text=f"{approved_on}")


@pytest.fixture
def kept():
    return []


@pytest.fixture
def writing(kept):
    desk = Desk(
        store=cast("Store", Records(opened(decision(Category.T8, Severity.S3)))),
        policy=house_policy(),
        profile=PolicyProfile(),
        contacts=PEOPLE,
        calendar=SchoolCalendar(),
        opening=Opening(frozenset(range(5)), time(10), time(16)),
        schools={},
        around=lambda _file, _school, now: Circumstances(now, saved=True),
    )
    return WritingDesk(desk, OnLetterhead(), lambda _ref, paper, _now: kept.append(paper))


@pytest.fixture
def ref(writing):
    ref = opened(decision(Category.T8, Severity.S3)).case.ref
    given = {
        name: ("no",) if name == "danger" else ("as seen",) for name in needs(Template.POLICE_SHEET)
    }
    given |= {"first_approver": ("awaited",), "second_approver": ("awaited, another",)}
    given["school_telephone"] = ("01632 960100",)
    propose(writing, ref, Propose(POLICE), Press(HEAD, "a threat", OPENED_AT), given)
    for each in (HEAD, LEADER):
        approve(writing, ref, POLICE, Press(each, "read it", OPENED_AT))
    return ref


def test_an_approved_paper_is_the_same_on_a_later_day(writing, ref, kept):
    later = paper_of(writing, ref, POLICE, by=HEAD, now=LATER)

    assert later.text.encode() == next(each.content for each in kept if "txt" in each.name)
    assert (HEAD.name in later.text, LEADER.name in later.text) == (True, True)


def test_an_approved_paper_is_dated_by_its_approval(writing, ref):
    dated = replace(writing, papers=Dated())

    assert paper_of(dated, ref, POLICE, by=HEAD, now=LATER).text == "2026-11-16"


def test_an_approved_paper_is_kept_again_before_it_is_marked_as_sent(writing, ref, kept):
    kept.clear()  # the archive failed when it was approved

    send(writing, ref, Sent(POLICE, "CAD 12"), Press(HEAD, "rang", LATER))

    assert [each.name for each in kept] == ["police-101.txt", "police-101.pdf"]


def test_a_paper_whose_words_changed_since_is_refused(writing, ref):
    updated = replace(writing, papers=Updated())

    with pytest.raises(Conflict, match="changed with an update"):
        paper_of(updated, ref, POLICE, by=HEAD, now=LATER)
