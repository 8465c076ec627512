"""Addresses that look like a school's, in the order in which a family would fall for them."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orm.accounts.domains import likeness, twins
from orm.http.domains import registrable_domain

SCHOOL = "wrenbeck.harrowmere.sch.uk"
OTHERS = ["pellgrave-academy.org.uk", "storrins.co.uk", "ysgol-llanferig.cymru", "wrenbeck.com"]
WORDS = st.lists(st.sampled_from(["our", "school", "in", "town"]))
HOME = (
    "Wrenbeck Primary School is in the middle of Harrowmere. Two hundred children come here on "
    "foot. Doors open at half past eight. The office answers until four. Letters go home on Fridays."
)


def printed(program: str) -> str:
    """What a program prints in a process of its own."""
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    return ended.stdout.strip()


@pytest.mark.parametrize(
    "twin",
    [
        "wrenbeck.co.uk",
        "wrenbeck.org.uk",
        "wrenbeck.uk",
        "wrenbeck.com",
        "wrenbeck-harrowmere.co.uk",
        "wrenbeckharrowmere.co.uk",
        "wrenbeck.harrowmere-sch.uk",
        "wrenbeckschool.co.uk",
        "wrenbeck-school.co.uk",
        "wrenbeckprimary.co.uk",
        "wrenbeckpay.co.uk",
        "wenbeck.co.uk",
        "wrenbcek.co.uk",
        "wrennbeck.co.uk",
        "wrembeck.co.uk",
        "wrendeck.co.uk",
        "wren-beck.co.uk",
    ],
)
def test_what_varies_is_the_schools_own_part_of_a_school_address(twin):
    assert twin in twins(SCHOOL)


@pytest.mark.parametrize("domain", [SCHOOL, *OTHERS])
def test_twins_are_many_different_valid_and_never_the_school(domain):
    found = twins(domain)

    assert len(found) == len(set(found)) == 200
    assert domain not in found
    assert all(twin.isascii() and registrable_domain(f"https://{twin}/") for twin in found)


def test_the_likeliest_come_first_and_fewer_are_the_first_of_more():
    assert twins(SCHOOL, most=3) == ("wrenbeck.co.uk", "wrenbeck.org.uk", "wrenbeck.uk")
    assert twins(SCHOOL, most=60) == twins(SCHOOL, most=400)[:60]
    assert twins(SCHOOL, most=0) == ()


def test_nobody_registers_a_slip_under_the_schools_ending():
    assert not any(twin.endswith(".sch.uk") for twin in twins(SCHOOL, most=10_000))


def test_a_slip_is_looked_for_under_the_ending_that_the_school_has():
    assert "pelgrave-academy.org.uk" in twins("pellgrave-academy.org.uk")


def test_other_alphabets_are_tried_where_a_registry_takes_them():
    other = [twin for twin in twins(SCHOOL) if "xn--" in twin]

    assert "wrénbeck" in [twin.split(".")[0].encode().decode("idna") for twin in other]
    assert all(twin.endswith(".com") for twin in other)


def test_the_same_school_has_the_same_twins_in_another_process():
    program = f"from orm.accounts.domains import twins; print(twins({SCHOOL!r}))"

    assert printed(program) == str(twins(SCHOOL))


def test_to_import_it_leaves_no_time_limit_and_no_thread_behind():
    program = (
        "import socket, threading; import orm.accounts.domains; "
        "print(socket.getdefaulttimeout(), threading.active_count())"
    )

    assert printed(program) == "None 1"


@pytest.mark.parametrize(
    "domain", ["", "localhost", "127.0.0.1:80", "https://wrenbeck.uk", "a b.uk", "-x.uk", "ŵ.uk"]
)
def test_what_is_no_domain_has_no_twins(domain):
    assert twins(domain) == ()


def test_capitals_and_www_are_the_same_domain():
    assert twins("WWW.Wrenbeck.Harrowmere.sch.uk.") == twins(SCHOOL)


@settings(deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=63))
def test_any_name_has_twins_or_none(label):
    found = twins(f"{label}.co.uk", most=20)

    assert len(found) <= 20
    assert all(len(part) <= 63 for twin in found for part in twin.split("."))


def test_a_copy_of_the_home_page_is_alike_and_another_is_not():
    other = (
        "Thale Bay Bakery sells bread and cake near the harbour from seven until it is gone. " * 3
    )

    assert likeness(HOME, HOME) == 1.0
    assert likeness(HOME, HOME.upper().replace(".", " –")) == 1.0
    assert likeness(HOME, other) == 0.0
    assert 0.3 < likeness(HOME, f"{HOME} {other}") < 0.7


def test_the_same_words_in_another_order_are_another_text():
    assert likeness(HOME, " ".join(sorted(HOME.split()))) < 0.1


@pytest.mark.parametrize("text", ["", "Welcome", "Wrenbeck Primary School is in the middle of"])
def test_a_few_words_prove_little(text):
    assert likeness(HOME, text) <= 0.25


@given(WORDS, WORDS)
def test_likeness_is_a_share(own, other):
    assert 0 <= likeness(" ".join(own), " ".join(other)) <= 1
