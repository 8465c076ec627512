"""Readers who stopped their digest, letters that came back, and addresses that get none."""

from sqlalchemy import Column, Date, ForeignKey, Table, Text

from orm.store.tables.columns import METADATA, moment, text

DIGEST_STOPS = Table(
    "digest_stops",
    METADATA,
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
    Column("contact_id", Text, primary_key=True),
    text("by"),
    moment("at"),
)

BOUNCES = Table(
    "bounces",
    METADATA,
    Column("letter", Text, primary_key=True),
    Column("status", Text, primary_key=True),
    Column("on_day", Date, primary_key=True),
)

CLOSED_ADDRESSES = Table(
    "closed_addresses",
    METADATA,
    Column("address", Text, primary_key=True),
    text("contact_id"),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("status"),
    Column("on_day", Date, nullable=False),
)
