"""What the clocks of open cases need, and the record of who was reminded with the letters of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, or_, select

from orm.errors import Conflict
from orm.model.cases import OPEN_STATES, CaseEvent
from orm.model.judgement import Severity
from orm.model.letters import Letter
from orm.model.reminders import TimedCase
from orm.store.casework import append, case_of, events_of, last_event
from orm.store.outbox import queue
from orm.store.tables.casework import CASES


def timed_cases(connection: Connection, *, now: datetime) -> tuple[TimedCase, ...]:
    """The open cases that are due, or that somebody must open at once; by due time."""
    query = (
        select(CASES)
        .where(
            CASES.c.state.in_(sorted(state.value for state in OPEN_STATES)),
            or_(CASES.c.due_at <= now, CASES.c.severity >= int(Severity.S3)),
        )
        .order_by(CASES.c.due_at, CASES.c.ref)
    )
    cases = [case_of(row) for row in connection.execute(query).mappings()]
    events = events_of(connection, [case.ref for case in cases])
    return tuple(TimedCase(case, events[case.ref]) for case in cases if case.ref in events)


def remind(
    connection: Connection,
    events: Sequence[CaseEvent],
    letters: Sequence[Letter],
    *,
    now: datetime,
) -> int:
    """Append the events of one case and queue the letters that they tell of; how many are to be sent.

    Raises:
        Conflict: the events do not follow the last one; somebody acted on the case first.
    """
    first = events[0]
    held = select(CASES.c.ref).where(CASES.c.ref == first.ref).with_for_update()
    connection.execute(held)
    last = last_event(connection, first.ref)
    if last is None or (first.seq, first.previous) != (last.seq + 1, last.digest):
        raise Conflict(f"somebody else acted on case {first.ref} first; look at it again")
    for event in events:
        append(connection, event)
    return queue(connection, letters, now=now)
