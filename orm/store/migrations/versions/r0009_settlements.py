"""What people settled: is an item about a school or not."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "settlements",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('us', 'not_us')", name=op.f("ck_settlements_verdict_settled")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_settlements_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlements")),
    )
    op.create_index(
        "ix_settlements_item", "settlements", ["family", "key", "school_id"], unique=False
    )
    for action in ("UPDATE", "DELETE"):
        _guard(action)


def _guard(action: str) -> None:
    """People's words stay as they were said. The function comes from revision 0005."""
    name = f"settlements_never_{action.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON settlements "
            "FOR EACH ROW EXECUTE FUNCTION orm_append_only()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON settlements "
        "BEGIN SELECT RAISE(ABORT, 'settlements is append-only'); END"
    )
