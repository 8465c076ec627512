"""Letters that were handed over and whose end nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.add_column("outbox", sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "outbox", sa.Column("unanswered", sa.Integer(), nullable=False, server_default="0")
    )
