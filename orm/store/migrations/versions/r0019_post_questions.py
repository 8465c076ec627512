"""What is asked about a school's own posts."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "post_questions",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("item_id", ROW_NUMBER, nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(settled_by IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_post_questions_settled_by_with_settled_at"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_post_questions_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_post_questions_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_questions")),
        sa.UniqueConstraint(
            "item_id", "school_id", "rule", name=op.f("uq_post_questions_item_id_school_id_rule")
        ),
    )
    op.create_index(
        "ix_post_questions_open",
        "post_questions",
        ["school_id", "item_id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
