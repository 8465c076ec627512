"""Items with their versions and stories, and what each school makes of them."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from orm.model.judgement import Category, Retain, Verdict
from orm.store.tables.columns import (
    METADATA,
    ROW_NUMBER,
    moment,
    one_of,
    points_at,
    row_number,
    text,
)

STORIES = Table(
    "stories",
    METADATA,
    row_number(),
    text("fingerprint"),
    moment("first_at"),
    moment("last_at"),
    CheckConstraint("first_at <= last_at", name="in_order"),
)

Index("ix_stories_fingerprint", STORIES.c.fingerprint)

ITEMS = Table(
    "items",
    METADATA,
    row_number(),
    text("family"),
    text("key"),
    text("source"),
    text("url"),
    text("kind"),
    text("platform"),
    text("outlet"),
    moment("posted_at", nullable=True),
    text("precision"),
    moment("first_seen_at"),
    moment("last_seen_at"),
    text("content_hash"),
    Column("version", Integer, nullable=False),
    text("retain"),
    Column("story_id", ROW_NUMBER, ForeignKey("stories.id"), nullable=True),
    UniqueConstraint("family", "key"),
    one_of("retain", Retain),
    CheckConstraint("retain <> 'hash' OR url = ''", name="hash_has_no_url"),
    CheckConstraint("(retain = 'hash') = (story_id IS NULL)", name="kept_has_story"),
)
"""`version` and `content_hash` are the latest; `retain` is how much this row may hold."""

Index("ix_items_story", ITEMS.c.story_id)

ITEM_VERSIONS = Table(
    "item_versions",
    METADATA,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    moment("seen_at"),
    text("content_hash"),
    text("title"),
    text("text"),
    text("author"),
    Column("rating", Double, nullable=True),
)

MENTIONS = Table(
    "mentions",
    METADATA,
    row_number(),
    points_at("item_id", "items.id", cascade=True),
    Column("version", Integer, nullable=False),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    moment("seen_at"),
    text("verdict"),
    Column("score", Double, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("spans", JSON, nullable=False),
    UniqueConstraint("item_id", "school_id", "version"),
    one_of("verdict", Verdict),
)
"""What a school makes of one version of an item; the item's own `version` is the one that counts."""

Index("ix_mentions_school", MENTIONS.c.school_id, MENTIONS.c.seen_at)
Index(
    "ix_mentions_unsure",
    MENTIONS.c.school_id,
    MENTIONS.c.seen_at,
    sqlite_where=MENTIONS.c.verdict == Verdict.UNSURE.value,
    postgresql_where=MENTIONS.c.verdict == Verdict.UNSURE.value,
)

ASSESSMENTS = Table(
    "assessments",
    METADATA,
    Column("mention_id", ForeignKey("mentions.id", ondelete="CASCADE"), primary_key=True),
    text("stance"),
    Column("compound", Double, nullable=False),
    Column("sentences", JSON, nullable=False),
    text("engine"),
)

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("mention_id", ForeignKey("mentions.id", ondelete="CASCADE"), primary_key=True),
    text("category"),
    text("subtype"),
    Column("severity", Integer, nullable=False),
    text("author"),
    text("author_cue"),
    text("owner"),
    text("deadline"),
    text("policy"),
    text("retain"),
    Column("sealed", Boolean, nullable=False),
    Column("opens_case", Boolean, nullable=False),
    Column("grounds", JSON, nullable=False),
    Column("routes", JSON, nullable=False),
    Column("locked", JSON, nullable=False),
    Column("also", JSON, nullable=False),
    Column("tags_4c", JSON, nullable=False),
    Column("themes", JSON, nullable=False),
    one_of("category", Category),
    CheckConstraint("severity BETWEEN 0 AND 4", name="severity_known"),
)
