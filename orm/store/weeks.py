"""One school's week: its stories, its cases, what it talked about before, what was not seen."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, and_, exists, func, or_, select

from orm.model.cases import OPEN_STATES
from orm.model.items import Kind
from orm.model.judgement import Category, Retain, Route, Severity, Stance, Verdict
from orm.model.letters import MailState
from orm.model.schools import SchoolId
from orm.model.settlements import MentionId
from orm.model.steps import SET_ASIDE
from orm.model.weeks import Week, WeekCase, WeekFacts, WeekMention
from orm.store.accounts_week import accounts_week
from orm.store.casework import case_of, gravest_rulings
from orm.store.health import source_health
from orm.store.intake import brought_in
from orm.store.outbox import queued_weeks
from orm.store.tables.casework import CASE_EVENTS, CASE_ITEMS, CASES
from orm.store.tables.intake import PROVENANCE
from orm.store.tables.judging import ASSESSMENTS, DECISIONS, ITEM_VERSIONS, ITEMS, MENTIONS
from orm.store.tables.register import AUDIT
from orm.store.tables.sending import OUTBOX
from orm.store.trends import weeks_before
from orm.store.week_remarks import WeekRemarks, week_remarks

_LONDON = ZoneInfo("Europe/London")
_EARLIER = 8

PURGED = "purged"
"""The audit action that retention writes, one line per item it has deleted."""


@dataclass(frozen=True, slots=True)
class _Period:
    """`start` <= moment < `end`, aware UTC."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end


def week_facts(
    connection: Connection, school_id: SchoolId, week: Week, *, now: datetime
) -> WeekFacts:
    """What happened to the school from Monday 00:00 to the next, Europe/London.

    A story counts in the week in which the house first saw it for this school. What was judged not
    to be about the school is no mention of it.
    """
    periods = [_period(week, back=back) for back in range(_EARLIER + 1)]
    stories = _stories(connection, school_id, start=periods[-1].start, end=periods[0].end)
    this = periods[0]
    said = week_remarks(
        connection, school_id, [each for each in stories if this.holds(each[0]["first_seen_at"])]
    )
    told = [_mention(copies, said) for copies in stories]
    trend = weeks_before(connection, school_id, week)
    newest_first = reversed(trend[-_EARLIER:])
    return WeekFacts(
        school_id=school_id,
        week=week,
        mentions=tuple(each for each in told if this.holds(each.first_seen_at)),
        cases=tuple(_cases(connection, school_id, this)),
        earlier=tuple(
            _themes(told, period)
            for period, figures in zip(periods[1:], newest_first, strict=True)
            if figures.measured or figures.mentions
        ),
        health=source_health(
            connection, since=this.start, now=min(this.end, now), school_id=school_id
        ),
        purged=_purged(connection, school_id, this),
        undelivered=_undelivered(connection, school_id, this),
        unanswered=_unanswered(connection, school_id, this),
        overrides=_overrides(connection, school_id, this),
        brought=brought_in(
            connection,
            school_id,
            PROVENANCE.c.brought_at >= this.start,
            PROVENANCE.c.brought_at < this.end,
        ),
        accounts=accounts_week(connection, school_id),
        trend=trend,
        is_first=not any(each < week for each in queued_weeks(connection, school_id)),
    )


def _period(week: Week, *, back: int) -> _Period:
    first_on = week.first_on - timedelta(weeks=back)
    start, end = (
        datetime.combine(day, time(), _LONDON).astimezone(UTC)
        for day in (first_on, first_on + timedelta(days=7))
    )
    return _Period(start, end)


