"""What goes instead of a held letter says what to do, in fixed words (domain.md §5.4)."""

from dataclasses import replace

import pytest

from orm.model.letters import LetterKind
from reports.held import instead_of
from tests.factories_weeks import letter, rules

ALERT = letter("alert/K7QD-2MX9/head/opened-s3", kind=LetterKind.ALERT)


def test_a_held_digest_says_so_and_where_to_look():
    neutral = instead_of(letter(), rules=rules())

    assert neutral.subject == "This week's online mentions digest was held by the safety check"
    assert "sign in to the desk" in neutral.text
    assert "https://desk.wrenbeck.example" in neutral.text
    assert "orm check" in neutral.text


def test_without_a_desk_a_held_digest_tells_the_command():
    assert "orm case list" in instead_of(letter(), rules=rules(desk_url="")).text


def test_a_held_alert_still_names_its_case():
    neutral = instead_of(ALERT, rules=rules())

    assert neutral.subject == "Case K7QD-2MX9 needs you today"
    assert "https://desk.wrenbeck.example/cases/K7QD-2MX9" in neutral.text
    assert "999" not in neutral.text


@pytest.mark.parametrize("suffix", ["opened-s4", "opened-s4/7"])
def test_a_held_alert_of_an_emergency_is_urgent(suffix):
    urgent = replace(ALERT, once=f"alert/K7QD-2MX9/head/{suffix}")

    neutral = instead_of(urgent, rules=rules())

    assert neutral.subject == "URGENT - open case K7QD-2MX9"
    assert neutral.text.index("999") < neutral.text.index("desk")


@pytest.mark.parametrize(
    "once", ["alert/Tamsin Ruddlewick/head/opened-s3", "x", "alert/K7QD-2MX9/head"]
)
@pytest.mark.parametrize("desk", ["", "https://desk.wrenbeck.example"])
def test_an_alert_whose_name_cannot_be_read_is_urgent_and_names_nothing(once, desk):
    neutral = instead_of(replace(ALERT, once=once), rules=rules(desk_url=desk))

    assert neutral.subject == "URGENT - open your cases"
    assert "999" in neutral.text
    assert "Ruddlewick" not in neutral.subject + neutral.text + neutral.html


def test_nothing_of_the_held_letter_is_said_again():
    other = replace(ALERT, subject="Tamsin", text="Ruddlewick", html="<p>Gate</p>")

    one, two = instead_of(ALERT, rules=rules()), instead_of(other, rules=rules())

    assert one == two
    assert (one.recipient, one.school_id, one.kind) == (
        ALERT.recipient,
        ALERT.school_id,
        LetterKind.ALERT,
    )
