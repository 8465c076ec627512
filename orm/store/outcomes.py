"""How a school's cases ended, and what was asked to be taken down, counted without a word of them.

Sealed cases, cases about a member of the school's leadership and those of the chair are in no
number: their existence is for few people (gates G7 and G8), and everybody gets the same figures.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, not_, or_

from orm.model.cases import OPEN_STATES
from orm.model.judgement import ALWAYS_SEALED, REMOVAL_ROUTES
from orm.model.schools import Role, SchoolId
from orm.model.steps import SET_ASIDE, Reply
from orm.model.trends import CaseTimes, Fairness
from orm.store.case_steps import ANSWERED, CLOSED, SENT, Done, done, number
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.judging import DECISIONS, MENTIONS

SEALED_KINDS = sorted(category.value for category in ALWAYS_SEALED)
_COUNTED = (SENT, ANSWERED, CLOSED, SET_ASIDE)

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
    """What became of the school's cases in `since` <= moment < `until`. A step that was taken back
    since then counts no more.
    """
    ours = and_(CASES.c.school_id == school_id, for_everybody())
    steps = [
        step for step in done(connection, ours, actions=_COUNTED, since=since) if step.at < until
    ]
    in_time = and_(CASES.c.moved_at >= since, CASES.c.opened_at >= since, CASES.c.opened_at < until)
    times = CaseTimes(
        opened=number(connection, ours, in_time),
        open_now=number(connection, ours, CASES.c.state.in_(open_states())),
        lasted=_lasted(steps),
    )
    return times, _fairness(steps)


def _lasted(steps: Iterable[Done]) -> tuple[timedelta, ...]:
    ends = {step.ref: step.at - step.opened_at for step in steps if step.action == CLOSED}
    return tuple(sorted(ends.values()))


def _fairness(steps: Sequence[Done]) -> Fairness:
    outward = [step for step in steps if step.action in {SENT, ANSWERED}]
    removals = [step for step in outward if step.said("route") in _REMOVAL]
    kinds = Counter({step.ref: step.category for step in removals if step.action == SENT}.values())
    refused = {
        step.ref for step in removals if step.action == ANSWERED and step.said("reply") in _NO
    }
    return Fairness(
        asked=tuple(sorted(kinds.items())),
        refused=len(refused),
        overrides=len({step.ref for step in steps if step.action == SET_ASIDE}),
    )
