"""The same text about several of a reader's schools: counted, never shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, Select, and_, func, select

from orm.model.judgement import Verdict
from orm.model.schools import SchoolId
from orm.model.sight import Sight
from orm.model.waves import Wave
from orm.store.dialect import chunks
from orm.store.outcomes import hidden
from orm.store.tables.judging import DECISIONS, ITEM_VERSIONS, ITEMS, MENTIONS

_LONG_ENOUGH = 60
"""Characters from which two posts of the same words are no accident: "Great school!" says nothing."""

_Seen = Row[tuple[int, int, str, str, int, str, datetime, bool]]


def waves(connection: Connection, sight: Sight, *, since: datetime) -> tuple[Wave, ...]:
    """Texts that the house has first seen since then about two or more of these schools, the widest
    first. A text that any of the schools has sealed, or whose case is not for everybody, is none.
    """
    rows = list(_seen(connection, sight, since=since))
    same = _same_texts(rows)
    hidden = {same[row.story_id] for row in rows if row.hidden}
    texts: dict[int, list[_Seen]] = {}
    for row in rows:
        if same[row.story_id] not in hidden:
            texts.setdefault(same[row.story_id], []).append(row)
    found = [wave for copies in texts.values() if len((wave := _wave(copies)).schools) > 1]
    return tuple(sorted(found, key=lambda wave: (-len(wave.schools), wave.since)))


def _wave(rows: Sequence[_Seen]) -> Wave:
    return Wave(
        schools=frozenset(SchoolId(row.school_id) for row in rows),
        platforms=tuple(sorted({row.platform for row in rows})),
        since=min(row.seen_at for row in rows),
        copies=len({row.item_id for row in rows}),
    )


def _same_texts(rows: Iterable[_Seen]) -> Mapping[int, int]:
    """Each story with the first one that has a long post of the very same words, itself if none."""
    told: dict[str, int] = {}
    same: dict[int, int] = {}
    for row in rows:
        first = (
            told.setdefault(row.content_hash, row.story_id)
            if row.length >= _LONG_ENOUGH
            else row.story_id
        )
        same[row.story_id] = same.get(first, first)
    return same


def _seen(connection: Connection, sight: Sight, *, since: datetime) -> Iterator[_Seen]:
    for chunk in chunks(sorted(sight.schools)):
        yield from connection.execute(_query(chunk, since))


def _query(
    school_ids: Iterable[SchoolId], since: datetime
) -> Select[tuple[int, int, str, str, int, str, datetime, bool]]:
    length = func.length(ITEM_VERSIONS.c.title) + func.length(ITEM_VERSIONS.c.text)
    return (
        select(
            ITEMS.c.id.label("item_id"),
            ITEMS.c.story_id,
            ITEMS.c.content_hash,
            ITEMS.c.platform,
            length.label("length"),
            MENTIONS.c.school_id,
            MENTIONS.c.seen_at,
            hidden().label("hidden"),
        )
        .select_from(MENTIONS)
        .join(ITEMS, and_(ITEMS.c.id == MENTIONS.c.item_id, ITEMS.c.version == MENTIONS.c.version))
        .join(
            ITEM_VERSIONS,
            and_(ITEM_VERSIONS.c.item_id == ITEMS.c.id, ITEM_VERSIONS.c.version == ITEMS.c.version),
        )
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(
            MENTIONS.c.school_id.in_(school_ids),
            MENTIONS.c.verdict == Verdict.US.value,
            MENTIONS.c.seen_at >= since,
            ITEMS.c.story_id.is_not(None),
        )
    )
