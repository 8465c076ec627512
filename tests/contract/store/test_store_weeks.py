"""A school's week: its own stories only, neutral where it must be, and honest about the edges."""

from datetime import UTC, datetime, timedelta

import pytest

from orm.model.cases import CaseRef, CaseState
from orm.model.items import Kind
from orm.model.judgement import Category, Retain, Severity, Verdict
from orm.model.schools import Role
from orm.model.steps import SET_ASIDE
from orm.model.weeks import Week
from tests.factories_store import (
    LEASE,
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    claim_of,
    decision_of,
    item_of,
    judged_of,
    letter_of,
    moved,
    next_event,
    record_of,
    ruling_of,
)

WEEK = Week(2026, 47)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
REF = CaseRef("K7QD-2MX9")


def facts(store, week=WEEK, school_id=WRENBECK, now=NOW):
    return store.week_facts(school_id, week, now=now)


def bring_at(store, at, *judged):
    """Record at a moment, whenever the poll is due."""
    (poll,) = store.claim_polls(claim_of(max(at, NOW + timedelta(days=400)), limit=1))
    return store.record([record_of(poll, *judged, at=at)])[0]


def ruled(key, decision, **changes):
    return judged_of(item_of(key, **changes), ruling_of(decision))


@pytest.mark.parametrize(
    ("seen_at", "counts"),
    [
        (MONDAY - timedelta(seconds=1), 0),
        (MONDAY, 1),
        (MONDAY + timedelta(days=7, seconds=-1), 1),
        (MONDAY + timedelta(days=7), 0),
    ],
)
def test_a_week_is_monday_to_sunday(store, seen_at, counts):
    bring_at(store, seen_at, judged_of())

    assert len(facts(store).mentions) == counts


@pytest.mark.parametrize(
    ("seen_at", "counts"),
    [
        (datetime(2026, 10, 18, 22, 59, tzinfo=UTC), 0),  # still Sunday in London
        (datetime(2026, 10, 18, 23, 0, tzinfo=UTC), 1),  # Monday 00:00 in summer time
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), 1),  # Sunday, clocks back that morning
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), 0),
    ],
)
def test_the_week_in_which_the_clocks_go_back_has_an_hour_more(store, seen_at, counts):
    bring_at(store, seen_at, judged_of())

    assert len(facts(store, Week(2026, 43)).mentions) == counts


def test_an_ordinary_headline_is_shown_with_its_address(store):
    bring(store, judged_of())

    (mention,) = facts(store).mentions

    assert (mention.title, mention.url) == ("Wrenbeck news 1", "https://herald.example/1")
    assert (mention.outlet, mention.platform) == ("The Harrowmere Herald", "web")
    assert mention.first_seen_at == NOW
    assert (mention.verdict, mention.category) == (Verdict.US, Category.T3)


@pytest.mark.parametrize(
    ("decision", "changes", "retain"),
    [
        (decision_of(), {"kind": Kind.POST}, Retain.FULL),
        (decision_of(), {"kind": Kind.REVIEW}, Retain.FULL),
        (decision_of(severity=3), {}, Retain.FULL),
        (decision_of(sealed=True), {}, Retain.FULL),
        (decision_of(), {}, Retain.POINTER),
    ],
)
def test_no_other_title_or_address_is_ever_shown(store, decision, changes, retain):
    bring(store, judged_of(item_of(**changes), ruling_of(decision), retain=retain))

    (mention,) = facts(store).mentions

    assert (mention.title, mention.url) == ("", "")


def test_a_sealed_story_tells_nothing_but_that_it_is_there(store):
    bring(store, ruled("1", decision_of(Category.T11, 3, sealed=True)))

    (mention,) = facts(store).mentions

    assert mention.sealed
    assert (mention.platform, mention.outlet, mention.posted_at, mention.themes) == (
        "",
        "",
        None,
        (),
    )


def test_one_sealed_copy_seals_the_story(store):
    sealed = ruling_of(decision_of(Category.T11, 2, sealed=True))
    bring(
        store,
        judged_of(item_of("1"), ruling_of(decision_of(severity=2)), fingerprint="fp"),
        judged_of(item_of("2"), sealed, fingerprint="fp"),
    )

    (mention,) = facts(store).mentions

    assert (mention.sealed, mention.title, mention.copies) == (True, "", 2)


def test_a_sealed_case_hides_the_ordinary_copy_that_belongs_to_it(store):
    sealed = ruling_of(decision_of(Category.T11, 2, sealed=True, owner=Role.DSL), ref=REF)
    bring(store, judged_of(item_of("1"), sealed, fingerprint="fp"))
    bring(store, judged_of(item_of("1", text="Edited"), fingerprint="fp"), at=NOW + LEASE * 6)

    (mention,) = facts(store).mentions

    assert (mention.sealed, mention.title) == (True, "")


