"""A school's weeks in figures, counted by the database: no post leaves it."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from orm.model.judgement import Category, Stance, Verdict
from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.model.trends import CaseTimes, Fairness, SchoolFigures, WeekCount, WeekCoverage
from orm.model.weeks import Week
from orm.store.coverage_weeks import bounds, coverage, week_coverage
from orm.store.outcomes import cases_and_fairness
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.columns import Moment
from orm.store.tables.judging import ASSESSMENTS, DECISIONS, ITEMS, MENTIONS

_STRAGGLERS = timedelta(days=14)
"""Copies of a story follow each other within three days (orm/store/stories.py)."""

_THEMED = 9
"""Weeks whose subjects are counted: the newest, and the eight that it is compared with."""

_SEALED_KINDS = [each.value for each in (Category.T11, Category.T12, Category.T13, Category.T14)]
_CRITICAL = [Category.T3.value, Category.T4.value]
_BEFORE = -1
_FLAGS = ("us", "unsure", "sealed", "positive", "negative", "praise", "critical")


def figures(
    connection: Connection, school_id: SchoolId, weeks: Sequence[Week], *, sight: Sight
) -> SchoolFigures:
    """One school's figures in these weeks, which follow each other, oldest first.

    A school that is not the sight's has none.
    """
    if school_id not in sight.schools or not weeks:
        return SchoolFigures(school_id, (), (), (), CaseTimes(), Fairness())
    groups = _groups(connection, school_id, weeks)
    shown = [group for group in groups if not group["sealed"]]
    knows_sealed = bool(sight.roles & {Role.HEADTEACHER, Role.DSL})
    times, fairness = cases_and_fairness(
        connection, school_id, since=bounds(weeks[0])[0], until=bounds(weeks[-1])[1]
    )
    return SchoolFigures(
        school_id=school_id,
        counts=_counts(shown, weeks),
        themes=_themes(shown, weeks),
        coverage=_coverage(connection, school_id, weeks),
        cases=times,
        fairness=fairness,
        sealed=sum(each["stories"] for each in groups if each["sealed"]) if knows_sealed else None,
    )


def _coverage(
    connection: Connection, school_id: SchoolId, weeks: Sequence[Week]
) -> tuple[WeekCoverage, ...]:
    """What is written down, and the newest week from the log where it is not written down yet."""
    known = {each.week: each for each in coverage(connection, school_id, since=weeks[0])}
    if weeks[-1] not in known:
        newest = week_coverage(connection, school_id, weeks[-1])
        known |= {weeks[-1]: newest} if newest else {}
    return tuple(known[week] for week in weeks if week in known)


def _groups(
    connection: Connection, school_id: SchoolId, weeks: Sequence[Week]
) -> Sequence[RowMapping]:
    """Stories by week and by what they are, counted."""
    edges = [bounds(week)[0] for week in weeks]
    given = {
        "school_id": school_id,
        "since": edges[0] - _STRAGGLERS,
        "until": bounds(weeks[-1])[1],
        **{f"edge_{place}": edge for place, edge in enumerate(edges)},
    }
    return connection.execute(_grouping(len(weeks)), given).mappings().all()


@lru_cache(maxsize=8)
def _grouping(weeks: int) -> Select[tuple[int, ...]]:
    """The question for so many weeks. It is made once: it is long, and asked again and again."""
    told = _told()
    place = _place(told.c.first_at, weeks)
    placed = select(*told.c, place.label("place")).subquery()
    themes = case((placed.c.place >= weeks - _THEMED, placed.c.themes), else_="").label("themes")
    columns = [placed.c.place, *(placed.c[flag] for flag in _FLAGS), themes]
    return (
        select(*columns, func.count().label("stories"))
        .where(placed.c.place != _BEFORE)
        .group_by(*columns)
    )


def _told() -> Subquery:
    """Each story that may be first seen in the weeks, with what its latest copies are."""
    latest = MENTIONS.c.version == ITEMS.c.version
    stance, category = ASSESSMENTS.c.stance, DECISIONS.c.category

    def any_copy(such: ColumnElement[bool]) -> ColumnElement[int]:
        return func.max(case((and_(latest, such), 1), else_=0))

    return (
        select(
            ITEMS.c.story_id,
            func.min(MENTIONS.c.seen_at).label("first_at"),
            any_copy(MENTIONS.c.verdict == Verdict.US.value).label("us"),
            any_copy(MENTIONS.c.verdict == Verdict.UNSURE.value).label("unsure"),
            any_copy(_is_sealed()).label("sealed"),
            any_copy(stance == Stance.POSITIVE.value).label("positive"),
            any_copy(stance == Stance.NEGATIVE.value).label("negative"),
            any_copy(category == Category.T1.value).label("praise"),
            any_copy(category.in_(_CRITICAL)).label("critical"),
            func.max(case((latest, cast(DECISIONS.c.themes, Text)), else_="")).label("themes"),
        )
        .select_from(MENTIONS)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(ASSESSMENTS, ASSESSMENTS.c.mention_id == MENTIONS.c.id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(
            MENTIONS.c.school_id == bindparam("school_id", type_=Text),
            MENTIONS.c.verdict != Verdict.NOT_US.value,
            MENTIONS.c.seen_at >= bindparam("since", type_=Moment),
            MENTIONS.c.seen_at < bindparam("until", type_=Moment),
            ITEMS.c.story_id.is_not(None),
        )
        .group_by(ITEMS.c.story_id)
        .subquery()
    )


def _is_sealed() -> ColumnElement[bool]:
    sealed = (
        select(CASE_ITEMS.c.item_id)
        .join(CASES, CASES.c.ref == CASE_ITEMS.c.ref)
        .where(CASES.c.school_id == bindparam("school_id", type_=Text), CASES.c.sealed)
    )
    return or_(DECISIONS.c.sealed, DECISIONS.c.category.in_(_SEALED_KINDS), ITEMS.c.id.in_(sealed))


def _place(at: ColumnElement[object], weeks: int) -> ColumnElement[int]:
    """Which of the weeks a moment lies in, found by halving; `_BEFORE` is earlier than all."""

    def is_before(place: int) -> ColumnElement[bool]:
        return at < bindparam(f"edge_{place}", type_=Moment)

    def between(low: int, high: int) -> ColumnElement[int]:
        if high - low == 1:
            return literal(low)
        middle = (low + high) // 2
        return case((is_before(middle), between(low, middle)), else_=between(middle, high))

    return case((is_before(0), literal(_BEFORE)), else_=between(0, weeks))


def _counts(groups: Sequence[RowMapping], weeks: Sequence[Week]) -> tuple[WeekCount, ...]:
    counts: list[Counter[str]] = [Counter() for _ in weeks]
    for group in groups:
        for name in _kinds_of(group):
            counts[group["place"]][name] += group["stories"]
    return tuple(WeekCount(week, **counted) for week, counted in zip(weeks, counts, strict=True))


def _kinds_of(group: RowMapping) -> list[str]:
    """The numbers of a week that a group's stories are in."""
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


def _themes(
    groups: Sequence[RowMapping], weeks: Sequence[Week]
) -> tuple[tuple[Week, tuple[tuple[str, int], ...]], ...]:
    counts: list[Counter[str]] = [Counter() for _ in weeks]
    for group in groups:
        if group["us"] and group["themes"]:
            for theme in json.loads(group["themes"]):
                counts[group["place"]][theme] += group["stories"]
    told = list(zip(weeks, counts, strict=True))[-_THEMED:]
    return tuple((week, tuple(sorted(counted.items()))) for week, counted in told)
