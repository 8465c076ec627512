"""What people said of mentions, one after the other."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text

from orm.store.tables.columns import METADATA, moment, row_number, text

SETTLEMENTS = Table(
    "settlements",
    METADATA,
    row_number(),
    text("family"),
    text("key"),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("verdict"),
    text("by"),
    text("reason"),
    moment("at"),
    CheckConstraint("verdict IN ('us', 'not_us')", name="verdict_settled"),
)
"""Append-only; the latest of an item and a school counts. It names the item by its identity, so that
it holds when retention has taken the item and a source brings it again.
"""

Index("ix_settlements_item", SETTLEMENTS.c.family, SETTLEMENTS.c.key, SETTLEMENTS.c.school_id)
