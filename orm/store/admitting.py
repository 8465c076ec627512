"""Entries and sessions, the list of who may come in, and what is deleted when it is over."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from orm.model.entry import (
    Admission,
    AuditLine,
    Leftovers,
    Method,
    PersonKey,
    Purpose,
    Session,
    Standing,
    Status,
)
from orm.model.letters import MailState
from orm.store.auditing import note
from orm.store.dialect import chunks, replace_rows
from orm.store.proving import have_row, recovery_left
from orm.store.tables.entry import (
    CREDENTIALS,
    KNOWN_ADDRESSES,
    OPENID_SUBJECTS,
    RECOVERY_CODES,
    SESSIONS,
    TICKETS,
    TRIES,
)
from orm.store.tables.sending import OUTBOX
from orm.store.trying import take_back

LETTERS = "entry/"
"""How the names of letters that hold a one-time link begin."""


def admit(connection: Connection, admission: Admission) -> int | None:
    """Write one entry; None, and nothing written, when its proof is used or old."""
    if not _prove(connection, admission):
        return None
    session = admission.session
    take_back(connection, admission.meters)
    if admission.address:
        row = {"address": admission.address, "seen_at": session.started_at}
        known = {"person": session.person, **row}
        replace_rows(connection, KNOWN_ADDRESSES, [known], keys=["person", "address"])
    connection.execute(
        insert(SESSIONS).values(
            id=session.id,
            person=session.person,
            method=session.method.value,
            proved=session.proved,
            started_at=session.started_at,
            seen_at=session.seen_at,
        )
    )
    note(connection, admission.line)
    return recovery_left(connection, session.person)


def _prove(connection: Connection, admission: Admission) -> bool:
    """Use the proof up. The row of credentials is locked first, so that one of two waits."""
    session = admission.session
    rows = CREDENTIALS.c.person == session.person
    changed: dict[str, object] = {"entered_at": session.started_at}
    if session.method is Method.OPENID:
        have_row(connection, session.person)
    else:
        rows &= CREDENTIALS.c.password_hash == admission.password_hash
        changed["password_hash"] = admission.rehash or admission.password_hash
    if admission.step is not None:
        rows &= CREDENTIALS.c.last_step < admission.step
        changed["last_step"] = admission.step
    held = select(CREDENTIALS.c.person).where(rows).with_for_update()
    if connection.execute(held).first() is None:
        return False
    if admission.recovery and not _use_recovery(connection, admission):
        return False
    connection.execute(update(CREDENTIALS).where(rows).values(changed))
    return True


def _use_recovery(connection: Connection, admission: Admission) -> bool:
    code = delete(RECOVERY_CODES).where(
        RECOVERY_CODES.c.person == admission.session.person,
        RECOVERY_CODES.c.code == admission.recovery,
    )
    return bool(connection.execute(code).rowcount)


def knows(connection: Connection, person: PersonKey, address: str) -> bool:
    """Whether this person has come in from this address."""
    query = select(KNOWN_ADDRESSES.c.address).where(
        KNOWN_ADDRESSES.c.person == person, KNOWN_ADDRESSES.c.address == address
    )
    return connection.execute(query).first() is not None


def session(connection: Connection, session_id: str) -> Session | None:
    """A session that nobody has ended."""
    query = select(SESSIONS).where(SESSIONS.c.id == session_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return Session(
        id=row["id"],
        person=PersonKey(row["person"]),
        method=Method(row["method"]),
        proved=row["proved"],
        started_at=row["started_at"],
        seen_at=row["seen_at"],
    )


def touch(connection: Connection, session_id: str, *, now: datetime) -> None:
    """The session was used now."""
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == session_id).values(seen_at=now))


def end_session(connection: Connection, session_id: str, line: AuditLine) -> None:
    """End one session; the line is written by the one who ended it."""
    if connection.execute(delete(SESSIONS).where(SESSIONS.c.id == session_id)).rowcount:
        note(connection, line)


def end_sessions(connection: Connection, person: PersonKey, line: AuditLine) -> int:
    """End all sessions of a person."""
    ended = connection.execute(delete(SESSIONS).where(SESSIONS.c.person == person)).rowcount
    note(connection, line)
    return ended


def standings(connection: Connection, *, now: datetime) -> Mapping[PersonKey, Standing]:
    """Everybody who was ever invited or has come in."""
    bound = set(connection.execute(select(OPENID_SUBJECTS.c.person)).scalars())
    left = select(RECOVERY_CODES.c.person, func.count().label("left")).group_by(
        RECOVERY_CODES.c.person
    )
    codes = {row.person: row.left for row in connection.execute(left)}
    live = (TICKETS.c.purpose != Purpose.RESET.value) & (TICKETS.c.expires_at > now)
    invited = connection.execute(select(TICKETS.c.person).where(live)).scalars()
    found = {PersonKey(each): Standing(Status.INVITED) for each in invited}
    for row in connection.execute(select(CREDENTIALS)).mappings():
        person = PersonKey(row["person"])
        status = found[person].status if person in found else Status.NEVER
        if row["password_hash"]:
            status = Status.ACTIVE if row["factor_salt"] else Status.NO_FACTOR
        if person in bound:
            status = Status.ACTIVE
        found[person] = Standing(status, row["entered_at"], codes.get(person, 0))
    return found


def tidy(connection: Connection, over: Leftovers) -> None:
    """Delete what is over. A letter with a link loses its words once it does not wait any more."""
    old = or_(SESSIONS.c.seen_at <= over.idle_before, SESSIONS.c.started_at <= over.begun_before)
    connection.execute(delete(SESSIONS).where(old))
    connection.execute(delete(TICKETS).where(TICKETS.c.expires_at <= over.now))
    connection.execute(delete(TRIES).where(TRIES.c.last_at < over.tried_before))
    connection.execute(delete(KNOWN_ADDRESSES).where(KNOWN_ADDRESSES.c.seen_at < over.known_before))
    _forget_leavers(connection, over)
    done = OUTBOX.c.once.startswith(LETTERS) & (OUTBOX.c.state != MailState.QUEUED.value)
    connection.execute(update(OUTBOX).where(done).values(text="", html=""))


def _forget_leavers(connection: Connection, over: Leftovers) -> None:
    query = select(CREDENTIALS.c.person).where(CREDENTIALS.c.entered_at < over.known_before)
    left = [each for each in connection.execute(query).scalars() if each not in over.people]
    for chunk in chunks(left):
        for table in (CREDENTIALS, RECOVERY_CODES, OPENID_SUBJECTS, SESSIONS, TICKETS):
            connection.execute(delete(table).where(table.c.person.in_(chunk)))
