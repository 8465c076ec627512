"""The reminder says which case waits and since when, and nothing about it (gate G12, §5.3)."""

import inspect
from dataclasses import fields, replace

import pytest

from orm.leaks.posts import secrets
from orm.model.cases import CaseRef
from orm.model.judgement import Severity
from orm.model.letters import LetterKind
from orm.model.reminders import Reminder, Rung, Told
from orm.model.schools import Role
from reports.reminder import remind
from tests.factories_leaks import SCREEN, post
from tests.factories_reminding import utc
from tests.factories_weeks import CHAIR, HEAD, rules, school

DUE_AT = utc("2026-11-19 16:00")
TO_HEAD, TO_CHAIR = Told(HEAD, may_open=True), Told(CHAIR, may_open=False)


def reminder(rung=Rung.DUE, **changes):
    values = {
        "ref": CaseRef("K7QD-2MX9"),
        "severity": Severity.S2,
        "owner": Role.HEADTEACHER,
        "rung": rung,
        "since": DUE_AT,
        "told": (TO_HEAD, TO_CHAIR),
        **changes,
    }
    return Reminder(**values)


def write(rung=Rung.DUE, *, told=TO_HEAD, **changes):
    settings = rules(**changes.pop("rules", {}))
    return remind(reminder(rung, **changes), told, seq=7, school=school(), rules=settings)


def flat(letter):
    return " ".join(letter.text.split())


def test_the_owner_reads_that_a_decision_was_due_and_where_to_open_it():
    letter = write()

    assert letter.subject == "Case K7QD-2MX9 is waiting for a decision"
    assert "It was due on Thu 19 Nov, 16:00." in flat(letter)
    assert "it is yours to decide" in flat(letter)
    assert "https://desk.wrenbeck.example/cases/K7QD-2MX9" in letter.text


def test_without_a_desk_the_reminder_tells_the_command():
    letter = write(rules={"desk_url": ""})

    assert "orm case show K7QD-2MX9" in flat(letter)
    assert "href" not in letter.html


@pytest.mark.parametrize("rung", [Rung.DEPUTY, Rung.CHAIR])
def test_others_read_why_they_are_told(rung):
    assert "those who were told before you have not decided" in flat(write(rung))


def test_whoever_cannot_open_the_case_is_told_whom_to_ring_and_gets_no_link():
    letter = write(Rung.CHAIR, told=TO_CHAIR)

    assert "You cannot open it yourself. Ring the headteacher and ask" in flat(letter)
    assert "desk.wrenbeck.example" not in letter.text + letter.html
    assert "orm case show" not in letter.text


def test_that_the_chair_leads_on_a_case_is_not_said():
    letter = write(Rung.CHAIR, told=TO_CHAIR, owner=Role.CHAIR)

    assert "chair" not in f"{letter.subject} {letter.text}".lower()


@pytest.mark.parametrize("rung", list(Rung))
def test_every_reminder_says_that_silence_decides_nothing(rung):
    assert "Nothing is decided or sent by itself, however long a case waits." in flat(write(rung))


def test_an_emergency_that_nobody_opened_says_phone_first():
    letter = write(Rung.QUARTER_HOUR, severity=Severity.S4)

    assert letter.subject == "URGENT - nobody has opened case K7QD-2MX9"
    assert letter.text.index("999") < letter.text.index("desk")


def test_an_emergency_that_somebody_opened_is_reminded_of_as_any_other():
    assert "999" not in write(Rung.DUE, severity=Severity.S4).text


def test_a_serious_case_that_nobody_opened_says_so():
    letter = write(Rung.ONE_HOUR, severity=Severity.S3)

    assert letter.subject == "Nobody has opened case K7QD-2MX9"
    assert "Nobody has opened it since Thu 19 Nov, 16:00." in flat(letter)


def test_the_contact_on_call_reads_that_they_are_on_call():
    assert "you are on call" in flat(write(Rung.ON_CALL, severity=Severity.S4))


def test_a_reminder_cannot_know_what_the_case_is_about():
    assert {each.name for each in fields(Reminder)} == {
        "ref", "severity", "owner", "rung", "since", "told",
    }  # fmt: skip
    assert set(inspect.signature(remind).parameters) == {
        "reminder", "told", "seq", "school", "rules",
    }  # fmt: skip


@pytest.mark.parametrize("told", [TO_HEAD, TO_CHAIR])
@pytest.mark.parametrize("severity", [Severity.S2, Severity.S4])
@pytest.mark.parametrize("rung", list(Rung))
def test_the_safety_check_lets_every_reminder_pass(rung, severity, told):
    letter = write(rung, severity=severity, told=told)
    found = SCREEN.clear(letter, secrets([post()]), names=(school().name,))

    assert found == (replace(letter, cleared=True),)


def test_a_reminder_that_is_held_is_replaced_by_a_neutral_alert_about_the_same_case():
    (neutral,) = SCREEN.neutral(write(Rung.ONE_HOUR, severity=Severity.S3))

    assert neutral.subject == "Case K7QD-2MX9 needs you today"


def test_each_reader_and_each_step_of_the_record_is_a_letter_of_its_own():
    again = remind(reminder(), TO_HEAD, seq=8, school=school(), rules=rules())

    assert write().once == "alert/K7QD-2MX9/head/reminded-7-s2"
    assert len({write().once, write(told=TO_CHAIR).once, again.once}) == 3


def test_a_reminder_goes_to_its_reader_for_its_school():
    letter = write()

    assert (letter.recipient, letter.school_id) == (HEAD.email, "wrenbeck")
    assert letter.kind is LetterKind.ALERT
