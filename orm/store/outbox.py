"""Letters: queued once, claimed with a lease, sent or failed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select, update

from orm.model.letters import Letter, LetterKind, Mail, MailId, MailState
from orm.model.schools import SchoolId
from orm.model.weeks import Week
from orm.store.dialect import chunks, insert_new, queue_for_claims
from orm.store.tables.sending import DIGEST_WEEKS, OUTBOX

_NOBODY = {"claimed_by": None, "claimed_until": None}


def queue(connection: Connection, letters: Sequence[Letter], *, now: datetime) -> int:
    """Queue the letters that were never queued; how many those were."""
    if not letters:
        return 0
    rows = [
        {
            "once": letter.once,
            "kind": letter.kind.value,
            "school_id": letter.school_id,
            "recipient": letter.recipient,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "queued_at": now,
            "next_at": now,
            "state": MailState.QUEUED.value,
            "attempts": 0,
            "failure": "",
        }
        for letter in letters
    ]
    statement = insert_new(connection, OUTBOX).returning(OUTBOX.c.id)
    return len(connection.execute(statement, rows).all())


def queue_week(
    connection: Connection,
    school_id: SchoolId,
    week: Week,
    letters: Sequence[Letter],
    *,
    now: datetime,
) -> bool:
    """Mark the week and queue its letters; False, and nothing queued, when it was marked."""
    row = {"school_id": school_id, "year": week.year, "number": week.number, "queued_at": now}
    statement = insert_new(connection, DIGEST_WEEKS).returning(DIGEST_WEEKS.c.number)
    if not connection.execute(statement, [row]).all():
        return False
    queue(connection, letters, now=now)
    return True


def queued_weeks(connection: Connection, school_id: SchoolId) -> frozenset[Week]:
    """Weeks whose digest was queued."""
    query = select(DIGEST_WEEKS.c.year, DIGEST_WEEKS.c.number).where(
        DIGEST_WEEKS.c.school_id == school_id
    )
    return frozenset(Week(row.year, row.number) for row in connection.execute(query))


def claim_mail(
    connection: Connection, *, now: datetime, worker: str, lease: timedelta, limit: int
) -> tuple[Mail, ...]:
    """The oldest due letters, leased to the worker; its own unfinished ones come again at once."""
    queue_for_claims(connection)
    free = or_(
        OUTBOX.c.claimed_until.is_(None),
        OUTBOX.c.claimed_until <= now,
        OUTBOX.c.claimed_by == worker,
    )
    due = (
        select(OUTBOX.c.id)
        .where(OUTBOX.c.state == MailState.QUEUED.value, OUTBOX.c.next_at <= now, free)
        .order_by(OUTBOX.c.queued_at, OUTBOX.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken: list[RowMapping] = []
    for chunk in chunks(connection.execute(due).scalars()):
        statement = (
            update(OUTBOX)
            .where(OUTBOX.c.id.in_(chunk), OUTBOX.c.state == MailState.QUEUED.value, free)
            .values(claimed_by=worker, claimed_until=now + lease)
            .returning(*OUTBOX.c)
        )
        taken += connection.execute(statement).mappings().all()
    taken.sort(key=lambda row: (row["queued_at"], row["id"]))
    return tuple(_mail(row) for row in taken)


def mail_sent(connection: Connection, mail_id: MailId, *, worker: str, now: datetime) -> None:
    """Sent, said by the one who holds it; saying it again changes nothing."""
    connection.execute(
        update(OUTBOX)
        .where(_held(mail_id, worker))
        .values(state=MailState.SENT.value, sent_at=now, failure="", **_NOBODY)
    )


def mail_failed(
    connection: Connection,
    mail_id: MailId,
    *,
    worker: str,
    reason: str,
    retry_at: datetime | None,
) -> None:
    """Not accepted, said by the one who holds it; without `retry_at` for good."""
    failed: dict[str, object] = {"attempts": OUTBOX.c.attempts + 1, "failure": reason, **_NOBODY}
    if retry_at is None:
        failed["state"] = MailState.FAILED.value
    else:
        failed["next_at"] = retry_at
    connection.execute(update(OUTBOX).where(_held(mail_id, worker)).values(failed))


def outbox(connection: Connection, school_id: SchoolId | None = None) -> tuple[Mail, ...]:
    """Every letter, oldest first; of one school when given."""
    query = select(OUTBOX).order_by(OUTBOX.c.queued_at, OUTBOX.c.id)
    if school_id is not None:
        query = query.where(OUTBOX.c.school_id == school_id)
    return tuple(_mail(row) for row in connection.execute(query).mappings())


def _held(mail_id: MailId, worker: str) -> ColumnElement[bool]:
    """A letter that was sent or has failed is held by nobody."""
    return (OUTBOX.c.id == mail_id) & (OUTBOX.c.claimed_by == worker)


def _mail(row: RowMapping) -> Mail:
    return Mail(
        id=MailId(row["id"]),
        letter=Letter(
            once=row["once"],
            kind=LetterKind(row["kind"]),
            school_id=SchoolId(row["school_id"]),
            recipient=row["recipient"],
            subject=row["subject"],
            text=row["text"],
            html=row["html"],
        ),
        queued_at=row["queued_at"],
        attempts=row["attempts"],
        state=MailState(row["state"]),
        failure=row["failure"],
        sent_at=row["sent_at"],
    )
