"""What people prove themselves with: passwords, second factors, links, accounts of providers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from orm.model.entry import AuditLine, Credentials, PersonKey, Purpose, Ticket, contact_of
from orm.store.auditing import note
from orm.store.dialect import insert_new, replace_rows
from orm.store.tables.entry import CREDENTIALS, OPENID_SUBJECTS, RECOVERY_CODES, SESSIONS, TICKETS

_NOTHING = {
    "password_hash": "",
    "factor_salt": "",
    "pending_salt": "",
    "last_step": 0,
    "entered_at": None,
}


def credentials(connection: Connection, person: PersonKey) -> Credentials:
    """What a person proves themselves with; empty for one who has nothing yet."""
    query = select(CREDENTIALS).where(CREDENTIALS.c.person == person)
    row = connection.execute(query).mappings().first()
    if row is None:
        return Credentials(person)
    return Credentials(
        person=person,
        password_hash=row["password_hash"],
        factor_salt=row["factor_salt"],
        pending_salt=row["pending_salt"],
        last_step=row["last_step"],
    )


def have_row(connection: Connection, person: PersonKey) -> None:
    """Make sure that the person's credentials have a row."""
    row = {"person": person, **_NOTHING}
    connection.execute(insert_new(connection, CREDENTIALS), [row])


def issue(connection: Connection, ticket: Ticket, line: AuditLine) -> None:
    """Keep a ticket in the place of an earlier one of this person and purpose."""
    row: dict[str, object] = {
        "id": ticket.id,
        "person": ticket.person,
        "purpose": ticket.purpose.value,
        "by": ticket.by,
        "issued_at": ticket.issued_at,
        "expires_at": ticket.expires_at,
    }
    replace_rows(connection, TICKETS, [row], keys=["person", "purpose"])
    note(connection, line)


def ticket(connection: Connection, ticket_id: str, *, now: datetime) -> Ticket | None:
    """A ticket that can still be used."""
    query = select(TICKETS).where(TICKETS.c.id == ticket_id, TICKETS.c.expires_at > now)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return Ticket(
        id=row["id"],
        person=PersonKey(row["person"]),
        purpose=Purpose(row["purpose"]),
        by=row["by"],
        issued_at=row["issued_at"],
        expires_at=row["expires_at"],
    )


def issued_at(connection: Connection, person: PersonKey, purpose: Purpose) -> datetime | None:
    """When the unused ticket of this purpose was issued."""
    query = select(TICKETS.c.issued_at).where(
        TICKETS.c.person == person, TICKETS.c.purpose == purpose.value
    )
    return connection.execute(query).scalar_one_or_none()


def use_ticket(connection: Connection, used: Ticket, line: AuditLine) -> bool:
    """Use a ticket up; of two at the same time one."""
    gone = connection.execute(
        delete(TICKETS).where(TICKETS.c.id == used.id, TICKETS.c.expires_at > line.at)
    )
    if not gone.rowcount:
        return False
    note(connection, line)
    return True


def choose_password(
    connection: Connection, used: Ticket, person: PersonKey, password_hash: str, line: AuditLine
) -> bool:
    """Use a ticket up and set the password; sessions end and other links are void."""
    if not use_ticket(connection, used, line):
        return False
    have_row(connection, person)
    _set(connection, CREDENTIALS.c.person == person, password_hash=password_hash)
    connection.execute(delete(TICKETS).where(TICKETS.c.person == person))
    connection.execute(delete(SESSIONS).where(SESSIONS.c.person == person))
    return True


def start_factor(connection: Connection, person: PersonKey, salt: str, line: AuditLine) -> None:
    """Keep the salt of a second factor that is not confirmed."""
    have_row(connection, person)
    _set(connection, CREDENTIALS.c.person == person, pending_salt=salt)
    note(connection, line)


def confirm_factor(
    connection: Connection,
    pending: Credentials,
    *,
    step: int,
    codes: Sequence[str],
    session_id: str,
    line: AuditLine,
) -> bool:
    """Make the pending factor the one that counts; of two at the same time one."""
    same = (CREDENTIALS.c.person == pending.person) & (
        CREDENTIALS.c.pending_salt == pending.pending_salt
    )
    if not _set(
        connection, same, factor_salt=pending.pending_salt, pending_salt="", last_step=step
    ):
        return False
    this = SESSIONS.c.id == session_id
    theirs = SESSIONS.c.person == pending.person
    connection.execute(delete(SESSIONS).where(theirs, ~this))
    connection.execute(update(SESSIONS).where(theirs, this).values(proved=True))
    replace_recovery(connection, pending.person, codes, line)
    return True


def use_step(connection: Connection, person: PersonKey, step: int) -> bool:
    """Use up a step; of two at the same time one."""
    earlier = (CREDENTIALS.c.person == person) & (CREDENTIALS.c.last_step < step)
    return _set(connection, earlier, last_step=step)


def has_recovery(connection: Connection, person: PersonKey, code: str) -> bool:
    """Whether this hash is of an unused code."""
    query = select(RECOVERY_CODES.c.code).where(
        RECOVERY_CODES.c.person == person, RECOVERY_CODES.c.code == code
    )
    return connection.execute(query).first() is not None


def recovery_left(connection: Connection, person: PersonKey) -> int:
    """How many recovery codes are unused."""
    query = select(func.count()).where(RECOVERY_CODES.c.person == person)
    return connection.execute(query).scalar_one()


def replace_recovery(
    connection: Connection, person: PersonKey, codes: Sequence[str], line: AuditLine
) -> None:
    """Make these hashes the only recovery codes."""
    connection.execute(delete(RECOVERY_CODES).where(RECOVERY_CODES.c.person == person))
    rows = [{"person": person, "code": code} for code in codes]
    connection.execute(insert(RECOVERY_CODES), rows)
    note(connection, line)


def remove_factor(connection: Connection, person: PersonKey, line: AuditLine) -> None:
    """Forget the second factor and its codes, and end every session."""
    _set(connection, CREDENTIALS.c.person == person, factor_salt="", pending_salt="")
    connection.execute(delete(RECOVERY_CODES).where(RECOVERY_CODES.c.person == person))
    connection.execute(delete(SESSIONS).where(SESSIONS.c.person == person))
    note(connection, line)


def bind(
    connection: Connection, person: PersonKey, *, issuer: str, subject: str, now: datetime
) -> bool:
    """Tie an account of a provider to a person; false when either has another."""
    row = {"person": person, "issuer": issuer, "subject": subject, "bound_at": now}
    connection.execute(insert_new(connection, OPENID_SUBJECTS), [row])
    query = select(OPENID_SUBJECTS.c.subject).where(
        OPENID_SUBJECTS.c.person == person, OPENID_SUBJECTS.c.issuer == issuer
    )
    return connection.execute(query).scalar_one_or_none() == subject


def unbind(connection: Connection, person: PersonKey, line: AuditLine) -> None:
    """Forget the accounts of a contact, whatever address they had then, and end every session."""
    theirs = OPENID_SUBJECTS.c.person.startswith(f"{contact_of(person)}/", autoescape=True)
    connection.execute(delete(OPENID_SUBJECTS).where(theirs))
    connection.execute(delete(SESSIONS).where(SESSIONS.c.person == person))
    note(connection, line)


def _set(connection: Connection, where: ColumnElement[bool], **values: object) -> bool:
    """Whether there was such a row."""
    return bool(connection.execute(update(CREDENTIALS).where(where).values(values)).rowcount)
