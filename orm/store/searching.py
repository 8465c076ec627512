"""Looking through mentions: newest first, a page at a time, and only what a person may read.

Newest is what was recorded last. The index gives numbers of mentions, the tables say which of them
this person may read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    cast,
    column,
    exists,
    literal,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from orm.model.judgement import Category, Verdict
from orm.model.schools import SchoolId
from orm.model.settlements import MentionId
from orm.model.sight import Sight
from orm.model.wishes import Found, Wish
from orm.store.indexing import (
    CATEGORY,
    SCHOOL,
    SEASON,
    SOURCE,
    STANCE,
    STORY,
    THEME,
    VERDICT,
    WEEK,
    season,
    week_number,
)
from orm.store.mentions import mention_files
from orm.store.sight import may_see_mention
from orm.store.tables.judging import DECISIONS, ITEMS, MENTIONS
from orm.store.tables.searching import MENTION_WORDS
from orm.store.words import Term, facet, for_fts5, for_tsquery, terms

_Groups = tuple[tuple[str, ...], ...]
"""Facets: of each group one must be there."""

_MOST_SCHOOLS = {"sqlite": 20, "postgresql": 3}
"""An index weighs each of a group for each post; where there are more, the column is looked at."""

_MOST_WEEKS = 20
_MOST_SEASONS = 100
"""Longer groups are left out of the search of the index; the tables leave out the rest."""

_SPARE = 14
_MOST_AT_ONCE = 500
"""How many numbers are read: some more than a page needs, because some are not for this person."""

_NEWEST = 5000
"""PostgreSQL's index knows no order: what is often said is sooner found among the newest."""

_END = 2**62

_READ = (facet(VERDICT, Verdict.US.value), facet(VERDICT, Verdict.UNSURE.value))
"""One of them is in every row."""

_INDEX = table("mention_index", column("rowid"), column("mention_index"))


def found(
    connection: Connection, sight: Sight, wish: Wish, *, before: MentionId | None, most: int
) -> Found:
    """A page of at most so many (one or more) mentions, recorded before `before`."""
    sought = terms(wish.words)
    schools = sight.schools & {wish.school_id} if wish.school_id else sight.schools
    categories = sight.categories & {wish.category} if wish.category else sight.categories
    if sought is None or not schools or not categories:
        return Found(())
    groups = (*_kinds(categories), *_period(connection, wish), *_facts(wish))
    dated = wish.until is not None
    search = _Search(sought, groups, tuple(sorted(schools)), dated)
    theirs = Sight(schools, sight.own, sight.covered)
    page: list[int] = []
    step = _MOST_AT_ONCE if dated else min(most + _SPARE, _MOST_AT_ONCE)
    for numbers in _batches(connection, search, before=before or _END, step=step):
        page += _readable(connection, numbers, theirs, wish)
        if len(page) > most:
            break
    files = mention_files(connection, page[:most])
    return Found(files, MentionId(page[most - 1]) if len(page) > most else None)


@dataclass(frozen=True, slots=True)
class _Search:
    """What the index is asked. `dated`: of a period that is over, so not of the newest."""

    sought: tuple[Term, ...]
    groups: _Groups
    schools: tuple[SchoolId, ...]
    dated: bool

    def within(self, dialect: str) -> "_Search":
        """With the schools among what is asked, unless they are too many for the database."""
        if len(self.schools) > _MOST_SCHOOLS[dialect]:
            return self
        schools = tuple(facet(SCHOOL, each) for each in self.schools)
        return replace(self, groups=(schools, *self.groups))

    @property
    def is_empty(self) -> bool:
        """Whether the index need not be asked."""
        return not self.sought and not self.groups


def _kinds(categories: frozenset[Category]) -> Iterator[tuple[str, ...]]:
    if len(categories) < len(Category):
        yield tuple(facet(CATEGORY, each.value) for each in sorted(categories))


def _period(connection: Connection, wish: Wish) -> Iterator[tuple[str, ...]]:
    """The weeks that a period touches, or the seasons of a long one. A period that is open on a side
    ends with what was recorded.
    """
    if wish.since is None and wish.until is None:
        return
    first = week_number(wish.since) if wish.since else _recorded(connection, MENTIONS.c.id) - 1
    last = (
        week_number(wish.until) if wish.until else _recorded(connection, MENTIONS.c.id.desc()) + 1
    )
    last = max(
        first, last
    )  # nothing was recorded in the period: one week, of which nothing is found
    seasons = range(season(first), season(last) + 1)
    if last - first < _MOST_WEEKS:
        yield tuple(facet(WEEK, str(each)) for each in range(first, last + 1))
    elif len(seasons) <= _MOST_SEASONS:
        yield tuple(facet(SEASON, str(each)) for each in seasons)


