"""The cases that a person may open, page by page; the sealed ones with their records."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from orm.model.cases import OPEN_STATES, Case
from orm.model.reminders import TimedCase
from orm.model.schools import SchoolId
from orm.model.sight import Sight
from orm.store.casework import case_of, events_of
from orm.store.sight import may_see_case
from orm.store.tables.casework import CASES

_OPEN = sorted(state.value for state in OPEN_STATES)


def cases_seen(
    connection: Connection,
    sight: Sight,
    schools: Sequence[SchoolId],
    *,
    is_open: bool,
    after: tuple[datetime, str] | None,
    most: int,
) -> tuple[Case, ...]:
    """Open or ended cases: the open ones by due time, the ended ones latest first."""
    state = CASES.c.state.in_(_OPEN) if is_open else CASES.c.state.not_in(_OPEN)
    query = select(CASES).where(may_see_case(sight), CASES.c.school_id.in_(schools), state)
    place = (CASES.c.due_at, CASES.c.ref)
    query = query.order_by(*(each if is_open else each.desc() for each in place))
    if after is not None:
        at, ref = after
        beyond = CASES.c.due_at > at if is_open else CASES.c.due_at < at
        next_ref = CASES.c.ref > ref if is_open else CASES.c.ref < ref
        query = query.where(or_(beyond, and_(CASES.c.due_at == at, next_ref)))
    rows = connection.execute(query.limit(most)).mappings()
    return tuple(case_of(row) for row in rows)


def sealed_seen(
    connection: Connection, sight: Sight, schools: Sequence[SchoolId], *, most: int
) -> tuple[TimedCase, ...]:
    """Open sealed cases by due time, each with its record."""
    query = (
        select(CASES)
        .where(
            may_see_case(sight),
            CASES.c.school_id.in_(schools),
            CASES.c.sealed,
            CASES.c.state.in_(_OPEN),
        )
        .order_by(CASES.c.due_at, CASES.c.ref)
        .limit(most)
    )
    found = [case_of(row) for row in connection.execute(query).mappings()]
    records = events_of(connection, [case.ref for case in found])
    return tuple(TimedCase(case, records[case.ref]) for case in found)
