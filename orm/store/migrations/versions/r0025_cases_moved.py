"""When each case was last acted on: what a school did in a time is found without all of its cases."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.add_column("cases", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE cases SET moved_at ="
        " (SELECT max(at) FROM case_events WHERE case_events.ref = cases.ref)"
    )
    op.create_index("ix_cases_moved", "cases", ["school_id", "moved_at"], unique=False)
