"""What a person may see, as conditions of a query: `orm.cases.sight` said of rows.

A row that is not for them does not leave the database.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from sqlalchemy import ColumnElement, and_, exists, false, literal, not_, or_

from orm.model.judgement import Category, Verdict
from orm.model.schools import Role
from orm.model.sight import COMMS_CASES, SEALED_TEAM, Sight
from orm.store.dialect import unindexed
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.judging import DECISIONS, ITEMS, MENTIONS

_READERS = 64  # conditions are long, and each page asks for its reader's several times
_LEADERS = frozenset({Role.HEADTEACHER, Role.SLT})


@lru_cache(maxsize=_READERS)
def may_see_case(sight: Sight) -> ColumnElement[bool]:
    """Whether a row of `cases` may be opened."""
    return and_(
        CASES.c.school_id.in_(sorted(sight.schools)),
        *(not_(_about(role)) for role in sorted(sight.own)),
        or_(false(), *(_opens(role) for role in sorted(sight.roles))),
    )


@lru_cache(maxsize=_READERS)
def may_see_mention(sight: Sight) -> ColumnElement[bool]:
    """Whether a row of `mentions`, joined to its decision and its item, may be read.

    It is no way to find rows: a query says for itself by what they are looked up.
    """
    held = and_(
        CASE_ITEMS.c.item_id == MENTIONS.c.item_id,
        CASES.c.ref == CASE_ITEMS.c.ref,
        CASES.c.school_id == MENTIONS.c.school_id,
    )
    closed = exists().where(held, or_(CASES.c.sealed, not_(may_see_case(sight))))
    return and_(
        unindexed(MENTIONS.c.school_id).in_(sorted(sight.schools)),
        MENTIONS.c.version == ITEMS.c.version,
        MENTIONS.c.verdict != Verdict.NOT_US.value,
        DECISIONS.c.category.in_(_names(sight.categories)),
        not_(DECISIONS.c.sealed),
        not_(closed.correlate(MENTIONS)),
    )


@cache
def _opens(role: Role) -> ColumnElement[bool]:
    """Whether this role opens a case, which it does in no case about its holder."""
    theirs: list[ColumnElement[bool]] = [CASES.c.owner == role.value]
    if role in SEALED_TEAM:
        theirs.append(CASES.c.sealed)
    if role in _LEADERS:
        others = or_(CASES.c.owner == Role.CHAIR.value, _about(Role.HEADTEACHER))
        theirs.append(and_(not_(CASES.c.sealed), not_(others)))
    if role is Role.COMMS:
        theirs.append(and_(not_(CASES.c.sealed), CASES.c.category.in_(_names(COMMS_CASES))))
    return and_(not_(_about(role)), or_(*theirs))


def _names(categories: Iterable[Category]) -> list[str]:
    return sorted(category.value for category in categories)


def about_any(roles: Iterable[Role]) -> ColumnElement[bool]:
    """Whether a row of `cases` is about the holder of one of these roles."""
    return or_(false(), *(_about(role) for role in sorted(roles)))


@cache
def _about(role: Role) -> ColumnElement[bool]:
    """Whether a case is about the holder of a role."""
    between = literal(" ") + CASES.c.about + literal(" ")
    return between.contains(f" {role.value} ")
