"""Looking again at what a case is about, three times at most."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "looks",
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("item_id", ROW_NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "finding IN ('still_there', 'removed', 'could_not_look')",
            name=op.f("ck_looks_finding_known"),
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 3", name=op.f("ck_looks_number_allowed")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_looks_item_id")),
        sa.ForeignKeyConstraint(["ref"], ["cases.ref"], name=op.f("fk_looks_ref")),
        sa.PrimaryKeyConstraint("ref", "item_id", "number", name=op.f("pk_looks")),
    )
    op.create_index("ix_looks_item", "looks", ["item_id"], unique=False)
    _guard()


def _guard() -> None:
    """No row goes: the count must not start again. The function comes from revision 0005."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER looks_never_delete BEFORE DELETE ON looks "
            "FOR EACH ROW EXECUTE FUNCTION orm_append_only()"
        )
        return
    op.execute(
        "CREATE TRIGGER looks_never_delete BEFORE DELETE ON looks "
        "BEGIN SELECT RAISE(ABORT, 'looks is append-only'); END"
    )
