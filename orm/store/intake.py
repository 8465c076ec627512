"""Posts that people bring: judged like what a poll brings, with who saw them beside it."""

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, or_, select

from orm.model.brought import FAMILY, Arrival, Provenance, TakenIn
from orm.model.cases import CaseRef
from orm.model.records import JudgedItem
from orm.model.schools import SchoolId
from orm.store.opening import Chain
from orm.store.recording import take_in
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.columns import storable
from orm.store.tables.intake import PROVENANCE
from orm.store.tables.judging import DECISIONS, ITEMS, MENTIONS


def record_brought(
    connection: Connection, judged: JudgedItem, provenance: Provenance, *, chain: Chain
) -> TakenIn:
    """Write the post, its rulings, cases and letters, and its provenance; each only once."""
    now = provenance.brought_at
    taken = take_in(connection, (judged,), source=FAMILY, chain=chain, now=now)
    identity = judged.item.identity
    item_id = connection.execute(
        select(ITEMS.c.id).where(
            ITEMS.c.family == storable(identity.family), ITEMS.c.key == storable(identity.key)
        )
    ).scalar_one()
    _note(connection, item_id, provenance)
    refs = select(CASE_ITEMS.c.ref).where(CASE_ITEMS.c.item_id == item_id).order_by("ref")
    return TakenIn(
        arrival=_arrival(new=taken.items_new, edited=taken.items_edited),
        mentions=taken.mentions,
        cases=tuple(CaseRef(ref) for ref in connection.execute(refs).scalars()),
        opened=taken.cases,
        letters=taken.letters,
    )


def brought_in(connection: Connection, school_id: SchoolId, *within: ColumnElement[bool]) -> int:
    """How many posts about the school people brought, those left out that are sealed.

    `within` is about `PROVENANCE`.
    """
    ours = and_(
        MENTIONS.c.item_id == PROVENANCE.c.item_id,
        MENTIONS.c.school_id == school_id,
    )
    sealed_case = exists().where(
        CASE_ITEMS.c.item_id == PROVENANCE.c.item_id,
        CASES.c.ref == CASE_ITEMS.c.ref,
        CASES.c.school_id == school_id,
        CASES.c.sealed,
    )
    sealed_ruling = exists().where(
        ours, DECISIONS.c.mention_id == MENTIONS.c.id, DECISIONS.c.sealed
    )
    query = select(func.count(PROVENANCE.c.item_id.distinct())).where(
        exists().where(ours), ~or_(sealed_case, sealed_ruling), *within
    )
    return connection.execute(query).scalar_one()


def _note(connection: Connection, item_id: int, provenance: Provenance) -> None:
    """The same sighting brought twice, as after a crash, is noted once."""
    same = PROVENANCE.c
    row = {
        "brought_by": storable(provenance.brought_by),
        "seen_by": storable(provenance.seen_by),
        "how": storable(provenance.how),
        "seen_at": provenance.seen_at,
    }
    known = select(exists().where(same.item_id == item_id, *(same[k] == v for k, v in row.items())))
    if not connection.execute(known).scalar_one():
        values = {**row, "item_id": item_id, "brought_at": provenance.brought_at}
        connection.execute(insert(PROVENANCE).values(values))


def _arrival(*, new: int, edited: int) -> Arrival:
    if new:
        return Arrival.STORED
    return Arrival.EDITED if edited else Arrival.KNOWN
