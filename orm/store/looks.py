"""Looks at what a case is about: counted before they are made, completed with their event."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, bindparam, select, update

from orm.errors import Conflict
from orm.model.cases import CaseEvent, CaseRef
from orm.model.items import Identity, Kind
from orm.model.looks import Finding, Look, Subject
from orm.store.casework import append, last_event, latest_words
from orm.store.dialect import insert_new
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.columns import storable
from orm.store.tables.judging import ITEM_VERSIONS, ITEMS
from orm.store.tables.looks import LOOKS

Link = Callable[[CaseEvent], CaseEvent]


def subjects(connection: Connection, ref: CaseRef) -> tuple[Subject, ...]:
    """What the case is about, in the latest kept words, oldest first."""
    found = _looks(connection, ref)
    latest, same = latest_words(ref)
    query = (
        select(
            ITEMS.c.family,
            ITEMS.c.key,
            ITEMS.c.source,
            ITEMS.c.kind,
            ITEMS.c.platform,
            ITEMS.c.url,
            ITEM_VERSIONS.c.title,
            ITEM_VERSIONS.c.text,
        )
        .join(CASE_ITEMS, CASE_ITEMS.c.item_id == ITEMS.c.id)
        .outerjoin(latest, latest.c.item_id == ITEMS.c.id)
        .outerjoin(ITEM_VERSIONS, same)
        .where(CASE_ITEMS.c.ref == ref)
        .order_by(ITEMS.c.first_seen_at, ITEMS.c.id)
    )
    return tuple(
        Subject(
            identity=(identity := Identity(row.family, row.key)),
            source=row.source,
            kind=Kind(row.kind),
            platform=row.platform,
            url=row.url,
            title=row.title or "",
            text=row.text or "",
            looks=tuple(look for look in found if look.identity == identity),
        )
        for row in connection.execute(query)
    )


def begin(connection: Connection, looks: Sequence[Look]) -> None:
    """Count the looks, all or none, before anything is asked.

    Raises:
        Conflict: one of these numbers is taken; somebody else looks at the same moment.
    """
    ids = _item_ids(connection, looks)
    rows = [
        {
            "ref": look.ref,
            "item_id": ids[look.identity],
            "number": look.number,
            "at": look.at,
            "finding": look.finding.value,
            "detail": look.detail,
        }
        for look in sorted(looks, key=lambda look: ids[look.identity])  # one order for everybody
    ]
    statement = insert_new(connection, LOOKS).returning(LOOKS.c.number)
    if len(connection.execute(statement, rows).all()) < len(rows):
        raise Conflict("somebody else looks at the same moment; see what they find")


def end(connection: Connection, looks: Sequence[Look], *, link: Link) -> None:
    """Write what the looks found, with the event that tells of it at the end of the case's chain.

    Raises:
        Conflict: there is no such case.
    """
    ids = _item_ids(connection, looks)
    connection.execute(
        update(LOOKS)
        .where(
            LOOKS.c.ref == bindparam("of_case"),
            LOOKS.c.item_id == bindparam("of_item"),
            LOOKS.c.number == bindparam("of_number"),
        )
        .values(finding=bindparam("found"), detail=bindparam("told")),
        [
            {
                "of_case": look.ref,
                "of_item": ids[look.identity],
                "of_number": look.number,
                "found": look.finding.value,
                "told": look.detail,
            }
            for look in looks
        ],
    )
    for ref in sorted({look.ref for look in looks}):
        connection.execute(select(CASES.c.ref).where(CASES.c.ref == ref).with_for_update())
        last = last_event(connection, ref)
        if last is None:
            raise Conflict(f"there is no case {ref}; look at the list of cases again")
        append(connection, link(last))


def _looks(connection: Connection, ref: CaseRef) -> tuple[Look, ...]:
    query = (
        select(LOOKS, ITEMS.c.family, ITEMS.c.key)
        .join(ITEMS, ITEMS.c.id == LOOKS.c.item_id)
        .where(LOOKS.c.ref == ref)
        .order_by(LOOKS.c.item_id, LOOKS.c.number)
    )
    return tuple(
        Look(
            ref=CaseRef(row.ref),
            identity=Identity(row.family, row.key),
            number=row.number,
            at=row.at,
            finding=Finding(row.finding),
            detail=row.detail,
        )
        for row in connection.execute(query)
    )


def _item_ids(connection: Connection, looks: Sequence[Look]) -> dict[Identity, int]:
    """The items' rows, in the case that each look is for."""
    found = {}
    for look in looks:
        query = (
            select(ITEMS.c.id)
            .join(CASE_ITEMS, CASE_ITEMS.c.item_id == ITEMS.c.id)
            .where(
                CASE_ITEMS.c.ref == look.ref,
                ITEMS.c.family == storable(look.identity.family),
                ITEMS.c.key == storable(look.identity.key),
            )
        )
        found[look.identity] = connection.execute(query).scalar_one()
    return found
