"""From a planted leak to the server: what arrives is neutral, what leaked stays in the outbox."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.leaks.posts import secrets
from orm.mail import mailer
from orm.model.cases import CaseRef
from orm.model.judgement import Severity
from orm.model.letters import Letter, LetterKind, MailState
from orm.model.schools import SchoolCalendar
from orm.model.weeks import Week
from orm.weekly import Delivered, PostRoom, cleared, deliver, send_due
from reports.alert import alert
from reports.digest import digest
from tests.factories_leaks import SCREEN, post
from tests.factories_mail import to_server
from tests.factories_weeks import DSL, EVERYBODY, HEAD, NOW, rules, school
from tests.fakes_outbox import memory_store

PLANTED = ("Tamsin Ruddlewick", "@tamsins_mum", "a [SLUR]", "https://gossip.example/p/1")
SCHOOL = school()
REF = CaseRef("K7QD-2MX9")
WEEK = Week(2026, 46)


def leaking(words: str) -> Letter:
    letter = alert(ref=REF, severity=Severity.S3, school=SCHOOL, reader=DSL, rules=rules())
    return replace(letter, text=f"{letter.text}\nIt is about {words}.")


def deliver_all(store, inbox, ca_file):
    settings = to_server(inbox.port, ca_file)
    return deliver(
        PostRoom(store, mailer(settings), SCREEN),
        now=NOW,
        worker="w1",
        lease=timedelta(1),
        limit=20,
    )


def received(inbox) -> str:
    return b"".join(inbox.letters).decode()


def as_sent(letter: Letter):
    """The letter as the outbox gives it to the mailer."""
    store = memory_store()
    store.queue_week(SCHOOL.id, WEEK, [letter], now=NOW)
    return store


@pytest.mark.parametrize("words", PLANTED)
def test_a_planted_leak_in_a_digest_is_held_and_the_reader_is_told_so(inbox, ca_file, words):
    def faulty(facts, school, reader):
        letter = digest(
            facts, school=school, reader=reader, contacts=EVERYBODY, rules=rules(), now=NOW
        )
        return replace(letter, html=letter.html.replace("</h1>", f" {words}</h1>"))

    def write(*week):
        return cleared(*week, write=faulty, screen=SCREEN)

    store = memory_store(posts=[post(author=f"Tamsin Ruddlewick ({PLANTED[1]})")])
    send_due(
        store,
        schools=[SCHOOL],
        reading=lambda _: [HEAD],
        write=write,
        rules=rules(term_time_only=False),
        calendar=SchoolCalendar(),
        now=NOW,
    )

    assert deliver_all(store, inbox, ca_file) == Delivered(sent=1)
    assert inbox.last()["Subject"] == (
        "This week's online mentions digest was held by the safety check"
    )
    assert words not in received(inbox)
    held, _ = store.outbox()
    assert (held.state, words in held.letter.html, words in held.failure) == (
        MailState.FAILED,
        True,
        False,
    )


@pytest.mark.parametrize("words", PLANTED)
def test_an_alert_is_never_lost_because_of_a_leak(inbox, ca_file, words):
    posts = secrets([post(author=f"Tamsin Ruddlewick ({PLANTED[1]})")])
    letters = SCREEN.clear(leaking(words), posts, names=[SCHOOL.name])
    store = memory_store()
    store.queue_week(SCHOOL.id, WEEK, letters, now=NOW)

    deliver_all(store, inbox, ca_file)

    assert inbox.last()["Subject"] == f"Case {REF} needs you today"
    assert inbox.envelopes[0][1] == [DSL.email]
    assert words not in received(inbox)


def test_a_letter_that_was_never_checked_does_not_reach_the_server(inbox, ca_file):
    store = as_sent(leaking("nobody"))

    assert deliver_all(store, inbox, ca_file) == Delivered(failed=1)
    assert inbox.letters == []
    deliver_all(store, inbox, ca_file)
    assert inbox.last()["Subject"] == f"Case {REF} needs you today"
    assert "nobody" not in received(inbox)


def test_a_letter_that_was_checked_arrives_as_it_was(inbox, ca_file):
    letter = alert(ref=REF, severity=Severity.S4, school=SCHOOL, reader=DSL, rules=rules())
    (ready,) = SCREEN.clear(letter, secrets([post()]), names=[SCHOOL.name])

    assert deliver_all(as_sent(ready), inbox, ca_file) == Delivered(sent=1)
    assert inbox.last()["Subject"] == f"URGENT - open case {REF}"
    assert letter.kind is LetterKind.ALERT
