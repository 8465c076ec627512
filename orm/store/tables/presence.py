"""What was noticed of schools beside their accounts, and what a search for them showed first."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Table, Text

from orm.store.tables.columns import METADATA, moment, text, together

PRESENCES = Table(
    "presences",
    METADATA,
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
    Column("notices", JSON, nullable=False),
    moment("checked_at", nullable=True),
    moment("next_check_at"),
    text("claimed_by", nullable=True),
    moment("claimed_until", nullable=True),
    together("claimed_by", "claimed_until"),
)
"""A watched school without a row is due."""

Index("ix_presences_due", PRESENCES.c.next_check_at)

FIRST_PAGES = Table(
    "first_pages",
    METADATA,
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
    Column("month", Date, primary_key=True),
    text("by", nullable=True),
    moment("at"),
    Column("results", JSON, nullable=False),
)
