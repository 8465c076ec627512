"""Mentions for people to settle: is the post about the school, who says so, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from orm.model.cases import Case, CaseRef
from orm.model.items import Identity, Item
from orm.model.judgement import Assessment, Decision, Mention, Retain, Verdict
from orm.model.records import Ruling
from orm.model.schools import SchoolId

MentionId = NewType("MentionId", int)

SETTLED = "settled"
"""The rule of the evidence that a person's word is."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A person's word on whether an item is about a school: US or NOT_US, never UNSURE.

    `by` is a name or a role; `by` and `reason` are one line each and quote nothing. `at` is aware UTC.
    """

    identity: Identity
    school_id: SchoolId
    verdict: Verdict
    by: str
    reason: str
    at: datetime


Settled = Mapping[Identity, tuple[Settlement, ...]]
"""What people said last of each item, once for each school."""


@dataclass(frozen=True, slots=True)
class MentionFile:
    """One school's mention of one version of an item, with what is needed to settle it.

    `item` has no words where `retain` keeps none. `latest` is the number of the newest mention of
    the same item and school; `cases` are the school's that hold the item. `stale`: the item has a
    later version, of which this mention says nothing.
    """

    id: MentionId
    latest: MentionId
    item: Item
    retain: Retain
    mention: Mention
    assessment: Assessment
    decision: Decision
    seen_at: datetime
    cases: tuple[Case, ...] = ()
    settled: Settlement | None = None
    stale: bool = False

    @property
    def sealed(self) -> bool:
        """Its content is for the safeguarding team only (domain.md G8)."""
        return self.decision.sealed or any(case.sealed for case in self.cases)


@dataclass(frozen=True, slots=True)
class Settling:
    """What one settlement writes, in one transaction.

    `mention` is the mention as settled. `ruling` is its new judgement, or None where the one that
    stands is kept. `closes` are cases, as they were read, that end when nothing in them is still
    thought to be about the school.
    """

    mention_id: MentionId
    settlement: Settlement
    mention: Mention
    ruling: Ruling | None = None
    closes: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What a settlement came to: cases opened or made graver, closed, and left open because other
    posts of theirs may still be about the school; and letters queued.
    """

    opened: tuple[CaseRef, ...] = ()
    closed: tuple[CaseRef, ...] = ()
    still_open: tuple[CaseRef, ...] = ()
    letters: int = 0
