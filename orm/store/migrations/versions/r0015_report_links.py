"""Links under which staff report posts, and an index of the posts that nobody is sure of."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "report_links",
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_report_links_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_report_links")),
        sa.UniqueConstraint("token", name=op.f("uq_report_links_token")),
    )
    unsure = sa.text("verdict = 'unsure'")
    op.create_index(
        "ix_mentions_unsure",
        "mentions",
        ["school_id", "seen_at"],
        unique=False,
        sqlite_where=unsure,
        postgresql_where=unsure,
    )
