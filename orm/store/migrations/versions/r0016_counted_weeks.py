"""Weeks that are counted once and kept, and marks of those that have changed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice

import sqlalchemy as sa
from alembic import op

from orm.school_calendar import LONDON

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NUMBERS = ("stories", "positive", "negative", "praise", "critical", "unsure", "sealed")
_ROWS = 1000


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "counted_weeks",
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _NUMBERS),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_counted_weeks_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "year", "number", name=op.f("pk_counted_weeks")),
    )
    op.create_table(
        "marked_weeks",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_marked_weeks_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marked_weeks")),
    )
    columns = ["school_id", "year", "number"]
    op.create_index("ix_marked_weeks_week", "marked_weeks", columns, unique=False)
    _mark_what_there_is(columns)


def _mark_what_there_is(columns: list[str]) -> None:
    moment = sa.column("seen_at", sa.DateTime(timezone=True))
    mentions = sa.table("mentions", sa.column("school_id"), moment)
    seen = op.get_bind().execute(sa.select(mentions.c.school_id, mentions.c.seen_at).distinct())
    weeks = sorted({(row.school_id, *_week(row.seen_at)) for row in seen})
    marks = sa.table("marked_weeks", *map(sa.column, columns))
    for rows in _batches(dict(zip(columns, week, strict=True)) for week in weeks):
        op.bulk_insert(marks, rows)


def _week(at: datetime) -> tuple[int, int]:
    """SQLite gives moments without their zone, which is UTC."""
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    year, number, _ = aware.astimezone(LONDON).date().isocalendar()
    return year, number


def _batches(rows: Iterable[dict[str, object]]) -> Iterable[list[dict[str, object]]]:
    rest = iter(rows)
    while batch := list(islice(rest, _ROWS)):
        yield batch
