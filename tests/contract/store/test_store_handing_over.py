"""A letter says of itself how often nobody knows whether the mail server took it."""

from datetime import timedelta

import pytest

from orm.model.letters import LetterKind, MailState
from orm.model.weeks import Week
from tests.factories_store import LEASE, NOW, WRENBECK, letter_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def queued(store):
    store.queue_week(WRENBECK, Week(2026, 46), (letter_of("a"), letter_of("b")), now=NOW)
    return store


def claim(store, now=NOW, worker="m1"):
    return store.claim_mail(now=now, worker=worker, lease=LEASE, limit=10)


def hand_over(store, mail, now=NOW, worker="m1"):
    return store.hand_over(mail.id, worker=worker, now=now)


def unanswered(store):
    return [mail.unanswered for mail in store.outbox()]


def test_a_letter_that_is_handed_over_has_no_known_outcome_until_it_ends(queued):
    (mail, _) = claim(queued)

    assert hand_over(queued, mail) is True
    assert unanswered(queued) == [1, 0]

    queued.mail_sent(mail.id, worker="m1", now=NOW)
    assert unanswered(queued) == [0, 0]


@pytest.mark.parametrize("retry_at", [None, NOW + MINUTE])
def test_a_refusal_is_a_known_outcome(queued, retry_at):
    (mail, _) = claim(queued)
    hand_over(queued, mail)

    queued.mail_failed(mail.id, worker="m1", now=NOW, reason="450 busy", retry_at=retry_at)

    assert unanswered(queued) == [0, 0]


def test_a_letter_that_nobody_answered_for_comes_back_and_never_forgets_it(queued):
    (mail, _) = claim(queued)
    hand_over(queued, mail)
    queued.mail_unanswered(mail.id, worker="m1", reason="no answer", retry_at=NOW + MINUTE)

    (_, again) = sorted(claim(queued, NOW + MINUTE), key=lambda one: one.attempts)
    hand_over(queued, again)
    queued.mail_sent(again.id, worker="m1", now=NOW + MINUTE)

    assert (again.attempts, again.failure) == (1, "no answer")
    assert unanswered(queued) == [1, 0]
    assert queued.outbox()[0].state is MailState.SENT


def test_a_worker_that_died_while_it_sent_leaves_one_outcome_unknown_each_time(queued):
    for number in range(3):
        (mail, _) = claim(queued, NOW + LEASE * number, f"m{number}")
        hand_over(queued, mail, worker=f"m{number}")

    assert unanswered(queued) == [3, 0]


def test_only_the_holder_may_hand_a_letter_over_or_say_that_nobody_answered(queued):
    (mail, _) = claim(queued)

    assert hand_over(queued, mail, worker="m2") is False
    queued.mail_unanswered(mail.id, worker="m2", reason="no answer", retry_at=None)

    assert unanswered(queued) == [0, 0]
    assert queued.outbox()[0].state is MailState.QUEUED


def test_a_letter_that_another_worker_took_over_is_not_handed_over_by_the_first(queued):
    (mail, _) = claim(queued)
    claim(queued, NOW + LEASE, "m2")

    assert hand_over(queued, mail) is False


def test_letters_that_were_not_tried_are_free_in_a_minute_and_lose_no_attempt(queued):
    taken = claim(queued)

    queued.put_off_mail([one.id for one in taken], worker="m1", reason="421", until=NOW + MINUTE)

    assert claim(queued, worker="m2") == ()
    again = claim(queued, NOW + MINUTE, "m2")
    assert [(one.attempts, one.failure) for one in again] == [(0, "421"), (0, "421")]


def test_only_the_holder_may_put_letters_off(queued):
    (mail, _) = claim(queued)

    queued.put_off_mail([mail.id], worker="m2", reason="421", until=NOW + MINUTE)

    assert len(claim(queued)) == 2


def test_what_tells_of_a_refusal_is_queued_with_it_once(queued):
    (mail, _) = claim(queued)
    tell = [letter_of("a/refused", kind=LetterKind.NOTICE)]

    for _ in range(2):
        queued.mail_failed(mail.id, worker="m1", now=NOW, reason="550", retry_at=None, tell=tell)

    assert [one.letter.once for one in queued.outbox()] == ["a", "b", "a/refused"]


def test_an_alert_does_not_wait_behind_digests(store):
    digests = [letter_of(f"d{n}", kind=LetterKind.DIGEST) for n in range(3)]
    store.queue_week(WRENBECK, Week(2026, 46), digests, now=NOW)
    store.queue_week(WRENBECK, Week(2026, 47), [letter_of("urgent")], now=NOW + MINUTE)

    first, *rest = claim(store, NOW + MINUTE)

    assert first.letter.once == "urgent"
    assert [one.letter.once for one in rest] == ["d0", "d1", "d2"]


def test_letters_that_waited_longest_come_before_letters_that_were_put_off(queued):
    taken = claim(queued)
    queued.put_off_mail([taken[0].id], worker="m1", reason="421", until=NOW + MINUTE)
    queued.put_off_mail([taken[1].id], worker="m1", reason="421", until=NOW)

    assert [one.letter.once for one in claim(queued, NOW + MINUTE)] == ["b", "a"]
