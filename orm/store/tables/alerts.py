"""What the house has told of itself, and alerts of cases that are told together."""

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, Table, Text

from orm.model.house_alerts import Matter
from orm.store.tables.columns import METADATA, moment, one_of, row_number, text

HOUSE_ALERTS = Table(
    "house_alerts",
    METADATA,
    row_number(),
    Column("once", Text, nullable=False, unique=True),
    text("matter"),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    moment("at"),
    Column("number", Integer, nullable=False),
    Column("usual", Double, nullable=False),
    moment("told_at", nullable=True),
    one_of("matter", Matter),
)
"""One row for each thing to tell; it waits while `told_at` is null."""

Index("ix_house_alerts_matter", HOUSE_ALERTS.c.matter, HOUSE_ALERTS.c.school_id)

MERGED_ALERTS = Table(
    "merged_alerts",
    METADATA,
    row_number(),
    Column("once", Text, nullable=False, unique=True),
    text("kind"),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("recipient"),
    text("ref"),
    moment("at"),
    text("told_in", nullable=True),
)
"""Alerts that are not letters of their own. `told_in` names the letter that counts them."""

Index(
    "ix_merged_alerts_waiting",
    MERGED_ALERTS.c.at,
    sqlite_where=MERGED_ALERTS.c.told_in.is_(None),
    postgresql_where=MERGED_ALERTS.c.told_in.is_(None),
)
