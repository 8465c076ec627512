"""What is told once is told once; a wave's later alerts are letters or counted in one, never neither."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from orm.errors import Conflict
from orm.model.case_alerts import case_alert
from orm.model.house_alerts import HouseAlert, Matter
from orm.model.judgement import Category, Verdict
from orm.model.letters import EMAILS, MESSAGES, LetterKind
from orm.model.pauses import Pause
from orm.model.polls import Outcome, PollState
from orm.model.schools import ContactId
from orm.store.flooding import MOST_ALONE, queue_alerts
from orm.store.tables.alerts import MERGED_ALERTS
from orm.store.tables.sending import OUTBOX
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
    plan_of,
    prepared,
    record_of,
    ruling_of,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPIKE = HouseAlert("spike/wrenbeck/1", Matter.SPIKE, WRENBECK, NOW, 23, 2.0)
SILENCE = HouseAlert("silence/wrenbeck/feed/x", Matter.SILENCE, WRENBECK, NOW)


def house_letter(name="house/1"):
    return letter_of(name, kind=LetterKind.HOUSE)


def test_a_spike_waits_grows_and_is_told_once(store):
    store.alerts.note(SPIKE)
    store.alerts.note(replace(SPIKE, number=9))  # another worker has counted less
    store.alerts.note(replace(SPIKE, number=40, at=NOW + HOUR))
    (waiting,) = store.alerts.spikes([])
    assert waiting == replace(SPIKE, number=40, at=NOW + HOUR)

    assert store.alerts.tell([waiting], [house_letter()], now=NOW + DAY) == 1
    with pytest.raises(Conflict):
        store.alerts.tell([waiting], [house_letter("house/2")], now=NOW + DAY)

    store.alerts.note(replace(SPIKE, number=99))
    (told,) = store.alerts.spikes([WRENBECK])
    assert (told.number, told.told_at) == (40, NOW + DAY)
    assert [mail.letter.once for mail in store.outbox()] == ["house/1"]
    assert store.alerts.spikes([ST_ORRINS]) == ()


def test_of_alerts_that_are_told_together_one_that_was_told_keeps_all_back(store):
    other = replace(SILENCE, once="silence/wrenbeck/gdelt/x")
    store.alerts.tell([SILENCE], [house_letter()], now=NOW)

    with pytest.raises(Conflict):
        store.alerts.tell([other, SILENCE], [house_letter("house/2")], now=NOW)

    assert store.alerts.told_of([other.once, SILENCE.once]) == {SILENCE.once}
    assert len(store.outbox()) == 1


def test_stories_are_counted_once_by_when_the_school_first_had_them(store):
    sealed = ruling_of(decision_of(Category.T11, 3, sealed=True))
    not_us = ruling_of(verdict=Verdict.NOT_US)
    later = NOW + 2 * DAY
    bring(store, judged_of(fingerprint="old"))
    bring(
        store,
        judged_of(item_of("copy"), fingerprint="old"),
        judged_of(item_of("2"), fingerprint="new"),
        judged_of(item_of("3", posted_at=later), fingerprint="new"),
        judged_of(item_of("4"), sealed),
        judged_of(item_of("5"), not_us),
        judged_of(item_of("6", posted_at=None)),
        at=later,
    )

    lately = store.alerts.seen(WRENBECK, since=later - DAY)
    assert set(lately) == {(later, later), (later, None)}
    assert len(store.alerts.seen(WRENBECK, since=NOW)) == 3
    assert store.alerts.loud([WRENBECK, ST_ORRINS], since=later - DAY, least=4) == (WRENBECK,)
    assert store.alerts.loud([WRENBECK], since=later - DAY, least=5) == ()


def test_a_source_has_failed_when_all_of_its_polls_have_several_times(bare_store):
    store = prepared(bare_store, plan_of("a"), plan_of("b", "b.example"))
    bring(store, judged_of())
    read, new = NOW, NOW

    def fail(at, failures):
        for poll in store.claim_polls(claim_of(at)):
            pace = record_of(poll).pace
            pace = replace(pace, failures=failures, next_poll_at=at, state=PollState.PAUSED)
            ended = record_of(poll, at=at, outcome=Outcome.REFUSED, pace=pace)
            store.record([ended])

    fail(NOW + DAY, 3)
    (state,) = store.alerts.source_states([WRENBECK, ST_ORRINS])
    assert (state.source, state.measured_at, state.new_at) == ("feed", read, new)
    assert (state.silence, state.failing) == (7 * DAY, True)
    fail(NOW + DAY, 1)
    assert not store.alerts.source_states([WRENBECK])[0].failing

    store.pauses.pause(Pause("feed", WRENBECK, ContactId("it"), "as agreed", NOW + DAY))
    assert store.alerts.source_states([WRENBECK]) == ()


def case_letter(number, severity=3, reader="head", **changes):
    """The alert of one case to one reader."""
    once = f"alert/K7QD-{number:04d}/{reader}/opened-s{severity}"
    return letter_of(once, recipient=f"{reader}@wrenbeck.example", **changes)


def waiting(store, before=NOW + DAY):
    return store.alerts.waiting_alerts(before=before)


def queued(store, letters, at=NOW):
    return store._database.write(lambda c: queue_alerts(c, letters, now=at))


def test_the_fourth_alert_of_an_hour_waits_and_an_emergency_never_does(store):
    letters = [case_letter(n) for n in range(6)] + [case_letter(9, severity=4)]
    ruling = ruling_of(decision_of(Category.T5, 3), ref="K7QD-0000")

    bring(store, judged_of(item_of(), replace(ruling, alerts=tuple(letters))))

    assert [mail.letter.once for mail in store.outbox()] == [
        each.once for each in (*letters[:3], letters[6])
    ]
    assert [each.once for each in waiting(store)] == [each.once for each in letters[3:6]]
    assert waiting(store, NOW - timedelta(minutes=1)) == ()
    queued(store, letters)  # the same again changes nothing
    assert len(waiting(store)) == 3
    assert queued(store, [case_letter(7)], NOW + 2 * HOUR) == 1
    assert len(store.outbox()) == 5


def test_alerts_that_are_told_together_are_told_once(store):
    queued(store, [case_letter(n) for n in range(5)])
    merged = waiting(store)

    told = letter_of(f"alerts/wrenbeck/{merged[0].id}")
    assert store.alerts.tell_together(merged, [told], told_in=told.once, now=NOW) == 1
    with pytest.raises(Conflict):
        store.alerts.tell_together(
            merged[:1], [letter_of("alerts/wrenbeck/x")], told_in="x", now=NOW
        )

    assert waiting(store) == ()
    assert [mail.letter.once for mail in store.outbox()][-1] == told.once


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    waves=st.lists(
        st.tuples(
            st.integers(0, 90),
            st.lists(
                st.tuples(
                    st.integers(0, 30),
                    st.sampled_from([3, 3, 3, 4]),
                    st.sampled_from(["head", "dsl"]),
                ),
                max_size=8,
            ),
            st.booleans(),
        ),
        max_size=6,
    )
)
@example([(0, [(0, 3, "head")] * 5, False)])  # the same alert five times
def test_every_alert_is_a_letter_or_is_counted_in_exactly_one(store, waves):
    """Whatever comes when, and whenever somebody tells what waits."""
    store._database.write(lambda c: [c.execute(delete(table)) for table in (MERGED_ALERTS, OUTBOX)])
    at, wanted = NOW, set()
    counted: Counter[str] = Counter()
    for minutes, cases, tells in waves:
        at += timedelta(minutes=minutes)
        letters = [case_letter(number, severity, reader) for number, severity, reader in cases]
        wanted |= {letter.once for letter in letters}
        queued(store, letters, at)
        merged = waiting(store, at) if tells else ()
        for reader in {each.recipient for each in merged}:
            theirs = [each for each in merged if each.recipient == reader]
            told = letter_of(f"alerts/wrenbeck/{theirs[0].id}", recipient=reader)
            store.alerts.tell_together(theirs, [told], told_in=told.once, now=at)
            counted.update(each.once for each in theirs)
    counted.update(each.once for each in waiting(store, at + DAY))
    counted.update(
        mail.letter.once for mail in store.outbox() if case_alert(mail.letter.once) is not None
    )
    assert counted == Counter(wanted)
    alone = Counter(
        (mail.letter.recipient, mail.queued_at)
        for mail in store.outbox()
        if (known := case_alert(mail.letter.once)) and known.may_wait
    )
    assert max(alone.values(), default=0) <= MOST_ALONE


def test_messages_wait_for_their_own_way_out(store):
    queued(store, [case_letter(1), case_letter(2, kind=LetterKind.URGENT_MESSAGE)])

    def claimed(kinds):
        return store.claim_mail(now=NOW, worker="w", lease=LEASE, limit=9, kinds=kinds)

    assert [mail.letter.kind for mail in claimed(MESSAGES)] == [LetterKind.URGENT_MESSAGE]
    assert [mail.letter.kind for mail in claimed(EMAILS)] == [LetterKind.ALERT]
