"""Official accounts: what the register says of each, what was seen of it, and what that comes to.

Nothing here holds a password, a follower, a picture or a person other than those who look after an
account for the school, and those by their contact id.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

from orm.errors import SourceError
from orm.model.schools import AccountStatus, ContactId, Role, SchoolId

AccountId = NewType("AccountId", int)
FindingId = NewType("FindingId", int)

READERS = frozenset({Role.COMMS, Role.HEADTEACHER, Role.SLT, Role.DSL, Role.IT})
"""Who may see the official accounts; the chair has figures only (domain.md §5.1)."""
KEEPERS = frozenset({Role.COMMS, Role.HEADTEACHER, Role.IT})
"""Who may change the register and settle what was found."""
JUDGES = frozenset({Role.COMMS, Role.HEADTEACHER})
"""Who may say whether something poses as the school (domain.md §3.3, T15)."""


@dataclass(frozen=True, slots=True)
class Account:
    """An official account as the school's register has it (domain.md R47-R49, R65-R72, R134-R146).

    `handle` is the platform's handle or id, as a school writes it; `stable_id` the one that outlives
    a new name, once it was seen. `keepers` can get in: contacts, never credentials. `admin_email` is
    the address that the account is registered with. `hours` are those in which the school posts, in
    its own time. `moderation_days` is the longest that a comment may wait. `minimum_age` is the
    platform's. An empty text, None or () is a gap.
    """

    school_id: SchoolId
    platform: str
    handle: str
    display_name: str = ""
    status: AccountStatus = AccountStatus.ACTIVE
    stable_id: str = ""
    url: str = ""
    purpose: str = ""
    outcomes: str = ""
    owner: ContactId | None = None
    keepers: tuple[ContactId, ...] = ()
    access_tested_on: date | None = None
    risk_assessed_on: date | None = None
    approved_by: ContactId | None = None
    approved_on: date | None = None
    admin_email: str = ""
    second_reader: ContactId | None = None
    moderation_days: int | None = None
    consent: str = ""
    agreement_signed_on: date | None = None
    minimum_age: int | None = None
    hours: tuple[time, time] | None = None
    dormant_after_days: int = 60
    review_on: date | None = None


class State(StrEnum):
    """How a platform says that an account is."""

    LIVE = "live"
    PRIVATE = "private"
    SUSPENDED = "suspended"
    DEACTIVATED = "deactivated"
    UNPUBLISHED = "unpublished"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one answer of a platform says of an account. None: this answer does not say.

    `links` are the addresses in its website field and description; `proven_links` those that the
    platform itself has checked (a verified link, a handle that is a domain). `posted_at` are the
    times of its newest posts, newest first; () says that it has none. `waiting_since` is the oldest
    comment that nobody has hidden or answered, where the platform tells.
    """

    platform: str
    stable_id: str = ""
    handle: str = ""
    url: str = ""
    state: State | None = None
    moved_to: str = ""
    name: str | None = None
    description: str | None = None
    links: tuple[str, ...] | None = None
    proven_links: tuple[str, ...] = ()
    verified: bool | None = None
    posted_at: tuple[datetime, ...] | None = None
    waiting_since: datetime | None = None


Answer = Sighting | SourceError
"""What asking one address about an account gave."""


class Check(StrEnum):
    """What is looked at of every account, in the order in which it is told."""

    EXISTS = "exists"
    SAME = "same"
    CHANGED = "changed"
    LINKS_OUT = "links-out"
    LINKED_BACK = "linked-back"
    ALIVE = "alive"
    MODERATED = "moderated"
    POSTING = "posting"
    BY_HAND = "by-hand"
    PEOPLE = "people"
    REGISTER = "register"
    DATES = "dates"


class CheckOutcome(StrEnum):
    """What a check came to. What could not be checked is never told as well."""

    OK = "ok"
    FINDING = "finding"
    COULD_NOT = "could-not-check"


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check came to. `says` is a sentence for people that tells what to do; `evidence` the
    public facts that it rests on. `key` tells two findings of one check apart, and a finding from a
    later one of its kind: what a person settled stays settled as long as its key stays the same.
    """

    check: Check
    outcome: CheckOutcome
    says: str
    evidence: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an account between two days. `seen` is what it was when it was last
    accepted, by the first look or by a person; `misses` counts the days in a row on which it was
    not there; `looked_on` is when a person last looked at it by hand.
    """

    seen: Sighting | None = None
    seen_at: datetime | None = None
    misses: int = 0
    looked_on: date | None = None


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """What the school's own website says. `links` are the addresses that its pages lead to;
    None: the website could not be read, and `why` says so.
    """

    website: str
    links: tuple[str, ...] | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class SettledBy:
    """A person's word on a finding: mended, or no fault and why."""

    by: ContactId
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The latest of one check of an account, since when it has been so, and who settled it."""

    id: FindingId
    checked: Checked
    since: datetime
    last_at: datetime
    settled: SettledBy | None = None


@dataclass(frozen=True, slots=True)
class AccountFile:
    """An account with what is known of it and what its last checks came to, in `Check`'s order.
    `checked_at` is None before the first.
    """

    id: AccountId
    account: Account
    known: Known
    findings: tuple[Finding, ...]
    checked_at: datetime | None
    next_check_at: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """One account's checks of one day, to be written at once."""

    id: AccountId
    checks: tuple[Checked, ...]
    known: Known
    at: datetime
    next_check_at: datetime
