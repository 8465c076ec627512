"""Digests that went out: a reader's own, and for administrators what became of everybody's."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    false,
    func,
    not_,
    select,
)

from orm.model.correspondence import Delivery, SentDigest
from orm.model.letters import LetterKind, MailId, MailState
from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.store.tables.sending import OUTBOX

HELD = "/held"
"""The end of the name of what goes instead of a letter that the safety check holds (reports/held.py)."""

_ADMINISTRATORS = frozenset({Role.IT, Role.HEADTEACHER})

_Row = Row[tuple[int, str, str, str, str, str, datetime, str, datetime | None, str]]


def digests_to(
    connection: Connection, sight: Sight, recipient: str, school_id: SchoolId, *, most: int
) -> tuple[SentDigest, ...]:
    """The digests of one school to this address, newest first."""
    query = (
        _digests()
        .where(_theirs(sight, recipient), OUTBOX.c.school_id == school_id)
        .order_by(OUTBOX.c.queued_at.desc(), OUTBOX.c.id.desc())
        .limit(most)
    )
    return tuple(_digest(row) for row in connection.execute(query))


def digest_to(
    connection: Connection, sight: Sight, recipient: str, mail_id: MailId
) -> SentDigest | None:
    """One digest to this address; None where there is none of this number for it."""
    query = _digests().where(_theirs(sight, recipient), OUTBOX.c.id == mail_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _digest(row)


def deliveries(
    connection: Connection, sight: Sight, school_id: SchoolId, *, most: int
) -> tuple[Delivery, ...]:
    """What became of every digest of a school, newest first; for its administrators only."""
    may = bool(sight.roles & _ADMINISTRATORS) and school_id in sight.schools
    query = (
        select(
            OUTBOX.c.once,
            OUTBOX.c.recipient,
            OUTBOX.c.queued_at,
            OUTBOX.c.state,
            OUTBOX.c.attempts,
            OUTBOX.c.sent_at,
            OUTBOX.c.failure,
            OUTBOX.c.handed_at,
            OUTBOX.c.unanswered,
        )
        .where(
            OUTBOX.c.kind == LetterKind.DIGEST.value,
            OUTBOX.c.school_id == school_id if may else false(),
        )
        .order_by(OUTBOX.c.queued_at.desc(), OUTBOX.c.recipient)
        .limit(most)
    )
    return tuple(
        Delivery(
            once=row.once,
            recipient=row.recipient,
            queued_at=row.queued_at,
            state=MailState(row.state),
            attempts=row.attempts,
            sent_at=row.sent_at,
            failure=row.failure,
            unanswered=row.unanswered + (row.handed_at is not None),
        )
        for row in connection.execute(query)
    )


def _digests() -> Select[tuple[int, str, str, str, str, str, datetime, str, datetime | None, str]]:
    return select(
        OUTBOX.c.id,
        OUTBOX.c.school_id,
        OUTBOX.c.once,
        OUTBOX.c.subject,
        OUTBOX.c.text,
        OUTBOX.c.html,
        OUTBOX.c.queued_at,
        OUTBOX.c.state,
        OUTBOX.c.sent_at,
        OUTBOX.c.failure,
    )


def _theirs(sight: Sight, recipient: str) -> ColumnElement[bool]:
    """Addressed to them, about a school that is still theirs, and never one that was held."""
    substitute = OUTBOX.alias("substitute")
    held = exists().where(substitute.c.once == OUTBOX.c.once + HELD)
    return and_(
        OUTBOX.c.kind == LetterKind.DIGEST.value,
        not_(held.correlate(OUTBOX)),
        func.lower(OUTBOX.c.recipient) == recipient.lower(),
        OUTBOX.c.school_id.in_(sorted(sight.schools)),
    )


def _digest(row: _Row) -> SentDigest:
    return SentDigest(
        id=MailId(row.id),
        school_id=SchoolId(row.school_id),
        once=row.once,
        subject=row.subject,
        text=row.text,
        html=row.html,
        queued_at=row.queued_at,
        state=MailState(row.state),
        sent_at=row.sent_at,
        failure=row.failure,
    )
