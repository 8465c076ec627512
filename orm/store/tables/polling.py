"""Polls, who wants them, the domains they share, and the log of what each brought."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from orm.model.polls import PollState, Scope
from orm.store.tables.columns import (
    METADATA,
    Duration,
    Moment,
    moment,
    one_of,
    points_at,
    row_number,
    text,
    together,
)

POLLS = Table(
    "polls",
    METADATA,
    row_number(),
    text("source"),
    text("key"),
    text("url"),
    text("planned_url"),
    text("scope"),
    text("shape"),
    text("accept"),
    Column("conditional", Boolean, nullable=False),
    text("credential"),
    Column("interface", Boolean, nullable=False),
    Column("max_bytes", Integer, nullable=False),
    Column("domain", Text, ForeignKey("domains.domain"), nullable=False),
    Column("shortest", Duration, nullable=False),
    Column("usual", Duration, nullable=False),
    Column("longest", Duration, nullable=False),
    Column("silence", Duration, nullable=False),
    Column("spacing", Duration, nullable=False),
    Column("interval", Duration, nullable=False),
    moment("next_poll_at"),
    text("etag"),
    text("last_modified"),
    Column("failures", Integer, nullable=False),
    text("state"),
    text("claimed_by", nullable=True),
    moment("claimed_until", nullable=True),
    text("last_outcome", nullable=True),
    text("last_detail"),
    moment("last_new_at", nullable=True),
    moment("last_measured_at", nullable=True),
    Column("unreadable_head", LargeBinary, nullable=False),
    Column("seen", LargeBinary, nullable=False),
    moment("created_at"),
    UniqueConstraint("source", "key"),
    one_of("scope", Scope),
    one_of("state", PollState),
    together("claimed_by", "claimed_until"),
)
"""`planned_url` is what the plan says; `url` is where a permanent redirect has led since."""

Index("ix_polls_due", POLLS.c.state, POLLS.c.next_poll_at)
Index("ix_polls_domain", POLLS.c.domain)

POLL_SCHOOLS = Table(
    "poll_schools",
    METADATA,
    Column("poll_id", ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True),
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
    text("scope"),
    one_of("scope", Scope),
)

Index("ix_poll_schools_school", POLL_SCHOOLS.c.school_id)

DOMAINS = Table(
    "domains",
    METADATA,
    Column("domain", Text, primary_key=True),
    moment("next_at"),
    text("claimed_by", nullable=True),
    moment("claimed_until", nullable=True),
    together("claimed_by", "claimed_until"),
)

FETCH_LOG = Table(
    "fetch_log",
    METADATA,
    row_number(),
    points_at("poll_id", "polls.id"),
    moment("started_at"),
    moment("ended_at"),
    text("outcome"),
    Column("measured", Boolean, nullable=False),
    text("detail"),
    Column("read", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)
"""Append-only but for retention. Holds no post text."""

Index("ix_fetch_log_poll", FETCH_LOG.c.poll_id, FETCH_LOG.c.ended_at)

SPENDING = Table(
    "spending",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("credential", Text, primary_key=True),
    Column("allowance", Text, primary_key=True),
    Column("window_start", Moment(), primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("micros", BigInteger, nullable=False),
)
"""Calls made with each key, and what they cost at most, by quota and window. No secret stands here."""
