"""What can be found by searching is what the tables say: made anew for each item that changes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, and_, delete, insert, not_, select, text

from orm.model.judgement import Retain, Verdict
from orm.store.dialect import CHUNK, chunks
from orm.store.tables.judging import ASSESSMENTS, DECISIONS, ITEM_VERSIONS, ITEMS, MENTIONS
from orm.store.tables.searching import MENTION_WORDS
from orm.store.words import document, facet

SCHOOL, SOURCE, STORY, VERDICT, STANCE, CATEGORY, THEME, WEEK, SEASON = "spyvnctwq"
"""The kinds of facets."""


def index(connection: Connection, item_ids: Iterable[int]) -> None:
    """Let the items be found as they are now. An author is never among what is looked through."""
    for chunk in chunks(sorted(set(item_ids))):
        theirs = select(MENTIONS.c.id).where(MENTIONS.c.item_id.in_(chunk))
        connection.execute(delete(MENTION_WORDS).where(MENTION_WORDS.c.mention_id.in_(theirs)))
        rows = list(_rows(connection, chunk))
        if rows:
            connection.execute(insert(MENTION_WORDS), rows)


def index_all(connection: Connection) -> None:
    """The same of every item there is."""
    last = 0
    query = select(ITEMS.c.id).where(ITEMS.c.retain != Retain.HASH.value).order_by(ITEMS.c.id)
    while ids := connection.execute(query.where(ITEMS.c.id > last).limit(CHUNK)).scalars().all():
        index(connection, ids)
        last = ids[-1]


def forget(connection: Connection) -> None:
    """Let go of words that cannot be found any more. SQLite's index keeps them until its parts are
    merged; PostgreSQL's until the next vacuum, as its tables do.
    """
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO mention_index (mention_index) VALUES ('optimize')"))


def week_number(at: datetime) -> int:
    """The week of a moment in UTC, counted from Monday, 1 January of the year 1."""
    return (at.astimezone(UTC).toordinal() - 1) // 7


def season(week: int) -> int:
    """Sixteen weeks, so that a long period is few of them."""
    return week // 16


def facets(row: RowMapping) -> Iterator[str]:
    """What a mention can be filtered by."""
    yield facet(SCHOOL, row["school_id"])
    yield facet(SOURCE, row["source"])
    yield facet(STORY, str(row["story_id"]))
    yield facet(VERDICT, row["verdict"])
    yield facet(STANCE, row["stance"])
    yield facet(CATEGORY, row["category"])
    week = week_number(row["seen_at"])
    yield facet(WEEK, str(week))
    yield facet(SEASON, str(season(week)))
    for theme in row["themes"]:
        yield facet(THEME, theme)


def _rows(connection: Connection, item_ids: Sequence[int]) -> Iterator[dict[str, object]]:
    same = and_(ITEM_VERSIONS.c.item_id == ITEMS.c.id, ITEM_VERSIONS.c.version == ITEMS.c.version)
    query = (
        select(
            MENTIONS.c.id,
            MENTIONS.c.school_id,
            MENTIONS.c.seen_at,
            MENTIONS.c.verdict,
            ITEMS.c.source,
            ITEMS.c.story_id,
            ITEM_VERSIONS.c.title,
            ITEM_VERSIONS.c.text,
            ASSESSMENTS.c.stance,
            DECISIONS.c.category,
            DECISIONS.c.themes,
        )
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(ITEM_VERSIONS, same)
        .join(ASSESSMENTS, ASSESSMENTS.c.mention_id == MENTIONS.c.id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(
            MENTIONS.c.item_id.in_(item_ids),
            MENTIONS.c.version == ITEMS.c.version,
            MENTIONS.c.verdict != Verdict.NOT_US.value,
            not_(DECISIONS.c.sealed),
        )
    )
    for row in connection.execute(query).mappings():
        words = document((row["title"], row["text"]), facets(row))
        yield {"mention_id": row["id"], "school_id": row["school_id"], "words": words}
