"""Letters: queued once, taken by one worker, never sent twice and never lost."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from orm.model.letters import MailState, fingerprint
from orm.model.weeks import Week
from orm.store.revision import connected
from tests.factories_store import LEASE, NOW, ST_ORRINS, WRENBECK, letter_of

HOUR = timedelta(hours=1)
WEEK = Week(2026, 46)
LETTERS = (letter_of("digest/1"), letter_of("digest/2"))


@pytest.fixture
def queued(store):
    store.queue_week(WRENBECK, WEEK, LETTERS, now=NOW)
    return store


def claim(store, now=NOW, worker="m1", limit=10):
    return store.claim_mail(now=now, worker=worker, lease=LEASE, limit=limit)


def fail(store, mail, worker="m1", retry_at=None):
    store.mail_failed(mail.id, worker=worker, now=NOW, reason="450 busy", retry_at=retry_at)


def test_a_week_is_queued_once(queued):
    assert queued.queue_week(WRENBECK, WEEK, (letter_of("digest/3"),), now=NOW) is False

    assert [mail.letter for mail in queued.outbox()] == list(LETTERS)
    assert queued.queued_weeks(WRENBECK) == {WEEK}


def test_each_school_has_its_own_week(queued):
    other = letter_of("digest/st-orrins", school_id=ST_ORRINS)

    assert queued.queue_week(ST_ORRINS, WEEK, (other,), now=NOW) is True
    assert [mail.letter for mail in queued.outbox(ST_ORRINS)] == [other]


def test_a_week_without_letters_is_still_marked(store):
    assert store.queue_week(WRENBECK, WEEK, (), now=NOW) is True
    assert store.queued_weeks(WRENBECK) == {WEEK}


def test_a_letter_is_queued_once_for_ever(queued):
    queued.queue_week(WRENBECK, Week(2026, 47), LETTERS, now=NOW)

    assert len(queued.outbox()) == 2


def test_a_week_whose_letters_cannot_be_written_is_not_marked(store):
    stranger = letter_of("digest/x", school_id="no-such-school")

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.queue_week(WRENBECK, WEEK, (letter_of("digest/1"), stranger), now=NOW)

    assert store.queued_weeks(WRENBECK) == frozenset()
    assert store.outbox() == ()


def test_letters_are_taken_oldest_first_by_one_worker(queued):
    queued.queue_week(ST_ORRINS, WEEK, (letter_of("later"),), now=NOW + HOUR)

    first = claim(queued, NOW + HOUR, limit=2)

    assert [mail.letter.once for mail in first] == ["digest/1", "digest/2"]
    assert [mail.letter.once for mail in claim(queued, NOW + HOUR, "m2")] == ["later"]


def test_a_worker_takes_its_own_letters_back_at_once(queued):
    assert claim(queued) == claim(queued, NOW + timedelta(seconds=1))


def test_a_dead_workers_letters_are_free_after_the_lease(queued):
    claim(queued)

    assert claim(queued, NOW + LEASE - timedelta(seconds=1), "m2") == ()
    assert len(claim(queued, NOW + LEASE, "m2")) == 2


def test_a_sent_letter_is_never_taken_again(queued):
    (mail, _) = claim(queued)
    queued.mail_sent(mail.id, worker="m1", now=NOW)
    queued.mail_sent(mail.id, worker="m1", now=NOW + HOUR)

    sent = queued.outbox()[0]
    assert (sent.state, sent.sent_at) == (MailState.SENT, NOW)
    assert mail not in claim(queued, NOW + HOUR)


def test_only_the_holder_may_say_what_became_of_a_letter(queued):
    (mail, _) = claim(queued)

    queued.mail_sent(mail.id, worker="m2", now=NOW)
    fail(queued, mail, worker="m2")

    assert queued.outbox()[0].state is MailState.QUEUED
    assert queued.outbox()[0].attempts == 0


def test_a_failed_letter_comes_back_when_it_is_time(queued):
    (mail, other) = claim(queued)
    queued.mail_sent(other.id, worker="m1", now=NOW)
    fail(queued, mail, retry_at=NOW + HOUR)

    assert claim(queued, NOW + HOUR - timedelta(seconds=1)) == ()
    (again,) = claim(queued, NOW + HOUR, "m2")
    assert (again.attempts, again.failure) == (1, "450 busy")


def test_a_letter_that_failed_for_good_is_shown_and_not_tried_again(queued):
    (mail, _) = claim(queued)
    fail(queued, mail)

    failed = queued.outbox()[0]
    assert (failed.state, failed.attempts, failed.failure) == (MailState.FAILED, 1, "450 busy")
    assert mail.id not in {each.id for each in claim(queued, NOW + timedelta(days=9))}


def test_what_is_sent_is_not_undone_by_a_late_failure(queued):
    (mail, _) = claim(queued)
    queued.mail_sent(mail.id, worker="m1", now=NOW)

    fail(queued, mail)

    assert queued.outbox()[0].state is MailState.SENT


def cleared(once="digest/3", **changes):
    return letter_of(once, cleared=True, **changes)


def test_what_was_cleared_comes_back_with_its_fingerprint(store):
    store.queue_week(WRENBECK, WEEK, (cleared(text="a\0b\ud800"), letter_of("digest/4")), now=NOW)

    known, unknown = claim(store)

    assert known.cleared_as == fingerprint(known.letter)
    assert unknown.cleared_as == ""


def test_a_letter_changed_in_the_outbox_no_longer_fits_its_fingerprint(store, url):
    store.queue_week(WRENBECK, WEEK, (cleared(),), now=NOW)
    place = connected(url, patience=LEASE)
    place.write(lambda c: c.execute(text("UPDATE outbox SET text = 'Tamsin Ruddlewick'")))
    place.close()

    (mail,) = claim(store)

    assert mail.cleared_as != fingerprint(mail.letter)


def test_a_letter_that_was_queued_before_keeps_the_fingerprint_of_its_first_words(store):
    store.queue_week(WRENBECK, WEEK, (cleared(),), now=NOW)
    store.queue_week(WRENBECK, Week(2026, 47), (cleared(text="other"),), now=NOW)

    (mail,) = claim(store)

    assert mail.cleared_as == fingerprint(mail.letter)


def test_a_line_that_is_added_to_the_audit_trail_clears_no_changed_letter(store, url):
    store.queue_week(WRENBECK, WEEK, (cleared(),), now=NOW)
    changed = fingerprint(cleared(text="Tamsin Ruddlewick"))
    place = connected(url, patience=LEASE)
    place.write(lambda c: c.execute(text("UPDATE outbox SET text = 'Tamsin Ruddlewick'")))
    again = "INSERT INTO audit (at, actor, action, subject, detail) SELECT at, actor, action, subject, :changed FROM audit"
    place.write(lambda c: c.execute(text(again), {"changed": changed}))
    place.close()

    (mail,) = claim(store)

    assert fingerprint(mail.letter) == changed
    assert mail.cleared_as != changed


def test_a_letter_that_the_check_holds_is_kept_with_its_reason_and_never_taken(store):
    store.queue_week(WRENBECK, WEEK, (letter_of("digest/3", held="held by the check"),), now=NOW)

    assert claim(store, NOW + timedelta(days=9)) == ()
    (kept,) = store.outbox()
    assert (kept.state, kept.failure, kept.attempts) == (MailState.FAILED, "held by the check", 0)


def test_a_letter_that_is_held_while_it_is_sent_is_kept_and_another_is_queued(queued):
    (mail, _) = claim(queued)

    queued.hold_mail(
        mail.id, worker="m1", now=NOW, reason="held", instead=[cleared("digest/1/held")]
    )

    assert [(each.letter.once, each.state) for each in queued.outbox()] == [
        ("digest/1", MailState.FAILED),
        ("digest/2", MailState.QUEUED),
        ("digest/1/held", MailState.QUEUED),
    ]


def test_only_the_holder_may_hold_a_letter_back(queued):
    (mail, _) = claim(queued)

    queued.hold_mail(
        mail.id, worker="m2", now=NOW, reason="held", instead=[cleared("digest/1/held")]
    )

    assert [each.state for each in queued.outbox()] == [MailState.QUEUED] * 2
