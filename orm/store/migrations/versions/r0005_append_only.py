"""Records that nobody may rewrite: the chain of a case, the audit trail, the fetch log."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_GUARDED = (
    ("case_events", "UPDATE"),
    ("case_events", "DELETE"),
    ("audit", "UPDATE"),
    ("audit", "DELETE"),
    ("fetch_log", "UPDATE"),  # retention deletes its old rows
)


def upgrade() -> None:
    """To this revision."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION orm_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table, action in _GUARDED:
        _guard(table, action)


def _guard(table: str, action: str) -> None:
    name = f"{table}_never_{action.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION orm_append_only()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
