"""What papers wrote about a school: outlet, headline, when the house first knew, what was done."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, RowMapping, and_, func, select

from orm.model.items import Kind
from orm.model.judgement import Category, Retain, Route, Severity, Verdict
from orm.model.remarks import NewsCheck
from orm.model.report_facts import Article, LineUsed, Period, PressFacts
from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.model.steps import Checked
from orm.store.case_steps import GATE, PROPOSED, SENT, Done, done
from orm.store.remarks import news_checks
from orm.store.report_facts import read_weeks, stretch_of, watched, weeks_of
from orm.store.report_work import Stretch
from orm.store.sight import may_see_case, may_see_mention
from orm.store.tables.casework import CASES
from orm.store.tables.judging import DECISIONS, ITEM_VERSIONS, ITEMS, MENTIONS
from orm.store.week_remarks import checked_in

_LINES = frozenset({Route.PRESS_LINE.value, Route.EDITOR_CORRECTION.value})
_WORD = re.compile(r"\w+")
_SURNAME = 5  # letters from which a word by itself is taken for a name


def press_facts(
    connection: Connection, sight: Sight, school_id: SchoolId, period: Period, *, now: datetime
) -> PressFacts | None:
    """The articles (T20) of a school that this reader may read; None for who does not lead it."""
    if school_id not in sight.schools or Role.HEADTEACHER not in sight.roles:
        return None
    read = read_weeks(connection, school_id, weeks_of(period), now=now)
    rows = _articles(connection, sight, school_id, stretch_of(period))
    work = _work(connection, sight, school_id, {row["story_id"] for row in rows})
    said = news_checks(connection, school_id, [row["item_id"] for row in rows])
    return PressFacts(
        school_id=school_id,
        period=period,
        articles=tuple(
            _article(row, work.get(row["story_id"], []), said.get(row["item_id"])) for row in rows
        ),
        watched=watched(read.values()),
    )


def _articles(
    connection: Connection, sight: Sight, school_id: SchoolId, stretch: Stretch
) -> list[RowMapping]:
    first = (
        select(MENTIONS.c.item_id, func.min(MENTIONS.c.seen_at).label("first_seen_at"))
        .where(MENTIONS.c.school_id == school_id)
        .group_by(MENTIONS.c.item_id)
        .subquery()
    )
    version = and_(
        ITEM_VERSIONS.c.item_id == ITEMS.c.id, ITEM_VERSIONS.c.version == ITEMS.c.version
    )
    query = (
        select(
            ITEMS.c.story_id,
            MENTIONS.c.item_id,
            ITEMS.c.outlet,
            ITEMS.c.kind,
            ITEMS.c.posted_at,
            ITEMS.c.retain,
            ITEM_VERSIONS.c.title,
            ITEM_VERSIONS.c.author,
            DECISIONS.c.severity,
            first.c.first_seen_at,
        )
        .select_from(MENTIONS)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(ITEM_VERSIONS, version)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .join(first, first.c.item_id == MENTIONS.c.item_id)
        .where(
            MENTIONS.c.school_id == school_id,
            MENTIONS.c.verdict == Verdict.US.value,
            ITEMS.c.kind == Kind.NEWS.value,
            DECISIONS.c.category == Category.T20.value,
            first.c.first_seen_at >= stretch.since,
            first.c.first_seen_at < stretch.until,
            may_see_mention(sight),
        )
        .order_by(first.c.first_seen_at, ITEMS.c.id)
    )
    return list(connection.execute(query).mappings())


def _work(
    connection: Connection, sight: Sight, school_id: SchoolId, stories: Iterable[int]
) -> Mapping[int, list[Done]]:
    """What was done in the cases of these stories, by story."""
    theirs = and_(
        CASES.c.school_id == school_id, CASES.c.category == Category.T20.value, may_see_case(sight)
    )
    refs = select(CASES.c.ref, CASES.c.story_id, CASES.c.opened_at).where(theirs)
    wanted = frozenset(stories)
    found = [row for row in connection.execute(refs) if row.story_id in wanted]
    if not found:
        return {}
    by_ref = {row.ref: row.story_id for row in found}
    since = min(row.opened_at for row in found)
    work: dict[int, list[Done]] = {}
    for each in done(connection, theirs, actions=(GATE, PROPOSED, SENT), since=since):
        if each.ref in by_ref:
            work.setdefault(by_ref[each.ref], []).append(each)
    return work


def _article(row: RowMapping, steps: Sequence[Done], said: NewsCheck | None) -> Article:
    checked, checked_by = _check(checked_in(steps), said)
    return Article(
        outlet=row["outlet"],
        title=row["title"] if _is_told(row) else "",
        posted_at=row["posted_at"],
        first_seen_at=row["first_seen_at"],
        checked=checked,
        checked_by=checked_by,
        lines=tuple(_lines(steps)),
    )


def _is_told(row: RowMapping) -> bool:
    """As the digest: a headline of an ordinary story that does not name who wrote it."""
    signed = row["author"].strip().casefold() == row["outlet"].strip().casefold()
    return bool(
        row["severity"] <= Severity.S2
        and row["retain"] == Retain.FULL.value
        and (signed or not _names(row["title"], row["author"]))
    )


def _names(title: str, author: str) -> bool:
    """Whether a headline holds two words of its author in a row, or a longer one that ends a name."""
    said, theirs = (_WORD.findall(text.casefold()) for text in (title, author))
    pairs = set(pairwise(said))
    if any(pair in pairs for pair in pairwise(theirs)):
        return True
    return any(len(word) >= _SURNAME and word in said for word in theirs[1:] or theirs)


def _check(
    in_case: tuple[Done, Checked | None] | None, said: NewsCheck | None
) -> tuple[Checked | None, str]:
    """The later of what gate G2 of a case was told and somebody's word on the desk; and whose."""
    if in_case is None or (said is not None and said.at > in_case[0].at):
        return (said.word, said.by) if said else (None, "")
    return in_case[1], in_case[0].actor


def _lines(steps: Iterable[Done]) -> Iterable[LineUsed]:
    papers: dict[str, str] = {}
    for each in steps:
        route = each.said("route")
        if route not in _LINES:
            continue
        if each.action == PROPOSED:
            papers[route] = each.said("paper")
        elif each.action == SENT:
            yield LineUsed(Route(route), papers.get(route, ""), each.at)
