"""Alerts of cases on their way into the outbox: a wave's later ones wait to be told together.

An alert is a letter in the outbox or a row that waits, written with its case: no case is without.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from orm.errors import Conflict
from orm.model.case_alerts import MERGED, case_alert
from orm.model.cases import CaseRef
from orm.model.house_alerts import MergedAlert, MergedId
from orm.model.letters import Letter, LetterKind, MailState
from orm.model.schools import SchoolId
from orm.store.dialect import chunks, insert_new
from orm.store.outbox import queue
from orm.store.tables.alerts import MERGED_ALERTS
from orm.store.tables.sending import OUTBOX

WAVE = timedelta(hours=1)
MOST_ALONE = 3
"""So many alerts of cases go to one reader by themselves within a wave's time."""


def queue_alerts(connection: Connection, letters: Sequence[Letter], *, now: datetime) -> int:
    """Queue what is told by itself and keep what is told together; how many are to be told.

    An emergency is always a letter of its own. What was queued or kept before is left alone.
    """
    if not any(_may_wait(letter) for letter in letters):
        return queue(connection, letters, now=now)
    known = _known(connection, letters)
    told = _told(connection, {letter.school_id for letter in letters}, since=now - WAVE)
    alone, together = [], []
    for letter in {each.once: each for each in letters}.values():
        if letter.once in known:
            continue
        reader = (letter.school_id, letter.recipient)
        if _may_wait(letter) and told[reader] >= MOST_ALONE:
            together.append(letter)
            continue
        alone.append(letter)
        told[reader] += _may_wait(letter)
    return queue(connection, alone, now=now) + _keep(connection, together, now=now)


def waiting_alerts(connection: Connection, *, before: datetime) -> tuple[MergedAlert, ...]:
    """The alerts to be told together, of every school and reader of whom one came before then."""
    query = (
        select(MERGED_ALERTS).where(MERGED_ALERTS.c.told_in.is_(None)).order_by(MERGED_ALERTS.c.id)
    )
    rows = connection.execute(query).mappings().all()
    due = {(row["school_id"], row["recipient"]) for row in rows if row["at"] <= before}
    return tuple(
        MergedAlert(
            id=MergedId(row["id"]),
            once=row["once"],
            kind=LetterKind(row["kind"]),
            school_id=SchoolId(row["school_id"]),
            recipient=row["recipient"],
            ref=CaseRef(row["ref"]),
            at=row["at"],
        )
        for row in rows
        if (row["school_id"], row["recipient"]) in due
    )


def tell_together(
    connection: Connection,
    merged: Sequence[MergedAlert],
    letters: Sequence[Letter],
    *,
    told_in: str,
    now: datetime,
) -> int:
    """Queue the letters that count these alerts; how many are to be sent.

    Raises:
        Conflict: another worker has told one of them.
    """
    told = 0
    for chunk in chunks(sorted(each.id for each in merged)):
        free = (MERGED_ALERTS.c.id.in_(chunk)) & MERGED_ALERTS.c.told_in.is_(None)
        told += connection.execute(
            update(MERGED_ALERTS).where(free).values(told_in=told_in)
        ).rowcount
    if told != len(merged):
        raise Conflict("another worker has told of these cases first; nothing was changed")
    return queue(connection, letters, now=now)


def _may_wait(letter: Letter) -> bool:
    alert = case_alert(letter.once)
    return alert is not None and alert.may_wait and not letter.held


def _known(connection: Connection, letters: Iterable[Letter]) -> frozenset[str]:
    """Names of letters that were queued or kept before."""
    found: set[str] = set()
    for chunk in chunks(letter.once for letter in letters):
        for table in (OUTBOX, MERGED_ALERTS):
            query = select(table.c.once).where(table.c.once.in_(chunk))
            found.update(connection.execute(query).scalars())
    return frozenset(found)


def _told(
    connection: Connection, school_ids: Iterable[SchoolId], *, since: datetime
) -> Counter[tuple[SchoolId, str]]:
    """How many alerts each reader of a school was written since then, one by one or together."""
    query = select(OUTBOX.c.school_id, OUTBOX.c.recipient, OUTBOX.c.once).where(
        OUTBOX.c.school_id.in_(sorted(school_ids)),
        OUTBOX.c.queued_at > since,
        OUTBOX.c.state != MailState.FAILED.value,
        OUTBOX.c.once.contains("alert"),
    )
    told: Counter[tuple[SchoolId, str]] = Counter()
    for row in connection.execute(query):
        alert = case_alert(row.once)
        if row.once.startswith(MERGED) if alert is None else alert.may_wait:
            told[SchoolId(row.school_id), row.recipient] += 1
    return told


def _keep(connection: Connection, letters: Sequence[Letter], *, now: datetime) -> int:
    rows = [
        {
            "once": letter.once,
            "kind": letter.kind.value,
            "school_id": letter.school_id,
            "recipient": letter.recipient,
            "ref": alert.ref,
            "at": now,
        }
        for letter in letters
        if (alert := case_alert(letter.once)) is not None
    ]
    if not rows:
        return 0
    statement = insert_new(connection, MERGED_ALERTS).returning(MERGED_ALERTS.c.id)
    return len(connection.execute(statement, rows).all())
