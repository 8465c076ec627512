"""What became of each week's digests, in numbers that add up and claim nothing that nobody knows."""

from datetime import timedelta

from orm.model.correspondence import DigestOutcome, week_in
from orm.model.letters import MailState
from orm.model.weeks import Week
from orm.reading.digests import by_week
from tests.factories_weeks import NOW

WEEK, BEFORE = Week(2026, 47), Week(2026, 46)
LATER = NOW + timedelta(hours=2)
SENT, QUEUED, FAILED = MailState.SENT, MailState.QUEUED, MailState.FAILED


def outcome(state, *, week=WEEK, next_at=LATER, **changes):
    return DigestOutcome(week, state, next_at, **changes)


EVERYTHING = (
    outcome(SENT),
    outcome(SENT, unanswered=1),
    outcome(QUEUED),
    outcome(QUEUED, next_at=NOW),
    outcome(QUEUED, unanswered=1),
    outcome(FAILED),
    outcome(FAILED, unanswered=2),
    outcome(FAILED, held=True),
    outcome(SENT, week=BEFORE),
    outcome(SENT, week=None),
)


def test_every_digest_is_in_one_number_and_what_nobody_knows_is_neither_sent_nor_failed():
    latest, before = by_week(EVERYTHING)

    assert (latest.week, before.week) == (WEEK, BEFORE)
    assert (latest.sent, latest.twice, latest.waiting, latest.until) == (2, 1, 2, NOW)
    assert (latest.failed, latest.unknown, latest.held) == (1, 2, 1)
    assert before.says == "1 sent"
    assert latest.says == (
        "2 sent (1 of them may have come twice); 2 waiting, the first until Mon 23 Nov 2026, 07:30;"
        " 1 not sent; 2 not known: may have come once, twice or not at all;"
        " 1 held by the safety check, with a neutral letter instead"
    )


def test_a_digests_name_says_its_week_and_other_names_say_none():
    assert week_in("digest/wrenbeck/2026-W47/head/held") == WEEK
    assert week_in("alert/K7QD-2MX9/head/opened") is None
