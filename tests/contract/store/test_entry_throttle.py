"""Guessing is slow, and whoever an account belongs to comes in all the same: simulated attacks."""

from itertools import count, repeat

import pytest

from orm.entry.outcomes import Entered
from orm.entry.throttle import ACCOUNT, ADDRESS, KNOWN_FOR, OWN
from orm.model.entry import Purpose
from tests.factories_entry import (
    DAY,
    DSL,
    ELSEWHERE,
    HEAD,
    HOUR,
    MINUTE,
    OFFICE,
    actions,
    by,
    choose,
    come_in,
    door_of,
    known,
    refused,
    try_in,
)
from tests.factories_store import NOW

WRONG_ONE = "not the right one"


@pytest.fixture
def door(store):
    return door_of(store)


def looked_at(door):
    """How many wrong passwords were compared with a hash at all."""
    return actions(door).count("sign-in-refused")


def guess(door, contact=HEAD, *, address=ELSEWHERE, now=NOW):
    return try_in(door, contact, WRONG_ONE, "123456", address=address, now=now)


def guess_until_slowed(door, contact=HEAD, *, address=ELSEWHERE, now=NOW):
    """One after the other at the same moment; how many were looked at."""
    looked = count()
    while guess(door, contact, address=address, now=now).until is None:
        assert next(looked) < 100
    return next(looked)


def guess_for(door, time, *, addresses):
    """The best that an attacker can do: try again at the very moment that a wait ends."""
    now = NOW
    for address in addresses:
        turned = guess(door, address=address, now=now)
        now = turned.until or now
        if now >= NOW + time:
            return


def test_five_wrong_passwords_from_one_address_are_free_and_then_it_waits(door):
    assert guess_until_slowed(door) == OWN.free + 1

    turned = guess(door)

    assert turned.until == NOW + OWN.first
    assert turned.sentence.startswith("Too many tries. Try again after 09:00:30")
    assert looked_at(door) == OWN.free + 1


def test_a_right_password_during_the_wait_is_not_looked_at(door):
    person = known(door)
    guess_until_slowed(door)

    assert by(person, door, now=NOW, address=ELSEWHERE).until == NOW + OWN.first
    assert isinstance(by(person, door, now=NOW + OWN.first, address=ELSEWHERE), Entered)


def test_a_try_during_the_wait_does_not_make_it_longer(door):
    guess_until_slowed(door)
    for part in range(8):
        guess(door, now=NOW + OWN.first * part / 8)

    assert guess(door, now=NOW + OWN.first).until is None


def test_waits_double_to_an_hour(door):
    guess_until_slowed(door)
    moment, waits = NOW, []
    for _ in range(10):
        until = guess(door, now=moment).until
        waits.append(until - moment)
        moment = until
        assert guess(door, now=moment).until is None

    assert waits[:4] == [OWN.first, 2 * OWN.first, 4 * OWN.first, 8 * OWN.first]
    assert waits[-1] == HOUR


def test_a_day_of_guessing_from_one_address_is_about_thirty_guesses(door):
    guess_for(door, DAY, addresses=repeat(ELSEWHERE))

    assert 24 < looked_at(door) <= 40


def test_hours_of_guessing_one_account_from_everywhere_are_four_guesses_an_hour(door):
    everywhere = (f"192.0.{number // 250}.{number % 250}" for number in count())

    guess_for(door, 6 * HOUR, addresses=everywhere)

    assert 24 <= looked_at(door) <= ACCOUNT.free + 5 + 6 * HOUR / ACCOUNT.longest


def test_one_address_that_tries_everybody_waits_too(door):
    for number in range(ADDRESS.free + 1):
        door.sign_in(f"p{number}@wrenbeck.example", "x", "", address=ELSEWHERE, now=NOW)

    turned = door.sign_in("another@wrenbeck.example", "x", "", address=ELSEWHERE, now=NOW)

    assert turned.until == NOW + ADDRESS.first


def test_addresses_of_one_ipv6_network_are_one(door):
    for number in range(OWN.free + 1):
        guess(door, address=f"2001:db8:1:2::{number:x}")

    assert guess(door, address="2001:db8:1:2:ffff::1").until is not None
    assert guess(door, address="2001:db8:1:3::1").until is None


def test_an_account_under_attack_from_everywhere_opens_from_an_address_that_it_knows(door):
    person = known(door)
    for number in range(ACCOUNT.free + 6):
        guess(door, address=f"192.0.2.{number}", now=NOW)
    assert by(person, door, now=NOW, address="192.0.2.200").until is not None

    assert isinstance(by(person, door, now=NOW, address=OFFICE), Entered)


def test_an_account_under_attack_all_day_opens_each_hour_from_the_office(door):
    person = known(door)
    for hour in range(0, 24, 3):
        now = NOW + hour * HOUR
        for number in range(12):
            guess(door, address=f"192.0.{hour}.{number}", now=now)
        assert isinstance(by(person, door, now=now, address=OFFICE), Entered)


def test_an_attack_on_others_from_the_office_does_not_keep_the_head_out(door):
    person = known(door)
    for number in range(ADDRESS.free + 5):
        door.sign_in(f"p{number}@wrenbeck.example", "x", "", address=OFFICE, now=NOW)

    assert isinstance(by(person, door, now=NOW, address=OFFICE), Entered)


def test_an_attack_on_the_head_from_the_office_itself_does_not_stop_the_heads_own_browser(door):
    person = known(door)
    guess_until_slowed(door, address=OFFICE)
    assert by(person, door, now=NOW, address=OFFICE).until is not None

    entered = by(person, door, now=NOW, address=OFFICE, browser=person.browser)

    assert isinstance(entered, Entered)


