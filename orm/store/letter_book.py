"""Readers who stopped their digest, letters that came back, and addresses that get no more."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from orm.model.entry import AuditLine
from orm.model.letter_book import (
    Bounce,
    ClosedAddress,
    Queued,
    Returned,
    Stop,
    plain_address,
)
from orm.model.letters import Letter, letter_name
from orm.model.schools import ContactId, SchoolId
from orm.store import outbox
from orm.store.auditing import note
from orm.store.dialect import chunks, insert_new
from orm.store.engine import Database
from orm.store.tables.letter_book import BOUNCES, CLOSED_ADDRESSES, DIGEST_STOPS
from orm.store.tables.sending import OUTBOX

STOPPED = "digest-stopped"
RESUMED = "digest-resumed"
CLOSED = "address-closed"
REOPENED = "address-reopened"
"""The audit actions; their subject is the contact. An address stands in no line."""

FORGOTTEN_AFTER = timedelta(days=90)
_PROGRAM = "orm"
_STRANGER = "somebody"


class SqlLetterBook:
    """`orm.weekly.letter_book.LetterBook` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stop(self, stop: Stop) -> bool:
        """Send this reader no digest of this school any more."""
        return self._database.write(lambda c: _stop(c, stop))

    def resume(self, school_id: SchoolId, contact_id: ContactId, *, by: str, now: datetime) -> bool:
        """Send it again."""
        return self._database.write(lambda c: _resume(c, school_id, contact_id, by=by, now=now))

    def stops(self) -> tuple[Stop, ...]:
        """Everybody who stopped a digest."""
        return self._database.read(_stops)

    def letters_named(self, names: Collection[str], *, since: datetime) -> dict[str, Queued]:
        """The letters with these names that were queued since then."""
        return self._database.read(lambda c: _letters_named(c, frozenset(names), since=since))

    def keep(self, bounces: Sequence[Bounce], letters: Sequence[Letter], *, now: datetime) -> None:
        """Write down what came back, and queue what is told of it."""
        self._database.write(lambda c: _keep(c, bounces, letters, now=now))

    def forget(self, *, now: datetime) -> None:
        """Delete what came back more than 90 days ago."""
        self._database.write(lambda c: _forget(c, now=now))

    def returned(self, *, since: date) -> tuple[Returned, ...]:
        """What came back since that day."""
        return self._database.read(lambda c: _returned(c, since=since))

    def close(self, closed: ClosedAddress, tell: Sequence[Letter], *, now: datetime) -> bool:
        """Send no more letters to an address, and queue what tells of it."""
        return self._database.write(lambda c: _close(c, closed, tell, now=now))

    def closed(self) -> tuple[ClosedAddress, ...]:
        """The addresses that get no letters."""
        return self._database.read(_closed)

    def reopen(self, address: str, *, by: str, now: datetime) -> bool:
        """Write to it again, and forget what came back from it."""
        return self._database.write(lambda c: _reopen(c, address, by=by, now=now))


def _stop(connection: Connection, stop: Stop) -> bool:
    row = {
        "school_id": stop.school_id,
        "contact_id": stop.contact_id,
        "by": stop.by,
        "at": stop.at,
    }
    statement = insert_new(connection, DIGEST_STOPS).returning(DIGEST_STOPS.c.contact_id)
    if not connection.execute(statement, [row]).all():
        return False
    note(connection, AuditLine(stop.at, stop.by, STOPPED, stop.contact_id, stop.school_id))
    return True


def _resume(
    connection: Connection, school_id: SchoolId, contact_id: ContactId, *, by: str, now: datetime
) -> bool:
    gone = delete(DIGEST_STOPS).where(
        DIGEST_STOPS.c.school_id == school_id, DIGEST_STOPS.c.contact_id == contact_id
    )
    if not connection.execute(gone).rowcount:
        return False
    note(connection, AuditLine(now, by, RESUMED, contact_id, school_id))
    return True


