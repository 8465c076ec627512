"""Coming in with a password and a code: who is let in, and that nobody else learns anything."""

from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from orm.entry.outcomes import ANOTHER_ACCOUNT, NOT_HERE, WRONG, Entered
from orm.entry.passwords import LONGEST, Passwords
from orm.model.entry import Purpose
from orm.model.schools import Contact, ContactId
from orm.store.tables.entry import (
    CREDENTIALS,
    KNOWN_ADDRESSES,
    OPENID_SUBJECTS,
    RECOVERY_CODES,
    SESSIONS,
    TICKETS,
    TRIES,
)
from orm.store.tables.register import AUDIT
from tests.factories_entry import (
    DAY,
    DSL,
    ELSEWHERE,
    HEAD,
    IT,
    MINUTE,
    PASSWORD,
    PEOPLE,
    QUICK,
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

TABLES = (
    *(AUDIT, CREDENTIALS, KNOWN_ADDRESSES, OPENID_SUBJECTS),
    *(RECOVERY_CODES, SESSIONS, TICKETS, TRIES),
)
STRANGER = Contact(ContactId("x"), "X", "nobody@wrenbeck.example", frozenset())


class Counting(PasswordHasher):
    """The real one, counting how often it works."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.worked: list[str] = []

    def verify(self, hash, password):  # noqa: A002 - the package's name
        self.worked.append(str(hash).rpartition("$")[0].rpartition("$")[0])
        return super().verify(hash, password)


@pytest.fixture
def door(store):
    return door_of(store)


def test_a_person_comes_in_with_password_and_code(door):
    person = known(door)

    entered = by(person, door, now=NOW)

    assert isinstance(entered, Entered)
    assert (entered.contact, entered.must_enrol, entered.recovery_left) == (HEAD, False, None)
    assert door.look(entered.token, now=NOW).contact == HEAD


def test_capitals_and_spaces_in_an_address_do_not_matter(door):
    person = known(door)

    entered = door.sign_in(
        "  hEAD@Wrenbeck.Example ", PASSWORD, person.code(NOW), address=ELSEWHERE, now=NOW
    )

    assert isinstance(entered, Entered)


def test_whoever_has_no_second_factor_yet_must_set_one_up(door):
    choose(door)

    entered = come_in(door)

    assert entered.must_enrol
    assert door.look(entered.token, now=NOW).must_enrol


@pytest.mark.parametrize("left_out", ["password", "code"])
def test_neither_password_nor_code_is_enough(door, left_out):
    person = known(door)
    shown = {"password": person.password, "code": person.code(NOW), left_out: ""}

    assert refused(try_in(door, HEAD, **shown)) == WRONG


REFUSED = {
    "nobody has this address": (STRANGER, PASSWORD, "123456"),
    "wrong password": (HEAD, "teapot lantern grave", "123456"),
    "wrong code": (HEAD, PASSWORD, "000000"),
    "no password yet": (DSL, PASSWORD, "123456"),
    "far too long": (HEAD, PASSWORD + "x" * LONGEST * 100, "123456"),
    "empty": (HEAD, "", ""),
    "no text at all": (HEAD, "\0\ud800", "\0\ud800"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_every_refusal_says_the_same_after_the_same_work(store, case):
    hasher = Counting()
    door = door_of(store, passwords=Passwords(hasher))
    parameters = hasher.hash("x").rpartition("$")[0].rpartition("$")[0]
    known(door)
    hasher.worked.clear()
    before = len(actions(door))

    assert refused(try_in(door, *REFUSED[case])) == WRONG
    assert hasher.worked == [parameters]
    assert actions(door)[before:] == ["sign-in-refused"]


@pytest.mark.parametrize("early", [-1, 0, 1])
def test_a_telephone_may_be_one_step_early_or_late(door, early):
    person = known(door)

    entered = try_in(door, code=person.code(NOW + early * MINUTE / 2))

    assert isinstance(entered, Entered)


@pytest.mark.parametrize("early", [-2, 2])
def test_a_code_of_two_steps_away_is_wrong(door, early):
    person = known(door)

    assert refused(try_in(door, code=person.code(NOW + early * MINUTE / 2))) == WRONG


def test_a_code_opens_once(door):
    person = known(door)
    by(person, door, now=NOW)

    assert refused(by(person, door, now=NOW)) == WRONG


def test_an_earlier_code_opens_no_more(door):
    person = known(door)
    try_in(door, code=person.code(NOW + MINUTE / 2))

    assert refused(by(person, door, now=NOW)) == WRONG


def test_a_recovery_code_opens_once_and_says_how_many_are_left(door):
    person = known(door)
    typed = person.recovery[0].upper().replace("-", " ")

    entered = come_in(door, code=typed)

    assert entered.recovery_left == 7
    assert refused(try_in(door, code=person.recovery[0])) == WRONG
    assert come_in(door, code=person.recovery[1]).recovery_left == 6


def test_the_code_of_somebody_else_opens_nothing(door):
    head, dsl = known(door, HEAD), known(door, DSL)

    assert refused(try_in(door, HEAD, code=dsl.code(NOW))) == WRONG
    assert refused(try_in(door, HEAD, code=dsl.recovery[0])) == WRONG
    assert isinstance(by(head, door, now=NOW), Entered)


def test_whoever_left_the_list_cannot_come_in(store):
    person = known(door_of(store))

    assert refused(by(person, door_of(store, (DSL, IT)), now=NOW)) == WRONG


def test_whoever_takes_over_an_id_takes_over_nothing_that_it_opened(store):
    person = known(door_of(store))
    inside = by(person, door_of(store), now=NOW)
    successor = replace(HEAD, name="Sam Vale", email="new-head@wrenbeck.example")
    door = door_of(store, (successor, DSL, IT))
    later = NOW + MINUTE

    tried = try_in(door, successor, code=person.code(later), now=later)

    assert refused(tried) == WRONG
    assert door.look(inside.token, now=later) is None
    choose(door, successor, "umbrella orchard nine", now=later)
    assert come_in(door, successor, "umbrella orchard nine", now=later).must_enrol


def test_a_hash_with_old_parameters_is_made_anew_at_sign_in(store):
    door = door_of(store)
    person = known(door)
    newer = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    upgraded = door_of(store, passwords=Passwords(newer))
    key = door.keys.person(HEAD)
    assert "t=1" in door.book.credentials(key).password_hash

    assert isinstance(by(person, upgraded, now=NOW), Entered)

    assert "t=2" in door.book.credentials(key).password_hash
    later = NOW + MINUTE
    assert isinstance(by(person, upgraded, now=later), Entered)


def test_a_password_that_changes_during_the_check_lets_nobody_in(store):
    """The new password is chosen after the old one was found right and before the entry is written."""
    person = known(door_of(store))

    class Slow(Passwords):
        def verify(self, password_hash, password):
            right = super().verify(password_hash, password)
            choose(door_of(store), HEAD, "umbrella orchard nine", now=NOW)
            return right

    door = door_of(store, passwords=Slow(QUICK))

    assert refused(by(person, door, now=NOW)) == WRONG


def test_nothing_that_a_person_types_or_gets_is_kept_in_clear(store):
    door = door_of(store)
    person = known(door)
    entered = by(person, door, now=NOW)
    token = door.issue(DSL.id, Purpose.RESET, by="it", now=NOW)
    try_in(door, STRANGER, "a wrong password", "654321", address=ELSEWHERE)
    secrets = (
        *(PASSWORD, entered.token, entered.browser, token, person.secret, ELSEWHERE),
        *(*person.recovery, "a wrong password", "654321", STRANGER.email),
    )

    kept = everything(store)

    assert "head" in kept
    assert [each for each in secrets if each in kept] == []


def everything(store) -> str:
    """All rows of all tables that the front door writes to."""

    def rows(connection):
        return [row for table in TABLES for row in connection.execute(select(table))]

    return "\n".join(str(row) for row in store._database.read(rows))


ISSUER = "https://login.example/t/v2.0"


def enter_openid(door, email=HEAD.email, subject="s-1", issuer=ISSUER):
    return door.enter_by_openid(email, issuer=issuer, subject=subject, now=NOW)


def test_a_person_comes_in_by_the_schools_provider_without_a_second_factor_here(door):
    entered = enter_openid(door, "HEAD@wrenbeck.example")

    assert isinstance(entered, Entered)
    assert not entered.must_enrol
    assert not door.look(entered.token, now=NOW).must_enrol
    assert isinstance(enter_openid(door), Entered)


def test_a_provider_lets_nobody_in_who_is_not_on_the_list(door):
    assert refused(enter_openid(door, "nobody@wrenbeck.example")) == NOT_HERE


def test_another_account_with_the_same_address_is_refused(door):
    enter_openid(door)

    assert refused(enter_openid(door, subject="s-2")) == ANOTHER_ACCOUNT


def test_an_account_is_one_persons_only(door):
    enter_openid(door)

    assert refused(enter_openid(door, DSL.email)) == ANOTHER_ACCOUNT


def test_another_provider_may_name_the_same_person(door):
    enter_openid(door)

    assert isinstance(enter_openid(door, issuer="https://accounts.example"), Entered)


def test_a_forgotten_account_makes_room_for_another_and_ends_what_it_opened(door):
    inside = enter_openid(door)

    door.forget_openid(HEAD.id, by="shell", now=NOW)

    assert door.look(inside.token, now=NOW) is None
    assert isinstance(enter_openid(door, subject="s-2"), Entered)
    assert refused(enter_openid(door)) == ANOTHER_ACCOUNT


def test_an_account_that_is_bound_to_an_old_address_is_forgotten_too(store):
    enter_openid(door_of(store))
    renamed = replace(HEAD, email="hollis@wrenbeck.example")
    door = door_of(store, (renamed, *PEOPLE[1:]))
    assert refused(enter_openid(door, renamed.email)) == ANOTHER_ACCOUNT

    door.forget_openid(HEAD.id, by="shell", now=NOW)

    assert isinstance(enter_openid(door, renamed.email), Entered)


def test_an_entry_is_remembered_as_the_last_one(door):
    person = known(door)
    by(person, door, now=NOW)

    standing = door.book.standings(now=NOW)[door.keys.person(HEAD)]

    assert (standing.entered_at, standing.recovery_left) == (NOW, 8)
    assert known(door, DSL, now=NOW - DAY).contact == DSL
