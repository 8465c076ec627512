"""What the clocks need of the store, and reminders that are written whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from orm.errors import Conflict
from orm.model.cases import CaseRef, CaseState
from orm.model.judgement import Category
from tests.factories_store import (
    NOW,
    bring,
    decision_of,
    item_of,
    judged_of,
    letter_of,
    next_event,
    ruling_of,
)

REF = CaseRef("K7QD-2MX9")
DUE_AT = NOW + timedelta(days=2)


def opened(store, *cases, at=NOW):
    """Cases of these references and severities, due in two days."""
    judged = [
        judged_of(item_of(ref), ruling_of(decision_of(Category.T5, severity), ref=ref))
        for ref, severity in cases
    ]
    bring(store, *judged, at=at)


def refs(store, now):
    return [timed.case.ref for timed in store.timed_cases(now=now)]


def test_an_ordinary_case_is_timed_from_its_due_time_on(store):
    opened(store, (REF, 2))

    assert refs(store, DUE_AT - timedelta(seconds=1)) == []
    assert refs(store, DUE_AT) == [REF]


def test_a_serious_case_is_timed_from_its_opening_on(store):
    opened(store, (REF, 3), ("M3RE-0000", 2))

    assert refs(store, NOW) == [REF]


def test_a_closed_case_is_not_timed(store):
    opened(store, (REF, 3))
    file = store.case(REF)
    store.step(next_event(file.events[-1]), replace(file.case, state=CaseState.CLOSED))

    assert refs(store, DUE_AT) == []


def test_each_case_comes_with_its_whole_record(store):
    opened(store, (REF, 3), ("M3RE-0000", 4))
    file = store.case(REF)
    store.step(next_event(file.events[-1]), file.case)

    timed = {each.case.ref: each for each in store.timed_cases(now=NOW)}
    for ref, each in timed.items():
        whole = store.case(ref)
        assert (each.case, each.events) == (whole.case, whole.events)
    assert [len(each.events) for each in timed.values()] == [2, 1]


def test_a_reminder_is_a_step_and_its_letters_wait(store):
    opened(store, (REF, 2))
    first = next_event(store.case(REF).events[-1], "reminded", "orm")
    second = next_event(first, "reminded", "orm")
    queued = store.remind(
        [first, second], [letter_of("a"), replace(letter_of("b"), held="why")], now=NOW
    )

    assert queued == 1
    assert store.case(REF).events[-2:] == (first, second)
    assert [mail.letter.once for mail in store.outbox()][-2:] == ["a", "b"]


def test_a_reminder_that_comes_after_somebodys_step_writes_nothing(store):
    opened(store, (REF, 2))
    file = store.case(REF)
    late = next_event(file.events[-1], "reminded", "orm")
    store.step(next_event(file.events[-1]), file.case)
    before = len(store.outbox())

    with pytest.raises(Conflict, match="acted on case K7QD-2MX9 first"):
        store.remind([late], [letter_of("a")], now=NOW)

    assert len(store.outbox()) == before
    assert late not in store.case(REF).events


def test_a_reminder_whose_letter_cannot_be_queued_is_no_step_either(store):
    opened(store, (REF, 2))
    events = store.case(REF).events

    with pytest.raises(TypeError):
        store.remind(
            [next_event(events[-1], "reminded", "orm")], [letter_of("a", recipient=None)], now=NOW
        )

    assert store.case(REF).events == events


def test_a_reminder_that_does_not_follow_the_last_step_is_refused(store):
    opened(store, (REF, 2))
    stray = replace(next_event(store.case(REF).events[-1]), previous="another chain")

    with pytest.raises(Conflict):
        store.remind([stray], [], now=NOW)


def test_a_reminder_of_no_case_is_refused(store):
    opened(store, (REF, 2))
    stray = replace(next_event(store.case(REF).events[-1]), ref=CaseRef("N0NE-0000"))

    with pytest.raises(Conflict):
        store.remind([stray], [], now=NOW)


def test_of_two_that_remind_at_once_one_writes(store):
    opened(store, (REF, 2))
    event = next_event(store.case(REF).events[-1], "reminded", "orm")

    def remind(_):
        try:
            return store.remind([event], [letter_of("a")], now=NOW)
        except Conflict:
            return 0

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(remind, range(2))) == 1

    assert [each.action for each in store.case(REF).events] == ["opened", "reminded"]
