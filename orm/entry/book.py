"""What the front door remembers, as a port. Every method is one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from orm.model.entry import (
    Admission,
    AuditLine,
    Blocked,
    Credentials,
    Leftovers,
    Meter,
    PersonKey,
    Purpose,
    Session,
    Standing,
    Ticket,
)
from orm.model.letters import Letter
from orm.model.schools import SchoolId


class EntryBook(Protocol):
    """The record of credentials, sessions, tickets, tries and the audit trail.

    Raises StoreError when the database cannot be used.
    """

    def credentials(self, person: PersonKey) -> Credentials:
        """What a person proves themselves with; empty for one who has nothing yet."""
        ...

    def knows(self, person: PersonKey, address: str) -> bool:
        """Whether this person has come in from this address (a keyed hash) before."""
        ...

    def count_try(self, meters: Sequence[Meter], *, now: datetime) -> Blocked | None:
        """Count one failed try in every meter, or in none while one of them waits."""
        ...

    def has_recovery(self, person: PersonKey, code: str) -> bool:
        """Whether this hash is of an unused recovery code."""
        ...

    def admit(self, admission: Admission) -> int | None:
        """Write one entry; how many recovery codes are left.

        None, and nothing written, when its step or recovery code was used meanwhile, or the
        password is another one now.
        """
        ...

    def session(self, session_id: str) -> Session | None:
        """A session that nobody has ended; it may be too old."""
        ...

    def touch(self, session_id: str, *, now: datetime) -> None:
        """The session was used now."""
        ...

    def end_session(self, session_id: str, line: AuditLine) -> None:
        """End one session."""
        ...

    def end_sessions(self, person: PersonKey, line: AuditLine) -> int:
        """End all sessions of a person; how many there were."""
        ...

    def issue(self, ticket: Ticket, line: AuditLine) -> None:
        """Keep a ticket; earlier ones of this person and purpose are void."""
        ...

    def ticket(self, ticket_id: str, *, now: datetime) -> Ticket | None:
        """A ticket that can still be used."""
        ...

    def issued_at(self, person: PersonKey, purpose: Purpose) -> datetime | None:
        """When the latest unused ticket of this purpose was issued."""
        ...

    def use_ticket(self, ticket: Ticket, line: AuditLine) -> bool:
        """Use a ticket up without a password; false when it was used or is too old."""
        ...

    def choose_password(
        self, ticket: Ticket, person: PersonKey, password_hash: str, line: AuditLine
    ) -> bool:
        """Use a ticket up, set the password, end every session and void every link of this person.

        False, and nothing changed, when the ticket was used or its time was over at the line's.
        """
        ...

    def start_factor(self, person: PersonKey, salt: str, line: AuditLine) -> None:
        """Keep the salt of a second factor that is not confirmed."""
        ...

    def confirm_factor(
        self,
        credentials: Credentials,
        *,
        step: int,
        codes: Sequence[str],
        session_id: str,
        line: AuditLine,
    ) -> bool:
        """Make the pending factor of these credentials the one that counts; the step is used up.

        This session has proved it, every other one of the person ends. False, and nothing changed,
        when the factor was confirmed or replaced meanwhile.
        """
        ...

    def use_step(self, person: PersonKey, step: int) -> bool:
        """Use up a step; false when it, or a later one, was used."""
        ...

    def replace_recovery(self, person: PersonKey, codes: Sequence[str], line: AuditLine) -> None:
        """Make these hashes the only recovery codes."""
        ...

    def remove_factor(self, person: PersonKey, line: AuditLine) -> None:
        """Forget the second factor and its recovery codes, and end every session."""
        ...

    def bind(self, person: PersonKey, *, issuer: str, subject: str, now: datetime) -> bool:
        """Tie an account of a provider to a person, once for ever; false when either has another."""
        ...

    def unbind(self, person: PersonKey, line: AuditLine) -> None:
        """Forget the provider's accounts of a contact, whatever their address, and end every session."""
        ...

    def standings(self, *, now: datetime) -> Mapping[PersonKey, Standing]:
        """Everybody who was ever invited or has come in."""
        ...

    def note(self, line: AuditLine) -> None:
        """Add a line to the audit trail."""
        ...

    def audit(
        self, *, since: datetime, school_ids: frozenset[SchoolId], most: int
    ) -> tuple[AuditLine, ...]:
        """The newest lines first. An empty set is the whole installation; otherwise only lines
        that name one of these schools.
        """
        ...

    def queue(self, letters: Sequence[Letter], *, now: datetime) -> int:
        """Put letters into the outbox; how many are to be sent."""
        ...

    def tidy(self, leftovers: Leftovers) -> None:
        """Delete what is over: sessions, tickets, tries, addresses, and the words of letters sent."""
        ...
