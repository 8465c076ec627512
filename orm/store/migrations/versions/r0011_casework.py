"""What each step of a case changed, evidence on hold, and the facts of letters that are proposed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.add_column("case_events", sa.Column("details", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "cases", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "case_drafts",
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ref"], ["cases.ref"], name=op.f("fk_case_drafts_ref")),
        sa.PrimaryKeyConstraint("ref", "route", name=op.f("pk_case_drafts")),
    )
