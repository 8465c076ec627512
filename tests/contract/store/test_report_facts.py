"""A school's time in figures for reports: the same for every reader, and nothing of what is hidden."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from orm.model.items import Kind
from orm.model.judgement import Category, Route, Stance, Verdict
from orm.model.polls import Outcome
from orm.model.report_facts import CaseWork, MonthFacts, Period, Removals, Watched
from orm.model.schools import Role
from orm.model.steps import SET_ASIDE, Ending
from tests.factories_reports import IN_TERM, OTHER, REF, TERM, YEAR, case_in, step
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    WRENBECK,
    case_for,
    decision_of,
    item_of,
    judged_of,
    ruling_of,
)
from tests.factories_trends import BOTH, bring_in, sight, told

HEAD, CHAIR = sight(Role.HEADTEACHER), sight(Role.CHAIR)


def facts(store, *, reader=HEAD, period=TERM, school_id=WRENBECK, now=NOW):
    return store.shelf.school_facts(reader, school_id, period, now=now)


def work(store, **asked):
    return facts(store, **asked).work


def test_a_school_of_which_nothing_is_known_has_nothing_in_any_number(store):
    found = facts(store)

    assert (found.kinds, found.outlets, found.policies) == ((), (), ())
    assert found.work == CaseWork()
    assert {each.stories for each in found.months} == {0}
    assert found.watched == Watched(before=8)


@pytest.mark.parametrize("reader", [sight(Role.HEADTEACHER, schools=(ST_ORRINS,)), sight()])
def test_another_school_gets_nothing_at_all(store, reader):
    case_in(store)

    school_id = WRENBECK if reader.schools == {ST_ORRINS} else ST_ORRINS
    assert facts(store, reader=reader, school_id=school_id) is None


def test_one_school_has_no_number_of_another(store):
    case_in(store)
    step(store, "sent", route=Route.POSH.value)

    theirs = facts(store, reader=sight(Role.HEADTEACHER, schools=BOTH), school_id=ST_ORRINS)

    assert (theirs.kinds, theirs.work, theirs.outlets) == ((), CaseWork(), ())


# ---- what was found


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        ("2026-09-01T22:59:00+00:00", False),
        ("2026-09-01T23:00:00+00:00", True),  # midnight in London in summer
        ("2026-10-23T22:59:00+00:00", True),
        ("2026-10-23T23:00:00+00:00", False),
    ],
)
def test_a_story_counts_between_the_first_and_the_last_day_in_london(store, moment, counts):
    bring_in(store, datetime.fromisoformat(moment), told("1"))

    assert facts(store).kinds == (((Category.T3, 1),) if counts else ())


def test_copies_are_one_story_of_the_kind_of_the_gravest(store):
    bring_in(
        store,
        IN_TERM,
        told("1", Category.T3, severity=1, fingerprint="fp"),
        told("2", Category.T5, severity=2, fingerprint="fp"),
        told("3", Category.T3, severity=1),
        told("4", Category.T1, severity=0),
        told("5", Category.T3, severity=1),
    )

    assert facts(store).kinds == ((Category.T3, 2), (Category.T1, 1), (Category.T5, 1))


def test_what_may_be_about_somebody_else_is_no_kind(store):
    bring_in(store, IN_TERM, told("1", verdict=Verdict.UNSURE), told("2", verdict=Verdict.NOT_US))

    assert facts(store).kinds == ()


HIDDEN = {
    "sealed": {"sealed": True, "owner": Role.DSL},
    "the chair's": {"owner": Role.CHAIR},
}


@pytest.mark.parametrize("how", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("reader", [HEAD, CHAIR, sight(Role.DSL)], ids=["head", "chair", "dsl"])
def test_what_is_for_few_people_is_in_no_figure_whoever_asks(store, how, reader):
    case_in(store, **how)
    step(store, "sent", route=Route.PLATFORM_REPORT.value)
    step(store, SET_ASIDE)
    step(store, "closed", ending=Ending.NO_ACTION.value, lesson="a lesson")

    found = facts(store, reader=reader)

    assert (found.kinds, found.outlets, found.work) == ((), (), CaseWork())


@pytest.mark.parametrize("kind", [Category.T11, Category.T12, Category.T13, Category.T14])
def test_sealed_kinds_are_no_kind_even_without_a_case(store, kind):
    bring_in(store, IN_TERM, told("1", kind, severity=3))

    assert facts(store).kinds == ()


def test_a_copy_of_a_sealed_post_hides_the_story(store):
    bring_in(
        store,
        IN_TERM,
        told("1", Category.T11, severity=3, sealed=True, fingerprint="fp"),
        told("2", Category.T3, severity=1, fingerprint="fp"),
    )

    assert facts(store).kinds == ()


def test_a_case_about_a_leader_is_in_no_number(store):
    decision = decision_of(Category.T6, severity=2)
    ruling = ruling_of(decision, ref=REF)
    case = replace(case_for(REF, decision), about=frozenset({Role.HEADTEACHER}))
    bring_in(store, IN_TERM, judged_of(item_of("1"), replace(ruling, case=case)))

    for reader in (HEAD, CHAIR):
        found = facts(store, reader=reader)
        assert (found.kinds, found.work.opened) == ((), ())


def test_papers_and_review_sites_are_named_and_nothing_else(store):
    bring_in(
        store,
        IN_TERM,
        judged_of(item_of("1", outlet="The Harrowmere Herald")),
        judged_of(item_of("2", outlet="The Harrowmere Herald")),
        judged_of(item_of("3", kind=Kind.REVIEW, platform="ParentPost", outlet="somebody")),
        judged_of(item_of("4", kind=Kind.BLOG, outlet="Tamsin's blog")),
        judged_of(item_of("5", kind=Kind.POST, platform="MereMum")),
    )

    assert facts(store).outlets == (("The Harrowmere Herald", 2), ("ParentPost", 1))


def test_the_policy_that_judged_is_named_once(store):
    bring_in(
        store,
        IN_TERM,
        told("1", policy="2026.1"),
        told("2", policy="2026.2"),
        told("3", policy="2026.2"),
    )

    assert facts(store).policies == ("2026.1", "2026.2")


# ---- months


def test_a_year_has_its_months_and_a_week_is_in_that_of_its_thursday(store):
    monday, friday = "2026-09-28T12:00:00+00:00", "2026-10-02T12:00:00+00:00"
    for key, at in (("1", monday), ("2", friday)):
        bring_in(store, datetime.fromisoformat(at), told(key, themes=("lunches",)))

    months = facts(store, period=YEAR).months
    named = {each.first_on: each for each in months}

    assert [each.first_on for each in months] == [date(2025, 11, 1), date(2025, 12, 1)] + [
        date(2026, number, 1) for number in range(1, 12)
    ]
    assert named[date(2026, 9, 1)].stories == 0
    assert (named[date(2026, 10, 1)].stories, named[date(2026, 10, 1)].themes) == (
        2,
        (("lunches", 2),),
    )


def test_tone_is_counted_by_month(store):
    bring_in(
        store,
        IN_TERM,
        told("1", Category.T1, Stance.POSITIVE),
        told("2", Category.T3, Stance.NEGATIVE),
        told("3", Category.T3, Stance.MIXED),
        told("4", verdict=Verdict.UNSURE),
    )

    september = facts(store).months[0]

    assert replace(september, themes=(), watched=Watched()) == MonthFacts(
        date(2026, 9, 1), stories=3, positive=1, negative=1, unsure=1
    )


@pytest.mark.parametrize(
    ("outcome", "measured", "says"),
    [(Outcome.NONE, True, Watched(whole=1)), (Outcome.REFUSED, False, Watched(nothing=1))],
)
def test_a_week_that_was_not_read_is_told_apart_from_a_quiet_one(store, outcome, measured, says):
    del measured
    bring_in(store, NOW, outcome=outcome)
    week = Period(date(2026, 11, 16), date(2026, 11, 22))

    found = facts(store, period=week, now=NOW + timedelta(days=7))

    assert found.watched == says
    assert found.months[0].watched == says


def test_of_the_running_week_nothing_is_known_yet(store):
    bring_in(store, NOW, outcome=Outcome.NONE)

    found = facts(store, period=Period(date(2026, 11, 16), date(2026, 11, 22)))

    assert found.watched == Watched(unknown=1)


def test_a_time_without_a_thursday_has_no_week(store):
    found = facts(store, period=Period(date(2026, 9, 5), date(2026, 9, 7)))

    assert (found.months, found.watched.weeks) == ((), 0)


# ---- what was done


def test_cases_are_counted_by_kind_and_by_how_they_stand(store):
    case_in(store)
    case_in(store, category=Category.T6, ref=OTHER, key="2")
    step(store, "closed", days=3, ending=Ending.CORRECTED.value)

    found = work(store)

    assert found.opened == ((Category.T5, 1), (Category.T6, 1))
    assert found.open_now == ((Category.T6, 1),)
    assert found.endings == ((Ending.CORRECTED, 1),)
    assert (found.acted, found.unacted) == ((timedelta(days=3),), 1)
    assert found.overdue == 0
    assert work(store, now=NOW + timedelta(days=30)).overdue == 1


def test_the_first_thing_that_was_sent_is_the_action_and_a_second_is_none(store):
    case_in(store)
    step(store, "sent", days=1, route=Route.INVITE_CONTACT.value)
    step(store, "sent", days=1, route=Route.INVITE_CONTACT.value)
    step(store, "closed", days=1, ending=Ending.STAYS.value)

    found = work(store)

    assert found.acted == (timedelta(days=1),)
    assert found.sent == ((Route.INVITE_CONTACT, 2),)


REPLIES = {
    "agreed": Removals(1, granted=1),
    "removed": Removals(1, granted=1),
    "refused": Removals(1, refused=1),
    "refused and went on": Removals(1, refused=1),
    "breaks no rule of theirs": Removals(1, refused=1),
    "has shown that it is true or fair": Removals(1, refused=1),
    "no answer by the due time": Removals(1, waiting=1),
    "": Removals(1, waiting=1),
}


@pytest.mark.parametrize("reply", REPLIES)
def test_a_removal_that_was_asked_for_is_granted_refused_or_waits(store, reply):
    case_in(store)
    step(store, "sent", route=Route.DELETION_REQUEST.value)
    if reply:
        step(store, "answered", route=Route.DELETION_REQUEST.value, reply=reply)

    assert work(store).removals == REPLIES[reply]


def test_the_last_answer_counts_also_after_the_time(store):
    case_in(store)
    step(store, "sent", route=Route.PLATFORM_REPORT.value)
    step(store, "answered", route=Route.PLATFORM_REPORT.value, reply="refused")
    step(store, "answered", days=40, route=Route.PLATFORM_REPORT.value, reply="removed")

    assert work(store).removals == Removals(1, granted=1)


def test_an_invitation_asks_for_no_removal(store):
    case_in(store)
    step(store, "sent", route=Route.INVITE_CONTACT.value)
    step(store, "answered", route=Route.INVITE_CONTACT.value, reply="agreed")

    assert work(store).removals == Removals()


@pytest.mark.parametrize(
    ("action", "details"),
    [
        ("sent", {"route": Route.COMPLAINTS.value}),
        ("complaint underneath", {"underneath": "pointed to the complaints procedure"}),
    ],
)
def test_who_was_pointed_to_the_complaints_procedure_is_counted_by_case(store, action, details):
    case_in(store)
    step(store, action, **details)
    step(store, action, **details)

    assert work(store).signposted == 1


def test_overrides_and_cases_that_were_not_ours_are_counted(store):
    case_in(store)
    case_in(store, ref=OTHER, key="2")
    step(store, SET_ASIDE)
    step(store, SET_ASIDE)
    step(store, "dismissed", ref=OTHER)

    assert (work(store).overrides, work(store).not_ours) == (1, 1)


def test_of_a_lesson_only_the_kind_and_the_day_are_told(store):
    case_in(store)
    case_in(store, ref=OTHER, key="2")
    step(store, "closed", days=2, ending=Ending.CORRECTED.value, lesson="Tamsin Quillfeather")
    step(store, "closed", ref=OTHER, ending=Ending.CORRECTED.value, lesson="  ")

    assert work(store).lessons == ((Category.T5, date(2026, 9, 18)),)
    assert "Quillfeather" not in repr(facts(store))


def test_what_was_taken_back_does_not_count_even_if_that_came_later(store):
    case_in(store)
    sent = step(store, "sent", route=Route.DELETION_REQUEST.value)
    closed = step(store, "closed", ending=Ending.REMOVED.value, lesson="a lesson")
    step(store, "taken back", days=60, seq=closed)
    step(store, "taken back", seq=sent)

    found = work(store)

    assert (found.sent, found.endings, found.lessons, found.acted) == ((), (), (), ())
    assert found.removals == Removals()


@pytest.mark.parametrize("days", [-30, 60])
def test_what_was_done_in_another_time_does_not_count(store, days):
    case_in(store, IN_TERM + timedelta(days=days))
    step(store, "sent", route=Route.POSH.value)

    found = work(store)

    assert (found.opened, found.sent, found.removals) == ((), (), Removals())


# ---- sealed cases are a number, for two roles


def test_the_number_of_sealed_cases_is_for_the_head_and_the_dsl_only(store):
    case_in(store, category=Category.T11, sealed=True, owner=Role.DSL)

    known = {role: facts(store, reader=sight(role)).sealed for role in Role}

    assert known == {role: 1 if role in {Role.HEADTEACHER, Role.DSL} else None for role in Role}


def test_a_head_does_not_count_the_sealed_case_about_them(store):
    decision = decision_of(Category.T12, severity=3, sealed=True, owner=Role.CHAIR)
    case = replace(case_for(REF, decision), about=frozenset({Role.HEADTEACHER}))
    ruling = replace(ruling_of(decision, ref=REF), case=case)
    bring_in(store, IN_TERM, judged_of(item_of("1"), ruling))

    assert facts(store).sealed == 0
    assert facts(store, reader=sight(Role.DSL)).sealed == 1
