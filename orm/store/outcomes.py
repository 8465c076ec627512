"""How a school's cases ended, and what was asked to be taken down, counted without a word of them.

Sealed cases, cases about a member of the school's leadership and those of the chair are in no
number: their existence is for few people (gates G7 and G8), and everybody gets the same figures.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    case,
    exists,
    func,
    not_,
    or_,
    select,
)

from orm.model.cases import OPEN_STATES
from orm.model.judgement import ALWAYS_SEALED, REMOVAL_ROUTES, Category
from orm.model.schools import Role, SchoolId
from orm.model.steps import SET_ASIDE, Reply
from orm.model.trends import CaseTimes, Fairness
from orm.store.tables.casework import CASE_EVENTS, CASE_ITEMS, CASES
from orm.store.tables.judging import DECISIONS, MENTIONS

SEALED_KINDS = sorted(category.value for category in ALWAYS_SEALED)
_SENT, _ANSWERED, _CLOSED, _UNDONE = "sent", "answered", "closed", "taken back"
_COUNTED = (_SENT, _ANSWERED, _CLOSED, _UNDONE, SET_ASIDE)
"""Actions as `orm.cases.steps` names them."""

_REMOVAL = {route.value for route in REMOVAL_ROUTES}
_NO = {reply.value for reply in (Reply.REFUSED, Reply.CONTINUED, Reply.NO_BREACH)}


def for_everybody() -> ColumnElement[bool]:
    """Whether a row of `cases` may be in a number that everybody of the school sees."""
    return and_(
        not_(CASES.c.sealed),
        CASES.c.category.not_in(SEALED_KINDS),
        CASES.c.about == "",
        CASES.c.owner != Role.CHAIR.value,
    )


def hidden() -> ColumnElement[bool]:
    """Whether a row of `mentions`, joined to its decision, may be in no number for everybody."""
    held = exists().where(
        CASE_ITEMS.c.item_id == MENTIONS.c.item_id,
        CASES.c.ref == CASE_ITEMS.c.ref,
        CASES.c.school_id == MENTIONS.c.school_id,
        not_(for_everybody()),
    )
    return or_(
        DECISIONS.c.sealed,
        DECISIONS.c.category.in_(SEALED_KINDS),
        held.correlate(MENTIONS),
    )


def open_states() -> list[str]:
    """The states of a case that is not ended."""
    return sorted(state.value for state in OPEN_STATES)


def cases_and_fairness(
    connection: Connection, school_id: SchoolId, *, since: datetime, until: datetime
) -> tuple[CaseTimes, Fairness]:
    """What became of the school's cases in `since` <= moment < `until`."""
    ours = and_(CASES.c.school_id == school_id, for_everybody())
    events = _events(connection, ours, since=since, until=until)
    in_time = and_(CASES.c.opened_at >= since, CASES.c.opened_at < until)
    is_open = CASES.c.state.in_(open_states())
    query = select(
        func.sum(case((in_time, 1), else_=0)), func.sum(case((is_open, 1), else_=0))
    ).where(ours, or_(in_time, is_open))
    opened, open_now = connection.execute(query).one()
    times = CaseTimes(opened=opened or 0, open_now=open_now or 0, lasted=_lasted(events))
    return times, _fairness(events)


def _events(
    connection: Connection, ours: ColumnElement[bool], *, since: datetime, until: datetime
) -> Sequence[RowMapping]:
    """Steps that count and were not taken back."""
    query = (
        select(
            CASE_EVENTS.c.ref,
            CASE_EVENTS.c.seq,
            CASE_EVENTS.c.at,
            CASE_EVENTS.c.action,
            CASE_EVENTS.c.details,
            CASES.c.category,
            CASES.c.opened_at,
        )
        .join(CASES, CASES.c.ref == CASE_EVENTS.c.ref)
        .where(
            ours,
            CASE_EVENTS.c.action.in_(_COUNTED),
            CASE_EVENTS.c.at >= since,
            CASE_EVENTS.c.at < until,
        )
        .order_by(CASE_EVENTS.c.ref, CASE_EVENTS.c.seq)
    )
    rows = connection.execute(query).mappings().all()
    undone = {(row["ref"], _details(row).get("seq")) for row in rows if row["action"] == _UNDONE}
    return [row for row in rows if (row["ref"], row["seq"]) not in undone]


def _lasted(events: Iterable[RowMapping]) -> tuple[timedelta, ...]:
    ends = {row["ref"]: row["at"] - row["opened_at"] for row in events if row["action"] == _CLOSED}
    return tuple(sorted(ends.values()))


def _fairness(events: Sequence[RowMapping]) -> Fairness:
    asked = {row["ref"]: row["category"] for row in events if _is(row, _SENT)}
    kinds = Counter(Category(category) for category in asked.values())
    return Fairness(
        asked=tuple(sorted(kinds.items())),
        refused=len(
            {
                row["ref"]
                for row in events
                if _is(row, _ANSWERED) and _details(row).get("reply") in _NO
            }
        ),
        overrides=len({row["ref"] for row in events if row["action"] == SET_ASIDE}),
    )


def _is(row: RowMapping, action: str) -> bool:
    return row["action"] == action and _details(row).get("route") in _REMOVAL


def _details(row: RowMapping) -> dict[str, object]:
    found = json.loads(row["details"]) if row["details"] else {}
    return found if isinstance(found, dict) else {}
