"""Schools, their groups, the people who act for them, and the audit trail."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
)

from orm.store.tables.columns import METADATA, moment, points_at, row_number, text

SCHOOLS = Table(
    "schools",
    METADATA,
    Column("id", Text, primary_key=True),
    text("name"),
    text("town"),
    text("county"),
    text("postcode"),
    text("local_authority"),
    text("urn"),
    text("website"),
    text("school_type"),
    Column("aliases", JSON, nullable=False),
    Column("short_names", JSON, nullable=False),
    Column("former_names", JSON, nullable=False),
    Column("context_terms", JSON, nullable=False),
    Column("namesakes", JSON, nullable=False),
    Column("watched", Boolean, nullable=False),
    moment("saved_at"),
)

REGISTER = Table(
    "register",
    METADATA,
    Column("urn", Text, primary_key=True),
    Column("entry", JSON, nullable=False),
    moment("saved_at"),
)
"""The DfE register as it was last taken in: what is known of schools, watched or not."""

GROUPS = Table(
    "groups",
    METADATA,
    row_number(),
    text("name"),
    UniqueConstraint("name"),
)
"""Trusts."""

SCHOOL_GROUPS = Table(
    "school_groups",
    METADATA,
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
    points_at("group_id", "groups.id"),
)

USERS = Table(
    "users",
    METADATA,
    Column("id", Text, primary_key=True),
    text("name"),
    text("email"),
    text("deputy", nullable=True),
    Column("digest", Boolean, nullable=False),
    moment("saved_at"),
    moment("removed_at", nullable=True),
)

USER_ROLES = Table(
    "user_roles",
    METADATA,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("role", Text, primary_key=True),
)

USER_SCHOOLS = Table(
    "user_schools",
    METADATA,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
)
"""A person without a row here acts for every school of the installation."""

AUDIT = Table(
    "audit",
    METADATA,
    row_number(),
    moment("at"),
    text("actor"),
    text("action"),
    text("subject"),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=True),
    text("detail"),
)
"""Append-only."""

Index("ix_audit_subject", AUDIT.c.subject)
