"""Letters: queued once, claimed with a lease, handed over, sent, failed or held.

A letter is noted as handed over before the mail server gets it. Whatever ends well or badly takes
the note away; what is left of it says that nobody knows whether the letter was taken.

What the safety check has cleared is a line of the audit trail, which nobody can rewrite: a letter
that is another one when it is claimed does not match its line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, case, insert, or_, select, update

from orm.model.letter_book import Queued
from orm.model.letters import (
    EMAILS,
    Kinds,
    Letter,
    LetterKind,
    Mail,
    MailId,
    MailState,
    Picture,
    fingerprint,
)
from orm.model.schools import SchoolId
from orm.model.weeks import Week
from orm.store.dialect import chunks, insert_new, queue_for_claims
from orm.store.pictures import keep_pictures, pictures_of
from orm.store.tables.columns import storable
from orm.store.tables.register import AUDIT
from orm.store.tables.sending import DIGEST_WEEKS, OUTBOX

_NOBODY = {"claimed_by": None, "claimed_until": None}
_ANSWERED = {**_NOBODY, "handed_at": None}
_LAST = LetterKind.DIGEST.value
_PROGRAM = "orm"

CLEARED = "letter-cleared"
"""The audit action for a letter that the safety check has passed; the detail is its fingerprint."""


def queue(connection: Connection, letters: Sequence[Letter], *, now: datetime) -> int:
    """Queue the letters that were never queued; how many of those are to be sent.

    A letter that the safety check holds is kept beside them, and never sent.
    """
    if not letters:
        return 0
    by_name = {letter.once: _storable(letter) for letter in letters}
    rows = [_row(letter, now=now) for letter in by_name.values()]
    statement = insert_new(connection, OUTBOX).returning(OUTBOX.c.id, OUTBOX.c.once)
    new = {row.id: by_name[row.once] for row in connection.execute(statement, rows)}
    keep_pictures(connection, new)
    _note_cleared(connection, [letter for letter in new.values() if letter.cleared], now=now)
    return sum(not letter.held for letter in new.values())


def _row(letter: Letter, *, now: datetime) -> dict[str, object]:
    return {
        "once": letter.once,
        "kind": letter.kind.value,
        "school_id": letter.school_id,
        "recipient": letter.recipient,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "unsubscribe": letter.unsubscribe,
        "queued_at": now,
        "next_at": now,
        "state": (MailState.FAILED if letter.held else MailState.QUEUED).value,
        "attempts": 0,
        "failure": letter.held,
        "handed_at": None,
        "unanswered": 0,
    }


def _storable(letter: Letter) -> Letter:
    """The letter as it comes back from the database: its fingerprint is taken of that."""
    return replace(
        letter,
        recipient=storable(letter.recipient),
        subject=storable(letter.subject),
        text=storable(letter.text),
        html=storable(letter.html),
    )


def _note_cleared(connection: Connection, letters: Sequence[Letter], *, now: datetime) -> None:
    lines = [
        {
            "at": now,
            "actor": _PROGRAM,
            "action": CLEARED,
            "subject": letter.once,
            "school_id": letter.school_id,
            "detail": fingerprint(letter),
        }
        for letter in letters
    ]
    if lines:
        connection.execute(insert(AUDIT), lines)


def _cleared(connection: Connection, names: Iterable[str]) -> Mapping[str, str]:
    """The fingerprints of letters that were cleared, by name; of several lines the first counts.

    Nothing keeps a line from being added to the audit trail, and none of the house is the second.
    """
    found: dict[str, str] = {}
    for chunk in chunks(names):
        query = (
            select(AUDIT.c.subject, AUDIT.c.detail)
            .where(AUDIT.c.action == CLEARED, AUDIT.c.subject.in_(chunk))
            .order_by(AUDIT.c.id.desc())
        )
        found.update({row.subject: row.detail for row in connection.execute(query)})
    return found


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
    connection: Connection,
    *,
    now: datetime,
    worker: str,
    lease: timedelta,
    limit: int,
    kinds: Kinds = EMAILS,
) -> tuple[Mail, ...]:
    """Due letters of these kinds, leased to the worker: digests last, and the one that has waited longest first.

    The worker's own unfinished ones come again at once.
    """
    queue_for_claims(connection)
    free = or_(
        OUTBOX.c.claimed_until.is_(None),
        OUTBOX.c.claimed_until <= now,
        OUTBOX.c.claimed_by == worker,
    )
    due = (
        select(OUTBOX.c.id)
        .where(OUTBOX.c.state == MailState.QUEUED.value, OUTBOX.c.next_at <= now, free)
        .where(OUTBOX.c.kind.in_(sorted(kinds)))
        .order_by(OUTBOX.c.kind == _LAST, OUTBOX.c.next_at, OUTBOX.c.id)
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
    taken.sort(key=lambda row: (row["kind"] == _LAST, row["next_at"], row["id"]))
    cleared = _cleared(connection, [row["once"] for row in taken])
    mails = _mails(connection, taken)
    return tuple(replace(mail, cleared_as=cleared.get(mail.letter.once, "")) for mail in mails)


def hand_over(connection: Connection, mail_id: MailId, *, worker: str, now: datetime) -> bool:
    """Note that the mail server gets the letter now; False when another worker holds it.

    An earlier note that nothing has taken away is counted: that time had no known end.
    """
    statement = (
        update(OUTBOX)
        .where(_held(mail_id, worker))
        .values(
            unanswered=OUTBOX.c.unanswered + case((OUTBOX.c.handed_at.is_(None), 0), else_=1),
            handed_at=now,
        )
    )
    return bool(connection.execute(statement).rowcount)


def mail_sent(connection: Connection, mail_id: MailId, *, worker: str, now: datetime) -> None:
    """Sent, said by the one who holds it; saying it again changes nothing."""
    connection.execute(
        update(OUTBOX)
        .where(_held(mail_id, worker))
        .values(state=MailState.SENT.value, sent_at=now, failure="", **_ANSWERED)
    )


def mail_failed(
    connection: Connection,
    mail_id: MailId,
    *,
    worker: str,
    now: datetime,
    reason: str,
    retry_at: datetime | None,
    tell: Sequence[Letter],
) -> None:
    """Not accepted, said by the one who holds it; without `retry_at` for good.

    `tell` is queued with it.
    """
    statement = update(OUTBOX).where(_held(mail_id, worker)).values(_failed(reason, retry_at))
    if connection.execute(statement).rowcount:
        queue(connection, tell, now=now)


def mail_unanswered(
    connection: Connection,
    mail_id: MailId,
    *,
    worker: str,
    reason: str,
    retry_at: datetime | None,
) -> None:
    """Nobody knows whether it was taken, said by the one who holds it."""
    connection.execute(
        update(OUTBOX)
        .where(_held(mail_id, worker))
        .values({**_failed(reason, retry_at), "unanswered": OUTBOX.c.unanswered + 1})
    )


def _failed(reason: str, retry_at: datetime | None) -> dict[str, object]:
    ending = {"state": MailState.FAILED.value} if retry_at is None else {"next_at": retry_at}
    return {"attempts": OUTBOX.c.attempts + 1, "failure": reason, **_ANSWERED, **ending}


def put_off(
    connection: Connection,
    mail_ids: Sequence[MailId],
    *,
    worker: str,
    reason: str,
    until: datetime,
) -> None:
    """Letters that were claimed and not tried: free again, and due at `until`."""
    for chunk in chunks(mail_ids):
        connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.id.in_(chunk), OUTBOX.c.claimed_by == worker)
            .values(next_at=until, failure=reason, **_NOBODY)
        )


def hold_mail(
    connection: Connection,
    mail_id: MailId,
    *,
    worker: str,
    now: datetime,
    reason: str,
    instead: Sequence[Letter],
) -> None:
    """Kept and never sent, said by the one who holds it; `instead` is queued with it."""
    statement = (
        update(OUTBOX)
        .where(_held(mail_id, worker))
        .values(state=MailState.FAILED.value, failure=reason, **_NOBODY)
    )
    if connection.execute(statement).rowcount:
        queue(connection, instead, now=now)


def outbox(connection: Connection, school_id: SchoolId | None = None) -> tuple[Mail, ...]:
    """Every letter, oldest first; of one school when given."""
    query = select(OUTBOX).order_by(OUTBOX.c.queued_at, OUTBOX.c.id)
    if school_id is not None:
        query = query.where(OUTBOX.c.school_id == school_id)
    return _mails(connection, connection.execute(query).mappings().all())


def letters_called(connection: Connection, names: Iterable[str]) -> tuple[Queued, ...]:
    """The letters with these `once`, each with the fingerprint of what was checked."""
    found: list[Queued] = []
    for chunk in chunks(names):
        rows = connection.execute(select(OUTBOX).where(OUTBOX.c.once.in_(chunk))).mappings().all()
        cleared = _cleared(connection, chunk)
        letters = [mail.letter for mail in _mails(connection, rows)]
        found += [Queued(letter, cleared.get(letter.once, "")) for letter in letters]
    return tuple(found)


def _held(mail_id: MailId, worker: str) -> ColumnElement[bool]:
    """A letter that was sent or has failed is held by nobody."""
    return (OUTBOX.c.id == mail_id) & (OUTBOX.c.claimed_by == worker)


def _mails(connection: Connection, rows: Sequence[RowMapping]) -> tuple[Mail, ...]:
    pictures = pictures_of(connection, [row["id"] for row in rows])
    return tuple(_mail(row, pictures.get(row["id"], ())) for row in rows)


def _mail(row: RowMapping, pictures: tuple[Picture, ...]) -> Mail:
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
            pictures=pictures,
            unsubscribe=row["unsubscribe"],
        ),
        queued_at=row["queued_at"],
        attempts=row["attempts"],
        state=MailState(row["state"]),
        failure=row["failure"],
        sent_at=row["sent_at"],
        unanswered=row["unanswered"] + (row["handed_at"] is not None),
    )
