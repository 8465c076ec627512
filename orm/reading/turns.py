"""Whose turn it is in a case, and what it asks of them in one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.cases.approvals import LEADERS
from orm.cases.hands import check_approver, hand
from orm.cases.owners import SEALED_ROLES, recipients
from orm.cases.replay import Played, replay
from orm.errors import NotAllowed
from orm.model.cases import Case, CaseFile, CaseRef, CaseState
from orm.model.judgement import Category, Severity
from orm.model.schools import Contact, Role, SchoolId
from orm.model.sight import Sight
from orm.model.steps import Course
from orm.model.today import Duties

SEALED = "Sealed case"
"""What a list calls it: a list may be read over a shoulder (gate G8)."""

_ASKS: Mapping[CaseState, str] = {
    CaseState.NEW: "read it and decide what, if anything, to do",
    CaseState.REVIEW: "decide the next step",
    CaseState.PROPOSED: "read the draft; approve it or send it back",
    CaseState.APPROVED: "it is approved: send it, and say here that you have",
    CaseState.SENT: "no answer came in time: look whether it is still there",
    CaseState.WAITING: "no answer came in time: look whether it is still there",
    CaseState.REFUSED: "they said no: choose the next step, or close it",
    CaseState.ESCALATED: "it was passed on: say what came of it, or close it",
    CaseState.REMOVED: "it is gone: close it, with what was learned",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One case that waits for the reader. `what` is its kind; of a sealed one only that it is."""

    ref: CaseRef
    what: str
    asks: str
    due_at: datetime
    late: bool
    urgent: bool
    sealed: bool


def duties(
    contact: Contact, contacts: Sequence[Contact], school_id: SchoolId, sight: Sight
) -> Duties:
    """Whose cases are this person's to take up: their own, and those that would be told to them
    because the owner's post is empty or, once they are late or urgent, because they deputise.
    """

    def owners(*, sealed: bool, pressing: bool) -> frozenset[Role]:
        return frozenset(
            role
            for role in Role
            if contact
            in recipients(
                role,
                sealed=sealed,
                urgent=pressing,
                contacts=contacts,
                school_id=school_id,
                subject_roles=frozenset(),
            )
        )

    return Duties(
        ordinary=owners(sealed=False, pressing=False),
        pressing=owners(sealed=False, pressing=True),
        sealed=owners(sealed=True, pressing=False),
        sealed_pressing=owners(sealed=True, pressing=True),
        approves=bool(sight.roles & LEADERS),
        approves_sealed=bool(sight.roles & SEALED_ROLES),
    )


def turn(case: Case, kinds: Mapping[Category, str], *, now: datetime) -> Turn:
    """What a case asks of whom it waits for."""
    return Turn(
        ref=case.ref,
        what=SEALED if case.sealed else kinds[case.category],
        asks=_ASKS[case.state],
        due_at=case.due_at,
        late=case.due_at < now,
        urgent=case.severity >= Severity.S3,
        sealed=case.sealed,
    )


def may_approve(file: CaseFile, contact: Contact, contacts: Sequence[Contact]) -> bool:
    """Whether a proposal of the case waits for this very person."""
    played = replay(file)
    return any(
        _waits_for(contact, course, file, played, contacts)
        for course in played.standing.courses.values()
        if course.approved_at is None and course.sent_at is None
    )


def _waits_for(
    contact: Contact,
    course: Course,
    file: CaseFile,
    played: Played,
    contacts: Sequence[Contact],
) -> bool:
    try:
        check_approver(hand(file, played, contact, contacts), course, played)
    except NotAllowed:
        return False
    return True
