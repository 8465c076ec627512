"""The register of official accounts with what their checks found, and look-alikes."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
_CHECKS = (
    "'exists', 'same', 'changed', 'links-out', 'linked-back', 'alive', 'moderated', 'posting', "
    "'by-hand', 'people', 'register', 'dates'"
)


def upgrade() -> None:
    """To this revision."""
    _accounts()
    _findings()
    _lookalikes()
    _move_accounts()
    op.drop_table("official_accounts")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ROW_NUMBER, nullable=False),
        _text("school_id"),
        _text("identity"),
        _text("entered_as"),
        _text("platform"),
        _text("handle"),
        _text("display_name"),
        _text("status"),
        _text("stable_id"),
        _text("url"),
        _text("purpose"),
        _text("outcomes"),
        _text("owner", nullable=True),
        sa.Column("keepers", sa.JSON(), nullable=False),
        sa.Column("access_tested_on", sa.Date(), nullable=True),
        sa.Column("risk_assessed_on", sa.Date(), nullable=True),
        _text("approved_by", nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        _text("admin_email"),
        _text("second_reader", nullable=True),
        sa.Column("moderation_days", sa.Integer(), nullable=True),
        _text("consent"),
        sa.Column("agreement_signed_on", sa.Date(), nullable=True),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("hours_from", sa.Time(), nullable=True),
        sa.Column("hours_until", sa.Time(), nullable=True),
        sa.Column("dormant_after_days", sa.Integer(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("seen", sa.JSON(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.Column("next_check_at", MOMENT, nullable=False),
        _text("claimed_by", nullable=True),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.CheckConstraint(
            "status IN ('active', 'dormant', 'closed')", name=op.f("ck_accounts_status_known")
        ),
        sa.CheckConstraint(
            "(hours_from IS NULL) = (hours_until IS NULL)",
            name=op.f("ck_accounts_hours_from_with_hours_until"),
        ),
        sa.CheckConstraint(
            "(claimed_by IS NULL) = (claimed_until IS NULL)",
            name=op.f("ck_accounts_claimed_by_with_claimed_until"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_accounts_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("school_id", "identity", name=op.f("uq_accounts_school_id_identity")),
    )
    op.create_index("ix_accounts_due", "accounts", ["next_check_at"], unique=False)


def _findings() -> None:
    op.create_table(
        "account_findings",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("account_id", ROW_NUMBER, nullable=False),
        _text("identity"),
        _text("check_name"),
        _text("key"),
        _text("outcome"),
        _text("says"),
        _text("evidence"),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        _text("settled_by", nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        _text("settled_reason"),
        sa.CheckConstraint(
            f"check_name IN ({_CHECKS})", name=op.f("ck_account_findings_check_name_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('ok', 'finding', 'could-not-check')",
            name=op.f("ck_account_findings_outcome_known"),
        ),
        sa.CheckConstraint(
            "(settled_by IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_account_findings_settled_by_with_settled_at"),
        ),
        sa.CheckConstraint(
            "settled_at IS NULL OR outcome = 'finding'",
            name=op.f("ck_account_findings_settled_is_finding"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_account_findings_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_findings")),
        sa.UniqueConstraint(
            "account_id", "identity", name=op.f("uq_account_findings_account_id_identity")
        ),
        sqlite_autoincrement=True,
    )


def _lookalikes() -> None:
    op.create_table(
        "lookalikes",
        sa.Column("id", ROW_NUMBER, nullable=False),
        _text("school_id"),
        _text("identity"),
        _text("sort"),
        _text("platform"),
        _text("key"),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        _text("verdict"),
        _text("settled_by", nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        _text("settled_reason"),
        _text("ref", nullable=True),
        sa.CheckConstraint(
            "sort IN ('account', 'domain', 'page')", name=op.f("ck_lookalikes_sort_known")
        ),
        sa.CheckConstraint(
            "verdict IN ('open', 'innocent', 'impostor')",
            name=op.f("ck_lookalikes_verdict_known"),
        ),
        sa.CheckConstraint(
            "(settled_by IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_lookalikes_settled_by_with_settled_at"),
        ),
        sa.CheckConstraint(
            "(verdict = 'open') = (settled_at IS NULL)",
            name=op.f("ck_lookalikes_settled_has_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_lookalikes_school_id")
        ),
        sa.ForeignKeyConstraint(["ref"], ["cases.ref"], name=op.f("fk_lookalikes_ref")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookalikes")),
        sa.UniqueConstraint("school_id", "identity", name=op.f("uq_lookalikes_school_id_identity")),
    )


def _move_accounts() -> None:
    """Each is due since its school was saved. Of two with the same name the first is kept."""
    names = ("school_id", "platform", "handle", "display_name", "status")
    old = sa.table("official_accounts", sa.column("position"), *map(sa.column, names))
    schools = sa.table("schools", sa.column("id"), sa.column("saved_at", MOMENT))
    query = (
        sa.select(*(old.c[name] for name in names), schools.c.saved_at.label("next_check_at"))
        .join(schools, schools.c.id == old.c.school_id)
        .order_by(old.c.school_id, old.c.position)
    )
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for row in op.get_bind().execute(query).mappings():
        name = _identity(row["platform"], row["handle"])
        rows.setdefault((row["school_id"], name), {**row, "identity": name, "entered_as": name})
    texts = ("stable_id", "url", "purpose", "outcomes", "admin_email", "consent")
    empty: dict[str, object] = {
        **dict.fromkeys(texts, ""),
        "keepers": [],
        "dormant_after_days": 60,
        "misses": 0,
    }
    accounts = sa.table(
        "accounts",
        *map(sa.column, (*names, "identity", "entered_as", *texts)),
        sa.column("keepers", sa.JSON()),
        sa.column("next_check_at", MOMENT),
        *map(sa.column, ("dormant_after_days", "misses")),
    )
    if rows:
        op.bulk_insert(accounts, [row | empty for row in rows.values()])


def _identity(platform: str, handle: str) -> str:
    folded = handle.strip().removeprefix("@").casefold()
    return sha256(f"{platform.strip().casefold()}\0{folded}".encode()).hexdigest()
