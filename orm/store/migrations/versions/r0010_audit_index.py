"""The audit trail by subject: each letter is looked up in it before it is sent."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_index("ix_audit_subject", "audit", ["subject"], unique=False)
