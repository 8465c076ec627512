"""Two at the same moment: of one ticket, one code, one recovery code exactly one wins."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyotp
import pytest

from orm.entry.outcomes import Chosen, Entered, RecoveryCodes
from orm.entry.passwords import Passwords
from orm.entry.throttle import OWN
from orm.model.entry import Purpose
from orm.store.entry import SqlEntryBook
from tests.factories_entry import (
    HEAD,
    PASSWORD,
    QUICK,
    actions,
    choose,
    come_in,
    door_of,
    known,
    try_in,
)
from tests.factories_store import NOW

AT_ONCE = 6


@pytest.fixture
def door(store):
    return door_of(store)


def together(act):
    """What each of several threads gets that begin at the same moment."""
    barrier = Barrier(AT_ONCE)

    def run(number):
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


class Meeting(Passwords):
    """Whoever checks or makes a hash waits here, so that all have read the book before any writes."""

    def __init__(self, barrier):
        super().__init__(QUICK)
        self.barrier = barrier

    def verify(self, password_hash, password):
        self.barrier.wait()
        return super().verify(password_hash, password)


class MeetingBook(SqlEntryBook):
    """Whoever has looked for a recovery code waits until all have."""

    def __init__(self, database, barrier):
        super().__init__(database)
        self.barrier = barrier

    def has_recovery(self, person, code):
        found = super().has_recovery(person, code)
        self.barrier.wait()
        return found


def test_a_link_sets_one_password(door):
    token = door.issue(HEAD.id, Purpose.INVITE, by="it", now=NOW)

    got = together(lambda n: door.choose_password(token, f"teapot lantern gravel {n}", now=NOW))

    assert [isinstance(each, Chosen) for each in got].count(True) == 1
    winner = next(n for n, each in enumerate(got) if isinstance(each, Chosen))
    assert come_in(door, HEAD, f"teapot lantern gravel {winner}").contact == HEAD


def test_a_ticket_is_used_up_once(door):
    token = door.issue(HEAD.id, Purpose.SETUP, by="it", now=NOW)

    got = together(lambda _: door.use_ticket(token, now=NOW))

    assert sum(each is not None for each in got) == 1


def test_a_code_opens_one_session(store, door):
    person = known(door)
    code = person.code(NOW)
    meeting = door_of(store, passwords=Meeting(Barrier(AT_ONCE)))

    got = together(lambda n: try_in(meeting, code=code, address=f"192.0.2.{n}"))

    assert sum(isinstance(each, Entered) for each in got) == 1


def test_a_recovery_code_opens_one_session(store, door):
    person = known(door)
    meeting = door_of(store, book=MeetingBook(store._database, Barrier(AT_ONCE)))

    got = together(lambda n: try_in(meeting, code=person.recovery[0], address=f"192.0.2.{n}"))

    assert sum(isinstance(each, Entered) for each in got) == 1
    assert come_in(door, code=person.recovery[1]).recovery_left == 6


def test_a_factor_is_confirmed_once(door):
    choose(door)
    token = come_in(door).token
    factor = door.new_second_factor(HEAD.id, now=NOW)
    code = pyotp.TOTP(factor.secret).at(NOW)

    got = together(lambda _: door.confirm_second_factor(HEAD.id, code, token=token, now=NOW))

    assert sum(isinstance(each, RecoveryCodes) for each in got) == 1


def test_many_guesses_at_once_are_no_more_than_one_after_the_other(door):
    choose(door)
    for _ in range(OWN.free - 1):
        try_in(door, HEAD, "not the right one")

    together(lambda _: try_in(door, HEAD, "not the right one"))

    assert actions(door).count("sign-in-refused") == OWN.free + 1


def test_links_that_are_made_at_once_leave_one(door):
    tokens = together(lambda _: door.issue(HEAD.id, Purpose.RESET, by="it", now=NOW))

    assert sum(door.open_ticket(token, now=NOW) is not None for token in tokens) == 1


def test_the_first_account_of_a_provider_is_the_only_one(door):
    def enter(number):
        return door.enter_by_openid(
            HEAD.email, issuer="https://login.example", subject=f"s{number}", now=NOW
        )

    assert sum(isinstance(each, Entered) for each in together(enter)) == 1


def test_successes_and_failures_at_once_leave_a_sound_count(door):
    """Whatever the order, the door is neither stuck nor open to more guesses."""
    choose(door)

    together(lambda n: try_in(door, HEAD, PASSWORD if n % 2 else "not the right one"))

    assert actions(door).count("sign-in-refused") <= OWN.free + 1
