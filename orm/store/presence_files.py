"""Reading what is known of schools beside their accounts."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, select

from orm.model.first_page import FirstPage
from orm.model.presence import Presence, PresenceCheck
from orm.model.report_facts import Period
from orm.model.schools import ContactId, SchoolId
from orm.model.sight import Sight
from orm.store.dialect import chunks
from orm.store.presence_codec import notice_of, result_of
from orm.store.tables.presence import FIRST_PAGES, PRESENCES

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a school is due that was never looked at."""

_MONTHS = 12
_ORDER = tuple(PresenceCheck)


def presences(connection: Connection, school_ids: Iterable[SchoolId]) -> tuple[Presence, ...]:
    """Of each of these schools, by id; one that was never looked at is due, and has nothing."""
    wanted = sorted(set(school_ids))
    pages = _first_pages(connection, wanted)
    found: dict[str, Presence] = {}
    for chunk in chunks(wanted):
        query = select(PRESENCES).where(PRESENCES.c.school_id.in_(chunk))
        for row in connection.execute(query):
            notices = sorted(
                map(notice_of, row.notices), key=lambda each: _ORDER.index(each.noticed.check)
            )
            found[row.school_id] = Presence(
                school_id=SchoolId(row.school_id),
                notices=tuple(notices),
                checked_at=row.checked_at,
                next_check_at=row.next_check_at,
                first_pages=pages.get(row.school_id, ()),
            )
    return tuple(
        found.get(each) or Presence(each, (), None, NEVER, pages.get(each, ())) for each in wanted
    )


def first_pages(
    connection: Connection, sight: Sight, school_id: SchoolId, period: Period
) -> tuple[FirstPage, ...] | None:
    """The pages of the months of a time, the newest first, and the one before; None for a school
    that is not the sight's.
    """
    if school_id not in sight.schools:
        return None
    before = FIRST_PAGES.c.month < period.first_on.replace(day=1)
    query = (
        select(FIRST_PAGES, before.label("before"))
        .where(FIRST_PAGES.c.school_id == school_id, FIRST_PAGES.c.month <= period.last_on)
        .order_by(FIRST_PAGES.c.month.desc())
    )
    found: list[FirstPage] = []
    for row in connection.execute(query):
        found.append(_page(row))
        if row.before:
            break
    return tuple(found)


def _first_pages(
    connection: Connection, school_ids: Iterable[SchoolId]
) -> dict[str, tuple[FirstPage, ...]]:
    found: dict[str, list[FirstPage]] = {}
    for chunk in chunks(school_ids):
        query = (
            select(FIRST_PAGES)
            .where(FIRST_PAGES.c.school_id.in_(chunk))
            .order_by(FIRST_PAGES.c.school_id, FIRST_PAGES.c.month.desc())
        )
        for row in connection.execute(query):
            found.setdefault(row.school_id, []).append(_page(row))
    return {school_id: tuple(pages[:_MONTHS]) for school_id, pages in found.items()}


def _page(row: Row[tuple[object, ...]]) -> FirstPage:
    return FirstPage(
        school_id=SchoolId(row.school_id),
        month=row.month,
        by=None if row.by is None else ContactId(row.by),
        at=row.at,
        results=tuple(map(result_of, row.results)),
    )
