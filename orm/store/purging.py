"""Retention: words leave when their time is over; an open case keeps what it is about."""

from datetime import datetime

from sqlalchemy import (
    Connection,
    Select,
    and_,
    delete,
    exists,
    insert,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from orm.model.cases import CaseState
from orm.model.judgement import Retain
from orm.model.lookalikes import Verdict
from orm.model.records import Cutoffs, Purged
from orm.store.blanking import blank
from orm.store.coverage_weeks import note_weeks
from orm.store.dialect import chunks
from orm.store.indexing import forget
from orm.store.pictures import forget_pictures
from orm.store.questioning import forget_questions
from orm.store.tables.accounts import LOOKALIKES
from orm.store.tables.casework import CASE_DRAFTS, CASE_ITEMS, CASES
from orm.store.tables.intake import PROVENANCE
from orm.store.tables.judging import ITEMS, MENTIONS
from orm.store.tables.polling import FETCH_LOG
from orm.store.tables.register import AUDIT
from orm.store.weeks import PURGED

_ACTOR = "orm"
_ENDED = (CaseState.CLOSED.value, CaseState.DEBRIEFED.value)


def purge(connection: Connection, cutoffs: Cutoffs, *, now: datetime) -> Purged:
    """Take what has outlived its time; each item whose words go is an audit line per school.

    The address and the counts of an item stay; its words, author and quotations do not.
    """
    ids = list(connection.execute(_outlived(cutoffs)).scalars())
    _note(connection, ids, now=now)
    blank(connection, ids)
    forget(connection)
    for chunk in chunks(ids):
        pointer = {"retain": Retain.POINTER.value}
        connection.execute(update(ITEMS).where(ITEMS.c.id.in_(chunk)).values(pointer))
        forget_questions(connection, chunk)
    connection.execute(delete(CASE_DRAFTS).where(CASE_DRAFTS.c.ref.in_(_forgotten(cutoffs))))
    connection.execute(delete(PROVENANCE).where(PROVENANCE.c.item_id.in_(_unneeded(cutoffs))))
    hashes = connection.execute(
        delete(ITEMS).where(
            ITEMS.c.retain == Retain.HASH.value,
            ITEMS.c.last_seen_at < cutoffs.hashes,
            not_(_in_a_case()),
        )
    )
    connection.execute(delete(LOOKALIKES).where(_vanished(cutoffs)))
    forget_pictures(connection, before=cutoffs.ordinary_text)
    note_weeks(connection, now=now)
    fetches = connection.execute(delete(FETCH_LOG).where(FETCH_LOG.c.ended_at < cutoffs.fetch_log))
    return Purged(items=len(ids), hashes=hashes.rowcount, fetches=fetches.rowcount)


def _vanished(cutoffs: Cutoffs) -> ColumnElement[bool]:
    """A look-alike that is found no more, and that no case is about."""
    return and_(
        LOOKALIKES.c.verdict != Verdict.IMPOSTOR.value,
        LOOKALIKES.c.last_seen_at < cutoffs.ordinary_text,
    )


def _outlived(cutoffs: Cutoffs) -> Select[int]:
    """Items with words that no case needs, or only cases that have let go of them."""
    return _unneeded(cutoffs).where(ITEMS.c.retain == Retain.FULL.value)


def _unneeded(cutoffs: Cutoffs) -> Select[int]:
    """Items that no case needs any more, whether or not they have words."""
    ordinary = and_(not_(_in_a_case()), ITEMS.c.first_seen_at < cutoffs.ordinary_text)
    let_go = and_(_in_a_case(), not_(_in_a_case(not_(_let_go(cutoffs)))))
    return select(ITEMS.c.id).where(or_(ordinary, let_go))


def _let_go(cutoffs: Cutoffs) -> ColumnElement[bool]:
    moved_at = CASES.c.moved_at
    dismissed = and_(CASES.c.state == CaseState.DISMISSED.value, moved_at < cutoffs.dismissed)
    handed_over = and_(CASES.c.sealed, CASES.c.state.in_(_ENDED), moved_at < cutoffs.sealed_text)
    return and_(not_(CASES.c.held), or_(dismissed, handed_over))


def _forgotten(cutoffs: Cutoffs) -> Select[str]:
    """Cases that have let go of what they are about."""
    return select(CASES.c.ref).where(_let_go(cutoffs))


def _in_a_case(*such: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        CASE_ITEMS.c.item_id == ITEMS.c.id, CASES.c.ref == CASE_ITEMS.c.ref, *such
    )


def _note(connection: Connection, item_ids: list[int], *, now: datetime) -> None:
    for chunk in chunks(item_ids):
        query = (
            select(MENTIONS.c.item_id, MENTIONS.c.school_id)
            .where(MENTIONS.c.item_id.in_(chunk))
            .distinct()
        )
        lines = [
            {
                "at": now,
                "actor": _ACTOR,
                "action": PURGED,
                "subject": f"item {row.item_id}",
                "school_id": row.school_id,
                "detail": "its time was over",
            }
            for row in connection.execute(query)
        ]
        if lines:
            connection.execute(insert(AUDIT), lines)
