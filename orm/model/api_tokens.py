"""Keys to the read-only interface for a trust's dashboards: figures and source health, no post."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from orm.model.schools import SchoolId


class Grant(StrEnum):
    """What a token may read."""

    FIGURES = "figures"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as it is kept: never the token itself. Times are aware UTC.

    `number` names it to people. An empty `ended_at` is one that nobody has ended.
    """

    number: int
    name: str
    grants: frozenset[Grant]
    schools: frozenset[SchoolId]
    made_by: str
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    used_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether it is neither ended nor too old."""
        return self.ended_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class NewApiToken:
    """A token to keep. `digest` is `digest_of` the token."""

    digest: str
    name: str
    grants: frozenset[Grant]
    schools: frozenset[SchoolId]
    made_by: str
    made_at: datetime
    expires_at: datetime


def digest_of(token: str) -> str:
    """SHA-256 hex: a token has 256 random bits, so nothing slower is needed."""
    return sha256(token.encode(errors="replace")).hexdigest()
