"""Addresses that refused letters, and readers who want none."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.add_column("outbox", sa.Column("unsubscribe", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "digest_stops",
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_digest_stops_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "contact_id", name=op.f("pk_digest_stops")),
    )
    op.create_table(
        "bounces",
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("letter", "status", "on_day", name=op.f("pk_bounces")),
    )
    op.create_table(
        "closed_addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_closed_addresses_school_id")
        ),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_closed_addresses")),
    )
