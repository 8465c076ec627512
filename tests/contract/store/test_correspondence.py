"""A reader's own digests, and what became of everybody's for who administers the school."""

from dataclasses import replace

import pytest

from orm.model.letters import LetterKind, MailId, MailState
from orm.model.schools import Role
from orm.model.sight import Sight
from orm.model.weeks import Week
from tests.factories_store import LEASE, NOW, ST_ORRINS, WRENBECK, letter_of
from tests.factories_trends import BOTH, CHAIR_SIGHT, HEAD_SIGHT, sight

HEAD, CHAIR = "head@wrenbeck.example", "chair@wrenbeck.example"
NOBODYS = Sight(schools=frozenset(), own=frozenset())


def digest(to=HEAD, week="2026-W46", school_id=WRENBECK, **changes):
    who = to.partition("@")[0]
    fields = {
        "kind": LetterKind.DIGEST,
        "recipient": to,
        "school_id": school_id,
        "text": f"{who}'s week",
        **changes,
    }
    return letter_of(f"digest/{school_id}/{week}/{who}", **fields)


def queued(store, *letters, school_id=WRENBECK, week=46):
    store.queue_week(school_id, Week(2026, week), letters, now=NOW)


def mine(store, sight=HEAD_SIGHT, to=HEAD, school_id=WRENBECK):
    return store.shelf.digests_to(sight, to, school_id, most=10)


def test_a_reader_sees_their_own_digests_newest_first(store):
    queued(store, digest())
    store.queue_week(WRENBECK, Week(2026, 47), [digest(week="2026-W47")], now=NOW.replace(day=23))

    assert [each.once.split("/")[2] for each in mine(store)] == ["2026-W47", "2026-W46"]
    assert mine(store)[0].text == "head's week"


def test_nobody_sees_another_persons_digest_by_list_or_by_number(store):
    queued(store, digest(HEAD), digest(CHAIR))
    (theirs,) = mine(store, CHAIR_SIGHT, CHAIR)

    assert [each.text for each in mine(store)] == ["head's week"]
    assert store.shelf.digest_to(HEAD_SIGHT, HEAD, theirs.id) is None
    assert store.shelf.digest_to(CHAIR_SIGHT, CHAIR, theirs.id) == theirs


def test_an_address_is_the_same_in_capitals(store):
    queued(store, digest("Head@Wrenbeck.example"))

    assert len(mine(store)) == 1


def test_a_school_that_is_no_longer_theirs_is_gone_with_its_digests(store):
    queued(store, digest())
    (one,) = mine(store)

    for narrowed in (NOBODYS, sight(Role.HEADTEACHER, schools=(ST_ORRINS,))):
        assert mine(store, narrowed) == ()
        assert store.shelf.digest_to(narrowed, HEAD, one.id) is None


def test_an_alert_is_no_digest(store):
    queued(store, digest(kind=LetterKind.ALERT))

    assert mine(store) == ()
    assert store.shelf.deliveries(HEAD_SIGHT, WRENBECK, most=9) == ()


def test_a_digest_that_the_safety_check_held_is_shown_to_nobody_but_what_went_instead_is(store):
    held = digest(held="held by the safety check", text="what must not be read")
    instead = replace(digest(), once=f"{held.once}/held", text="something neutral")
    queued(store, held, instead)

    (shown,) = mine(store)

    assert shown.text == "something neutral"
    assert [store.shelf.digest_to(HEAD_SIGHT, HEAD, MailId(n)) for n in range(9)].count(None) == 8


def test_one_that_is_held_when_it_is_sent_is_not_shown_any_more(store):
    queued(store, digest())
    (mail,) = store.claim_mail(now=NOW, worker="m", lease=LEASE, limit=9)
    instead = replace(digest(), once=f"{mail.letter.once}/held", text="something neutral")
    store.hold_mail(mail.id, worker="m", now=NOW, reason="changed", instead=[instead])

    assert [each.text for each in mine(store)] == ["something neutral"]


def test_a_digest_that_was_refused_says_why(store):
    queued(store, digest())
    (mail,) = store.claim_mail(now=NOW, worker="m", lease=LEASE, limit=9)
    store.mail_failed(mail.id, worker="m", now=NOW, reason="550 no such person", retry_at=None)

    (shown,) = mine(store)
    (told,) = store.shelf.deliveries(HEAD_SIGHT, WRENBECK, most=9)

    assert (shown.state, shown.failure) == (MailState.FAILED, "550 no such person")
    assert (told.recipient, told.state, told.attempts) == (HEAD, MailState.FAILED, 1)


def test_a_digest_that_may_have_come_twice_says_so_to_administrators(store):
    queued(store, digest())
    (mail,) = store.claim_mail(now=NOW, worker="m", lease=LEASE, limit=9)
    store.hand_over(mail.id, worker="m", now=NOW)
    store.mail_unanswered(mail.id, worker="m", reason="no answer", retry_at=NOW)
    (again,) = store.claim_mail(now=NOW, worker="m", lease=LEASE, limit=9)
    store.hand_over(again.id, worker="m", now=NOW)
    store.mail_sent(again.id, worker="m", now=NOW)

    (told,) = store.shelf.deliveries(HEAD_SIGHT, WRENBECK, most=9)

    assert (told.state, told.unanswered) == (MailState.SENT, 1)


@pytest.mark.parametrize("role", list(Role))
def test_what_became_of_everybodys_digest_is_for_administrators(store, role):
    queued(store, digest(HEAD), digest(CHAIR))

    told = store.shelf.deliveries(sight(role), WRENBECK, most=9)

    assert len(told) == (2 if role in {Role.IT, Role.HEADTEACHER} else 0)


def test_an_administrator_of_one_school_learns_nothing_of_another(store):
    queued(store, digest(school_id=ST_ORRINS), school_id=ST_ORRINS)

    assert store.shelf.deliveries(sight(Role.IT), ST_ORRINS, most=9) == ()
    assert len(store.shelf.deliveries(sight(Role.IT, schools=BOTH), ST_ORRINS, most=9)) == 1


def test_what_became_of_a_schools_digests_is_told_without_a_name_to_its_own_people_only(store):
    held = digest(CHAIR, held="held by the safety check")
    instead = replace(digest(CHAIR), once=f"{held.once}/held", text="something neutral")
    queued(store, digest(HEAD), held, instead)
    (first, _) = store.claim_mail(now=NOW, worker="m", lease=LEASE, limit=9)
    store.hand_over(first.id, worker="m", now=NOW)

    told = store.shelf.digest_outcomes(sight(Role.DPO), WRENBECK, most=9)

    assert sorted((each.held, each.unanswered) for each in told) == [(False, 1), (True, 0)]
    assert {each.week for each in told} == {Week(2026, 46)}
    assert store.shelf.digest_outcomes(sight(Role.IT), ST_ORRINS, most=9) == ()
