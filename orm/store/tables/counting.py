"""Each school's weeks as they were counted, and those that are to be counted anew."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, Text

from orm.store.tables.columns import METADATA, row_number

COUNTED_WEEKS = Table(
    "counted_weeks",
    METADATA,
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("stories", Integer, nullable=False),
    Column("positive", Integer, nullable=False),
    Column("negative", Integer, nullable=False),
    Column("praise", Integer, nullable=False),
    Column("critical", Integer, nullable=False),
    Column("unsure", Integer, nullable=False),
    Column("sealed", Integer, nullable=False),
    Column("themes", JSON, nullable=False),
)
"""True unless the week is marked. A week without a row and without a mark has nothing in it."""

MARKED_WEEKS = Table(
    "marked_weeks",
    METADATA,
    row_number(),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
)
"""Rows are only added by those who change something, so that nobody waits for anybody."""

Index(
    "ix_marked_weeks_week",
    MARKED_WEEKS.c.school_id,
    MARKED_WEEKS.c.year,
    MARKED_WEEKS.c.number,
)
