"""Who saw the posts that were brought by hand, how and when."""

from sqlalchemy import Index, Table

from orm.store.tables.columns import METADATA, moment, points_at, row_number, text

PROVENANCE = Table(
    "provenance",
    METADATA,
    row_number(),
    points_at("item_id", "items.id", cascade=True),
    text("brought_by"),
    text("seen_by"),
    text("how"),
    moment("seen_at", nullable=True),
    moment("brought_at"),
)
"""One row for each time that somebody else, or at another time, saw an item. Goes with its words."""

Index("ix_provenance_item", PROVENANCE.c.item_id)
