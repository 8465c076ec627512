"""A channel repeats what everybody who reads it was written, and not a word more."""

from dataclasses import replace

import pytest

from orm.alerting.copies import LONGEST, copies, first_words
from orm.model.channels import Channel
from orm.model.judgement import Severity
from orm.model.letters import LetterKind
from orm.model.schools import Role
from orm.model.settings import DigestRules, Secret
from reports.alert import alert
from tests.factories_reminding import DEPUTY, EVERYBODY, HEAD, REF
from tests.factories_weeks import school

RULES = DigestRules(desk_url="https://desk.wrenbeck.example")
TEAMS = Channel("teams", Secret("slack://x"), frozenset({"head", "deputy"}), Severity.S3)
PHONE = Channel("phone", Secret("twilio://x"), frozenset({Role.HEADTEACHER}))


def letters_of(severity, *readers):
    return [
        replace(
            alert(ref=REF, severity=severity, school=school(), reader=reader, rules=RULES),
            cleared=True,
        )
        for reader in readers
    ]


@pytest.mark.parametrize(
    ("severity", "readers", "channels"),
    [
        (Severity.S4, (HEAD, DEPUTY), ["teams", "phone"]),
        (Severity.S4, (HEAD,), ["phone"]),  # the deputy reads the Teams channel, and was not told
        (Severity.S3, (HEAD, DEPUTY), ["teams"]),  # not grave enough to ring
        (Severity.S3, (DEPUTY,), []),
        (Severity.S4, (), []),
    ],
)
def test_a_channel_repeats_a_letter_that_all_its_readers_get(severity, readers, channels):
    found = copies(letters_of(severity, *readers), (TEAMS, PHONE), EVERYBODY)

    assert [each.recipient for each in found] == channels


def test_a_held_letter_is_not_repeated():
    held = [replace(each, held="held") for each in letters_of(Severity.S4, HEAD, DEPUTY)]

    assert copies(held, (TEAMS, PHONE), EVERYBODY) == ()


def test_what_the_house_tells_goes_only_to_channels_that_want_it():
    house = [replace(each, kind=LetterKind.HOUSE) for each in letters_of(Severity.S3, HEAD)]
    wanted = replace(PHONE, house=True)

    assert copies(house, (PHONE,), EVERYBODY) == ()
    assert [each.kind for each in copies(house, (wanted,), EVERYBODY)] == [LetterKind.MESSAGE]


def test_an_emergency_says_first_to_ring_and_where_to_go():
    (message,) = copies(letters_of(Severity.S4, HEAD), (PHONE,), EVERYBODY)

    assert message.kind is LetterKind.URGENT_MESSAGE
    assert message.subject == f"URGENT - open case {REF}"
    assert "call 999 now" in message.text
    assert message.text.endswith(f"https://desk.wrenbeck.example/cases/{REF}\n")
    assert (message.html, message.cleared) == ("", False)
    assert len(message.text) <= LONGEST + 8


def test_a_letter_of_another_form_still_gives_words():
    assert first_words("only this") == "only this\n"
