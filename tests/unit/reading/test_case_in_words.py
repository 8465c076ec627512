"""A case in plain words: its routes' forms, clocks, record, posts and papers."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from orm.model.cases import CaseState, SeenItem
from orm.model.judgement import (
    Category,
    Retain,
    Route,
    Severity,
)
from orm.model.opening_hours import Opening
from orm.model.papers import Question
from orm.model.schools import SchoolCalendar
from orm.model.steps import (
    Approve,
    NoteDown,
    Propose,
    Sent,
)
from orm.reading.case_clocks import clocks
from orm.reading.case_form import Asking
from orm.reading.case_list import mark, marked
from orm.reading.case_posts import NO_WORDS, WORDS_GONE, is_covered, posts
from orm.reading.case_record import record
from orm.reading.case_route import Stage, fact_fields, given, route_page, stage_of
from orm.reading.case_sheets import sheets
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_steps import step_page
from orm.reading.case_words import STATES, called, explained, route_called
from tests.factories_casework import (
    ABUSE,
    DEPUTY,
    DSL,
    HEAD,
    LEADER,
    OPENED_AT,
    PEOPLE,
    by_a_parent,
    by_a_stranger,
    casework,
)
from tests.factories_triage import house_policy

CALENDAR = SchoolCalendar()
POSH = Opening(frozenset(range(5)), time(10), time(16))
RULES = ("impersonation of an organisation",)
REPORT = Propose(Route.PLATFORM_REPORT, rule=RULES[0])


def stand(work, by=HEAD):
    return Standpoint(work.view, by, PEOPLE)


def reported():
    """A stranger's post of which the platform was told."""
    work = by_a_stranger()
    work.rules = RULES
    work.do(HEAD, REPORT)
    work.do(LEADER, Approve(Route.PLATFORM_REPORT))
    work.do(HEAD, Sent(Route.PLATFORM_REPORT, "HC-1", OPENED_AT + timedelta(days=3)))
    return work


def asked():
    """A parent who was asked to take a post down."""
    work = by_a_parent()
    work.do(HEAD, Propose(Route.DELETION_REQUEST))
    work.do(LEADER, Approve(Route.DELETION_REQUEST))
    work.do(HEAD, Sent(Route.DELETION_REQUEST, "", OPENED_AT + timedelta(days=2)))
    return work


# ---- one route


def test_a_route_asks_for_one_thing_at_a_time():
    work = by_a_parent()
    route = Route.DELETION_REQUEST
    stages = [stage_of(stand(work), route)]
    work.do(HEAD, Propose(route))
    stages += [stage_of(stand(work), route), stage_of(stand(work, LEADER), route)]
    work.do(LEADER, Approve(route))
    stages.append(stage_of(stand(work), route))
    work.do(HEAD, Sent(route, "", OPENED_AT + timedelta(days=2)))
    stages.append(stage_of(stand(work), route))

    assert stages == [Stage.PROPOSE, Stage.APPROVE, Stage.APPROVE, Stage.SEND, Stage.REPLY]


def test_a_platform_report_names_one_of_the_platforms_rules():
    work = by_a_stranger()
    work.rules = RULES
    page = route_page(stand(work), Route.PLATFORM_REPORT, (), {})

    rule = page.fields[0]
    assert (rule.asking, [each.value for each in rule.options]) == (Asking.CHOICES, list(RULES))


ASKED = Question("asked", "what is asked", "the headteacher", (), many=False, needed=True)
DATE = Question("written_on", "the date", "the desk", (), many=False, needed=True)
STEPS = Question("steps_taken", "what was done", "who handles it", (), many=True, needed=False)
LINKS = Question("post_links", "the address", "the desk", (), many=True, needed=True)


def test_a_draft_gives_its_facts_back_but_not_what_the_case_knows_anew():
    known = ((ASKED, ()), (DATE, ("Monday",)), (STEPS, ("rang", "met")))
    kept = {"asked": ("Please.",), "written_on": ("Sunday",), "steps_taken": ("rang",)}

    fields = {each.name: each.value for each in fact_fields(None, known, kept)}

    assert fields == {
        "fact-asked": "Please.",
        "fact-written_on": "Monday",
        "fact-steps_taken": "rang\nmet",
    }


def test_only_what_somebody_changed_is_given():
    known = ((ASKED, ()), (DATE, ("Monday",)), (LINKS, ("https://a.example", "https://b.example")))
    values = {
        "fact-asked": "Please take it down.",
        "fact-written_on": "Monday",
        "fact-post_links": "https://a.example\n\n https://c.example ",
    }

    assert given(values, known) == {
        "asked": ("Please take it down.",),
        "post_links": ("https://a.example", "https://c.example"),
    }


def test_what_is_known_can_be_emptied():
    assert given({"fact-written_on": ""}, ((DATE, ("Monday",)),)) == {"written_on": ("",)}


def test_a_long_text_stays_as_it_is_and_is_not_asked():
    assert fact_fields(None, ((ASKED, ("x" * 2001,)),), {}) == ()


# ---- clocks, record, posts


