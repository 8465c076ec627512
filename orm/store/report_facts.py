"""A school's time in figures, as reports tell it: counted by the database, and no post leaves it.

Posts that are sealed, or that a case holds which is in no number for everybody, are in none of these,
whoever asks: a report is handed on, so it is the same for every reader.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, and_, func, not_, select
from sqlalchemy import case as case_when

from orm.model.items import Kind
from orm.model.judgement import Category, Verdict
from orm.model.report_facts import MonthFacts, Period, SchoolFacts, Watched
from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.model.trends import WeekCoverage
from orm.model.weeks import Week
from orm.school_calendar import LONDON
from orm.store.accounts_week import accounts_week
from orm.store.case_steps import number
from orm.store.counting import CountedWeek, counted
from orm.store.coverage_weeks import bounds, coverage, week_coverage, week_of
from orm.store.dialect import unindexed
from orm.store.health import watched_since
from orm.store.outcomes import hidden
from orm.store.remarks import thanks_between
from orm.store.report_work import Stretch, case_work, most_first
from orm.store.sight import may_see_case
from orm.store.tables.casework import CASES
from orm.store.tables.judging import DECISIONS, ITEMS, MENTIONS

_KNOW_SEALED = frozenset({Role.HEADTEACHER, Role.DSL})
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_THURSDAY = timedelta(days=3)
_UNWRITTEN = 2  # the newest weeks: coverage is written down once a day


def school_facts(
    connection: Connection, sight: Sight, school_id: SchoolId, period: Period, *, now: datetime
) -> SchoolFacts | None:
    """One school's figures; None for a school that is not the sight's."""
    if school_id not in sight.schools:
        return None
    stretch = stretch_of(period)
    weeks = weeks_of(period)
    read = read_weeks(connection, school_id, weeks, now=now)
    stories = counted(connection, school_id, weeks) if weeks else {}
    return SchoolFacts(
        school_id=school_id,
        period=period,
        kinds=_kinds(connection, school_id, stretch),
        months=_months(weeks, stories, read),
        outlets=_outlets(connection, school_id, stretch),
        work=case_work(connection, school_id, stretch, now=now),
        watched=watched(read.values()),
        accounts=accounts_week(connection, school_id),
        policies=_policies(connection, school_id, stretch),
        sealed=_sealed(connection, sight, school_id, stretch),
        thanked=thanks_between(connection, school_id, stretch.since, stretch.until),
    )


def stretch_of(period: Period) -> Stretch:
    """From the first moment of its first day to the last of its last one, Europe/London."""
    since, until = (
        datetime.combine(day, time(), LONDON).astimezone(UTC)
        for day in (period.first_on, period.last_on + _DAY)
    )
    return Stretch(since, until)


def weeks_of(period: Period) -> tuple[Week, ...]:
    """The weeks whose Thursday is in the time, oldest first: each week is in one month and one term."""
    monday = period.first_on - timedelta(days=period.first_on.weekday())
    found: list[Week] = []
    while monday <= period.last_on:
        if period.first_on <= monday + _THURSDAY <= period.last_on:
            found.append(week_of(monday))
        monday += _WEEK
    return tuple(found)


def read_weeks(
    connection: Connection, school_id: SchoolId, weeks: Sequence[Week], *, now: datetime
) -> Mapping[Week, Watched]:
    """How well each week was read; of one that is not over, nothing is known yet."""
    if not weeks:
        return {}
    since = watched_since(connection, school_id)
    begun = since.astimezone(LONDON).date() if since else None
    known = {each.week: each for each in coverage(connection, school_id, since=weeks[0])}
    over = [week for week in weeks if bounds(week)[1] <= now]
    for week in [week for week in over if week not in known][-_UNWRITTEN:]:
        found = week_coverage(connection, school_id, week)
        known |= {week: found} if found else {}
    return {
        week: _watched(week, known.get(week) if week in over else None, begun) for week in weeks
    }


def watched(weeks: Iterable[Watched]) -> Watched:
    """Weeks added up."""
    each = tuple(weeks)
    return Watched(
        whole=sum(one.whole for one in each),
        partly=sum(one.partly for one in each),
        nothing=sum(one.nothing for one in each),
        unknown=sum(one.unknown for one in each),
        before=sum(one.before for one in each),
    )


def _watched(week: Week, seen: WeekCoverage | None, begun: date | None) -> Watched:
    if begun is None or begun > week.last_on:
        return Watched(before=1)
    if seen is None:
        return Watched(unknown=1)
    if not seen.read and not seen.partly:
        return Watched(nothing=1)
    return Watched(whole=1) if seen.read == seen.sources else Watched(partly=1)


def _kinds(
    connection: Connection, school_id: SchoolId, stretch: Stretch
) -> tuple[tuple[Category, int], ...]:
    """Stories first seen in the time, by the kind of their gravest copy as it is now."""
    us = MENTIONS.c.verdict == Verdict.US.value
    seen = (
        select(ITEMS.c.story_id)
        .join(MENTIONS, MENTIONS.c.item_id == ITEMS.c.id)
        .where(
            MENTIONS.c.school_id == school_id,
            us,
            MENTIONS.c.seen_at >= stretch.since,
            MENTIONS.c.seen_at < stretch.until,
        )
    )
    ours = and_(unindexed(MENTIONS.c.school_id) == school_id, us)
    told = (
        select(ITEMS.c.story_id)
        .join(MENTIONS, MENTIONS.c.item_id == ITEMS.c.id)
        .where(ours, ITEMS.c.story_id.in_(seen))
        .group_by(ITEMS.c.story_id)
        .having(func.min(MENTIONS.c.seen_at) >= stretch.since)
    )
    story = ITEMS.c.story_id
    copies = (
        select(
            DECISIONS.c.category,
            func.max(case_when((hidden(), 1), else_=0)).over(partition_by=story).label("hidden"),
            func.row_number()
            .over(partition_by=story, order_by=(DECISIONS.c.severity.desc(), ITEMS.c.id))
            .label("place"),
        )
        .select_from(MENTIONS)
        .join(ITEMS, and_(ITEMS.c.id == MENTIONS.c.item_id, ITEMS.c.version == MENTIONS.c.version))
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(ours, story.in_(told))
        .subquery()
    )
    query = (
        select(copies.c.category, func.count())
        .where(copies.c.place == 1, copies.c.hidden == 0)
        .group_by(copies.c.category)
    )
    return most_first({Category(kind): count for kind, count in connection.execute(query)})


def _months(
    weeks: Iterable[Week],
    stories: Mapping[Week, CountedWeek],
    read: Mapping[Week, Watched],
) -> tuple[MonthFacts, ...]:
    by_month: dict[date, list[Week]] = {}
    for week in weeks:
        by_month.setdefault((week.first_on + _THURSDAY).replace(day=1), []).append(week)
    return tuple(
        _month(first_on, [stories[week] for week in its], [read[week] for week in its])
        for first_on, its in by_month.items()
    )


def _month(first_on: date, its: Sequence[CountedWeek], read: Iterable[Watched]) -> MonthFacts:
    themes: Counter[str] = Counter()
    for week in its:
        themes.update(dict(week.themes))
    return MonthFacts(
        first_on=first_on,
        stories=sum(week.count.stories for week in its),
        positive=sum(week.count.positive for week in its),
        negative=sum(week.count.negative for week in its),
        unsure=sum(week.count.unsure for week in its),
        themes=tuple(sorted(themes.items())),
        watched=watched(read),
    )


def _outlets(
    connection: Connection, school_id: SchoolId, stretch: Stretch
) -> tuple[tuple[str, int], ...]:
    """Articles by paper and reviews by review site, most first; other places may name a person."""
    place = case_when((ITEMS.c.kind == Kind.NEWS.value, ITEMS.c.outlet), else_=ITEMS.c.platform)
    query = (
        select(place.label("place"), func.count())
        .select_from(MENTIONS)
        .join(ITEMS, and_(ITEMS.c.id == MENTIONS.c.item_id, ITEMS.c.version == MENTIONS.c.version))
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(
            MENTIONS.c.school_id == school_id,
            MENTIONS.c.verdict == Verdict.US.value,
            ITEMS.c.kind.in_((Kind.NEWS.value, Kind.REVIEW.value)),
            ITEMS.c.first_seen_at >= stretch.since,
            ITEMS.c.first_seen_at < stretch.until,
            not_(hidden()),
        )
        .group_by(place)
    )
    found = [(name, count) for name, count in connection.execute(query)]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0])))


def _policies(connection: Connection, school_id: SchoolId, stretch: Stretch) -> tuple[str, ...]:
    query = (
        select(DECISIONS.c.policy)
        .join(MENTIONS, MENTIONS.c.id == DECISIONS.c.mention_id)
        .where(
            MENTIONS.c.school_id == school_id,
            MENTIONS.c.seen_at >= stretch.since,
            MENTIONS.c.seen_at < stretch.until,
        )
        .distinct()
    )
    return tuple(sorted(connection.execute(query).scalars()))


def _sealed(
    connection: Connection, sight: Sight, school_id: SchoolId, stretch: Stretch
) -> int | None:
    """Sealed cases that were opened and that this reader may open (gates G7 and G8)."""
    if not sight.roles & _KNOW_SEALED:
        return None
    return number(
        connection,
        and_(
            CASES.c.school_id == school_id,
            CASES.c.sealed,
            CASES.c.opened_at >= stretch.since,
            CASES.c.opened_at < stretch.until,
            may_see_case(sight),
        ),
    )
