"""Asking the web: requests, answers, and the poll that comes back again."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from orm.model.items import Item
from orm.model.schools import SchoolId

PollId = NewType("PollId", int)


class Access(StrEnum):
    """How a source may be used (contracts/web.md, heading)."""

    A = "A"  # keyless, allowed by its terms: on by default
    B = "B"  # keyless, terms restrict it: off until the operator accepts the terms
    C = "C"  # needs a key
    D = "D"  # never automatic


class Scope(StrEnum):
    """How a request relates to the school that wants it; evidence for `match`."""

    OPEN = "open"  # anything may come back
    LOCAL = "local"  # known to write about the school's area
    ASKED = (
        "asked"  # asked for by the school's name: what does not say it may stand below what does
    )
    ABOUT = "about"  # the operator says this page is about the school
    OWN = "own"  # the school's own site or account


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a source may be asked.

    The interval of a poll stays within `shortest` and `longest` and starts at `usual`.
    `silence` is the longest time without anything new that is normal.
    `spacing` is the least pause between two requests to its domain, where that is more than the
    house's own.
    """

    shortest: timedelta
    usual: timedelta
    longest: timedelta
    silence: timedelta
    spacing: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Request:
    """One GET. `key` names the poll inside its source; requests with the same key are merged.

    `shape` tells `parse` which of the source's documents this is. A page that only leads to
    others is not `conditional`: unchanged, it must still be followed. `credential` names the key
    to sign with; where the source has none of that name, its unnamed one is used. `interface` is
    true for what is published for programs: its own terms, not robots.txt, say who may ask.
    `max_bytes` is for a document known to be larger than the house's limit; 0 means that limit.
    `{today}`, `{today-7}`, `{yyyymmdd}` and `{yyyymmdd-1}` in `url`, percent-encoded or not, stand
    for the day of asking in London and days before it.
    """

    source: str
    key: str
    url: str
    scope: Scope = Scope.OPEN
    shape: str = ""
    accept: str = "*/*"
    conditional: bool = True
    credential: str = ""
    interface: bool = False
    max_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional GET sends back."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer with a body. `headers` keys are lower-case; `url` is the final address.

    `retry_at` is Retry-After as a moment; `charset` is the Content-Type's, or empty.
    Any status but 304 may arrive here: the body decides, not the status (contracts/web.md §0).
    `moved_to` is the new address when every redirect on the way was permanent, else empty.
    """

    request: Request
    url: str
    status: int
    body: bytes
    fetched_at: datetime
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = ""
    charset: str = ""
    validators: Validators = Validators()
    retry_at: datetime | None = None
    fresh_for: timedelta | None = None
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says nothing changed."""

    request: Request
    fetched_at: datetime
    validators: Validators = Validators()
    fresh_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that could not be read, and why. Counted, never silently dropped."""

    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """What `parse` found. `follow` are requests to make now; `wait` is the site's own ttl."""

    items: tuple[Item, ...] = ()
    follow: tuple[Request, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    wait: timedelta | None = None


class Outcome(StrEnum):
    """How a poll ended. Only NEW, NONE and NOT_MODIFIED are measurements."""

    NEW = "new"
    NONE = "none"
    NOT_MODIFIED = "not_modified"
    THROTTLED = "throttled"
    REFUSED = "refused"
    GONE = "gone"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"

    @property
    def measured(self) -> bool:
        """True when the site was read; anything else must not look like "nothing found"."""
        return self in {Outcome.NEW, Outcome.NONE, Outcome.NOT_MODIFIED}


class PollState(StrEnum):
    """Whether a poll is asked at all."""

    ACTIVE = "active"
    PAUSED = "paused"  # refused or gone: tried again rarely until it heals
    RETIRED = "retired"  # no school wants it any more


@dataclass(frozen=True, slots=True)
class PollPlan:
    """A request with the schools that want it, ready to become a poll."""

    request: Request
    domain: str
    cadence: Cadence
    wanted_by: tuple[tuple[SchoolId, Scope], ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """A request that comes back again, claimed by this worker until its lease ends.

    `seen` holds a mark of each item that the last reading brought (orm.pipeline.marking).
    """

    id: PollId
    request: Request
    domain: str
    cadence: Cadence
    wanted_by: tuple[tuple[SchoolId, Scope], ...]
    interval: timedelta
    next_poll_at: datetime
    validators: Validators = Validators()
    failures: int = 0
    state: PollState = PollState.ACTIVE
    last_new_at: datetime | None = None
    last_measured_at: datetime | None = None
    seen: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Pace:
    """When a poll comes back, and in what state."""

    next_poll_at: datetime
    interval: timedelta
    failures: int
    state: PollState
    domain_next_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A wish for due polls. A worker may take its own unfinished claims back at once, but for
    those of the domains that it is `busy` with.
    """

    now: datetime
    worker: str
    lease: timedelta
    limit: int
    source: str | None = None
    busy: frozenset[str] = frozenset()
