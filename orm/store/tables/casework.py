"""Cases, what they are about, and the chain of what was done."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from orm.model.cases import CaseState
from orm.model.judgement import Category
from orm.store.tables.columns import METADATA, moment, one_of, points_at, text

CASES = Table(
    "cases",
    METADATA,
    Column("ref", Text, primary_key=True),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    points_at("story_id", "stories.id"),
    text("category"),
    Column("severity", Integer, nullable=False),
    text("state"),
    text("owner"),
    Column("sealed", Boolean, nullable=False),
    moment("opened_at"),
    moment("due_at"),
    Column("held", Boolean, nullable=False, server_default=false()),
    Column("about", Text, nullable=False, server_default=""),
    moment("moved_at", nullable=True),
    UniqueConstraint("school_id", "story_id"),
    one_of("category", Category),
    one_of("state", CaseState),
    CheckConstraint("severity BETWEEN 0 AND 4", name="severity_known"),
)
"""`about` holds sorted role names with a space between them; `moved_at` is of its latest event."""

Index("ix_cases_due", CASES.c.school_id, CASES.c.state, CASES.c.due_at)
Index("ix_cases_moved", CASES.c.school_id, CASES.c.moved_at)

CASE_DRAFTS = Table(
    "case_drafts",
    METADATA,
    Column("ref", Text, ForeignKey("cases.ref"), primary_key=True),
    Column("route", Text, primary_key=True),
    text("paper"),
    text("facts"),
    text("fingerprint"),
)
"""Facts of letters that were proposed: they may quote a post, and go when its words go."""

CASE_ITEMS = Table(
    "case_items",
    METADATA,
    Column("ref", Text, ForeignKey("cases.ref"), primary_key=True),
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    moment("linked_at"),
)

Index("ix_case_items_item", CASE_ITEMS.c.item_id)

CASE_EVENTS = Table(
    "case_events",
    METADATA,
    Column("ref", Text, ForeignKey("cases.ref"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    moment("at"),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("details", Text, nullable=False, server_default=""),
)
"""Append-only. The primary key is what makes two people's steps one chain.

Texts are stored as they are or not at all: a changed character would break the digest.
"""

Index("ix_case_events_at", CASE_EVENTS.c.at)
