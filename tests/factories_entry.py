"""People before the front door, with real (and quick) password hashes and a real database."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher

from orm.entry.door import FrontDoor
from orm.entry.outcomes import Chosen, Entered, NewFactor, RecoveryCodes, Turned
from orm.entry.passwords import Passwords
from orm.model.entry import EntryRules, Purpose
from orm.model.schools import Contact, ContactId, Role
from orm.store.sql_store import SqlStore
from tests.factories_store import NOW, SCHOOLS, ST_ORRINS, WRENBECK

KEY = bytes(range(32))
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORDS = Passwords(QUICK)
HEAD = Contact(
    ContactId("head"),
    "Hollis Hale",
    "Head@wrenbeck.example",
    frozenset({Role.HEADTEACHER}),
    schools=frozenset({WRENBECK}),
)
DSL = Contact(
    ContactId("dsl"),
    "Dana Lisle",
    "dsl@st-orrins.example",
    frozenset({Role.DSL}),
    schools=frozenset({ST_ORRINS}),
)
IT = Contact(ContactId("it"), "Ida Teck", "it@wrenbeck.example", frozenset({Role.IT}))
PEOPLE = (HEAD, DSL, IT)
PASSWORD = "teapot lantern gravel"  # noqa: S105 - invented
OFFICE = "198.51.100.7"
ELSEWHERE = "203.0.113.9"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """A person who has been in: what they know and hold."""

    contact: Contact
    secret: str
    recovery: tuple[str, ...]
    browser: str
    password: str = PASSWORD

    def code(self, now: datetime) -> str:
        """What their telephone shows."""
        return pyotp.TOTP(self.secret).at(now)


def door_of(store: SqlStore, contacts=PEOPLE, **changes) -> FrontDoor:
    """The front door of a house with two schools."""
    door = FrontDoor(store.entry, contacts, EntryRules(), KEY, SCHOOLS, PASSWORDS)
    return replace(door, **changes)


def choose(door: FrontDoor, contact=HEAD, password=PASSWORD, *, now=NOW, purpose=Purpose.INVITE):
    """A password, by a link."""
    token = door.issue(contact.id, purpose, by="it", now=now)
    chosen = door.choose_password(token, password, now=now)
    assert isinstance(chosen, Chosen), chosen
    return chosen


def try_in(door, contact=HEAD, password=PASSWORD, code="", *, now=NOW, **changes):
    """One try at the door."""
    values = {"address": OFFICE, **changes}
    return door.sign_in(contact.email, password, code, now=now, **values)


def come_in(door, contact=HEAD, password=PASSWORD, code="", *, now=NOW, **changes) -> Entered:
    """One entry that must work."""
    entered = try_in(door, contact, password, code, now=now, **changes)
    assert isinstance(entered, Entered), entered
    return entered


def enrol(door: FrontDoor, contact=HEAD, *, token: str, now: datetime = NOW):
    """A second factor for the session of this token: its secret and recovery codes."""
    factor = door.new_second_factor(contact.id, now=now)
    assert isinstance(factor, NewFactor), factor
    code = pyotp.TOTP(factor.secret).at(now)
    codes = door.confirm_second_factor(contact.id, code, token=token, now=now)
    assert isinstance(codes, RecoveryCodes), codes
    return factor.secret, codes.codes


def known(door: FrontDoor, contact=HEAD, *, now: datetime = NOW - DAY) -> Known:
    """A person with a password and a second factor, who came in from the office yesterday."""
    choose(door, contact, now=now)
    entered = come_in(door, contact, now=now)
    secret, codes = enrol(door, contact, token=entered.token, now=now)
    door.sign_out(entered.token, now=now)
    return Known(contact, secret, codes, entered.browser)


def by(person: Known, door: FrontDoor, *, now: datetime, **changes):
    """A try of somebody who knows everything."""
    return try_in(door, person.contact, person.password, person.code(now), now=now, **changes)


def actions(door: FrontDoor, **changes) -> list[str]:
    """What the audit trail says was done, oldest first."""
    asked = {"since": NOW - 30 * DAY, "school_ids": frozenset(), "most": 10_000, **changes}
    return [line.action for line in reversed(door.audit(**asked))]


def refused(outcome) -> str:
    """The sentence of a refusal."""
    assert isinstance(outcome, Turned), outcome
    return outcome.sentence
