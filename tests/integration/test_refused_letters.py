"""An address that takes no letters is told of once, shown on the desk and by `orm check`."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.cli.checking import _letters
from orm.errors import Unanswered
from orm.leaks.marks import marks
from orm.model.letters import LetterKind, MailState
from orm.model.schools import Role, SchoolId
from orm.weekly import Delivered, deliver, stands_in, told_instead
from orm.wiring.delivering import post_room
from tests.factories_config import SMALL, read
from tests.factories_leaks import LICENCE, SCREEN, cleared_mail
from tests.factories_weeks import CHAIR, EVERYBODY, HEAD, IT, NOW, SLT, contact, letter, rules
from tests.fakes_outbox import memory_store, refused, telling_mailer

LEASE = timedelta(minutes=10)
TO_HEAD = letter("digest/wrenbeck/2026-W47/head", recipient=HEAD.email)
CONFIG = replace(read(SMALL), contacts=EVERYBODY, digest=rules())


def work(store, mailer, now=NOW):
    room = post_room(CONFIG, store, mailer, screen=SCREEN, now=now)
    return deliver(room, now=now, worker="w", lease=LEASE, limit=20)


@pytest.fixture
def refusing():
    return telling_mailer(head=refused(permanent=True))


@pytest.fixture
def told(refusing):
    """The outbox after the headteacher's address took no letter."""
    store = memory_store(cleared_mail(1, letter=TO_HEAD))
    assert work(store, refusing) == Delivered(failed=1)
    return store


def test_the_administrator_is_told_and_the_letter_stays(told):
    kept, notice = told.outbox()

    assert (kept.state, kept.failure) == (MailState.FAILED, "550 no such user")
    assert (notice.letter.recipient, notice.letter.kind) == (IT.email, LetterKind.NOTICE)
    assert work(told, telling_mailer()) == Delivered(sent=1)


def test_the_letter_that_tells_names_nobody_and_passes_the_safety_check(told):
    notice = told.outbox()[1].letter
    words = f"{notice.subject} {notice.text}".casefold()

    assert "head" not in words
    assert HEAD.email not in notice.html
    assert "digest/" not in notice.html
    assert not marks(notice, LICENCE)


def test_one_address_is_told_of_once_a_week_however_many_letters_it_refuses(refusing):
    several = [replace(TO_HEAD, once=f"alert/{number}/head") for number in range(3)]
    store = memory_store(*(cleared_mail(n, letter=one) for n, one in enumerate(several, 1)))

    work(store, refusing)

    assert [mail.letter.kind for mail in store.outbox()].count(LetterKind.NOTICE) == 1


def test_a_letter_that_tells_and_is_refused_itself_calls_up_no_other(told):
    work(told, telling_mailer(**{HEAD.email: refused(permanent=True)}))

    assert [mail.state for mail in told.outbox()] == [MailState.FAILED, MailState.FAILED]


@pytest.mark.parametrize(
    ("people", "reader"),
    [
        ((HEAD, SLT, IT), IT),
        ((HEAD, SLT), SLT),
        ((HEAD, CHAIR), None),
        ((HEAD, contact("two", Role.HEADTEACHER)), contact("two", Role.HEADTEACHER)),
        ((HEAD, contact("far", Role.IT, schools=("st-orrins",))), None),
        ((replace(IT, email=HEAD.email.upper()),), None),
        ((), None),
    ],
)
def test_the_administrator_of_the_school_is_told_then_its_deputy_then_another_head(people, reader):
    assert told_instead(TO_HEAD, people) == reader


DEPUTISED = replace(HEAD, deputy=SLT.id)
ALERT = letter("alert/K7QD-2MX9/head/opened-s3", kind=LetterKind.ALERT, recipient=HEAD.email)


@pytest.mark.parametrize(
    ("people", "about", "away", "reader"),
    [
        ((DEPUTISED, CHAIR, IT, SLT), (), (), SLT),
        ((DEPUTISED, CHAIR, IT, SLT), (), (SLT,), IT),
        ((DEPUTISED, CHAIR, IT, SLT), (Role.SLT,), (), IT),
        ((HEAD, CHAIR, IT, SLT), (Role.IT,), (), SLT),
        ((HEAD, CHAIR), (), (), None),
        ((DEPUTISED, replace(SLT, schools=frozenset({SchoolId("st-orrins")})), IT), (), (), IT),
    ],
)
def test_an_alert_goes_to_the_deputy_or_who_keeps_house_and_never_to_whom_it_is_about(
    people, about, away, reader
):
    assert stands_in(ALERT, people, about=frozenset(about), away=away) == reader


@pytest.mark.parametrize("kind", [LetterKind.DIGEST, LetterKind.ENTRY, LetterKind.NOTICE])
def test_what_is_its_readers_alone_goes_to_nobody_else(kind):
    alone = replace(ALERT, kind=kind)

    assert stands_in(alone, (DEPUTISED, SLT, IT), about=frozenset()) is None


def test_the_check_counts_and_names_letters_of_unknown_outcome():
    store = memory_store(cleared_mail(1, letter=TO_HEAD))
    work(store, telling_mailer(head=Unanswered("no answer")))
    work(store, telling_mailer(), now=NOW + timedelta(minutes=1))

    accepted, unknown = _letters(store.outbox())

    assert (accepted.works, accepted.says) == (True, "none was refused")
    assert (unknown.what, unknown.works) == ("unanswered letters", None)
    assert "1 of unknown outcome" in unknown.says
    assert "head@wrenbeck.example (23 November 2026)" in unknown.says
