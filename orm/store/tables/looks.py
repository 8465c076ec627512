"""How often, when and with what result a case's items were looked at again."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from orm.model.looks import MOST_LOOKS, Finding
from orm.store.tables.columns import METADATA, moment, one_of, text

LOOKS = Table(
    "looks",
    METADATA,
    Column("ref", Text, ForeignKey("cases.ref"), primary_key=True),
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    moment("at"),
    text("finding"),
    text("detail"),
    one_of("finding", Finding),
    CheckConstraint(f"number BETWEEN 1 AND {MOST_LOOKS}", name="number_allowed"),
)
"""Written before the page is asked for and completed after it, so that no crash and no second
process makes one look too many. Never deleted: the count must not start again.
"""

Index("ix_looks_item", LOOKS.c.item_id)
