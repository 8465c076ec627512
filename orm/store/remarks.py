"""What people said of posts: thanks that were passed on, and whether an article is accurate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, insert, not_, select

from orm.errors import Conflict
from orm.model.entry import AuditLine
from orm.model.items import Kind
from orm.model.judgement import Category, Verdict
from orm.model.letters import Letter
from orm.model.remarks import NewsCheck, Remark, Thanks, ThanksWay
from orm.model.schools import ContactId, Role, SchoolId
from orm.model.settlements import MentionId
from orm.model.sight import Sight
from orm.model.steps import Checked
from orm.store.auditing import note
from orm.store.dialect import chunks, insert_new
from orm.store.engine import Database
from orm.store.outbox import queue
from orm.store.outcomes import hidden
from orm.store.sight import may_see_mention
from orm.store.tables.judging import DECISIONS, ITEMS, MENTIONS
from orm.store.tables.remarks import NEWS_CHECKS, THANKS

THANKED = "thanks-passed-on"
NEWS_CHECKED = "news-checked"
"""The audit actions; their subject is the item."""

_THANKED_BEFORE = "Somebody has passed these thanks on already, or it is praise no more."
_NO_ARTICLE = "This is no article about the school any more. Nothing was changed."


@dataclass(frozen=True, slots=True)
class _Its:
    """A mention's number, item and school."""

    id: MentionId
    item_id: int
    school_id: SchoolId


