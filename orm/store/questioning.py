"""Questions about a school's own posts, as a poll leaves them: those that hold now, and no others."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from orm.model.own_posts import Question
from orm.model.records import JudgedItem
from orm.store.account_codec import settled_columns
from orm.store.dialect import chunks
from orm.store.tables.columns import storable
from orm.store.tables.judging import ITEMS
from orm.store.tables.own_posts import POST_QUESTIONS

_Key = tuple[str, str]
_Of = tuple[int, str]
"""An item's row and a school."""


def ask(connection: Connection, judged: Sequence[JudgedItem], *, now: datetime) -> None:
    """Make the questions about these items what they are now.

    What an edit mended is not asked any more, unless a person has settled it: their word stays. A
    settled question is asked again in other words only when it is about something else now.
    """
    found = _asked(judged)
    if not found:
        return
    items = _rows(connection, found)
    wanted: dict[_Of, Mapping[str, str]] = {
        (items[key], school): {each.rule: storable(each.asks) for each in questions}
        for key, by_school in found.items()
        if key in items
        for school, questions in by_school.items()
    }
    for chunk in chunks(sorted(wanted)):
        _make(connection, {of: wanted[of] for of in chunk}, now=now)


def forget_questions(connection: Connection, item_ids: Sequence[int]) -> None:
    """Of items whose words are gone there is nothing to ask."""
    connection.execute(delete(POST_QUESTIONS).where(POST_QUESTIONS.c.item_id.in_(item_ids)))


def _asked(judged: Iterable[JudgedItem]) -> dict[_Key, dict[str, tuple[Question, ...]]]:
    """The questions of every post of somebody's own, by item and school; the first of copies counts."""
    found: dict[_Key, dict[str, tuple[Question, ...]]] = {}
    for each in judged:
        ours: dict[str, tuple[Question, ...]] = {
            ruling.mention.school_id: ruling.questions
            for ruling in each.rulings
            if ruling.questions is not None
        }
        identity = each.item.identity
        if ours:
            found.setdefault((storable(identity.family), storable(identity.key)), ours)
    return found


def _rows(connection: Connection, keys: Iterable[_Key]) -> dict[_Key, int]:
    families: dict[str, list[str]] = {}
    for family, key in sorted(keys):
        families.setdefault(family, []).append(key)
    rows: dict[_Key, int] = {}
    for family, names in families.items():
        for chunk in chunks(names):
            query = select(ITEMS.c.id, ITEMS.c.key).where(
                ITEMS.c.family == family, ITEMS.c.key.in_(chunk)
            )
            rows.update({(family, row.key): row.id for row in connection.execute(query)})
    return rows


def _make(
    connection: Connection, wanted: Mapping[_Of, Mapping[str, str]], *, now: datetime
) -> None:
    here = POST_QUESTIONS.c
    query = (
        select(here.id, here.item_id, here.school_id, here.rule, here.asks, here.settled_at)
        .where(here.item_id.in_({item_id for item_id, _ in wanted}))
        .with_for_update()
    )
    kept = [
        row for row in connection.execute(query).all() if (row.item_id, row.school_id) in wanted
    ]
    known = {(row.item_id, row.school_id, row.rule): row for row in kept}
    mended = [
        row.id
        for row in kept
        if row.settled_at is None and row.rule not in wanted[row.item_id, row.school_id]
    ]
    for chunk in chunks(mended):
        connection.execute(delete(POST_QUESTIONS).where(here.id.in_(chunk)))
    for (item_id, school_id), questions in wanted.items():
        for rule, asks in questions.items():
            before = known.get((item_id, school_id, rule))
            columns: dict[str, object] = {"asks": asks, "at": now, **settled_columns(None)}
            if before is None:
                of = {"item_id": item_id, "school_id": school_id, "rule": rule}
                connection.execute(insert(POST_QUESTIONS).values({**of, **columns}))
            elif before.asks != asks:
                changed = update(POST_QUESTIONS).where(here.id == before.id)
                connection.execute(changed.values(columns))