def test_a_story_is_as_grave_as_its_gravest_copy(store):
    bring(
        store,
        judged_of(item_of("1"), ruling_of(decision_of(severity=1)), fingerprint="fp"),
        judged_of(item_of("2"), ruling_of(decision_of(Category.T8, 3)), fingerprint="fp"),
    )

    (mention,) = facts(store).mentions

    assert (mention.severity, mention.category) == (Severity.S3, Category.T8)


def test_earlier_weeks_count_each_theme_newest_first_without_those_nobody_measured(store):
    for weeks_ago, key in ((1, "a"), (1, "b"), (8, "c"), (9, "d")):
        judged = ruled(key, decision_of(themes=("lunches",)), posted_at=None)
        bring_at(store, NOW - timedelta(weeks=weeks_ago), judged)

    assert facts(store).earlier == ((("lunches", 2),), (("lunches", 1),))


def test_a_sealed_story_counts_in_no_theme(store):
    sealed = ruled("1", decision_of(themes=("lunches",), sealed=True))
    bring_at(store, NOW - timedelta(weeks=1), sealed, ruled("2", decision_of(themes=("parking",))))

    assert facts(store).earlier == ((("parking", 1),),)


def test_open_cases_of_earlier_weeks_are_still_there(store):
    opening = ruling_of(decision_of(Category.T5, 2, owner=Role.HEADTEACHER), ref=REF)
    bring_at(store, NOW - timedelta(weeks=3), judged_of(item_of(), opening))

    (case,) = facts(store).cases

    assert (case.ref, case.platform, case.kind) == (REF, "web", Kind.NEWS)
    assert case.proposed == opening.decision.routes


def test_a_closed_case_is_in_the_week_in_which_it_moved_only(store):
    opening = ruling_of(decision_of(Category.T5, 2), ref=REF)
    bring_at(store, NOW - timedelta(weeks=1), judged_of(item_of(), opening))
    last = store.case(REF).events[-1]
    store.step(next_event(last, "dismissed"), moved(store, REF, CaseState.DISMISSED))

    assert [case.state for case in facts(store, Week(2026, 46)).cases] == [CaseState.DISMISSED]
    assert facts(store).cases == ()


def test_a_sealed_case_shows_no_platform_and_no_route(store):
    sealed = ruling_of(decision_of(Category.T11, 3, sealed=True, owner=Role.DSL), ref=REF)
    bring(store, judged_of(item_of(), sealed))

    (case,) = facts(store).cases

    assert (case.sealed, case.platform, case.subtype, case.proposed) == (True, "", "", ())


def test_a_week_holds_nothing_of_another_school(store):
    bring(store, judged_of(item_of(), ruling_of(decision_of(Category.T5, 2), ref=REF)))
    store.queue_week(WRENBECK, WEEK, (letter_of("digest/1"),), now=NOW)

    theirs = facts(store, school_id=ST_ORRINS)

    assert (theirs.mentions, theirs.cases, theirs.health) == ((), (), ())
    assert (theirs.undelivered, theirs.purged) == (0, 0)
    assert theirs.earlier == ()


def test_letters_that_were_tried_and_not_accepted_are_counted(store):
    letters = (letter_of("digest/1"), letter_of("digest/2"), letter_of("digest/3"))
    store.queue_week(WRENBECK, Week(2026, 46), letters, now=NOW)
    sent, failed, _ = store.claim_mail(now=NOW, worker="m", lease=LEASE, limit=9)
    store.mail_sent(sent.id, worker="m", now=NOW)
    store.mail_failed(failed.id, worker="m", now=NOW, reason="550", retry_at=None)

    assert facts(store).undelivered == 1


def test_cases_in_which_the_gate_was_set_aside_in_the_week_are_counted_once_each(store):
    bring(store, judged_of(item_of(), ruling_of(decision_of(Category.T5, 2), ref=REF)))
    for _ in range(2):
        event = next_event(store.case(REF).events[-1], SET_ASIDE)
        store.step(event, store.case(REF).case)

    assert facts(store).overrides == 1
    assert facts(store, Week(2026, 46)).overrides == 0
    assert facts(store, school_id=ST_ORRINS).overrides == 0


def test_a_story_tells_in_how_many_places_it_stands(store):
    places = (("1", "MereMum"), ("2", "MereMum"), ("3", "Harrowmere Chat"))
    copies = [judged_of(item_of(key, platform=at), fingerprint="fp") for key, at in places]
    bring(store, *copies)

    assert [(each.copies, each.places) for each in facts(store).mentions] == [(3, 2)]


def test_a_week_is_the_first_until_the_digest_of_an_earlier_one_was_queued(store):
    before = facts(store).is_first
    store.queue_week(WRENBECK, WEEK, [], now=NOW)
    same = facts(store).is_first
    store.queue_week(WRENBECK, Week(2026, 46), [], now=NOW)

    assert (before, same, facts(store).is_first) == (True, True, False)
    assert facts(store, school_id=ST_ORRINS).is_first
