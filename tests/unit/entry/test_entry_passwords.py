"""Which passwords may be chosen, and what is kept of them."""

from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from orm.entry.passwords import LONGEST, SHORTEST, Passwords, problem
from tests.factories_entry import DSL, HEAD, PASSWORD, PASSWORDS, QUICK
from tests.factories_store import SCHOOLS


def why_not(password, contact=HEAD):
    return problem(password, contact, SCHOOLS)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "correct-ish horse stapler",
        "Wet Tuesday in March!",
        "ahead of the game, always",
        "our school dinners are cold",
        "x9$Kq2!mVb7w",
        "ein schöner Tag für Äpfel",
        "läget är lugnt idag",
        "o" + "abcdefghij" * 19,
    ],
)
def test_three_words_that_do_not_belong_together_are_fine(password):
    assert why_not(password) == ""


@pytest.mark.parametrize("password", ["", "short", "x" * (SHORTEST - 1), "elevenchars"])
def test_a_short_password_is_refused(password):
    assert f"at least {SHORTEST}" in why_not(password)


def test_a_password_is_at_most_two_hundred_characters():
    assert "at most 200" in why_not("abcdefghijk" * 19)
    assert why_not(("teapot lantern gravel " * 20)[:LONGEST]) == ""


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2026!",
        "P@ssw0rd1234",
        "passwordpassword",
        "123456789012",
        "0161 496 0000",
        "qwertyuiop12",
        "1q2w3e4r5t6y",
        "letmeinletmein",
        "liverpool1892",
        "aaaaaaaaaaaaa",
        "abcabcabcabc",
        "............",
        "SUMMER2026!!",
        "correcthorsebatterystaple",
    ],
)
def test_the_commonest_passwords_are_refused(password):
    assert "commonest" in why_not(password)


@pytest.mark.parametrize(
    "password",
    [
        "wrenbeck lantern 7",
        "Wrenbeck-Primary-School",
        "WRENBECK99999x",
        "hollis likes tea",
        "holl1s? no: HollisHale",
        "my head@wrenbeck.example",
    ],
)
def test_own_names_are_refused(password):
    assert "Leave out your own name" in why_not(password)


def test_the_names_of_other_schools_are_no_secret_of_this_one():
    assert why_not("wrenbeck lantern 7", replace(DSL, name="D")) == ""


@given(st.text(max_size=250))
def test_whatever_is_typed_gets_a_sentence_or_nothing(password):
    said = why_not(password)

    assert said == "" or said.endswith(".")
    assert not said or not password.strip() or len(password) < 5 or password not in said


@settings(deadline=None)
@given(st.text(min_size=1, max_size=100), st.text(max_size=100))
def test_a_password_is_right_for_its_own_hash_only(password, other):
    kept = PASSWORDS.hashed(password)

    assert PASSWORDS.verify(kept, password)
    if other != password:
        assert not PASSWORDS.verify(kept, other) or not other.isascii() or not password.isascii()


def test_two_spellings_of_one_letter_are_one_password():
    assert PASSWORDS.verify(PASSWORDS.hashed("Äpfel und Birnen"), "A\u0308pfel und Birnen")


def test_nothing_is_right_where_there_is_no_hash():
    assert not PASSWORDS.verify("", "nobody has this password")
    assert not PASSWORDS.verify("", "")
    assert not PASSWORDS.verify("no hash at all", PASSWORD)


def test_hashes_are_argon2id_with_salts():
    one, two = PASSWORDS.hashed(PASSWORD), PASSWORDS.hashed(PASSWORD)

    assert one.startswith("$argon2id$")
    assert one != two


def test_the_usual_parameters_are_the_packages_own():
    assert Passwords().hashed("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_is_outdated_when_the_parameters_change():
    newer = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))

    assert not PASSWORDS.outdated(PASSWORDS.hashed(PASSWORD))
    assert newer.outdated(Passwords(QUICK).hashed(PASSWORD))
