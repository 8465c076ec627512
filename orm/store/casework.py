"""Cases as they stand, their files, and the next link of a chain."""

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Subquery,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy import case as case_when
from sqlalchemy.exc import IntegrityError

from orm.errors import Conflict
from orm.model.cases import (
    OPEN_STATES,
    Case,
    CaseEvent,
    CaseFile,
    CaseRef,
    CaseState,
    Draft,
    SeenItem,
)
from orm.model.judgement import Category, Route, Severity, Verdict
from orm.model.schools import Role, SchoolId
from orm.store.codec import decision_of, evidence_of
from orm.store.counting import mark_case
from orm.store.dialect import chunks, unindexed
from orm.store.tables.casework import CASE_DRAFTS, CASE_EVENTS, CASE_ITEMS, CASES
from orm.store.tables.judging import DECISIONS, ITEM_VERSIONS, ITEMS, MENTIONS


def cases(
    connection: Connection, school_id: SchoolId | None = None, *, open_only: bool = False
) -> tuple[Case, ...]:
    """Cases, by due time."""
    query = select(CASES).order_by(CASES.c.due_at, CASES.c.ref)
    if school_id is not None:
        query = query.where(CASES.c.school_id == school_id)
    if open_only:
        query = query.where(CASES.c.state.in_(sorted(state.value for state in OPEN_STATES)))
    return tuple(case_of(row) for row in connection.execute(query).mappings())


def case(connection: Connection, ref: CaseRef) -> CaseFile | None:
    """One case with its record; None when there is none of this reference."""
    row = connection.execute(select(CASES).where(CASES.c.ref == ref)).mappings().first()
    if row is None:
        return None
    ruling = gravest_rulings(connection, [ref]).get(ref)
    if ruling is None:
        return None
    return CaseFile(
        case=case_of(row),
        decision=decision_of(ruling),
        evidence=evidence_of(ruling["evidence"]),
        seen=tuple(_seen(connection, ref)),
        events=events_of(connection, [ref]).get(ref, ()),
        verdict=Verdict(ruling["verdict"]),
    )


def step(connection: Connection, event: CaseEvent, case: Case) -> None:
    """Append the event and make the case what it is after it.

    Raises:
        Conflict: the event does not follow the last one; somebody else acted first.
    """
    held = select(CASES.c.ref).where(CASES.c.ref == event.ref).with_for_update()
    if connection.execute(held).first() is None:
        raise Conflict(f"there is no case {event.ref}; look at the list of cases again")
    last = last_event(connection, event.ref)
    expected = (last.seq + 1, last.digest) if last else (1, event.previous)
    if (event.seq, event.previous) != expected:
        raise Conflict(f"somebody else acted on case {event.ref} first; look at it again")
    append(connection, event)
    connection.execute(update(CASES).where(CASES.c.ref == event.ref).values(_changing(case)))
    mark_case(connection, event.ref)


def _changing(case: Case) -> dict[str, object]:
    """What a step may change. Whom the case is about is not for a person to change."""
    return {
        "category": case.category.value,
        "severity": int(case.severity),
        "state": case.state.value,
        "owner": case.owner.value,
        "sealed": case.sealed,
        "due_at": case.due_at,
        "held": case.held,
    }


def save_draft(connection: Connection, draft: Draft) -> None:
    """Keep the facts of a proposed paper; those of an earlier one for the same route go."""
    row = {
        "ref": draft.ref,
        "route": draft.route.value,
        "paper": draft.paper,
        "facts": draft.facts,
        "fingerprint": draft.fingerprint,
    }
    here = and_(CASE_DRAFTS.c.ref == draft.ref, CASE_DRAFTS.c.route == draft.route.value)
    connection.execute(delete(CASE_DRAFTS).where(here))
    connection.execute(insert(CASE_DRAFTS).values(row))


def draft(connection: Connection, ref: CaseRef, route: Route) -> Draft | None:
    """The facts of the paper that was proposed for a route."""
    here = and_(CASE_DRAFTS.c.ref == ref, CASE_DRAFTS.c.route == route.value)
    row = connection.execute(select(CASE_DRAFTS).where(here)).mappings().first()
    if row is None:
        return None
    return Draft(ref, route, row["paper"], row["facts"], row["fingerprint"])


def append(connection: Connection, event: CaseEvent) -> None:
    """Write the event at its place in the chain, and when its case was last acted on.

    Raises:
        Conflict: the place is taken.
    """
    row = {
        "ref": event.ref,
        "seq": event.seq,
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "reason": event.reason,
        "previous": event.previous,
        "digest": event.digest,
        "details": event.details,
    }
    try:
        connection.execute(insert(CASE_EVENTS).values(row))
    except IntegrityError as error:
        raise Conflict(
            f"somebody else acted on case {event.ref} first; look at it again"
        ) from error
    earlier = or_(CASES.c.moved_at.is_(None), CASES.c.moved_at < event.at)
    moved = update(CASES).where(CASES.c.ref == event.ref, earlier).values(moved_at=event.at)
    connection.execute(moved)