def _stops(connection: Connection) -> tuple[Stop, ...]:
    query = select(DIGEST_STOPS).order_by(DIGEST_STOPS.c.school_id, DIGEST_STOPS.c.contact_id)
    return tuple(
        Stop(SchoolId(row.school_id), ContactId(row.contact_id), row.by, row.at)
        for row in connection.execute(query)
    )


def _letters_named(
    connection: Connection, names: frozenset[str], *, since: datetime
) -> dict[str, Queued]:
    """A name is made of `once` alone, so those since then are named one by one and few are read."""
    if not names:
        return {}
    query = select(OUTBOX.c.once).where(OUTBOX.c.queued_at >= since)
    wanted = [once for once in connection.execute(query).scalars() if letter_name(once) in names]
    return {
        letter_name(each.letter.once): each for each in outbox.letters_called(connection, wanted)
    }


def _keep(
    connection: Connection, bounces: Sequence[Bounce], letters: Sequence[Letter], *, now: datetime
) -> None:
    rows = [{"letter": each.letter, "status": each.status, "on_day": each.on} for each in bounces]
    if rows:
        connection.execute(insert_new(connection, BOUNCES), rows)
    outbox.queue(connection, letters, now=now)


def _forget(connection: Connection, *, now: datetime) -> None:
    old = now.date() - FORGOTTEN_AFTER
    connection.execute(delete(BOUNCES).where(BOUNCES.c.on_day < old))


def _returned(connection: Connection, *, since: date) -> tuple[Returned, ...]:
    query = (
        select(BOUNCES, OUTBOX.c.recipient, OUTBOX.c.school_id)
        .join(OUTBOX, OUTBOX.c.once == BOUNCES.c.letter)
        .where(BOUNCES.c.on_day >= since)
        .order_by(BOUNCES.c.on_day, BOUNCES.c.letter, BOUNCES.c.status)
    )
    return tuple(
        Returned(Bounce(row.letter, row.status, row.on_day), row.recipient, SchoolId(row.school_id))
        for row in connection.execute(query)
    )


def _close(
    connection: Connection, closed: ClosedAddress, tell: Sequence[Letter], *, now: datetime
) -> bool:
    row = {
        "address": plain_address(closed.address),
        "contact_id": closed.contact_id,
        "school_id": closed.school_id,
        "status": closed.status,
        "on_day": closed.on,
    }
    statement = insert_new(connection, CLOSED_ADDRESSES).returning(CLOSED_ADDRESSES.c.address)
    if not connection.execute(statement, [row]).all():
        return False
    whose = closed.contact_id or _STRANGER
    note(connection, AuditLine(now, _PROGRAM, CLOSED, whose, closed.school_id, closed.status))
    outbox.queue(connection, tell, now=now)
    return True


def _closed(connection: Connection) -> tuple[ClosedAddress, ...]:
    query = select(CLOSED_ADDRESSES).order_by(CLOSED_ADDRESSES.c.address)
    return tuple(
        ClosedAddress(row.address, row.contact_id, SchoolId(row.school_id), row.status, row.on_day)
        for row in connection.execute(query)
    )


def _reopen(connection: Connection, address: str, *, by: str, now: datetime) -> bool:
    plain = plain_address(address)
    gone = (
        delete(CLOSED_ADDRESSES)
        .where(CLOSED_ADDRESSES.c.address == plain)
        .returning(CLOSED_ADDRESSES.c.contact_id, CLOSED_ADDRESSES.c.school_id)
    )
    row = connection.execute(gone).one_or_none()
    if row is None:
        return False
    theirs = select(OUTBOX.c.once).where(func.lower(OUTBOX.c.recipient) == plain)
    for chunk in chunks(connection.execute(theirs).scalars().all()):
        connection.execute(delete(BOUNCES).where(BOUNCES.c.letter.in_(chunk)))
    whose = row.contact_id or _STRANGER
    note(connection, AuditLine(now, by, REOPENED, whose, SchoolId(row.school_id)))
    return True
