"""Which key a poll is signed with, how large its answer may be, and what each key has spent."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    no = sa.false()
    no_bytes = sa.text("x''" if op.get_bind().dialect.name == "sqlite" else "''")
    op.add_column("polls", sa.Column("credential", sa.Text(), nullable=False, server_default=""))
    op.add_column("polls", sa.Column("interface", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("polls", sa.Column("max_bytes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "polls", sa.Column("seen", sa.LargeBinary(), nullable=False, server_default=no_bytes)
    )
    op.add_column(
        "fetch_log", sa.Column("bytes", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.create_table(
        "spending",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("allowance", sa.Text(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "source", "credential", "allowance", "window_start", name=op.f("pk_spending")
        ),
    )
