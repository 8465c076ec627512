"""The links under which staff report posts."""

from sqlalchemy import Column, ForeignKey, Table, Text, UniqueConstraint

from orm.store.tables.columns import METADATA, moment, text

REPORT_LINKS = Table(
    "report_links",
    METADATA,
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
    text("token"),
    text("by"),
    moment("at"),
    UniqueConstraint("token"),
)
"""The token stands here as it is, because it must be shown again; it opens a form and no page."""