def ends(work):
    return {
        line.what: (line.at, line.late)
        for line in clocks(work.view, calendar=CALENDAR, opening=POSH)
    }


def test_a_decision_is_due_until_something_was_sent():
    work = by_a_parent()
    assert "Decide what to do by" in ends(work)
    assert set(ends(asked())) == {
        "Ask the author to take it down: an answer is due by",
        "Look whether it is still there by",
    }


def test_a_platform_has_48_hours_of_real_time():
    work = reported()
    sent_at = work.view.played.standing.courses[Route.PLATFORM_REPORT].sent_at

    assert ends(work)["The platform has 48 hours, until"] == (sent_at + timedelta(hours=48), False)
    work.wait(days=3)
    assert not any(late for _, late in ends(work).values())


def test_an_allegation_reaches_the_lado_by_the_next_working_day():
    work = casework(Category.T12, Severity.S3)

    assert ends(work)["Tell the local authority (LADO) by"][0] == OPENED_AT.replace(day=17, hour=16)


def test_a_late_decision_is_called_late():
    work = casework(Category.T5)
    work.wait(days=9)

    assert ends(work)["Decide what to do by"][1]


def test_the_record_names_people_and_holds_no_fingerprint():
    work = by_a_parent()
    work.do(DEPUTY, NoteDown(), f"custody line 1, {'a' * 64}")
    lines = record(work.file.events, house_policy(), PEOPLE)

    assert [line.who for line in lines] == [
        "orm, the program",
        "Merrow",
        "Merrow",
        "Merrow",
        "Vane",
    ]
    assert lines[-1].reason == "custody line 1"
    assert ("Who", "A parent, carer or governor") in lines[1].more
    assert ("What harm is there, and to whom, as a role?", ABUSE.harm) in lines[2].more


def seen(**changes):
    return replace(
        SeenItem(
            source="feed",
            url="https://forum.example/u/ollerby/1",
            collected_at=OPENED_AT,
            posted_at=None,
            title="",
            text="the words",
            content_hash="",
            versions=1,
        ),
        **changes,
    )


def with_posts(work, *some):
    work.file = replace(work.file, seen=some)
    return work


@pytest.mark.parametrize(
    ("category", "severity", "covered"),
    [
        (Category.T3, Severity.S1, False),
        (Category.T4, Severity.S2, False),
        (Category.T10, Severity.S2, False),
        (Category.T10, Severity.S3, True),
        (Category.T5, Severity.S2, True),
        (Category.T17, Severity.S1, True),
    ],
)
def test_words_that_may_hurt_are_covered(category, severity, covered):
    assert is_covered(casework(category, severity).view) is covered


def test_a_pointer_says_that_no_words_are_kept():
    work = with_posts(casework(Category.T13, Severity.S4), seen(text=""))

    assert [each.without for each in posts(stand(work, DSL))] == [NO_WORDS]


def test_a_purged_post_says_that_its_words_are_gone():
    work = with_posts(casework(Category.T5), seen(text=""))
    assert work.file.decision.retain is Retain.FULL

    assert [each.without for each in posts(stand(work))] == [WORDS_GONE]


def test_the_leadership_team_is_shown_the_site_alone():
    work = with_posts(casework(Category.T5), seen(), seen(url="no address"))

    assert [each.address for each in posts(stand(work, LEADER))] == [
        "forum[.]example/…",
        "not shown",
    ]
    assert posts(stand(work, HEAD))[0].address == "hxxps://forum[.]example/u/ollerby/1"
    assert posts(stand(work, DEPUTY))[0].address == "hxxps://forum[.]example/u/ollerby/1"


# ---- words


def test_every_state_and_route_has_words():
    assert set(STATES) == set(CaseState)
    assert {route_called(called(route)) for route in Route} == set(Route)


def test_a_gate_that_is_cited_is_named():
    assert explained("not yet (G2).", house_policy()) == "not yet (G2). (G2 is “Free expression”.)"
    assert explained("not yet", house_policy()) == "not yet"
    assert explained("G99", house_policy()) == "G99"


def test_a_lado_sheet_is_for_allegations_and_a_leaflet_for_a_person():
    assert "lado-sheet" in {each.called for each in sheets(casework(Category.T12).view)}
    assert "lado-sheet" not in {each.called for each in sheets(casework(Category.T5).view)}
    assert "rhc-leaflet" in {each.called for each in sheets(casework(Category.T5).view)}


@pytest.mark.parametrize("text", ["", "~", "2026-11-20~A", "2026-11-20T09:00:00~A", "x~y", "2026~"])
def test_a_mark_that_is_none_is_left_out(text):
    assert marked(text) is None


def test_a_mark_comes_back():
    case = casework(Category.T5).file.case

    assert marked(mark(case)) == (case.due_at, case.ref)


def test_a_sealed_case_is_given_to_the_team_and_to_nobody_else():
    page = step_page("assign", stand(casework(Category.T11), DSL))

    assert page is not None
    assert {each.value for each in page.fields[0].options} == {"headteacher", "chair"}
