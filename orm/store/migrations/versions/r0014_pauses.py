"""Sources that people pause, how well each week was read, and keys to the read-only interface."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To this revision."""
    _pauses()
    _weeks()
    _tokens()
    op.create_index("ix_outbox_school", "outbox", ["school_id", "queued_at"], unique=False)


def _pauses() -> None:
    op.create_table(
        "source_pauses",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)",
            name=op.f("ck_source_pauses_ended_at_with_ended_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_source_pauses_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_pauses")),
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_source_pauses_open",
        "source_pauses",
        ["source", "school_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_source_pauses_school", "source_pauses", ["school_id", "at"], unique=False)


def _weeks() -> None:
    op.create_table(
        "coverage_weeks",
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("partly", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_coverage_weeks_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "year", "number", name=op.f("pk_coverage_weeks")),
    )


def _tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("grants", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_tokens_digest")),
    )
    op.create_table(
        "api_token_schools",
        sa.Column("token_id", ROW_NUMBER, nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"], ["api_tokens.id"], name=op.f("fk_api_token_schools_token_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_api_token_schools_school_id")
        ),
        sa.PrimaryKeyConstraint("token_id", "school_id", name=op.f("pk_api_token_schools")),
    )