def _recorded(connection: Connection, order: ColumnElement[int]) -> int:
    """The week of the first or the last mention; the first of all where there is none."""
    query = select(MENTIONS.c.seen_at).order_by(order).limit(1)
    at = connection.execute(query).scalar()
    return week_number(at) if at is not None else 0


def _facts(wish: Wish) -> Iterator[tuple[str, ...]]:
    asked = (
        (SOURCE, wish.source),
        (THEME, wish.theme),
        (STANCE, wish.stance.value if wish.stance else ""),
        (VERDICT, wish.verdict.value if wish.verdict else ""),
        (STORY, "" if wish.story_id is None else str(wish.story_id)),
    )
    for kind, value in asked:
        if value:
            yield (facet(kind, value),)


def _batches(
    connection: Connection, search: _Search, *, before: int, step: int
) -> Iterator[Sequence[int]]:
    """What the index finds, so many numbers at a time."""
    look = _by_fts5 if connection.dialect.name == "sqlite" else _by_tsquery
    while numbers := look(connection, search, before=before, most=step):
        yield numbers
        before = numbers[-1]
        if len(numbers) < step:
            return


def _by_fts5(connection: Connection, search: _Search, *, before: int, most: int) -> Sequence[int]:
    asked = search.within("sqlite")
    if asked.is_empty:
        asked = replace(asked, groups=(_READ,))
    query = (
        select(_INDEX.c.rowid)
        .where(
            _INDEX.c.mention_index.bool_op("MATCH")(for_fts5(asked.sought, asked.groups)),
            _INDEX.c.rowid < before,
        )
        .order_by(_INDEX.c.rowid.desc())
        .limit(most)
    )
    if len(search.schools) > _MOST_SCHOOLS["sqlite"]:
        each = MENTION_WORDS.c
        theirs = exists().where(
            each.mention_id == _INDEX.c.rowid, each.school_id.in_(search.schools)
        )
        query = query.where(theirs)
    return connection.execute(query).scalars().all()


def _by_tsquery(
    connection: Connection, search: _Search, *, before: int, most: int
) -> Sequence[int]:
    """First among the newest; where too few of these are meant, by the index."""
    each = MENTION_WORDS.c
    theirs = each.school_id.in_(search.schools)
    if search.is_empty:
        last = _newest(before).where(theirs).limit(most)
        return connection.execute(last).scalars().all()
    search = search.within("postgresql")
    meant = cast(literal(for_tsquery(search.sought, search.groups)), TSQUERY)
    found_near = () if search.dated else _near(connection, search, meant, before=before, most=most)
    if len(found_near) == most:
        return found_near
    far = select(each.mention_id).where(
        each.words.bool_op("@@")(meant), theirs, each.mention_id < before
    )
    meant_ones = far.offset(0).subquery()
    last_first = select(meant_ones.c.mention_id).order_by(meant_ones.c.mention_id.desc())
    return connection.execute(last_first.limit(most)).scalars().all()


def _near(
    connection: Connection, search: _Search, meant: ColumnElement[str], *, before: int, most: int
) -> Sequence[int]:
    """Those of the newest, of the one school or of all, that are meant."""
    each = MENTION_WORDS.c
    last = _newest(before).add_columns(each.school_id, each.words)
    if len(search.schools) == 1:
        last = last.where(each.school_id.in_(search.schools))
    newest = last.limit(_NEWEST).subquery()
    query = select(newest.c.mention_id).where(
        newest.c.words.bool_op("@@")(meant), newest.c.school_id.in_(search.schools)
    )
    return connection.execute(query.limit(most)).scalars().all()


def _newest(before: int) -> Select[int]:
    """What was recorded last."""
    each = MENTION_WORDS.c
    return select(each.mention_id).where(each.mention_id < before).order_by(each.mention_id.desc())


def _readable(
    connection: Connection, numbers: Sequence[int], sight: Sight, wish: Wish
) -> Sequence[int]:
    """Those that this person may read, in the same order."""
    query = (
        select(MENTIONS.c.id)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(MENTIONS.c.id.in_(numbers), may_see_mention(sight))
        .order_by(MENTIONS.c.id.desc())
    )
    if wish.since is not None:
        query = query.where(MENTIONS.c.seen_at >= wish.since)
    if wish.until is not None:
        query = query.where(MENTIONS.c.seen_at < wish.until)
    if wish.kind is not None:
        query = query.where(ITEMS.c.kind == wish.kind.value)
    return connection.execute(query).scalars().all()
