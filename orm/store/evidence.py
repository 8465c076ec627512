"""Which cases wait to be kept as evidence, and of which the evidence may go."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, or_, select

from orm.model.cases import OPEN_STATES, CaseRef, CaseState
from orm.model.evidence import KEPT
from orm.model.judgement import Retain
from orm.store.tables.casework import CASE_EVENTS, CASE_ITEMS, CASES
from orm.store.tables.judging import ITEM_VERSIONS, ITEMS

_FRESH = timedelta(minutes=10)
"""Two computers' clocks may differ by this much, so what came just now is looked at again."""


def unkept(connection: Connection, *, now: datetime) -> tuple[CaseRef, ...]:
    """Open cases in which an item came or changed since evidence was kept, by reference.

    Words that went leave no time behind, so a case with fewer words than were collected is always
    among them.
    """
    open_states = sorted(state.value for state in OPEN_STATES)
    last_kept = (
        select(func.max(CASE_EVENTS.c.at))
        .where(CASE_EVENTS.c.ref == CASES.c.ref, CASE_EVENTS.c.action == KEPT)
        .correlate(CASES)
        .scalar_subquery()
    )
    query = (
        select(
            CASES.c.ref,
            last_kept.label("kept_at"),
            func.max(CASE_ITEMS.c.linked_at).label("linked_at"),
            func.max(ITEM_VERSIONS.c.seen_at).label("seen_at"),
            func.max(case((ITEMS.c.retain == Retain.FULL.value, 0), else_=1)).label("fewer"),
        )
        .join(CASE_ITEMS, CASE_ITEMS.c.ref == CASES.c.ref)
        .join(ITEMS, ITEMS.c.id == CASE_ITEMS.c.item_id)
        .join(ITEM_VERSIONS, ITEM_VERSIONS.c.item_id == CASE_ITEMS.c.item_id)
        .where(CASES.c.state.in_(open_states))
        .group_by(CASES.c.ref)
        .order_by(CASES.c.ref)
    )
    return tuple(
        CaseRef(row.ref)
        for row in connection.execute(query)
        if row.fewer or _waits(row.kept_at, max(row.linked_at, row.seen_at), now)
    )


def without_words(connection: Connection) -> tuple[CaseRef, ...]:
    """Cases of which the store has fewer words than were collected, by reference."""
    query = (
        select(CASES.c.ref)
        .join(CASE_ITEMS, CASE_ITEMS.c.ref == CASES.c.ref)
        .join(ITEMS, ITEMS.c.id == CASE_ITEMS.c.item_id)
        .where(or_(ITEMS.c.retain != Retain.FULL.value, CASES.c.state == CaseState.PURGED.value))
        .distinct()
        .order_by(CASES.c.ref)
    )
    return tuple(CaseRef(ref) for ref in connection.execute(query).scalars())


def _waits(kept_at: datetime | None, came_at: datetime, now: datetime) -> bool:
    return kept_at is None or came_at > kept_at or now - came_at < _FRESH
