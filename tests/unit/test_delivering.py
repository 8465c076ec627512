"""What one delivery does when the mail server takes nothing, or does not answer."""

from datetime import timedelta

import pytest

from orm.errors import Busy, Unanswered
from orm.model.letters import LetterKind, MailState
from orm.weekly import FIRST_WAIT, Delivered, PostRoom, deliver
from orm.weekly.delivering import REFUSALS_IN_A_ROW
from tests.factories_leaks import SCREEN, cleared_mail
from tests.factories_weeks import NOW, letter
from tests.fakes_outbox import TellingMailer, memory_store, refused, telling_mailer

LEASE = timedelta(minutes=10)
BUSY = Busy("421 too many letters")
LOST = Unanswered("nobody knows")
HOUR = timedelta(hours=1)


def store_of(count):
    return memory_store(*(cleared_mail(number) for number in range(1, count + 1)))


def send(store, mailer, now=NOW, **changes):
    room = PostRoom(store, mailer, SCREEN, **changes)
    return deliver(room, now=now, worker="w1", lease=LEASE, limit=50)


def states(store):
    return [mail.state for mail in store.outbox()]


def test_a_busy_server_stops_the_batch_and_the_rest_loses_no_attempt():
    store, mailer = store_of(5), telling_mailer(**{"3": BUSY})

    assert send(store, mailer) == Delivered(sent=2, retried=1, waiting=2)
    assert [mail.attempts for mail in store.outbox()] == [0, 0, 1, 0, 0]
    assert store.outbox()[4].failure == "421 too many letters"


def test_what_a_busy_server_left_goes_out_a_minute_later():
    store = store_of(5)
    send(store, telling_mailer(**{"1": BUSY}))

    assert send(store, telling_mailer(), now=NOW + timedelta(seconds=59)) == Delivered()
    assert send(store, telling_mailer(), now=NOW + FIRST_WAIT) == Delivered(sent=5)


def test_letters_refused_for_now_in_a_row_stop_the_batch():
    errors = {str(number): refused(permanent=False) for number in range(1, 20)}

    found = send(store_of(19), telling_mailer(**errors))

    assert found == Delivered(retried=REFUSALS_IN_A_ROW, waiting=19 - REFUSALS_IN_A_ROW)


def test_letters_refused_for_now_here_and_there_do_not_stop_the_batch():
    errors = {str(number): refused(permanent=False) for number in range(1, 20, 2)}

    assert send(store_of(19), telling_mailer(**errors)) == Delivered(sent=9, retried=10)


def test_readers_who_do_not_exist_do_not_stop_the_batch():
    errors = {str(number): refused(permanent=True) for number in range(1, 20)}

    assert send(store_of(20), telling_mailer(**errors)) == Delivered(sent=1, failed=19)


def test_a_letter_of_unknown_outcome_is_counted_named_and_sent_again():
    store = store_of(2)

    assert send(store, telling_mailer(**{"1": LOST})) == Delivered(sent=1, retried=1, unanswered=1)
    assert send(store, telling_mailer(), now=NOW + FIRST_WAIT) == Delivered(sent=1)
    assert [(mail.state, mail.unanswered) for mail in store.outbox()] == [
        (MailState.SENT, 1),
        (MailState.SENT, 0),
    ]


def test_a_letter_that_another_worker_took_over_is_not_sent_by_the_first():
    store = store_of(2)
    slow = _Slow(store)

    send(store, slow)

    assert slow.sent == ["digest/wrenbeck/2026-W47/1"]


class _Slow(TellingMailer):
    """So slow with each letter that its lease ends and another worker claims the rest."""

    def __init__(self, store):
        super().__init__()
        self.store = store

    def send(self, mail):
        super().send(mail)
        self.store.claim_mail(now=NOW + LEASE, worker="w2", lease=LEASE, limit=50)


def test_a_server_that_greylists_for_an_hour_gets_every_letter_within_two():
    store, now = store_of(12), NOW
    grey = telling_mailer(**{str(number): refused(permanent=False) for number in range(1, 13)})

    while MailState.QUEUED in states(store):
        send(store, telling_mailer() if now >= NOW + HOUR else grey, now=now)
        now += FIRST_WAIT

    assert states(store) == [MailState.SENT] * 12
    assert now - NOW <= 2 * HOUR + 5 * FIRST_WAIT


def test_a_letter_that_is_never_taken_is_tried_for_more_than_a_day():
    store, now = store_of(1), NOW
    grey = telling_mailer(**{"1": refused(permanent=False)})

    while now < NOW + timedelta(days=1):
        send(store, grey, now=now)
        now += timedelta(minutes=10)

    assert states(store) == [MailState.QUEUED]


def test_a_limit_of_thirty_a_minute_loses_nobody_and_asks_once_more_each_minute():
    store, now, minutes = store_of(100), NOW, 0

    while MailState.QUEUED in states(store):
        mailer = telling_mailer()
        mailer.limit = 30
        send(store, mailer, now=now)
        assert len(mailer.sent) <= 30
        now += FIRST_WAIT
        minutes += 1

    assert states(store) == [MailState.SENT] * 100
    assert minutes <= 8


@pytest.mark.parametrize(
    ("permanent", "told"), [(True, ["digest/wrenbeck/2026-W47/1/refused"]), (False, [])]
)
def test_only_a_refusal_for_good_is_told_and_once(permanent, told):
    store = store_of(1)

    def tell(about):
        return (letter(f"{about.once}/refused", kind=LetterKind.NOTICE, cleared=True),)

    for _ in range(2):
        send(store, telling_mailer(**{"1": refused(permanent=permanent)}), tell=tell)

    assert [mail.letter.once for mail in store.outbox()][1:] == told
