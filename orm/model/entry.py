"""Who may come in: credentials, sessions, one-time tickets, tries, and lines of the audit trail.

No value here holds a password, a token or a code in clear: `id` of a session or ticket is the
SHA-256 hex of its token, other keys and hashes are made with the desk's key (`orm.entry.keys`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from orm.model.schools import ContactId, SchoolId

PersonKey = NewType("PersonKey", str)
"""A contact's id and a mark of their email address, such as "head/4f0c…".

Whoever takes over an id from somebody else takes over nothing of what that person could open.
"""

_MOST_DOUBLINGS = 30


def contact_of(person: PersonKey) -> ContactId:
    """The contact's id in a person's key."""
    return ContactId(person.rpartition("/")[0])


class Purpose(StrEnum):
    """What a ticket is for."""

    SETUP = "setup"
    INVITE = "invite"
    RESET = "reset"


LIVES: Mapping[Purpose, timedelta] = {
    Purpose.SETUP: timedelta(hours=24),
    Purpose.INVITE: timedelta(days=7),
    Purpose.RESET: timedelta(hours=1),
}
"""How long a ticket of each purpose can be used."""

TICKET_PATH = "/enter/"
"""Where a ticket is opened, behind the desk's address; its token follows."""


class Method(StrEnum):
    """How a person came in."""

    PASSWORD = "password"  # noqa: S105 - a word of the audit trail
    OPENID = "openid"


class Status(StrEnum):
    """Where a person stands; the words are for the list of people."""

    NEVER = "never"
    INVITED = "invited"
    NO_FACTOR = "no second factor"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class EntryRules:
    """How long a session lasts: so long unused, and so long at most. Nothing is remembered after.

    `touch` is how often the use of a session is written down.
    """

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    touch: timedelta = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one person proves themselves with; a text is empty where there is none.

    `factor_salt` is of the confirmed second factor, `pending_salt` of one that is not confirmed.
    `last_step` is the latest 30-second step whose code was used.
    """

    person: PersonKey
    password_hash: str = ""
    factor_salt: str = ""
    pending_salt: str = ""
    last_step: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser. `proved` says that this browser has shown a second factor, or that a
    provider answers for it.
    """

    id: str
    person: PersonKey
    method: Method
    proved: bool
    started_at: datetime
    seen_at: datetime

    def over(self, rules: EntryRules, *, now: datetime) -> bool:
        """Whether it was unused for too long or is too old."""
        return now - self.seen_at >= rules.idle or now - self.started_at >= rules.absolute


@dataclass(frozen=True, slots=True)
class Ticket:
    """A link that can be used once; `by` is who had it made."""

    id: str
    person: PersonKey
    purpose: Purpose
    by: str
    issued_at: datetime
    expires_at: datetime

    @property
    def contact_id(self) -> ContactId:
        """Whose it is."""
        return contact_of(self.person)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failed tries are free, and how long the next one waits after that.

    The wait doubles with each failure from `first` to `longest`; after `forget` without a counted
    try everything is forgotten.
    """

    free: int
    first: timedelta
    longest: timedelta
    forget: timedelta = timedelta(hours=24)

    def wait_after(self, failures: int) -> timedelta:
        """The wait after so many failures."""
        over = failures - self.free
        if over <= 0:
            return timedelta(0)
        return min(self.first * (1 << min(over - 1, _MOST_DOUBLINGS)), self.longest)


@dataclass(frozen=True, slots=True)
class Meter:
    """One count that a try goes into. `own` says that a success wipes it; others take one back."""

    key: str
    limit: Limit
    own: bool = False


@dataclass(frozen=True, slots=True)
class Blocked:
    """No try before `until`. `first` says that nobody was told so since the last counted try."""

    until: datetime
    first: bool


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the append-only audit trail: never a password, code, token or address."""

    at: datetime
    actor: str
    action: str
    subject: str
    school_id: SchoolId | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """All that one entry writes, together or not at all.

    `password_hash` is the one that was found right, empty for a provider's entry. `step` or
    `recovery` is the one-time proof that it uses up; None and empty use none. `rehash` is the
    password's hash with new parameters, or empty. `address` is remembered for this person.
    """

    session: Session
    line: AuditLine
    meters: tuple[Meter, ...] = ()
    address: str = ""
    password_hash: str = ""
    step: int | None = None
    recovery: str = ""
    rehash: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list of people says of one person."""

    status: Status
    entered_at: datetime | None = None
    recovery_left: int = 0


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What may go: sessions last seen or begun before these moments, tries, addresses; tickets that
    are over; and what people who are not among `people` could open, if they last came in before
    `known_before`.
    """

    people: frozenset[PersonKey]
    idle_before: datetime
    begun_before: datetime
    tried_before: datetime
    known_before: datetime
    now: datetime