class SqlRemarks:
    """`orm.reading.remarks.Remarks` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, sight: Sight, mention_ids: Iterable[MentionId]) -> Mapping[MentionId, Remark]:
        """What was said of those of these posts that this person may read."""
        wanted = tuple(mention_ids)
        return self._database.read(lambda c: _of(c, sight, wanted))

    def thank(
        self, sight: Sight, mention_id: MentionId, thanks: Thanks, letters: Sequence[Letter]
    ) -> None:
        """Keep that thanks were passed on, with the letters that do it.

        Raises:
            Conflict: somebody did it first, or it is no praise that this person may read.
        """
        self._database.write(lambda c: _thank(c, sight, mention_id, thanks, letters))

    def check(self, sight: Sight, mention_id: MentionId, check: NewsCheck) -> None:
        """Keep somebody's word on an article.

        Raises:
            Conflict: it is no article that this person may read.
        """
        self._database.write(lambda c: _check(c, sight, mention_id, check))


def thanked(
    connection: Connection, school_id: SchoolId, item_ids: Iterable[int]
) -> dict[int, Thanks]:
    """The thanks that were passed on for these items, by item."""
    found: dict[int, Thanks] = {}
    for chunk in chunks(sorted(set(item_ids))):
        here = THANKS.c
        query = select(THANKS).where(here.school_id == school_id, here.item_id.in_(chunk))
        found |= {row["item_id"]: _thanks(row) for row in connection.execute(query).mappings()}
    return found


def news_checks(
    connection: Connection, school_id: SchoolId, item_ids: Iterable[int]
) -> dict[int, NewsCheck]:
    """The latest word on each of these articles, by item."""
    found: dict[int, NewsCheck] = {}
    for chunk in chunks(sorted(set(item_ids))):
        here = NEWS_CHECKS.c
        said = select(NEWS_CHECKS).where(here.school_id == school_id, here.item_id.in_(chunk))
        rows = connection.execute(said.order_by(here.id)).mappings()
        found |= {row["item_id"]: _news_check(row) for row in rows}
    return found


def thanks_between(
    connection: Connection, school_id: SchoolId, since: datetime, until: datetime
) -> int:
    """How often thanks were passed on, `since` <= moment < `until`; posts that are in no number for
    everybody are in none here.
    """
    query = (
        select(func.count(func.distinct(THANKS.c.id)))
        .join(MENTIONS, _same(THANKS.c.item_id, THANKS.c.school_id))
        .join(ITEMS, and_(ITEMS.c.id == MENTIONS.c.item_id, ITEMS.c.version == MENTIONS.c.version))
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(
            THANKS.c.school_id == school_id,
            THANKS.c.at >= since,
            THANKS.c.at < until,
            not_(hidden()),
        )
    )
    return connection.execute(query).scalar_one()


def _same(item_id: ColumnElement[int], school_id: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(MENTIONS.c.item_id == item_id, MENTIONS.c.school_id == school_id)


def _of(
    connection: Connection, sight: Sight, mention_ids: Sequence[MentionId]
) -> Mapping[MentionId, Remark]:
    rows: list[_Its] = []
    for chunk in chunks(sorted(set(mention_ids))):
        rows += _seen(connection, sight, MENTIONS.c.id.in_(chunk))
    by_school: dict[SchoolId, list[int]] = {}
    for row in rows:
        by_school.setdefault(row.school_id, []).append(row.item_id)
    thanks = {school: thanked(connection, school, ids) for school, ids in by_school.items()}
    checks = {school: news_checks(connection, school, ids) for school, ids in by_school.items()}
    return {
        row.id: Remark(
            thanks[row.school_id].get(row.item_id), checks[row.school_id].get(row.item_id)
        )
        for row in rows
    }


def _thank(
    connection: Connection,
    sight: Sight,
    mention_id: MentionId,
    thanks: Thanks,
    letters: Sequence[Letter],
) -> None:
    praise = and_(MENTIONS.c.id == mention_id, DECISIONS.c.category == Category.T1.value, _ours())
    found = _seen(connection, sight, praise)
    if not found:
        raise Conflict(_THANKED_BEFORE)
    (its,) = found
    row = {
        "item_id": its.item_id,
        "school_id": its.school_id,
        "by": thanks.by,
        "role": thanks.role.value,
        "way": thanks.way.value,
        "sent_to": thanks.to,
        "at": thanks.at,
    }
    statement = insert_new(connection, THANKS).returning(THANKS.c.id)
    if not connection.execute(statement, [row]).all():
        raise Conflict(_THANKED_BEFORE)
    queue(connection, letters, now=thanks.at)
    _note(connection, THANKED, its, by=thanks.by, at=thanks.at, detail=thanks.to or thanks.way)


def _check(connection: Connection, sight: Sight, mention_id: MentionId, check: NewsCheck) -> None:
    article = and_(MENTIONS.c.id == mention_id, ITEMS.c.kind == Kind.NEWS.value, _ours())
    found = _seen(connection, sight, article)
    if not found:
        raise Conflict(_NO_ARTICLE)
    (its,) = found
    row = {
        "item_id": its.item_id,
        "school_id": its.school_id,
        "word": check.word.value,
        "by": check.by,
        "role": check.role.value,
        "reason": check.reason,
        "at": check.at,
    }
    connection.execute(insert(NEWS_CHECKS).values(row))
    _note(connection, NEWS_CHECKED, its, by=check.by, at=check.at, detail=check.word)


def _ours() -> ColumnElement[bool]:
    return MENTIONS.c.verdict == Verdict.US.value


def _seen(connection: Connection, sight: Sight, such: ColumnElement[bool]) -> list[_Its]:
    """The mentions of this kind that this person may read."""
    query = (
        select(MENTIONS.c.id, MENTIONS.c.item_id, MENTIONS.c.school_id)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(such, may_see_mention(sight))
    )
    return [
        _Its(MentionId(row.id), row.item_id, SchoolId(row.school_id))
        for row in connection.execute(query)
    ]


def _note(
    connection: Connection,
    action: str,
    its: _Its,
    *,
    by: ContactId,
    at: datetime,
    detail: str,
) -> None:
    line = AuditLine(
        at=at,
        actor=by,
        action=action,
        subject=f"item {its.item_id}",
        school_id=its.school_id,
        detail=detail,
    )
    note(connection, line)


def _thanks(row: RowMapping) -> Thanks:
    return Thanks(
        by=ContactId(row["by"]),
        role=Role(row["role"]),
        way=ThanksWay(row["way"]),
        to=row["sent_to"],
        at=row["at"],
    )


def _news_check(row: RowMapping) -> NewsCheck:
    return NewsCheck(
        word=Checked(row["word"]),
        by=ContactId(row["by"]),
        role=Role(row["role"]),
        reason=row["reason"],
        at=row["at"],
    )
