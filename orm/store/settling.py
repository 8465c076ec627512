"""One settlement: the person's word, the mention as settled, and what becomes of its cases."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, RowMapping, and_, exists, func, insert, select, update

from orm.errors import Conflict
from orm.model.cases import Case, CaseEvent, CaseRef, CaseState
from orm.model.judgement import Mention, Retain, Verdict
from orm.model.records import Ruling
from orm.model.settlements import Effect, MentionId, Settlement, Settling
from orm.store.blanking import blank
from orm.store.casework import append, case_of, last_event
from orm.store.codec import assessment_columns, decision_columns, mention_columns
from orm.store.counting import mark
from orm.store.dialect import unindexed
from orm.store.flooding import queue_alerts
from orm.store.indexing import index
from orm.store.keeping import Filed
from orm.store.opening import Chain, open_cases
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.columns import storable
from orm.store.tables.judging import ASSESSMENTS, DECISIONS, ITEMS, MENTIONS
from orm.store.tables.settlements import SETTLEMENTS

Close = Callable[[CaseEvent], CaseEvent]


def settle(connection: Connection, order: Settling, *, chain: Chain, close: Close) -> Effect:
    """Write all that one settlement changes.

    Raises:
        Conflict: a newer version of the post, or somebody's step on its case, came first.
    """
    row = _held(connection, order.mention_id)
    _say(connection, order.settlement)
    if order.ruling is None:
        _write_mention(connection, row, order.mention, keep_words=_has_words(row))
        index(connection, [row["item_id"]])
        mark(connection, [row["item_id"]])
        return _close(connection, order.closes, close)
    return _judge(connection, row, order.ruling, order.settlement, chain=chain)


def _held(connection: Connection, mention_id: MentionId) -> RowMapping:
    """The mention with its item, locked: an edit of the item comes before or after."""
    query = (
        select(MENTIONS, ITEMS.c.story_id, ITEMS.c.retain)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .where(MENTIONS.c.id == mention_id)
        .with_for_update()
    )
    row = connection.execute(query).mappings().first()
    newest = (
        row
        and connection.execute(
            select(func.max(MENTIONS.c.id)).where(
                MENTIONS.c.item_id == row["item_id"], MENTIONS.c.school_id == row["school_id"]
            )
        ).scalar_one()
    )
    if row is None or newest != mention_id:
        raise Conflict(f"mention {mention_id} changed meanwhile; look at the list again")
    return row


def _say(connection: Connection, said: Settlement) -> None:
    row = {
        "family": storable(said.identity.family),
        "key": storable(said.identity.key),
        "school_id": said.school_id,
        "verdict": said.verdict.value,
        "by": said.by,
        "reason": said.reason,
        "at": said.at,
    }
    connection.execute(insert(SETTLEMENTS).values(row))


def _has_words(row: RowMapping) -> bool:
    return bool(row["retain"] == Retain.FULL.value)


def _write_mention(
    connection: Connection, row: RowMapping, mention: Mention, *, keep_words: bool
) -> None:
    columns = mention_columns(mention, keep_words=keep_words)
    connection.execute(update(MENTIONS).where(MENTIONS.c.id == row["id"]).values(columns))


def _judge(
    connection: Connection, row: RowMapping, ruling: Ruling, said: Settlement, *, chain: Chain
) -> Effect:
    """The new ruling in the place of the old one, with the case that it opens."""
    retain = ruling.decision.retain
    if retain is Retain.POINTER and _has_words(row):
        blank(connection, [row["item_id"]])
        connection.execute(
            update(ITEMS).where(ITEMS.c.id == row["item_id"]).values(retain=retain.value)
        )
    keep_words = retain is Retain.FULL and _has_words(row)
    _write_mention(connection, row, ruling.mention, keep_words=keep_words)
    its = row["id"]
    connection.execute(
        update(ASSESSMENTS)
        .where(ASSESSMENTS.c.mention_id == its)
        .values(assessment_columns(ruling.assessment))
    )
    connection.execute(
        update(DECISIONS)
        .where(DECISIONS.c.mention_id == its)
        .values(decision_columns(ruling.decision, keep_words=keep_words))
    )
    index(connection, [row["item_id"]])
    mark(connection, [row["item_id"]])
    filed = Filed(row["item_id"], row["version"], row["story_id"], keep_words, ruling)
    opened = open_cases(connection, [filed], chain=chain, now=said.at, reopen=True)
    letters = queue_alerts(connection, opened.letters, now=said.at)
    refs = _refs(connection, row) if opened.cases else ()
    return Effect(opened=refs, letters=letters)


def _refs(connection: Connection, row: RowMapping) -> tuple[CaseRef, ...]:
    query = (
        select(CASES.c.ref)
        .join(CASE_ITEMS, CASE_ITEMS.c.ref == CASES.c.ref)
        .where(CASE_ITEMS.c.item_id == row["item_id"], CASES.c.school_id == row["school_id"])
        .order_by(CASES.c.ref)
    )
    return tuple(CaseRef(ref) for ref in connection.execute(query).scalars())


def _close(connection: Connection, cases: Sequence[Case], close: Close) -> Effect:
    """Dismiss the cases in which nothing is thought to be about the school any more."""
    closed, still_open = [], []
    for case in sorted(cases, key=lambda each: each.ref):
        held = select(CASES).where(CASES.c.ref == case.ref).with_for_update()
        now = connection.execute(held).mappings().first()
        last = last_event(connection, case.ref)
        if now is None or last is None or case_of(now) != case:
            raise Conflict(f"somebody else acted on case {case.ref} first; look at it again")
        if _others(connection, case):
            still_open.append(case.ref)
            continue
        append(connection, close(last))
        dismissed = {"state": CaseState.DISMISSED.value}
        connection.execute(update(CASES).where(CASES.c.ref == case.ref).values(dismissed))
        closed.append(case.ref)
    return Effect(closed=tuple(closed), still_open=tuple(still_open))


def _others(connection: Connection, case: Case) -> bool:
    """Whether an item of the case, in its newest mention, may still be about the school."""
    newest = (
        select(func.max(MENTIONS.c.id))
        .join(CASE_ITEMS, CASE_ITEMS.c.item_id == MENTIONS.c.item_id)
        .where(CASE_ITEMS.c.ref == case.ref, unindexed(MENTIONS.c.school_id) == case.school_id)
        .group_by(MENTIONS.c.item_id)
    )
    ours = exists().where(
        and_(MENTIONS.c.id.in_(newest), MENTIONS.c.verdict != Verdict.NOT_US.value)
    )
    return bool(connection.execute(select(ours)).scalar_one())
