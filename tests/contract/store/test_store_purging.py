"""Retention: words go when their time is over, and never while a case needs them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.model.accounts import SettledBy
from orm.model.cases import CaseRef, CaseState, Draft
from orm.model.judgement import Category, Retain, Route
from orm.model.lookalikes import Verdict
from orm.model.polls import Outcome
from orm.model.records import Purged
from orm.model.schools import ContactId
from orm.model.settings import Retention
from orm.model.weeks import Week
from orm.retention import cutoffs
from tests.factories_account_store import scored
from tests.factories_store import (
    NOW,
    WRENBECK,
    bring,
    decision_of,
    item_of,
    judged_of,
    moved,
    next_event,
    ruling_of,
)

REF = CaseRef("K7QD-2MX9")
KEPT = Retention()
DAY = timedelta(days=1)


def purge(store, *, days):
    now = NOW + days * DAY
    return store.purge(cutoffs(KEPT, now=now), now=now)


def with_case(store, *, sealed=False, state=CaseState.NEW):
    category = Category.T11 if sealed else Category.T5
    decision = decision_of(category, 3, sealed=sealed)
    bring(store, judged_of(item_of(), ruling_of(decision, ref=REF)))
    if state is not CaseState.NEW:
        last = store.case(REF).events[-1]
        store.step(next_event(last), moved(store, REF, state))


def text_of(store):
    return store.case(REF).seen[0].text


def test_ordinary_words_go_after_ninety_days_and_not_before(store):
    bring(store, judged_of(item_of(), ruling_of(decision_of())))

    assert purge(store, days=90).items == 0
    assert purge(store, days=91).items == 1
    assert purge(store, days=92).items == 0


def test_what_an_open_case_is_about_is_kept(store):
    with_case(store)

    assert purge(store, days=1000).items == 0
    assert text_of(store) != ""


@pytest.mark.parametrize(
    ("sealed", "state", "days"),
    [
        (False, CaseState.DISMISSED, 8),
        (True, CaseState.CLOSED, 31),
        (True, CaseState.DEBRIEFED, 31),
    ],
)
def test_a_case_that_is_over_lets_its_words_go_in_time(store, sealed, state, days):
    with_case(store, sealed=sealed, state=state)

    assert purge(store, days=days - 2).items == 0
    assert purge(store, days=days).items == 1
    assert text_of(store) == ""
    assert store.case(REF).seen[0].url != ""


def test_an_ordinary_case_that_was_closed_keeps_its_words_for_the_schools_own_schedule(store):
    with_case(store, state=CaseState.CLOSED)

    assert purge(store, days=1000).items == 0


def test_words_that_went_do_not_come_back_with_the_same_page(store):
    same = judged_of(item_of(), ruling_of(decision_of()))
    bring(store, same)
    purge(store, days=91)

    assert bring(store, same, at=NOW + 92 * DAY).items_edited == 0


def test_an_item_about_nobody_here_is_forgotten_after_thirty_days(store):
    bring(store, judged_of(item_of(), retain=Retain.HASH))

    assert purge(store, days=30).hashes == 0
    assert purge(store, days=31).hashes == 1
    assert store.known([item_of().identity]) == {}


def test_the_fetch_log_is_kept_for_ninety_days(store):
    bring(store, outcome=Outcome.NONE)

    assert purge(store, days=89) == Purged(0, 0, 0)
    assert purge(store, days=91) == Purged(0, 0, 1)


def test_the_digest_counts_what_was_purged(store):
    bring(store, judged_of(item_of(), ruling_of(decision_of())))
    purge(store, days=91)
    year, number, _ = (NOW + 91 * DAY).isocalendar()

    facts = store.week_facts(WRENBECK, Week(year, number), now=NOW + 91 * DAY)

    assert facts.purged == 1


def test_a_case_on_hold_keeps_its_words_after_its_time(store):
    with_case(store, sealed=True, state=CaseState.CLOSED)
    held = replace(store.case(REF).case, held=True)
    store.step(next_event(store.case(REF).events[-1], "evidence held"), held)

    assert purge(store, days=1000).items == 0
    assert text_of(store) != ""


def test_the_facts_of_letters_go_with_the_words_that_they_quote(store):
    with_case(store, sealed=True, state=CaseState.CLOSED)
    store.save_draft(Draft(REF, Route.DELETION_REQUEST, "L1 2026.1", "{}", "f"))

    purge(store, days=31)

    assert store.draft(REF, Route.DELETION_REQUEST) is None


def test_a_look_alike_that_is_found_no_more_is_forgotten_and_an_impostor_never(store):
    store.lookalikes.record(WRENBECK, [scored("gone"), scored("kept"), scored("seen")], now=NOW)
    store.lookalikes.record(WRENBECK, [scored("seen")], now=NOW + 90 * DAY)
    kept = next(x for x in store.lookalikes.of([WRENBECK]) if x.scored.candidate.key == "kept")
    said = SettledBy(ContactId("comms"), NOW, "it asks for money in our name")
    store.lookalikes.judge(kept.id, Verdict.IMPOSTOR, said)

    purge(store, days=91)

    left = {each.scored.candidate.key for each in store.lookalikes.of([WRENBECK])}
    assert left == {"kept", "seen"}
