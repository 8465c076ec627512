"""Cases: something a person must act on, and the unbroken record of what was done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from orm.model.judgement import Category, Decision, Evidence, Route, Severity, Verdict
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
    """A case to open with the mention that needs it. `due_at` is aware UTC; `held` says that a crime
    is possible, so that evidence is on hold from the start (gate G3); `about` are the roles that the
    post accuses (gate G7).
    """

    ref: CaseRef
    school_id: SchoolId
    category: Category
    severity: Severity
    owner: Role
    sealed: bool
    due_at: datetime
    held: bool = False
    about: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One step, chained to the one before it by hash. Append-only.

    `actor` is a contact id, or "orm" for what the program recorded by itself. `details` is what the
    step changed, as JSON (orm/cases/steps.py), or empty.
    """

    ref: CaseRef
    seq: int
    at: datetime
    actor: str
    action: str
    reason: str
    previous: str
    digest: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands now. `held`: its evidence is on hold, so nothing of it is deleted and
    nobody is asked to delete anything. `about`: the roles that any of its posts accuses, never fewer
    than before; their holders may not know of it (gate G7).
    """

    ref: CaseRef
    school_id: SchoolId
    category: Category
    severity: Severity
    state: CaseState
    owner: Role
    sealed: bool
    opened_at: datetime
    due_at: datetime
    held: bool = False
    about: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """The facts of a letter or pack that was proposed, as JSON, with the paper that they are for.

    `fingerprint` is SHA-256 over `facts`; the case's record holds it, so that what is approved is
    what was read. Facts go when the words of the case's posts go.
    """

    ref: CaseRef
    route: Route
    paper: str
    facts: str
    fingerprint: str


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
    platform: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything a case record holds (domain.md §3.5). `verdict` is that of its gravest post."""

    case: Case
    decision: Decision
    evidence: tuple[Evidence, ...]
    seen: tuple[SeenItem, ...]
    events: tuple[CaseEvent, ...]
    verdict: Verdict = Verdict.US
