"""What is asked about a school's own posts, and who settled it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from orm.store.tables.columns import METADATA, moment, points_at, row_number, text

POST_QUESTIONS = Table(
    "post_questions",
    METADATA,
    row_number(),
    points_at("item_id", "items.id", cascade=True),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("rule"),
    text("asks"),
    moment("at"),
    text("settled_by", nullable=True),
    moment("settled_at", nullable=True),
    text("settled_reason"),
    UniqueConstraint("item_id", "school_id", "rule"),
    CheckConstraint(
        "(settled_by IS NULL) = (settled_at IS NULL)", name="settled_by_with_settled_at"
    ),
)
"""`at` is when it was first asked in these words."""

Index(
    "ix_post_questions_open",
    POST_QUESTIONS.c.school_id,
    POST_QUESTIONS.c.item_id,
    sqlite_where=POST_QUESTIONS.c.settled_at.is_(None),
    postgresql_where=POST_QUESTIONS.c.settled_at.is_(None),
)
