"""The letter with a one-time link: one link, no more than it needs, and past the safety check."""

import re
from dataclasses import replace

import pytest

from orm.entry.keys import new_token
from orm.entry.ticketing import link
from orm.leaks.parts import parts
from orm.leaks.posts import secrets
from orm.model.entry import Purpose
from orm.model.letters import LetterKind, fingerprint
from reports.invitation import invitation
from tests.factories_leaks import SCREEN, post
from tests.factories_mail import mail
from tests.factories_store import NOW
from tests.factories_weeks import DESK, HEAD, school

LINK = link(DESK, "a" * 43)


def write(purpose=Purpose.INVITE, *, address=LINK, contact=HEAD, of=None):
    return invitation(contact, of or school(), address, purpose, NOW)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_there_is_one_link_and_nothing_else_to_follow(purpose):
    letter = write(purpose)

    assert parts(letter).links == (LINK,)
    assert not parts(letter).fetches
    assert re.findall(r"https?://\S+", letter.text) == [LINK]


@pytest.mark.parametrize(
    ("purpose", "until"),
    [
        (Purpose.SETUP, "Thu 19 Nov, 09:00"),
        (Purpose.INVITE, "Wed 25 Nov, 09:00"),
        (Purpose.RESET, "Wed 18 Nov, 10:00"),
    ],
)
def test_it_says_until_when_the_link_works(purpose, until):
    flat = " ".join(write(purpose).text.split())

    assert f"works once, until {until}" in flat


@pytest.mark.parametrize("purpose", list(Purpose))
def test_it_passes_the_safety_check_now_and_before_it_is_sent(purpose):
    letter = write(purpose)

    (cleared,) = SCREEN.clear(letter, secrets([post()]), names=(school().name,))

    assert cleared.cleared
    one = replace(mail(), letter=letter, cleared_as=fingerprint(letter))
    assert SCREEN.still_clear(one) == ""


def test_any_token_passes():
    for _ in range(100):
        letter = write(address=link(DESK, new_token()))

        assert len(SCREEN.clear(letter, (), names=(school().name,))) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://desk.elsewhere.example/enter/" + "a" * 43,
        f"{DESK}/enter/short",
        f"{DESK}/enter/{'a' * 43}/more",
        f"{DESK}/enter/{'a' * 43}?to=x",
        f"{DESK}/other/{'a' * 43}",
    ],
)
def test_another_address_is_held_and_a_letter_without_a_link_goes_instead(address):
    held, instead = SCREEN.clear(write(address=address), (), names=(school().name,))

    assert held.held.startswith("held by the safety check")
    assert parts(instead).links == ()
    assert "Ask your IT contact for a new one" in " ".join(instead.text.split())
    assert instead.recipient == HEAD.email


def test_it_names_no_person_and_no_password():
    letter = write(contact=replace(HEAD, name="Tamsin Ruddlewick"))

    assert "Ruddlewick" not in letter.subject + letter.text + letter.html


def test_each_link_is_one_letter_and_its_name_opens_nothing():
    one, again, other = write(), write(), write(address=link(DESK, "b" * 43))

    assert one.once == again.once != other.once
    assert one.kind is LetterKind.ENTRY
    assert "a" * 43 not in one.once
    assert one.once.startswith(f"entry/{HEAD.id}/invite/")


def test_a_hostile_name_of_a_school_stays_one_line_of_text():
    letter = write(of=replace(school(), name="<b>X</b>\r\nBcc: all\u202e"))

    assert "<b>X" not in letter.html
    assert "\nBcc" not in letter.text
