"""The words of each mention that may be found, with facts about it as facets.

On SQLite a full-text index (`mention_index`, FTS5) is kept beside it by triggers, on PostgreSQL a
GIN index; revision 0012 makes both.
"""

from sqlalchemy import Column, Dialect, ForeignKey, Index, Table, Text, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from orm.store.tables.columns import METADATA, ROW_NUMBER
from orm.store.words import as_tsvector


class Tokens(TypeDecorator[str]):
    """What `orm.store.words.document` makes; on PostgreSQL a tsvector of the same tokens."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Text, or a tsvector."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TSVECTOR())
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As the database takes it."""
        if value is None or dialect.name != "postgresql":
            return value
        return as_tsvector(value)


MENTION_WORDS = Table(
    "mention_words",
    METADATA,
    Column(
        "mention_id", ROW_NUMBER, ForeignKey("mentions.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("school_id", Text, nullable=False),
    Column("words", Tokens, nullable=False),
)
"""Only of an item's latest version, and neither of what is not about the school nor of what is
sealed.
"""

Index("ix_mention_words_school", MENTION_WORDS.c.school_id, MENTION_WORDS.c.mention_id)
