"""Digests that went out: a reader's own, and for administrators what became of everybody's."""

from dataclasses import replace
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

from orm.model.correspondence import Delivery, DigestOutcome, SentDigest, week_in
from orm.model.letters import LetterKind, MailId, MailState
from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.store.pictures import pictures_of
from orm.store.tables.sending import OUTBOX

HELD = "/held"
"""The end of the name of what goes instead of a letter that the safety check holds (reports/held.py)."""

_ADMINISTRATORS = frozenset({Role.IT, Role.HEADTEACHER})

_Columns = tuple[int, str, str, str, str, str, datetime, str, datetime | None, str, datetime]


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
    if row is None:
        return None
    return replace(_digest(row), pictures=pictures_of(connection, [row.id]).get(row.id, ()))


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
            OUTBOX.c.next_at,
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
            next_at=row.next_at,
        )
        for row in connection.execute(query)
    )


def digest_outcomes(
    connection: Connection, sight: Sight, school_id: SchoolId, *, most: int
) -> tuple[DigestOutcome, ...]:
    """What became of every digest of a school, and nobody's name; newest first."""
    query = (
        select(
            OUTBOX.c.once,
            OUTBOX.c.state,
            OUTBOX.c.next_at,
            OUTBOX.c.unanswered,
            OUTBOX.c.handed_at,
            _was_held().label("held"),
        )
        .where(
            OUTBOX.c.kind == LetterKind.DIGEST.value,
            OUTBOX.c.school_id == school_id if school_id in sight.schools else false(),
            not_(OUTBOX.c.once.endswith(HELD)),
        )
        .order_by(OUTBOX.c.queued_at.desc(), OUTBOX.c.id.desc())
        .limit(most)
    )
    return tuple(
        DigestOutcome(
            week=week_in(row.once),
            state=MailState(row.state),
            next_at=row.next_at,
            unanswered=row.unanswered + (row.handed_at is not None),
            held=bool(row.held),
        )
        for row in connection.execute(query)
    )


def _digests() -> Select[_Columns]:
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
        OUTBOX.c.next_at,
    )


def _theirs(sight: Sight, recipient: str) -> ColumnElement[bool]:
    """Addressed to them, about a school that is still theirs, and never one that was held."""
    return and_(
        OUTBOX.c.kind == LetterKind.DIGEST.value,
        not_(_was_held()),
        func.lower(OUTBOX.c.recipient) == recipient.lower(),
        OUTBOX.c.school_id.in_(sorted(sight.schools)),
    )


def _was_held() -> ColumnElement[bool]:
    """Another letter goes instead of this one."""
    substitute = OUTBOX.alias("substitute")
    return exists().where(substitute.c.once == OUTBOX.c.once + HELD).correlate(OUTBOX)


def _digest(row: Row[_Columns]) -> SentDigest:
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
        next_at=row.next_at,
    )
