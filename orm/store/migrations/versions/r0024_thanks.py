"""Thanks that were passed on, and what people said of articles."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "thanks",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("item_id", ROW_NUMBER, nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("way IN ('letter', 'in person')", name=op.f("ck_thanks_way_known")),
        sa.CheckConstraint(
            "(way = 'letter') = (sent_to <> '')", name=op.f("ck_thanks_letter_has_reader")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_thanks_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_thanks_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sa.UniqueConstraint("item_id", "school_id", name=op.f("uq_thanks_item_id_school_id")),
    )
    op.create_index("ix_thanks_school", "thanks", ["school_id", "at"], unique=False)
    op.create_table(
        "news_checks",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("item_id", ROW_NUMBER, nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "word IN ('it is false', 'it may be true', 'it is true', 'there is nothing to check')",
            name=op.f("ck_news_checks_word_known"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_news_checks_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_news_checks_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_checks")),
    )
    op.create_index("ix_news_checks_item", "news_checks", ["item_id", "school_id"], unique=False)
