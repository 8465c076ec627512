"""Taking words out again: an item of which only the address may be kept from now on."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select, update

from orm.store.codec import evidence_json, evidence_of, grounds_json, grounds_of
from orm.store.dialect import chunks
from orm.store.indexing import index
from orm.store.tables.judging import DECISIONS, ITEM_VERSIONS, MENTIONS

_NO_WORDS = {"title": "", "text": "", "author": "", "rating": None}


def blank(connection: Connection, item_ids: Sequence[int]) -> None:
    """Empty every version of the items, and every quotation of them in rulings (domain.md G9); they
    are not found by their words any more.
    """
    for chunk in chunks(item_ids):
        connection.execute(
            update(ITEM_VERSIONS).where(ITEM_VERSIONS.c.item_id.in_(chunk)).values(_NO_WORDS)
        )
        _blank_mentions(connection, chunk)
        _blank_decisions(connection, chunk)
        index(connection, chunk)


def _blank_mentions(connection: Connection, item_ids: Sequence[int]) -> None:
    query = select(MENTIONS.c.id, MENTIONS.c.evidence).where(MENTIONS.c.item_id.in_(item_ids))
    rows = [
        {"row": row.id, "words": evidence_json(evidence_of(row.evidence), keep_words=False)}
        for row in connection.execute(query)
    ]
    if rows:
        connection.execute(
            update(MENTIONS)
            .where(MENTIONS.c.id == bindparam("row"))
            .values(evidence=bindparam("words"), spans=[]),
            rows,
        )


def _blank_decisions(connection: Connection, item_ids: Sequence[int]) -> None:
    query = (
        select(DECISIONS.c.mention_id, DECISIONS.c.grounds)
        .join(MENTIONS, MENTIONS.c.id == DECISIONS.c.mention_id)
        .where(MENTIONS.c.item_id.in_(item_ids))
    )
    rows = [
        {"row": row.mention_id, "quotes": grounds_json(grounds_of(row.grounds), keep_words=False)}
        for row in connection.execute(query)
    ]
    if rows:
        connection.execute(
            update(DECISIONS)
            .where(DECISIONS.c.mention_id == bindparam("row"))
            .values(grounds=bindparam("quotes"), author_cue=""),
            rows,
        )
