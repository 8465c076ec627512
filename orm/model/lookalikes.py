"""Accounts, addresses and pages that could be mistaken for the school's own (domain.md T15, R77)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from orm.model.accounts import SettledBy
from orm.model.cases import CaseRef
from orm.model.schools import SchoolId

LookalikeId = NewType("LookalikeId", int)

TELL = 0.5
"""From here on a person is told: it bears the school's name and nothing says that it is another's,
or it also claims to be the school, or asks for money.
"""


class Sort(StrEnum):
    """What could be mistaken."""

    ACCOUNT = "account"
    DOMAIN = "domain"
    PAGE = "page"


class Verdict(StrEnum):
    """A person's word on it. Nobody's word is `OPEN`."""

    OPEN = "open"
    INNOCENT = "innocent"
    IMPOSTOR = "impostor"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What was found under the school's name. `key` outlives a new name: the platform's id, the
    domain, the page's address. `description` and `links` are what it says of itself; `likeness` is
    how much of a domain's home page is the school's own words, 0..1, None where nobody looked.
    """

    sort: Sort
    platform: str
    key: str
    handle: str
    name: str
    url: str
    description: str = ""
    links: tuple[str, ...] = ()
    verified: bool | None = None
    posted_at: datetime | None = None
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate could, or could not, be mistaken. `weight` is added to the score."""

    rule: str
    says: str
    weight: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score, 0..1, and the reasons for it, the weightiest first."""

    candidate: Candidate
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A candidate that was kept, and what a person said of it. `ref` is the case of an impostor."""

    id: LookalikeId
    school_id: SchoolId
    scored: Scored
    first_seen_at: datetime
    last_seen_at: datetime
    verdict: Verdict = Verdict.OPEN
    settled: SettledBy | None = None
    ref: CaseRef | None = None
