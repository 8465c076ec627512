"""A school's weeks, counted by the database and kept; no post leaves it.

Whatever changes a story marks the weeks in which it was seen, in the same transaction. A marked week
is counted anew when somebody asks, and for good at the next beat: marks that came in the meantime
stay, so a count is never kept as true that is not.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
)

from orm.model.cases import CaseRef
from orm.model.judgement import Category, Stance, Verdict
from orm.model.schools import SchoolId
from orm.model.trends import WeekCount
from orm.model.weeks import Week
from orm.school_calendar import LONDON
from orm.store.coverage_weeks import bounds, week_of
from orm.store.dialect import chunks, hold_counting, replace_rows, unindexed
from orm.store.outcomes import SEALED_KINDS
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.columns import Moment
from orm.store.tables.counting import COUNTED_WEEKS, MARKED_WEEKS
from orm.store.tables.judging import ASSESSMENTS, DECISIONS, ITEMS, MENTIONS

_CRITICAL = [Category.T3.value, Category.T4.value]
_KEYS = ("school_id", "year", "number")
_NUMBERS = ("stories", "positive", "negative", "praise", "critical", "unsure")


@dataclass(frozen=True, slots=True)
class CountedWeek:
    """A week's stories, how many by theme, and how many more are sealed."""

    count: WeekCount
    themes: tuple[tuple[str, int], ...] = ()
    sealed: int = 0


def mark(connection: Connection, item_ids: Iterable[int]) -> None:
    """The weeks in which these items' stories were seen are to be counted anew."""
    for chunk in chunks(sorted(set(item_ids))):
        theirs = select(ITEMS.c.story_id).where(ITEMS.c.id.in_(chunk))
        query = (
            select(MENTIONS.c.school_id, MENTIONS.c.seen_at)
            .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
            .where(ITEMS.c.story_id.in_(theirs))
            .distinct()
        )
        seen = connection.execute(query).all()
        weeks = {(row.school_id, week_of(row.seen_at.astimezone(LONDON).date())) for row in seen}
        rows = [
            {"school_id": school_id, "year": week.year, "number": week.number}
            for school_id, week in sorted(weeks)
        ]
        if rows:
            connection.execute(insert(MARKED_WEEKS), rows)


def mark_case(connection: Connection, ref: CaseRef) -> None:
    """The same of everything that a case is about: whether it is sealed counts."""
    items = select(CASE_ITEMS.c.item_id).where(CASE_ITEMS.c.ref == ref)
    mark(connection, connection.execute(items).scalars())


def count_marked(connection: Connection, *, most: int) -> int:
    """Count up to so many of the marked weeks and keep that; how many."""
    hold_counting(connection)
    columns = [MARKED_WEEKS.c[name] for name in _KEYS]
    marked = connection.execute(select(*columns).distinct().order_by(*columns).limit(most)).all()
    for row in marked:
        _keep(connection, SchoolId(row.school_id), Week(row.year, row.number))
    return len(marked)


def counted(
    connection: Connection, school_id: SchoolId, weeks: Sequence[Week]
) -> Mapping[Week, CountedWeek]:
    """Each of these weeks as it is now."""
    kept = _kept(connection, school_id, since=min(weeks))
    marked = _marked(connection, school_id)
    return {
        week: _count(connection, school_id, week)
        if week in marked
        else kept.get(week, CountedWeek(WeekCount(week)))
        for week in weeks
    }


def _keep(connection: Connection, school_id: SchoolId, week: Week) -> None:
    here = and_(
        MARKED_WEEKS.c.school_id == school_id,
        MARKED_WEEKS.c.year == week.year,
        MARKED_WEEKS.c.number == week.number,
    )
    marks = connection.execute(select(MARKED_WEEKS.c.id).where(here)).scalars().all()
    found = _count(connection, school_id, week)
    row: dict[str, object] = {
        "school_id": school_id,
        "year": week.year,
        "number": week.number,
        "sealed": found.sealed,
        "themes": dict(found.themes),
        **{name: getattr(found.count, name) for name in _NUMBERS},
    }
    replace_rows(connection, COUNTED_WEEKS, [row], keys=_KEYS)
    for chunk in chunks(marks):
        connection.execute(delete(MARKED_WEEKS).where(MARKED_WEEKS.c.id.in_(chunk)))


def _kept(
    connection: Connection, school_id: SchoolId, *, since: Week
) -> Mapping[Week, CountedWeek]:
    query = select(COUNTED_WEEKS).where(
        COUNTED_WEEKS.c.school_id == school_id, COUNTED_WEEKS.c.year >= since.year
    )
    found = {}
    for row in connection.execute(query).mappings():
        week = Week(row["year"], row["number"])
        count = WeekCount(week, **{name: row[name] for name in _NUMBERS})
        found[week] = CountedWeek(count, tuple(sorted(row["themes"].items())), row["sealed"])
    return found


