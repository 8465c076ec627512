"""The register of official accounts, what their checks found, and what could be mistaken for them.

An `identity` is the SHA-256 of what tells a row from the others of its school or account
(`orm.store.account_codec.identity`): names on platforms may be longer than an index can hold.
"""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

from orm.model.accounts import Check, CheckOutcome
from orm.model.lookalikes import Sort, Verdict
from orm.model.schools import AccountStatus
from orm.store.tables.columns import (
    METADATA,
    moment,
    one_of,
    points_at,
    row_number,
    text,
    together,
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    row_number(),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("identity"),
    text("entered_as"),
    text("platform"),
    text("handle"),
    text("display_name"),
    text("status"),
    text("stable_id"),
    text("url"),
    text("purpose"),
    text("outcomes"),
    text("owner", nullable=True),
    Column("keepers", JSON, nullable=False),
    Column("access_tested_on", Date, nullable=True),
    Column("risk_assessed_on", Date, nullable=True),
    text("approved_by", nullable=True),
    Column("approved_on", Date, nullable=True),
    text("admin_email"),
    text("second_reader", nullable=True),
    Column("moderation_days", Integer, nullable=True),
    text("consent"),
    Column("agreement_signed_on", Date, nullable=True),
    Column("minimum_age", Integer, nullable=True),
    Column("hours_from", Time, nullable=True),
    Column("hours_until", Time, nullable=True),
    Column("dormant_after_days", Integer, nullable=False),
    Column("review_on", Date, nullable=True),
    Column("seen", JSON(none_as_null=True), nullable=True),
    moment("seen_at", nullable=True),
    Column("misses", Integer, nullable=False),
    Column("looked_on", Date, nullable=True),
    moment("checked_at", nullable=True),
    moment("next_check_at"),
    text("claimed_by", nullable=True),
    moment("claimed_until", nullable=True),
    UniqueConstraint("school_id", "identity"),
    one_of("status", AccountStatus),
    together("hours_from", "hours_until"),
    together("claimed_by", "claimed_until"),
)
"""Never deleted. `entered_as` is the identity that an account came in with: after a new handle, the
old one in config.toml does not bring it in again.
"""

Index("ix_accounts_due", ACCOUNTS.c.next_check_at)

ACCOUNT_FINDINGS = Table(
    "account_findings",
    METADATA,
    row_number(),
    points_at("account_id", "accounts.id", cascade=True),
    text("identity"),
    text("check_name"),
    text("key"),
    text("outcome"),
    text("says"),
    text("evidence"),
    moment("since"),
    moment("last_at"),
    text("settled_by", nullable=True),
    moment("settled_at", nullable=True),
    text("settled_reason"),
    UniqueConstraint("account_id", "identity"),
    one_of("check_name", Check),
    one_of("outcome", CheckOutcome),
    together("settled_by", "settled_at"),
    CheckConstraint("settled_at IS NULL OR outcome = 'finding'", name="settled_is_finding"),
    sqlite_autoincrement=True,
)
"""The latest of each check. A number is never used again, so that a page that shows what is no
longer found settles nothing else.
"""

LOOKALIKES = Table(
    "lookalikes",
    METADATA,
    row_number(),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("identity"),
    text("sort"),
    text("platform"),
    text("key"),
    Column("facts", JSON, nullable=False),
    Column("score", Double, nullable=False),
    Column("reasons", JSON, nullable=False),
    moment("first_seen_at"),
    moment("last_seen_at"),
    text("verdict"),
    text("settled_by", nullable=True),
    moment("settled_at", nullable=True),
    text("settled_reason"),
    Column("ref", Text, ForeignKey("cases.ref"), nullable=True),
    UniqueConstraint("school_id", "identity"),
    one_of("sort", Sort),
    one_of("verdict", Verdict),
    together("settled_by", "settled_at"),
    CheckConstraint("(verdict = 'open') = (settled_at IS NULL)", name="settled_has_verdict"),
)