def test_a_link_lets_the_owner_in_whoever_fails_from_wherever(door):
    """From a new address and a new browser, while the account and both addresses are held back."""
    person = known(door)
    guess_until_slowed(door, address=OFFICE)
    guess_until_slowed(door, address=ELSEWHERE)
    for number in range(ACCOUNT.free + 6):
        guess(door, address=f"192.0.2.{number}")
    assert by(person, door, now=NOW, address=ELSEWHERE).until is not None

    chosen = choose(door, HEAD, "umbrella orchard nine", purpose=Purpose.RESET)
    entered = try_in(
        door,
        HEAD,
        "umbrella orchard nine",
        person.code(NOW),
        address=ELSEWHERE,
        browser=chosen.browser,
    )

    assert isinstance(entered, Entered)


def test_the_proof_of_a_browser_is_good_for_its_person_only(door):
    dsl = known(door, DSL)
    known(door, HEAD)
    for number in range(ACCOUNT.free + 6):
        guess(door, address=f"192.0.2.{number}")

    turned = try_in(door, HEAD, WRONG_ONE, address="192.0.2.99", browser=dsl.browser)

    assert turned.until is not None


def test_a_made_up_proof_of_a_browser_is_none(door):
    for number in range(ACCOUNT.free + 6):
        guess(door, address=f"192.0.2.{number}")

    for proof in ("", "x", ".", "a.b", "é.é", "\ud800.\ud800"):
        assert try_in(door, browser=proof, address="192.0.2.99").until is not None


def test_a_known_browser_that_guesses_waits_as_well(door):
    person = known(door)
    for _ in range(OWN.free + 1):
        try_in(door, HEAD, WRONG_ONE, browser=person.browser)

    assert try_in(door, HEAD, WRONG_ONE, browser=person.browser).until is not None


def test_a_success_forgets_the_own_failures(door):
    person = known(door)
    for _ in range(OWN.free):
        guess(door, address=OFFICE)
    assert isinstance(by(person, door, now=NOW), Entered)

    for _ in range(OWN.free):
        assert guess(door, address=OFFICE).until is None


def test_a_success_on_one_account_does_not_help_to_guess_others(door):
    """A try that succeeds is given back, and nothing more than that."""
    mine = known(door, DSL)
    for number in range(ADDRESS.free):
        door.sign_in(f"p{number}@wrenbeck.example", "x", "", address=ELSEWHERE, now=NOW)
    assert isinstance(by(mine, door, now=NOW, address=ELSEWHERE), Entered)

    assert guess(door, address=ELSEWHERE).until is None
    assert guess(door, address=ELSEWHERE).until == NOW + ADDRESS.first


def test_an_owner_who_comes_in_from_a_new_address_does_not_free_those_who_guess(door):
    person = known(door)
    for number in range(ACCOUNT.free):
        guess(door, address=f"192.0.2.{number}")
    assert isinstance(by(person, door, now=NOW, address="192.0.2.100"), Entered)

    assert guess(door, address="192.0.2.101").until is None
    assert guess(door, address="192.0.2.102").until == NOW + ACCOUNT.first


def test_everything_is_forgotten_after_a_quiet_day(door):
    guess_until_slowed(door)

    assert guess_until_slowed(door, now=NOW + DAY) == OWN.free + 1


def test_a_clock_that_was_a_year_ahead_keeps_nobody_out(door):
    guess_until_slowed(door, now=NOW + 365 * DAY)

    assert guess_until_slowed(door) == OWN.free + 1


def test_an_address_is_known_for_ninety_days(door):
    person = known(door)
    last_day = NOW - DAY + KNOWN_FOR
    for now, comes_in in ((last_day, True), (last_day + DAY, False)):
        door.tidy(now=now)
        for number in range(ACCOUNT.free + 6):
            guess(door, address=f"192.0.2.{number}", now=now)
        tried = try_in(door, HEAD, WRONG_ONE, person.code(now), now=now)
        assert (tried.until is None) is comes_in


def test_an_address_that_nobody_has_is_slowed_like_one_that_somebody_has(door):
    known(door)
    nobody = [
        door.sign_in("nobody@wrenbeck.example", WRONG_ONE, "", address=ELSEWHERE, now=NOW)
        for _ in range(10)
    ]
    somebody = [guess(door, address="203.0.113.77") for _ in range(10)]

    assert nobody == somebody


def test_a_wait_is_one_line_of_the_audit_trail_however_often_somebody_tries(door):
    guess_until_slowed(door)
    for _ in range(10):
        guess(door)

    assert actions(door).count("sign-in-slowed") == 1


def test_links_are_sent_by_request_once_in_ten_minutes(door):
    known(door)

    first = door.ask_reset(HEAD.email, address=OFFICE, now=NOW)
    assert first is not None
    assert door.ask_reset(HEAD.email, address=ELSEWHERE, now=NOW + 9 * MINUTE) is None
    assert door.open_ticket(first[1], now=NOW + 9 * MINUTE) is not None
    assert door.ask_reset(HEAD.email, address=ELSEWHERE, now=NOW + 10 * MINUTE) is not None


def test_whoever_asks_for_links_of_everybody_is_told_nothing_and_slowed(door):
    for number in range(ADDRESS.free + 1):
        asked = door.ask_reset(f"p{number}@wrenbeck.example", address=ELSEWHERE, now=NOW)
        assert asked is None

    assert door.ask_reset(HEAD.email, address=ELSEWHERE, now=NOW) is None
    assert door.ask_reset(HEAD.email, address=OFFICE, now=NOW) is not None


def test_the_sentence_of_a_wait_names_the_local_time(door):
    summer = NOW.replace(month=7)
    guess_until_slowed(door, now=summer)

    assert "10:00:30" in refused(guess(door, now=summer))
    assert come_in(door, choose(door).contact, address=OFFICE).must_enrol
