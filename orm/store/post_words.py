"""What letters about a school's week must not repeat: the words of its posts, as far as they are kept."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, exists, or_, select

from orm.model.cases import OPEN_STATES
from orm.model.items import Kind
from orm.model.letters import PostWords
from orm.model.schools import SchoolId
from orm.model.weeks import Week
from orm.store.tables.casework import CASE_EVENTS, CASE_ITEMS, CASES
from orm.store.tables.judging import ITEM_VERSIONS, ITEMS, MENTIONS

_LONDON = ZoneInfo("Europe/London")


def post_words(connection: Connection, school_id: SchoolId, week: Week) -> tuple[PostWords, ...]:
    """Every version of each item of the week, and of each case that a digest of the week may list.

    Items that were judged to be about somebody else are among them: nothing of them may be told either.
    """
    start, end = (
        datetime.combine(on, time(), _LONDON).astimezone(UTC)
        for on in (week.first_on, week.first_on + timedelta(days=7))
    )
    moved = exists().where(
        CASE_EVENTS.c.ref == CASES.c.ref, CASE_EVENTS.c.at >= start, CASE_EVENTS.c.at < end
    )
    is_open = CASES.c.state.in_(sorted(state.value for state in OPEN_STATES))
    in_a_case = exists().where(
        CASE_ITEMS.c.item_id == MENTIONS.c.item_id,
        CASES.c.ref == CASE_ITEMS.c.ref,
        CASES.c.school_id == school_id,
        or_(is_open, moved),
    )
    seen = and_(MENTIONS.c.seen_at >= start, MENTIONS.c.seen_at < end)
    ours = select(MENTIONS.c.item_id).where(MENTIONS.c.school_id == school_id, or_(seen, in_a_case))
    query = (
        select(
            ITEM_VERSIONS.c.author,
            ITEM_VERSIONS.c.title,
            ITEM_VERSIONS.c.text,
            ITEMS.c.outlet,
            ITEMS.c.kind,
        )
        .join(ITEMS, ITEMS.c.id == ITEM_VERSIONS.c.item_id)
        .where(ITEM_VERSIONS.c.item_id.in_(ours))
        .order_by(ITEM_VERSIONS.c.item_id, ITEM_VERSIONS.c.version)
    )
    return tuple(
        PostWords(row.author, row.title, row.text, row.outlet, Kind(row.kind))
        for row in connection.execute(query)
    )