def _stories(
    connection: Connection, school_id: SchoolId, *, start: datetime, end: datetime
) -> Iterable[Sequence[RowMapping]]:
    """Each story first seen in the time, as its copies in their latest version."""
    ours = and_(MENTIONS.c.school_id == school_id, MENTIONS.c.verdict != Verdict.NOT_US.value)
    first = func.min(MENTIONS.c.seen_at).label("first_seen_at")
    told = (
        select(ITEMS.c.story_id, first)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .where(ours)
        .group_by(ITEMS.c.story_id)
        .having(and_(first >= start, first < end))
        .subquery()
    )
    sealed = exists().where(
        CASE_ITEMS.c.item_id == ITEMS.c.id,
        CASES.c.ref == CASE_ITEMS.c.ref,
        CASES.c.school_id == school_id,
        CASES.c.sealed,
    )
    latest = and_(ITEMS.c.id == MENTIONS.c.item_id, ITEMS.c.version == MENTIONS.c.version)
    version = and_(
        ITEM_VERSIONS.c.item_id == ITEMS.c.id, ITEM_VERSIONS.c.version == ITEMS.c.version
    )
    query = (
        select(
            told.c.story_id,
            told.c.first_seen_at,
            MENTIONS.c.id,
            MENTIONS.c.item_id,
            MENTIONS.c.verdict,
            ASSESSMENTS.c.stance,
            DECISIONS.c.category,
            DECISIONS.c.severity,
            DECISIONS.c.themes,
            or_(DECISIONS.c.sealed, sealed.correlate(ITEMS)).label("sealed"),
            ITEMS.c.kind,
            ITEMS.c.platform,
            ITEMS.c.outlet,
            ITEMS.c.url,
            ITEMS.c.posted_at,
            ITEMS.c.retain,
            ITEM_VERSIONS.c.title,
        )
        .select_from(MENTIONS)
        .join(ITEMS, latest)
        .join(told, told.c.story_id == ITEMS.c.story_id)
        .join(ITEM_VERSIONS, version)
        .join(ASSESSMENTS, ASSESSMENTS.c.mention_id == MENTIONS.c.id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(ours)
        .order_by(told.c.first_seen_at, told.c.story_id, ITEMS.c.id)
    )
    by_story: dict[int, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        by_story.setdefault(row["story_id"], []).append(row)
    return by_story.values()


def _mention(copies: Sequence[RowMapping], said: WeekRemarks) -> WeekMention:
    """The story by its gravest copy; of a sealed one nothing that tells where or what it is."""
    lead = max(copies, key=lambda row: row["severity"])
    sealed = any(row["sealed"] for row in copies)
    shown = _shown(lead) and not sealed
    us = any(row["verdict"] == Verdict.US.value for row in copies)
    posted = [row["posted_at"] for row in copies if row["posted_at"] is not None]
    return WeekMention(
        verdict=Verdict.US if us else Verdict.UNSURE,
        category=Category(lead["category"]),
        severity=Severity(lead["severity"]),
        stance=Stance(lead["stance"]),
        sealed=sealed,
        kind=Kind(lead["kind"]),
        platform="" if sealed else lead["platform"],
        outlet="" if sealed else lead["outlet"],
        title=lead["title"] if shown else "",
        url=lead["url"] if shown else "",
        posted_at=None if sealed else min(posted, default=None),
        first_seen_at=lead["first_seen_at"],
        themes=() if sealed else tuple(sorted({name for row in copies for name in row["themes"]})),
        copies=len(copies),
        places=1 if sealed else len({row["platform"] for row in copies}),
        id=None if sealed else MentionId(lead["id"]),
        thanked=not sealed and said.thanks_for(copies),
        checked=None if sealed else said.check_of(copies),
    )


def _shown(row: RowMapping) -> bool:
    """Only a headline of an ordinary news story may be shown to people (domain.md §5.3)."""
    return bool(
        row["kind"] == Kind.NEWS.value
        and row["severity"] <= Severity.S2
        and row["retain"] == Retain.FULL.value
    )


def _themes(told: Iterable[WeekMention], period: _Period) -> tuple[tuple[str, int], ...]:
    counts = Counter(
        theme for each in told if period.holds(each.first_seen_at) for theme in each.themes
    )
    return tuple(sorted(counts.items()))


def _cases(connection: Connection, school_id: SchoolId, week: _Period) -> Iterable[WeekCase]:
    in_week = exists().where(
        CASE_EVENTS.c.ref == CASES.c.ref,
        CASE_EVENTS.c.at >= week.start,
        CASE_EVENTS.c.at < week.end,
    )
    moved = and_(CASES.c.moved_at >= week.start, in_week)
    is_open = CASES.c.state.in_(sorted(state.value for state in OPEN_STATES))
    query = (
        select(CASES)
        .where(CASES.c.school_id == school_id, or_(is_open, moved))
        .order_by(CASES.c.due_at, CASES.c.ref)
    )
    rows = connection.execute(query).mappings().all()
    rulings = gravest_rulings(connection, [row["ref"] for row in rows])
    for row in rows:
        if row["ref"] in rulings:
            yield _week_case(row, rulings[row["ref"]])


def _week_case(row: RowMapping, ruling: RowMapping) -> WeekCase:
    case = case_of(row)
    return WeekCase(
        ref=case.ref,
        category=case.category,
        subtype="" if case.sealed else ruling["subtype"],
        severity=case.severity,
        state=case.state,
        owner=case.owner,
        sealed=case.sealed,
        opened_at=case.opened_at,
        due_at=case.due_at,
        platform="" if case.sealed else ruling["platform"],
        kind=Kind(ruling["kind"]),
        proposed=() if case.sealed else tuple(Route(route) for route in ruling["routes"]),
    )


def _purged(connection: Connection, school_id: SchoolId, week: _Period) -> int:
    query = select(func.count()).where(
        AUDIT.c.school_id == school_id,
        AUDIT.c.action == PURGED,
        AUDIT.c.at >= week.start,
        AUDIT.c.at < week.end,
    )
    return connection.execute(query).scalar_one()


def _overrides(connection: Connection, school_id: SchoolId, week: _Period) -> int:
    """Cases in which somebody set gate G2 aside in the week."""
    query = (
        select(func.count(func.distinct(CASE_EVENTS.c.ref)))
        .join(CASES, CASES.c.ref == CASE_EVENTS.c.ref)
        .where(
            CASES.c.school_id == school_id,
            CASES.c.moved_at >= week.start,
            CASE_EVENTS.c.action == SET_ASIDE,
            CASE_EVENTS.c.at >= week.start,
            CASE_EVENTS.c.at < week.end,
        )
    )
    return connection.execute(query).scalar_one()


def _undelivered(connection: Connection, school_id: SchoolId, week: _Period) -> int:
    """Letters queued in the week that were tried and that nobody has accepted yet."""
    query = select(func.count()).where(
        OUTBOX.c.school_id == school_id,
        OUTBOX.c.state != MailState.SENT.value,
        OUTBOX.c.attempts > 0,
        OUTBOX.c.queued_at >= week.start,
        OUTBOX.c.queued_at < week.end,
    )
    return connection.execute(query).scalar_one()


def _unanswered(connection: Connection, school_id: SchoolId, week: _Period) -> int:
    """Letters queued in the week that the mail server once took, or did not, without an answer."""
    query = select(func.count()).where(
        OUTBOX.c.school_id == school_id,
        or_(OUTBOX.c.unanswered > 0, OUTBOX.c.handed_at.is_not(None)),
        OUTBOX.c.queued_at >= week.start,
        OUTBOX.c.queued_at < week.end,
    )
    return connection.execute(query).scalar_one()
