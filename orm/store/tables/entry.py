"""Who may come in: nothing here opens a door without the desk's key or a person's password.

`person` is a contact's id with a mark of their address (`orm.model.entry.PersonKey`); people come
from config.toml and may be invited before they are saved, so it points at no table. Other keys are
hashes.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, UniqueConstraint

from orm.model.entry import Method, Purpose
from orm.store.tables.columns import METADATA, moment, one_of, text

CREDENTIALS = Table(
    "credentials",
    METADATA,
    Column("person", Text, primary_key=True),
    text("password_hash"),
    text("factor_salt"),
    text("pending_salt"),
    Column("last_step", BigInteger, nullable=False),
    moment("entered_at", nullable=True),
)

RECOVERY_CODES = Table(
    "recovery_codes",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("code", Text, primary_key=True),
)
"""A code that is used is deleted."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", Text, primary_key=True),
    text("person"),
    text("method"),
    Column("proved", Boolean, nullable=False),
    moment("started_at"),
    moment("seen_at"),
    one_of("method", Method),
)
"""A session that is ended is deleted; the audit trail says so."""

Index("ix_sessions_person", SESSIONS.c.person)

TICKETS = Table(
    "tickets",
    METADATA,
    Column("id", Text, primary_key=True),
    text("person"),
    text("purpose"),
    text("by"),
    moment("issued_at"),
    moment("expires_at"),
    one_of("purpose", Purpose),
    UniqueConstraint("person", "purpose"),
)
"""One of each purpose for a person; a ticket that is used is deleted."""

TRIES = Table(
    "sign_in_tries",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    moment("last_at"),
    moment("free_at"),
    Column("told", Boolean, nullable=False),
)
"""`told` once somebody was refused before `free_at`."""

KNOWN_ADDRESSES = Table(
    "known_addresses",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    moment("seen_at"),
)

OPENID_SUBJECTS = Table(
    "openid_subjects",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("issuer", Text, primary_key=True),
    text("subject"),
    moment("bound_at"),
    UniqueConstraint("issuer", "subject"),
)
"""Which account of a provider is whose."""
