"""Which week's digest is due, for whom it is queued, and what delivery does with failures."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orm.errors import StoreError
from orm.leaks.screen import reason
from orm.model.letters import Leak, MailState
from orm.model.schools import Role, SchoolCalendar, SchoolId
from orm.model.weeks import Week
from orm.weekly import (
    FIRST_WAIT,
    GIVE_UP_AFTER,
    LONDON,
    LONGEST_WAIT,
    Delivered,
    PostRoom,
    deliver,
    due_week,
    readers,
    retry_at,
    send_at,
    send_due,
)
from tests.factories_leaks import SCREEN, cleared_mail
from tests.factories_weeks import (
    AUTUMN,
    HEAD,
    NOW,
    SLT,
    WEEK,
    contact,
    letter,
    mail,
    rules,
    school,
)
from tests.fakes_outbox import full_disk, memory_store, refused, telling_mailer

ALL_YEAR = rules(term_time_only=False)
NEVER = frozenset[Week]()
NO_TERMS = SchoolCalendar()
WRENBECK = school()
LEASE = timedelta(minutes=10)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
RULES = st.builds(
    lambda weekday, at: rules(weekday=weekday, at=at, term_time_only=False),
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(microsecond=0)),
)


def london(year, month, day, hour, minute, second=0):
    return datetime(year, month, day, hour, minute, second, tzinfo=LONDON).astimezone(UTC)


def due(now, how=ALL_YEAR, calendar=NO_TERMS, queued=NEVER):
    return due_week(now, rules=how, calendar=calendar, queued=queued)


def write(facts, posts, school, readers):
    return [
        letter(
            f"digest/{school.id}/{facts.week.key}/{reader.id}",
            school_id=school.id,
            recipient=reader.email,
            cleared=True,
        )
        for reader in readers
    ]


def queue(store, schools=(WRENBECK,), contacts=(HEAD, SLT), now=NOW, **changes):
    arguments = {"write": write, "rules": ALL_YEAR, "calendar": NO_TERMS, **changes}
    reading = partial(readers, contacts)
    return send_due(store, schools=schools, reading=reading, now=now, **arguments)


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (london(2026, 11, 23, 7, 29, 59), Week(2026, 46)),
        (london(2026, 11, 23, 7, 30), Week(2026, 47)),
        (london(2026, 11, 29, 23, 59), Week(2026, 47)),
        (london(2026, 11, 30, 7, 30), Week(2026, 48)),
        # 2026 has 53 ISO weeks; the last ends on Sunday 3 January 2027
        (london(2027, 1, 4, 7, 30), Week(2026, 53)),
        (london(2027, 1, 4, 7, 29), Week(2026, 52)),
        (london(2027, 1, 11, 7, 30), Week(2027, 1)),
        # clocks go forward on 29 March and back on 25 October
        (london(2026, 3, 30, 7, 29), Week(2026, 12)),
        (london(2026, 3, 30, 7, 30), Week(2026, 13)),
        (london(2026, 3, 30, 0, 30), Week(2026, 12)),
        (london(2026, 10, 26, 7, 29), Week(2026, 42)),
        (london(2026, 10, 26, 7, 30), Week(2026, 43)),
    ],
)
def test_the_last_full_week_whose_send_moment_has_passed_is_due(now, week):
    assert due(now) == week


def test_a_later_weekday_covers_the_same_week():
    friday = rules(weekday=4, at=time(15, 0), term_time_only=False)

    assert due(london(2026, 11, 27, 14, 59), friday) == Week(2026, 46)
    assert due(london(2026, 11, 27, 15, 0), friday) == WEEK


def test_a_week_that_was_queued_is_not_due_again():
    assert due(NOW, queued=frozenset({WEEK})) is None


def test_an_older_week_that_was_never_queued_is_not_sent_late():
    assert due(NOW + timedelta(days=6), queued=frozenset({WEEK})) is None


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (london(2026, 10, 26, 8, 0), None),
        (london(2026, 11, 1, 23, 0), None),
        (london(2026, 11, 2, 8, 0), Week(2026, 44)),
        (london(2026, 12, 14, 8, 0), Week(2026, 50)),
        (london(2026, 12, 28, 8, 0), None),
    ],
)
def test_a_digest_whose_send_day_is_outside_term_is_skipped(now, week):
    assert due(now, rules(), AUTUMN) == week


def test_a_skipped_digest_does_not_come_when_term_begins():
    sent_in_half_term = london(2026, 10, 28, 9, 0)

    assert due(sent_in_half_term, rules(), AUTUMN) is None
    assert due(london(2026, 11, 2, 9, 0), rules(), AUTUMN) != Week(2026, 43)


def test_without_terms_every_week_is_sent():
    assert due(london(2026, 12, 28, 8, 0), rules()) == Week(2026, 52)


def test_a_local_time_that_the_clock_skips_is_still_one_moment():
    skipped = rules(weekday=6, at=time(1, 30), term_time_only=False)

    # Sunday 29 March 2026 has no 01:30; week 12 ends on the Sunday before
    assert send_at(Week(2026, 12), skipped) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(MOMENTS, RULES)
@example(london(2026, 3, 29, 23, 30), rules(weekday=0, at=time(0, 0), term_time_only=False))
def test_a_due_week_is_over_and_at_most_a_week_late(now, how):
    week = due(now, how)

    assert week is not None
    assert week.last_on < now.astimezone(LONDON).date()
    assert timedelta(0) <= now - send_at(week, how) < timedelta(days=7, hours=1)


@given(MOMENTS, RULES)
def test_due_weeks_follow_one_another_without_a_gap(now, how):
    one, other = due(now, how), due(now + timedelta(days=7), how)

    assert one is not None
    assert other is not None
    assert (other.first_on - one.first_on).days in {0, 7, 14}
    assert date.fromisocalendar(one.year, one.number, 1) == one.first_on


def test_every_reader_of_a_school_gets_a_letter_once():
    store = memory_store()

    assert queue(store) == 2
    assert queue(store) == 0
    assert [each.letter.recipient for each in store.outbox()] == [HEAD.email, SLT.email]


def test_a_week_that_another_worker_marked_first_counts_no_letters():
    store = memory_store()

    def while_another_queues(facts, posts, school, readers):
        store.queue_week(school.id, facts.week, [], now=NOW)
        return write(facts, posts, school, readers)

    assert queue(store, write=while_another_queues) == 0
    assert store.outbox() == ()


def test_a_reader_gets_the_schools_that_are_theirs():
    away = contact("away", Role.HEADTEACHER, schools=frozenset({SchoolId("st-orrins")}))
    silent = contact("quiet", Role.SLT, digest=False)
    store = memory_store()

    queue(store, contacts=(away, silent, HEAD))

    assert [each.letter.recipient for each in store.outbox()] == [HEAD.email]


def test_a_school_that_nobody_reads_is_not_marked_as_told():
    store = memory_store()

    assert queue(store, contacts=()) == 0
    assert queue(store, contacts=(HEAD,)) == 1


def test_the_fault_of_one_school_does_not_silence_the_next():
    broken = school(id=SchoolId("broken"))
    store = memory_store(broken=broken.id)

    with pytest.raises(ExceptionGroup) as raised:
        queue(store, schools=(broken, WRENBECK))

    assert [type(fault) for fault in raised.value.exceptions] == [RuntimeError]
    assert {each.letter.school_id for each in store.outbox()} == {"wrenbeck"}


def test_a_week_whose_letters_could_not_be_written_is_due_again():
    store = memory_store()

    def faulty(*_):
        raise KeyError("x")

    with pytest.raises(ExceptionGroup):
        queue(store, write=faulty)

    assert queue(store) == 2


def test_a_broken_database_stops_the_flow_at_once():
    def on_a_full_disk(*_):
        raise full_disk()

    with pytest.raises(StoreError):
        queue(memory_store(), write=on_a_full_disk)


def send(store, mailer, now=NOW, limit=20):
    return deliver(PostRoom(store, mailer, SCREEN), now=now, worker="w1", lease=LEASE, limit=limit)


def test_a_letter_is_sent_once():
    store, mailer = memory_store(cleared_mail(1)), telling_mailer()

    assert send(store, mailer) == Delivered(sent=1)
    assert send(store, mailer) == Delivered()
    assert [each.state for each in store.outbox()] == [MailState.SENT]


def test_a_permanent_refusal_is_kept_with_its_reason_and_not_tried_again():
    store = memory_store(cleared_mail(1))

    assert send(store, telling_mailer(**{"1": refused(permanent=True)})) == Delivered(failed=1)
    assert send(store, telling_mailer(), now=NOW + timedelta(days=1)) == Delivered()
    (kept,) = store.outbox()
    assert (kept.state, kept.failure) == (MailState.FAILED, "550 no such user")


def test_a_passing_refusal_is_tried_again_after_a_minute_and_not_before():
    store = memory_store(cleared_mail(1))

    assert send(store, telling_mailer(**{"1": refused(permanent=False)})) == Delivered(retried=1)
    assert send(store, telling_mailer(), now=NOW + timedelta(seconds=59)) == Delivered()
    assert send(store, telling_mailer(), now=NOW + timedelta(seconds=60)) == Delivered(sent=1)


def test_one_refused_letter_does_not_hold_up_the_others():
    store = memory_store(cleared_mail(1), cleared_mail(2), cleared_mail(3))

    assert send(store, telling_mailer(**{"2": refused(permanent=True)})) == Delivered(2, 1, 0)


def test_a_fault_of_the_program_in_one_letter_loses_no_other_and_is_told():
    store = memory_store(cleared_mail(1), cleared_mail(2), cleared_mail(3))

    with pytest.raises(ExceptionGroup) as raised:
        send(store, telling_mailer(**{"2": ZeroDivisionError("secret text")}))

    assert [type(fault) for fault in raised.value.exceptions] == [ZeroDivisionError]
    assert [each.state for each in store.outbox()] == [
        MailState.SENT,
        MailState.QUEUED,
        MailState.SENT,
    ]
    assert "ZeroDivisionError" in store.outbox()[1].failure
    assert "secret" not in store.outbox()[1].failure


def test_a_letter_that_met_a_fault_is_tried_again():
    store = memory_store(cleared_mail(1))

    with pytest.raises(ExceptionGroup):
        send(store, telling_mailer(**{"1": ZeroDivisionError()}))

    assert send(store, telling_mailer(), now=NOW + FIRST_WAIT) == Delivered(sent=1)


def test_no_more_letters_are_taken_than_asked_for():
    assert send(
        memory_store(cleared_mail(1), cleared_mail(2)), telling_mailer(), limit=1
    ) == Delivered(sent=1)


@given(st.integers(0, 200), st.integers(1, 10_000))
def test_the_wait_is_between_a_minute_and_six_hours(attempts, number):
    again = retry_at(mail(number, attempts=attempts), now=NOW)

    assert again is not None
    assert FIRST_WAIT <= again - NOW <= LONGEST_WAIT


@given(st.integers(0, 200), st.integers(1, 10_000))
def test_the_wait_never_shrinks_below_four_fifths_of_a_doubling(attempts, number):
    again = retry_at(mail(number, attempts=attempts), now=NOW)
    full = min(FIRST_WAIT * 2 ** min(attempts, 20), LONGEST_WAIT)

    assert again is not None
    assert full * 0.8 <= again - NOW <= full


@given(st.integers(0, 30), st.integers(1, 10_000))
def test_the_jitter_of_a_letter_is_the_same_in_every_run(attempts, number):
    one, other = (retry_at(mail(number, attempts=attempts), now=NOW) for _ in range(2))

    assert one == other


def test_letters_that_failed_together_do_not_come_back_together():
    waits = {retry_at(mail(number, attempts=6), now=NOW) for number in range(50)}

    assert len(waits) == 50


@given(st.integers(0, 40), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_letter_is_given_up_after_three_days_and_eight_failures(attempts, age):
    again = retry_at(mail(attempts=attempts), now=NOW + age)

    assert (again is None) == (age >= GIVE_UP_AFTER and attempts >= 7)


def test_a_letter_that_always_fails_is_given_up_soon_after_three_days():
    store, mailer = memory_store(cleared_mail(1)), telling_mailer(**{"1": refused(permanent=False)})
    minutes = 0

    while store.outbox()[0].state is MailState.QUEUED:
        send(store, mailer, now=NOW + timedelta(minutes=minutes))
        minutes += 1

    assert GIVE_UP_AFTER <= timedelta(minutes=minutes) <= GIVE_UP_AFTER + LONGEST_WAIT
    assert 15 <= store.outbox()[0].attempts <= 30


def test_a_week_before_the_school_was_watched_has_no_digest():
    store = memory_store(since=london(2026, 11, 23, 0, 0))

    assert queue(store) == 0
    assert store.queued_weeks(WRENBECK.id) == NEVER


def test_the_week_in_which_watching_began_has_a_digest():
    store = memory_store(since=london(2026, 11, 22, 23, 59))

    assert queue(store) == 2


def test_a_school_that_was_never_watched_has_no_digest():
    store = memory_store(since=None)

    assert queue(store) == 0


def test_a_letter_that_is_not_the_one_that_was_cleared_is_held_and_a_neutral_one_goes():
    changed = replace(cleared_mail(1), cleared_as="another")
    store, mailer = memory_store(changed), telling_mailer()

    assert send(store, mailer) == Delivered(failed=1)
    assert send(store, mailer) == Delivered(sent=1)
    held, neutral = store.outbox()
    assert (held.state, neutral.state) == (MailState.FAILED, MailState.SENT)
    assert held.failure == reason([Leak.CHANGED])
    assert neutral.letter.once == f"{held.letter.once}/held"


@pytest.mark.parametrize("once", ["digest/1/held", "alert/K7QD-2MX9/dsl-s3/held/3"])
def test_a_neutral_letter_that_was_changed_is_held_and_calls_up_no_other(once):
    changed = replace(cleared_mail(1, letter=letter(once)), cleared_as="another")
    store = memory_store(changed)

    assert send(store, telling_mailer()) == Delivered(failed=1)
    assert [each.state for each in store.outbox()] == [MailState.FAILED]


def test_a_neutral_letter_that_cannot_be_written_holds_up_no_other_and_is_tried_again():
    def fails(_letter):
        raise ZeroDivisionError

    store = memory_store(replace(cleared_mail(1), cleared_as=""), cleared_mail(2))
    screen = replace(SCREEN, instead=fails)

    with pytest.raises(ExceptionGroup):
        deliver(
            PostRoom(store, telling_mailer(), screen), now=NOW, worker="w1", lease=LEASE, limit=20
        )

    assert [each.state for each in store.outbox()] == [MailState.QUEUED, MailState.SENT]


def test_one_held_letter_does_not_hold_up_the_others():
    store = memory_store(replace(cleared_mail(1), cleared_as=""), cleared_mail(2))

    assert send(store, telling_mailer()) == Delivered(sent=1, failed=1)