def last_event(connection: Connection, ref: CaseRef) -> CaseEvent | None:
    """The end of the chain."""
    query = (
        select(CASE_EVENTS)
        .where(CASE_EVENTS.c.ref == ref)
        .order_by(CASE_EVENTS.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return _event(row) if row is not None else None


def events_of(
    connection: Connection, refs: Iterable[CaseRef]
) -> dict[CaseRef, tuple[CaseEvent, ...]]:
    """The whole record of each of these cases."""
    found: dict[CaseRef, tuple[CaseEvent, ...]] = {}
    for chunk in chunks(refs):
        query = select(CASE_EVENTS).where(CASE_EVENTS.c.ref.in_(chunk)).order_by(CASE_EVENTS.c.seq)
        for row in connection.execute(query).mappings():
            event = _event(row)
            found[event.ref] = (*found.get(event.ref, ()), event)
    return found


def case_of(row: RowMapping) -> Case:
    """The case behind a row of `cases`."""
    return Case(
        ref=CaseRef(row["ref"]),
        school_id=SchoolId(row["school_id"]),
        category=Category(row["category"]),
        severity=Severity(row["severity"]),
        state=CaseState(row["state"]),
        owner=Role(row["owner"]),
        sealed=row["sealed"],
        opened_at=row["opened_at"],
        due_at=row["due_at"],
        held=row["held"],
        about=frozenset(Role(name) for name in row["about"].split()),
    )


def gravest_rulings(connection: Connection, refs: Iterable[str]) -> dict[str, RowMapping]:
    """The decision that made each case what it is, with its evidence and its item's kind.

    That is, of the case's category, the most severe, the latest.
    """
    place = func.row_number().over(
        partition_by=CASE_ITEMS.c.ref,
        order_by=(
            case_when((DECISIONS.c.category == CASES.c.category, 0), else_=1),
            DECISIONS.c.severity.desc(),
            case_when((DECISIONS.c.sealed, 0), else_=1),
            MENTIONS.c.id.desc(),
        ),
    )
    found: dict[str, RowMapping] = {}
    for chunk in chunks(refs):
        ranked = (
            select(CASE_ITEMS.c.ref, MENTIONS.c.id.label("mention_id"), place.label("place"))
            .join(CASES, CASES.c.ref == CASE_ITEMS.c.ref)
            .join(
                MENTIONS,
                and_(
                    MENTIONS.c.item_id == CASE_ITEMS.c.item_id,
                    unindexed(MENTIONS.c.school_id) == CASES.c.school_id,
                ),
            )
            .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
            .where(CASE_ITEMS.c.ref.in_(chunk))
            .subquery()
        )
        query = (
            select(
                DECISIONS,
                ranked.c.ref,
                MENTIONS.c.evidence,
                MENTIONS.c.verdict,
                ITEMS.c.kind,
                ITEMS.c.platform,
            )
            .join(ranked, ranked.c.mention_id == DECISIONS.c.mention_id)
            .join(MENTIONS, MENTIONS.c.id == DECISIONS.c.mention_id)
            .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
            .where(ranked.c.place == 1)
        )
        found.update({row["ref"]: row for row in connection.execute(query).mappings()})
    return found


def latest_words(ref: CaseRef) -> tuple[Subquery, ColumnElement[bool]]:
    """The latest kept version of each item of a case, and what joins its words to it."""
    latest = (
        select(ITEM_VERSIONS.c.item_id, func.max(ITEM_VERSIONS.c.version).label("version"))
        .join(CASE_ITEMS, CASE_ITEMS.c.item_id == ITEM_VERSIONS.c.item_id)
        .where(CASE_ITEMS.c.ref == ref)
        .group_by(ITEM_VERSIONS.c.item_id)
        .subquery()
    )
    same = and_(
        ITEM_VERSIONS.c.item_id == latest.c.item_id, ITEM_VERSIONS.c.version == latest.c.version
    )
    return latest, same


def _seen(connection: Connection, ref: CaseRef) -> Iterable[SeenItem]:
    """Every item of the case in its latest kept version, oldest first."""
    latest, same = latest_words(ref)
    query = (
        select(
            ITEMS.c.source,
            ITEMS.c.url,
            ITEMS.c.platform,
            ITEMS.c.first_seen_at,
            ITEMS.c.posted_at,
            ITEMS.c.version,
            ITEM_VERSIONS.c.title,
            ITEM_VERSIONS.c.text,
            ITEM_VERSIONS.c.content_hash,
        )
        .join(latest, latest.c.item_id == ITEMS.c.id)
        .join(ITEM_VERSIONS, same)
        .order_by(ITEMS.c.first_seen_at, ITEMS.c.id)
    )
    for row in connection.execute(query):
        yield SeenItem(
            source=row.source,
            url=row.url,
            collected_at=row.first_seen_at,
            posted_at=row.posted_at,
            title=row.title,
            text=row.text,
            content_hash=row.content_hash,
            versions=row.version,
            platform=row.platform,
        )


def _event(row: RowMapping) -> CaseEvent:
    return CaseEvent(
        ref=CaseRef(row["ref"]),
        seq=row["seq"],
        at=row["at"],
        actor=row["actor"],
        action=row["action"],
        reason=row["reason"],
        previous=row["previous"],
        digest=row["digest"],
        details=row["details"],
    )
