"""Letters on their way out, and the weeks whose digest was queued."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from orm.model.letters import MailState
from orm.store.tables.columns import (
    METADATA,
    ROW_NUMBER,
    Words,
    moment,
    one_of,
    row_number,
    text,
    together,
)

OUTBOX = Table(
    "outbox",
    METADATA,
    row_number(),
    Column("once", Text, nullable=False, unique=True),
    text("kind"),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("recipient"),
    text("subject"),
    text("text"),
    text("html"),
    moment("queued_at"),
    moment("next_at"),
    text("state"),
    Column("attempts", Integer, nullable=False),
    text("failure"),
    moment("sent_at", nullable=True),
    text("claimed_by", nullable=True),
    moment("claimed_until", nullable=True),
    moment("handed_at", nullable=True),
    Column("unanswered", Integer, nullable=False, server_default="0"),
    Column("unsubscribe", Words, nullable=False, server_default=""),
    one_of("state", MailState),
    together("claimed_by", "claimed_until"),
    CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
)

Index("ix_outbox_due", OUTBOX.c.state, OUTBOX.c.next_at)
Index("ix_outbox_school", OUTBOX.c.school_id, OUTBOX.c.queued_at)

PICTURES = Table(
    "pictures",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("png", LargeBinary, nullable=False),
)
"""Shown by letters; those to the readers of one school share them."""

OUTBOX_PICTURES = Table(
    "outbox_pictures",
    METADATA,
    Column("outbox_id", ROW_NUMBER, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", Text, ForeignKey("pictures.name"), nullable=False),
)

Index("ix_outbox_pictures_name", OUTBOX_PICTURES.c.name)

DIGEST_WEEKS = Table(
    "digest_weeks",
    METADATA,
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    moment("queued_at"),
)
