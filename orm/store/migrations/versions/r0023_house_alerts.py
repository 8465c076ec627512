"""What was told of spikes, silent sources and keys, and alerts that are told together."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "house_alerts",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("once", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Double(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "matter IN ('spike', 'silence', 'key')", name=op.f("ck_house_alerts_matter_known")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_house_alerts_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_alerts")),
        sa.UniqueConstraint("once", name=op.f("uq_house_alerts_once")),
    )
    op.create_index("ix_house_alerts_matter", "house_alerts", ["matter", "school_id"], unique=False)
    op.create_table(
        "merged_alerts",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("once", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told_in", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_merged_alerts_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_alerts")),
        sa.UniqueConstraint("once", name=op.f("uq_merged_alerts_once")),
    )
    op.create_index(
        "ix_merged_alerts_waiting",
        "merged_alerts",
        ["at"],
        unique=False,
        sqlite_where=sa.text("told_in IS NULL"),
        postgresql_where=sa.text("told_in IS NULL"),
    )
