"""Sources that people have paused, and how well each school's weeks were read."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from orm.store.tables.columns import METADATA, moment, row_number, text, together

SOURCE_PAUSES = Table(
    "source_pauses",
    METADATA,
    row_number(),
    text("source"),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("by"),
    text("reason"),
    moment("at"),
    moment("ended_at", nullable=True),
    text("ended_by", nullable=True),
    text("ended_reason"),
    together("ended_at", "ended_by"),
)
"""Never deleted: a week in which nobody looked stays one."""

Index(
    "ix_source_pauses_open",
    SOURCE_PAUSES.c.source,
    SOURCE_PAUSES.c.school_id,
    unique=True,
    sqlite_where=SOURCE_PAUSES.c.ended_at.is_(None),
    postgresql_where=SOURCE_PAUSES.c.ended_at.is_(None),
)
Index("ix_source_pauses_school", SOURCE_PAUSES.c.school_id, SOURCE_PAUSES.c.at)

COVERAGE_WEEKS = Table(
    "coverage_weeks",
    METADATA,
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("read", Integer, nullable=False),
    Column("partly", Integer, nullable=False),
    Column("unread", Integer, nullable=False),
)
"""What the fetch log said of each full week, written down before retention takes its lines."""
