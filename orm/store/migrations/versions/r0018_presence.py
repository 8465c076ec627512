"""What is noticed of a school beside its accounts, and what a search for it shows first."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "presences",
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.Column("next_check_at", MOMENT, nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(claimed_by IS NULL) = (claimed_until IS NULL)",
            name=op.f("ck_presences_claimed_by_with_claimed_until"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_presences_school_id")),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_presences")),
    )
    op.create_index("ix_presences_due", "presences", ["next_check_at"], unique=False)
    op.create_table(
        "first_pages",
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_first_pages_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "month", name=op.f("pk_first_pages")),
    )
