"""The front door's book on SQLite or PostgreSQL: one method, one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

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
from orm.store import admitting, auditing, outbox, proving, trying
from orm.store.engine import Database


class SqlEntryBook:
    """`orm.entry.book.EntryBook`; its docstrings say what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def credentials(self, person: PersonKey) -> Credentials:
        """What a person proves themselves with."""
        return self._database.read(lambda c: proving.credentials(c, person))

    def knows(self, person: PersonKey, address: str) -> bool:
        """Whether this person has come in from this address before."""
        return self._database.read(lambda c: admitting.knows(c, person, address))

    def count_try(self, meters: Sequence[Meter], *, now: datetime) -> Blocked | None:
        """Count one failed try in every meter, or in none while one of them waits."""
        return self._database.write(lambda c: trying.count_try(c, meters, now=now))

    def has_recovery(self, person: PersonKey, code: str) -> bool:
        """Whether this hash is of an unused recovery code."""
        return self._database.read(lambda c: proving.has_recovery(c, person, code))

    def admit(self, admission: Admission) -> int | None:
        """Write one entry; how many recovery codes are left, or None when it is refused."""
        return self._database.write(lambda c: admitting.admit(c, admission))

    def session(self, session_id: str) -> Session | None:
        """A session that nobody has ended."""
        return self._database.read(lambda c: admitting.session(c, session_id))

    def touch(self, session_id: str, *, now: datetime) -> None:
        """The session was used now."""
        self._database.write(lambda c: admitting.touch(c, session_id, now=now))

    def end_session(self, session_id: str, line: AuditLine) -> None:
        """End one session."""
        self._database.write(lambda c: admitting.end_session(c, session_id, line))

    def end_sessions(self, person: PersonKey, line: AuditLine) -> int:
        """End all sessions of a person; how many there were."""
        return self._database.write(lambda c: admitting.end_sessions(c, person, line))

    def issue(self, ticket: Ticket, line: AuditLine) -> None:
        """Keep a ticket; earlier ones of this person and purpose are void."""
        self._database.write(lambda c: proving.issue(c, ticket, line))

    def ticket(self, ticket_id: str, *, now: datetime) -> Ticket | None:
        """A ticket that can still be used."""
        return self._database.read(lambda c: proving.ticket(c, ticket_id, now=now))

    def issued_at(self, person: PersonKey, purpose: Purpose) -> datetime | None:
        """When the latest unused ticket of this purpose was issued."""
        return self._database.read(lambda c: proving.issued_at(c, person, purpose))

    def use_ticket(self, ticket: Ticket, line: AuditLine) -> bool:
        """Use a ticket up without a password."""
        return self._database.write(lambda c: proving.use_ticket(c, ticket, line))

    def choose_password(
        self, ticket: Ticket, person: PersonKey, password_hash: str, line: AuditLine
    ) -> bool:
        """Use a ticket up, set the password, end sessions and void links."""
        return self._database.write(
            lambda c: proving.choose_password(c, ticket, person, password_hash, line)
        )

    def start_factor(self, person: PersonKey, salt: str, line: AuditLine) -> None:
        """Keep the salt of a second factor that is not confirmed."""
        self._database.write(lambda c: proving.start_factor(c, person, salt, line))

    def confirm_factor(
        self,
        credentials: Credentials,
        *,
        step: int,
        codes: Sequence[str],
        session_id: str,
        line: AuditLine,
    ) -> bool:
        """Make the pending factor of these credentials the one that counts."""
        return self._database.write(
            lambda c: proving.confirm_factor(
                c, credentials, step=step, codes=codes, session_id=session_id, line=line
            )
        )

    def use_step(self, person: PersonKey, step: int) -> bool:
        """Use up a step; false when it, or a later one, was used."""
        return self._database.write(lambda c: proving.use_step(c, person, step))

    def replace_recovery(self, person: PersonKey, codes: Sequence[str], line: AuditLine) -> None:
        """Make these hashes the only recovery codes."""
        self._database.write(lambda c: proving.replace_recovery(c, person, codes, line))

    def remove_factor(self, person: PersonKey, line: AuditLine) -> None:
        """Forget the second factor and its recovery codes, and end every session."""
        self._database.write(lambda c: proving.remove_factor(c, person, line))

    def bind(self, person: PersonKey, *, issuer: str, subject: str, now: datetime) -> bool:
        """Tie an account of a provider to a person, once for ever."""
        return self._database.write(
            lambda c: proving.bind(c, person, issuer=issuer, subject=subject, now=now)
        )

    def unbind(self, person: PersonKey, line: AuditLine) -> None:
        """Forget the provider's accounts of a contact and end every session."""
        self._database.write(lambda c: proving.unbind(c, person, line))

    def standings(self, *, now: datetime) -> Mapping[PersonKey, Standing]:
        """Everybody who was ever invited or has come in."""
        return self._database.read(lambda c: admitting.standings(c, now=now))

    def note(self, line: AuditLine) -> None:
        """Add a line to the audit trail."""
        self._database.write(lambda c: auditing.note(c, line))

    def audit(
        self, *, since: datetime, school_ids: frozenset[SchoolId], most: int
    ) -> tuple[AuditLine, ...]:
        """The newest lines first."""
        return self._database.read(
            lambda c: auditing.audit(c, since=since, school_ids=school_ids, most=most)
        )

    def queue(self, letters: Sequence[Letter], *, now: datetime) -> int:
        """Put letters into the outbox; how many are to be sent."""
        return self._database.write(lambda c: outbox.queue(c, letters, now=now))

    def tidy(self, leftovers: Leftovers) -> None:
        """Delete what is over."""
        self._database.write(lambda c: admitting.tidy(c, leftovers))
