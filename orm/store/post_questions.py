"""Questions about a school's own posts, as a person reads and settles them."""

from collections.abc import Sequence

from sqlalchemy import Connection, Select, exists, func, select, update

from orm.errors import Conflict
from orm.model.accounts import SettledBy
from orm.model.entry import AuditLine
from orm.model.own_posts import Question
from orm.model.post_questions import (
    PostQuestion,
    PostQuestionId,
    Questioned,
    QuestionedPost,
)
from orm.model.schools import SchoolId
from orm.model.settlements import MentionId
from orm.model.sight import Sight
from orm.store.account_codec import settled_columns
from orm.store.auditing import note
from orm.store.engine import Database
from orm.store.mentions import mention_files
from orm.store.sight import may_see_mention
from orm.store.tables.judging import DECISIONS, ITEMS, MENTIONS
from orm.store.tables.own_posts import POST_QUESTIONS

SETTLED = "post-question-settled"
"""The audit action; its subject is the rule."""


class SqlPostQuestions:
    """`orm.ports.PostQuestions` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settle(self, number: PostQuestionId, settled: SettledBy, *, sight: Sight) -> None:
        """Keep a person's word on a question about a post that they may read.

        Raises:
            Conflict: it is settled, asked no more, or not theirs to read.
        """
        self._database.write(lambda c: _settle(c, number, settled, sight))


def questioned(
    connection: Connection, sight: Sight, school_id: SchoolId, *, most: int
) -> Questioned:
    """The school's own posts that something is asked about, of those this person may read."""
    mine = _readable(sight, school_id)
    posted_at = func.coalesce(ITEMS.c.posted_at, MENTIONS.c.seen_at)
    newest = mine.order_by(posted_at.desc(), MENTIONS.c.id.desc()).limit(most)
    ids = [MentionId(each) for each in connection.execute(newest).scalars()]
    number = select(func.count()).select_from(mine.subquery())
    files = {file.id: file for file in mention_files(connection, ids)}
    asked = _open(connection, ids)
    return Questioned(
        posts=tuple(QuestionedPost(files[each], asked[each]) for each in ids),
        more=connection.execute(number).scalar_one() - len(ids),
    )


def _readable(sight: Sight, school_id: SchoolId) -> Select[int]:
    """The school's mentions that this person may read and that a question is open about."""
    asked = select(POST_QUESTIONS.c.item_id).where(
        POST_QUESTIONS.c.school_id == school_id, POST_QUESTIONS.c.settled_at.is_(None)
    )
    return (
        select(MENTIONS.c.id)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(
            MENTIONS.c.school_id == school_id,
            MENTIONS.c.item_id.in_(asked),
            may_see_mention(sight),
        )
    )


def _open(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[PostQuestion, ...]]:
    here = POST_QUESTIONS.c
    query = (
        select(MENTIONS.c.id.label("mention"), here.id, here.rule, here.asks, here.at)
        .join(
            POST_QUESTIONS,
            (here.item_id == MENTIONS.c.item_id) & (here.school_id == MENTIONS.c.school_id),
        )
        .where(MENTIONS.c.id.in_(ids), here.settled_at.is_(None))
        .order_by(here.at, here.id)
    )
    found: dict[int, tuple[PostQuestion, ...]] = {}
    for row in connection.execute(query):
        question = PostQuestion(PostQuestionId(row.id), Question(row.rule, row.asks), row.at)
        found[row.mention] = (*found.get(row.mention, ()), question)
    return found


def _settle(
    connection: Connection, number: PostQuestionId, settled: SettledBy, sight: Sight
) -> None:
    here = POST_QUESTIONS.c
    query = (
        select(here.rule, here.school_id, here.settled_at)
        .where(
            here.id == number,
            exists()
            .where(
                MENTIONS.c.item_id == here.item_id,
                MENTIONS.c.school_id == here.school_id,
                ITEMS.c.id == MENTIONS.c.item_id,
                DECISIONS.c.mention_id == MENTIONS.c.id,
                may_see_mention(sight),
            )
            .correlate(POST_QUESTIONS),
        )
        .with_for_update()
    )
    row = connection.execute(query).first()
    if row is None or row.settled_at is not None:
        raise Conflict("This is settled already, or no longer asked. Nothing was changed.")
    statement = update(POST_QUESTIONS).where(here.id == number)
    connection.execute(statement.values(settled_columns(settled)))
    line = AuditLine(
        at=settled.at,
        actor=settled.by,
        action=SETTLED,
        subject=row.rule,
        school_id=SchoolId(row.school_id),
    )
    note(connection, line)
