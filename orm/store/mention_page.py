"""One post that a person may read, and how many copies of it they may."""

from sqlalchemy import Connection, Select, func, select

from orm.model.copies import Copies
from orm.model.settlements import MentionFile, MentionId
from orm.model.sight import Sight
from orm.store.mentions import mention
from orm.store.sight import may_see_mention
from orm.store.tables.judging import DECISIONS, ITEMS, MENTIONS


def readable(connection: Connection, sight: Sight, mention_id: MentionId) -> MentionFile | None:
    """The mention; None where there is none of this number that this person may read."""
    query = _seen(sight).where(MENTIONS.c.id == mention_id)
    if not connection.execute(query).scalar_one():
        return None
    return mention(connection, mention_id)


def copies(connection: Connection, sight: Sight, mention_id: MentionId) -> Copies:
    """The story of a mention, and how many posts of the same school in it this person may read."""
    its = (
        select(ITEMS.c.story_id, MENTIONS.c.school_id)
        .join(MENTIONS, MENTIONS.c.item_id == ITEMS.c.id)
        .where(MENTIONS.c.id == mention_id)
    )
    row = connection.execute(its).first()
    if row is None or row.story_id is None:
        return Copies()
    told = _seen(sight).where(
        ITEMS.c.story_id == row.story_id, MENTIONS.c.school_id == row.school_id
    )
    return Copies(row.story_id, connection.execute(told).scalar_one())


def _seen(sight: Sight) -> Select[int]:
    return (
        select(func.count())
        .select_from(MENTIONS)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(may_see_mention(sight))
    )
