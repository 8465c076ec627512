"""From a delivery report to an address that gets no letters, a person who is told, and back."""

import email
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from orm.cli.checking_letters import no_letters
from orm.model.cases import CaseRef
from orm.model.judgement import Severity
from orm.model.letters import PROOF_HEADER, LetterKind, MailState, letter_name
from orm.model.weeks import Week
from orm.store.migrating import upgrade
from orm.weekly.returning import Came
from orm.wiring.returning import read_mailbox, read_message
from reports.alert import alert
from tests.factories_desk import NOW, desk_again, desk_under_test, laid_out
from tests.factories_returns import Box, report
from tests.factories_weeks import letter

WEEK = Week(2026, 46)
HEAD, DEPUTY, IT = (f"{name}@wrenbeck.example" for name in ("head", "deputy", "it"))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("template")
    upgrade(f"sqlite:///{folder}/orm.db")
    place = tmp_path_factory.mktemp("place")
    with desk_under_test(laid_out(folder, place), f"sqlite:///{place}/orm.db", posts=()):
        pass
    laid_out(place, folder)
    return folder, place


@pytest.fixture
def house(template):
    folder, place = template
    with desk_again(laid_out(folder, place), f"sqlite:///{place}/orm.db") as desk:
        yield desk.house


def school(house):
    return house.schools[0]


def person(house, name):
    return next(each for each in house.config.contacts if each.id == name)


def send_digests(house, week=WEEK, readers=("head",)):
    """A digest of a week to each reader, sent; the name of the last one."""
    once = ""
    for reader in readers:
        once = f"digest/wrenbeck/{week.key}/{reader}"
        to = person(house, reader).email
        digest = letter(once, kind=LetterKind.DIGEST, recipient=to, school_id=school(house).id)
        send(house, digest)
    return once


def send(house, one):
    house.edges.entry.queue(house.screen.clear(one, (), names=()), now=house.edges.clock.now())
    house.deliver()
    return one.once


def send_alert(house, reader, ref="K7QD-2MX9"):
    one = alert(
        ref=CaseRef(ref),
        severity=Severity.S3,
        school=school(house),
        reader=person(house, reader),
        rules=house.config.digest,
    )
    return send(house, one)


def outbox(house, kind=None):
    return [mail for mail in house.edges.store.outbox() if kind in (None, mail.letter.kind)]


def back(house, once, to=HEAD, **changes):
    """The report about a letter that was really sent, with the proof of its .eml."""
    path = house.config.data_folder.parent / "sent" / f"{letter_name(once)}.eml"
    sent = email.message_from_bytes(path.read_bytes())
    return report(once, sent[PROOF_HEADER], to=to, **changes)


def closed(house):
    return [each.address for each in house.edges.letter_book.closed()]


def test_no_such_address_closes_it_at_once_and_one_person_is_told_once(house):
    sent = send_digests(house)

    first = read_message(house, back(house, sent))
    again = read_message(house, back(house, sent))

    assert (first, again) == (Came(hard=1, closed=(HEAD,)), Came(hard=1))
    assert closed(house) == [HEAD]
    (notice,) = outbox(house, LetterKind.NOTICE)
    assert notice.letter.recipient == IT


def test_two_letters_that_come_back_within_two_weeks_close_an_address_and_one_does_not(house):
    full = partial(back, house, status="5.2.2")
    first = send_digests(house)
    read_message(house, full(first))
    read_message(house, full(first))
    assert closed(house) == []

    house.edges.clock.advance(seconds=timedelta(days=15).total_seconds())
    read_message(house, full(send_digests(house, Week(2026, 48))))
    assert closed(house) == []

    house.edges.clock.advance(seconds=timedelta(days=7).total_seconds())
    read_message(house, full(send_digests(house, Week(2026, 49))))
    assert closed(house) == [HEAD]


def test_what_waits_is_full_or_is_about_another_address_closes_nothing(house):
    sent = send_digests(house)

    waits = read_message(house, back(house, sent, status="4.4.1", action="delayed"))
    other = read_message(house, back(house, sent).replace(HEAD.encode(), b"other@list.example"))

    assert (waits, other) == (Came(soft=1), Came(ignored=1))
    assert closed(house) == []


def test_who_guesses_the_name_of_a_letter_can_close_nothing(house):
    sent = send_digests(house)

    assert read_message(house, report(sent, "ab" * 32)) == Came(ignored=1)
    assert read_message(house, report("digest/nowhere/2026-W46/x", "ab" * 32)) == Came(ignored=1)
    assert closed(house) == []


def test_no_letter_goes_to_a_closed_address_until_somebody_says_so(house):
    read_message(house, back(house, send_digests(house)))
    send_digests(house, Week(2026, 47))

    kept = [m for m in outbox(house) if m.letter.recipient == HEAD][-1]
    assert kept.state is MailState.FAILED
    assert "Correct the address in config.toml" in kept.failure
    assert len(outbox(house, LetterKind.NOTICE)) == 1

    assert house.edges.letter_book.reopen(HEAD.upper(), by="it", now=NOW)
    send_digests(house, Week(2026, 48))
    assert [m for m in outbox(house) if m.letter.recipient == HEAD][-1].state is MailState.SENT


def test_an_alert_that_came_back_goes_to_the_deputy_and_then_to_who_keeps_house(house):
    came = read_message(house, back(house, send_alert(house, "head")))
    house.deliver()
    assert came.closed == (HEAD,)
    assert alerts(house) == [(HEAD, MailState.SENT), (DEPUTY, MailState.SENT)]

    read_message(house, back(house, f"{outbox(house, LetterKind.ALERT)[1].letter.once}", to=DEPUTY))
    send_alert(house, "head", ref="K7QD-2MX8")
    house.deliver()
    told = alerts(house)
    assert told[-2:] == [(HEAD, MailState.FAILED), (IT, MailState.SENT)]


def alerts(house):
    return [(m.letter.recipient, m.state) for m in outbox(house, LetterKind.ALERT)]


def test_a_mailbox_is_read_to_its_end_and_only_the_parts_for_programs_are_asked_for(house):
    sent = send_digests(house)
    forged = {n: report(f"digest/wrenbeck/2026-W46/{n}", "ab" * 32) for n in range(1, 1_000)}
    box = Box({**forged, 1_000: back(house, sent), 1_001: b"Subject: hello\n\nhello"}, broken={2})
    with_box = replace(house, edges=replace(house.edges, returns=lambda: nullcontext(box)))

    came = read_mailbox(with_box)

    assert came == Came(hard=1, ignored=1_000, closed=(HEAD,))
    assert box.seen == set(box.messages)
    assert set(box.asked) == {"2", "3.MIME", "3.HEADER"}
    assert read_mailbox(with_box) == Came()


def test_nothing_of_a_report_is_kept_but_its_code_its_day_and_the_letters_name(house):
    once = send_digests(house)
    read_message(house, back(house, once))

    kept = house.edges.letter_book.returned(since=NOW.date() - timedelta(days=1))

    assert [(each.bounce.letter, each.bounce.status, each.bounce.on) for each in kept] == [
        (once, "5.1.1", NOW.date())
    ]
    database = (house.config.data_folder.parent / "orm.db").read_bytes()
    assert b"User unknown" not in database
    assert b"sorry to have to inform" not in database


def test_the_check_names_the_address_and_what_to_do(house):
    read_message(house, back(house, send_digests(house)))

    said = list(no_letters(house, now=NOW))

    assert [(what, works) for what, works, _ in said] == [
        ("addresses", False),
        ("letters that came back", None),
    ]
    assert HEAD in said[0][2]
    assert "orm mail write-again" in said[0][2]
