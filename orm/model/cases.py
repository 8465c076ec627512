"""Cases: something a person must act on, and the unbroken record of what was done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from orm.model.judgement import Category, Decision, Evidence, Severity
from orm.model.schools import Role, SchoolId

CaseRef = NewType("CaseRef", str)


class CaseState(StrEnum):
    """domain.md §3.5."""

    NEW = "NEW"
    REVIEW = "REVIEW"
    DISMISSED = "DISMISSED"
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    SENT = "SENT"
    WAITING = "WAITING"
    REMOVED = "REMOVED"
    REFUSED = "REFUSED"
    ESCALATED = "ESCALATED"
    CLOSED = "CLOSED"
    DEBRIEFED = "DEBRIEFED"
    PURGED = "PURGED"


OPEN_STATES = frozenset(CaseState) - {
    CaseState.DISMISSED,
    CaseState.CLOSED,
    CaseState.DEBRIEFED,
    CaseState.PURGED,
}


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case to open with the mention that needs it. `due_at` is aware UTC."""

    ref: CaseRef
    school_id: SchoolId
    category: Category
    severity: Severity
    owner: Role
    sealed: bool
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One step, chained to the one before it by hash. Append-only.

    `actor` is a contact id, or "orm" for what the program recorded by itself.
    """

    ref: CaseRef
    seq: int
    at: datetime
    actor: str
    action: str
    reason: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands now."""

    ref: CaseRef
    school_id: SchoolId
    category: Category
    severity: Severity
    state: CaseState
    owner: Role
    sealed: bool
    opened_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class SeenItem:
    """The item behind a case as it was stored. Text is empty where the policy keeps a pointer only."""

    source: str
    url: str
    collected_at: datetime
    posted_at: datetime | None
    title: str
    text: str
    content_hash: str
    versions: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything a case record holds (domain.md §3.5)."""

    case: Case
    decision: Decision
    evidence: tuple[Evidence, ...]
    seen: tuple[SeenItem, ...]
    events: tuple[CaseEvent, ...]
