"""Whom a case is about, and what makes a person's lists quick.

The index is filled by the code that keeps it. A later revision that changes what it holds fills it
itself, and then nothing needs to be filled here.
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from orm.store.indexing import index_all

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ACCUSES = {"about-headteacher": "headteacher", "about-dsl": "dsl"}
_ROWS = 1000
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_INDEX = """
CREATE VIRTUAL TABLE mention_index USING fts5 (
  words, content='mention_words', content_rowid='mention_id', columnsize=0,
  tokenize="ascii tokenchars '_'"
)
"""
"""Beside its table: `mention_id` is the row's own number, so that no VACUUM moves it."""

_INDEXED = """
CREATE TRIGGER mention_words_indexed AFTER INSERT ON mention_words BEGIN
  INSERT INTO mention_index (rowid, words) VALUES (new.mention_id, new.words);
END
"""
_FORGOTTEN = """
CREATE TRIGGER mention_words_forgotten AFTER DELETE ON mention_words BEGIN
  INSERT INTO mention_index (mention_index, rowid, words)
  VALUES ('delete', old.mention_id, old.words);
END
"""
_NEVER_CHANGED = """
CREATE TRIGGER mention_words_never_update BEFORE UPDATE ON mention_words BEGIN
  SELECT RAISE(ABORT, 'mention_words is written anew, never changed');
END
"""


def upgrade() -> None:
    """To this revision."""
    op.add_column("cases", sa.Column("about", sa.Text(), nullable=False, server_default=""))
    _say_whom_cases_are_about()
    op.create_index("ix_cases_due", "cases", ["school_id", "state", "due_at"], unique=False)
    _make_the_index()
    index_all(op.get_bind())


def _say_whom_cases_are_about() -> None:
    """From the decisions on all posts of a case, of all versions."""
    cases = sa.table("cases", sa.column("ref"), sa.column("school_id"), sa.column("about"))
    linked = sa.table("case_items", sa.column("ref"), sa.column("item_id"))
    mentions = sa.table("mentions", sa.column("id"), sa.column("item_id"), sa.column("school_id"))
    decisions = sa.table("decisions", sa.column("mention_id"), sa.column("grounds", sa.JSON()))
    query = (
        sa.select(cases.c.ref, decisions.c.grounds)
        .join(linked, linked.c.ref == cases.c.ref)
        .join(
            mentions,
            sa.and_(
                mentions.c.item_id == linked.c.item_id,
                mentions.c.school_id == cases.c.school_id,
            ),
        )
        .join(decisions, decisions.c.mention_id == mentions.c.id)
    )
    about: dict[str, set[str]] = defaultdict(set)
    for row in op.get_bind().execute(query.execution_options(yield_per=_ROWS)):
        about[row.ref].update(_ACCUSES[rule] for rule, *_ in row.grounds if rule in _ACCUSES)
    rows = [{"its": ref, "roles": " ".join(sorted(roles))} for ref, roles in about.items() if roles]
    if rows:
        change = sa.update(cases).where(cases.c.ref == sa.bindparam("its"))
        op.get_bind().execute(change.values(about=sa.bindparam("roles")), rows)


def _make_the_index() -> None:
    """The words that can be found, and what finds them in each database."""
    op.create_table(
        "mention_words",
        sa.Column("mention_id", ROW_NUMBER, nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["mention_id"],
            ["mentions.id"],
            name=op.f("fk_mention_words_mention_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mention_id", name=op.f("pk_mention_words")),
    )
    op.create_index(
        "ix_mention_words_school", "mention_words", ["school_id", "mention_id"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_mention_words_words ON mention_words USING gin (words)")
        return
    for statement in (_INDEX, _INDEXED, _FORGOTTEN, _NEVER_CHANGED):
        op.execute(statement)
