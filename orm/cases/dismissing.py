"""Who may say that what a case is about is not about the school, and the step that ends the case."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from orm.cases.chain import next_event
from orm.cases.owners import recipients
from orm.model.cases import OPEN_STATES, Case, CaseEvent
from orm.model.judgement import Severity
from orm.model.schools import Contact, Role, SchoolId

DISMISSED = "dismissed"
"""What the case's record calls it."""


def dismissed_event(last: CaseEvent, *, at: datetime, actor: str, reason: str) -> CaseEvent:
    """The step that ends a case because it is not about the school."""
    return next_event(
        last, at=at, actor=actor, action=DISMISSED, reason=f"not about the school: {reason}"
    )


def only_their_owner_ends(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The open cases among these that are urgent or sealed (domain.md §5.4, G8)."""
    return tuple(
        case
        for case in cases
        if case.state in OPEN_STATES and (case.sealed or case.severity >= Severity.S3)
    )


def who_may_settle(
    owner: Role,
    about: frozenset[Role],
    *,
    sealed: bool,
    school_id: SchoolId,
    contacts: Sequence[Contact],
) -> tuple[Contact, ...]:
    """The people who are told of such a case at once: its owner, their deputy, or who stands in.

    Never a holder of the roles that it is `about` (G7).
    """
    return recipients(
        owner,
        sealed=sealed,
        urgent=True,
        contacts=contacts,
        school_id=school_id,
        subject_roles=about,
    )


def named(by: str, contacts: Iterable[Contact]) -> Contact | None:
    """The contact whose address, name or id this is."""
    wanted = by.strip().casefold()
    return next(
        (
            contact
            for contact in contacts
            if wanted in {contact.email.casefold(), contact.name.casefold(), contact.id.casefold()}
        ),
        None,
    )