def _marked(connection: Connection, school_id: SchoolId) -> frozenset[Week]:
    query = (
        select(MARKED_WEEKS.c.year, MARKED_WEEKS.c.number)
        .where(MARKED_WEEKS.c.school_id == school_id)
        .distinct()
    )
    return frozenset(Week(row.year, row.number) for row in connection.execute(query))


def _count(connection: Connection, school_id: SchoolId, week: Week) -> CountedWeek:
    since, until = bounds(week)
    given = {"school_id": school_id, "since": since, "until": until}
    numbers: Counter[str] = Counter()
    themes: Counter[str] = Counter()
    for group in connection.execute(_GROUPS, given).mappings():
        for name in _kinds_of(group):
            numbers[name] += group["number"]
        if group["us"] and not group["sealed"] and group["themes"]:
            for theme in json.loads(group["themes"]):
                themes[theme] += group["number"]
    sealed = numbers.pop("sealed", 0)
    return CountedWeek(WeekCount(week, **numbers), tuple(sorted(themes.items())), sealed)


def _kinds_of(group: RowMapping) -> list[str]:
    """The numbers of a week that a group's stories are in."""
    if group["sealed"]:
        return ["sealed"]
    if not group["us"]:
        return ["unsure"] if group["unsure"] else []
    such = {
        "stories": True,
        "positive": group["positive"] > group["negative"],
        "negative": group["negative"] > group["positive"],
        "praise": group["praise"] > group["critical"],
        "critical": bool(group["critical"]),
    }
    return [name for name, holds in such.items() if holds]


def _groups() -> Select[tuple[int, ...]]:
    """The stories that the school first had in a week, counted by what their latest copies are."""
    school_id = bindparam("school_id", type_=Text)
    since = bindparam("since", type_=Moment)
    seen = (
        select(ITEMS.c.story_id)
        .join(MENTIONS, MENTIONS.c.item_id == ITEMS.c.id)
        .where(
            MENTIONS.c.school_id == school_id,
            MENTIONS.c.verdict != Verdict.NOT_US.value,
            MENTIONS.c.seen_at >= since,
            MENTIONS.c.seen_at < bindparam("until", type_=Moment),
        )
    )
    theirs = unindexed(MENTIONS.c.school_id) == school_id
    told = (
        select(*_flags())
        .select_from(ITEMS)
        .join(MENTIONS, MENTIONS.c.item_id == ITEMS.c.id)
        .join(ASSESSMENTS, ASSESSMENTS.c.mention_id == MENTIONS.c.id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(theirs, MENTIONS.c.verdict != Verdict.NOT_US.value, ITEMS.c.story_id.in_(seen))
        .group_by(ITEMS.c.story_id)
        .having(func.min(MENTIONS.c.seen_at) >= since)
        .subquery()
    )
    return select(*told.c, func.count().label("number")).group_by(*told.c)


def _flags() -> tuple[ColumnElement[object], ...]:
    latest = MENTIONS.c.version == ITEMS.c.version
    stance, category = ASSESSMENTS.c.stance, DECISIONS.c.category

    def any_copy(name: str, such: ColumnElement[bool]) -> ColumnElement[object]:
        return func.max(case((and_(latest, such), 1), else_=0)).label(name)

    return (
        any_copy("us", MENTIONS.c.verdict == Verdict.US.value),
        any_copy("unsure", MENTIONS.c.verdict == Verdict.UNSURE.value),
        any_copy("sealed", _is_sealed()),
        any_copy("positive", stance == Stance.POSITIVE.value),
        any_copy("negative", stance == Stance.NEGATIVE.value),
        any_copy("praise", category == Category.T1.value),
        any_copy("critical", category.in_(_CRITICAL)),
        func.max(case((latest, cast(DECISIONS.c.themes, Text)), else_="")).label("themes"),
    )


def _is_sealed() -> ColumnElement[bool]:
    sealed = (
        select(CASE_ITEMS.c.item_id)
        .join(CASES, CASES.c.ref == CASE_ITEMS.c.ref)
        .where(CASES.c.school_id == bindparam("school_id", type_=Text), CASES.c.sealed)
    )
    return or_(DECISIONS.c.sealed, DECISIONS.c.category.in_(SEALED_KINDS), ITEMS.c.id.in_(sealed))


_GROUPS = _groups()
