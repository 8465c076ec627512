"""Which places have fallen silent or cannot be read any more. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from orm.model.house_alerts import HouseAlert, Matter, Outage, SourceState
from orm.model.schools import SchoolId

EVERYTHING_AFTER = timedelta(days=1)
"""When nothing at all can be read for so long, that is told at once: the fault is likely ours."""

_SEVERAL = 2


def outages(states: Iterable[SourceState], *, now: datetime) -> tuple[Outage, ...]:
    """Every outage of every school, by school and source.

    A source that was never read, or never brought anything, has not fallen silent. Where everything
    of a school fails, that is one outage.
    """
    by_school: dict[SchoolId, list[SourceState]] = {}
    for state in states:
        by_school.setdefault(state.school_id, []).append(state)
    return tuple(
        outage
        for school_id in sorted(by_school)
        for outage in _of_school(by_school[school_id], now=now)
    )


def outage_alert(outage: Outage, *, now: datetime) -> HouseAlert:
    """The alert of an outage, named after when it began: the next one is another."""
    source = outage.source or "*"
    once = f"silence/{outage.school_id}/{source}/{outage.since:%Y%m%dT%H%M%S.%f}"
    return HouseAlert(once, Matter.SILENCE, outage.school_id, now)


def _of_school(states: Sequence[SourceState], *, now: datetime) -> Iterator[Outage]:
    read = [state.measured_at for state in states if state.measured_at is not None]
    if len(states) >= _SEVERAL and read and all(state.failing for state in states):
        if now - max(read) > EVERYTHING_AFTER:
            yield Outage(states[0].school_id, "", max(read), unread=True)
        return
    for state in sorted(states, key=lambda each: each.source):
        yield from _of_source(state, now=now)


def _of_source(state: SourceState, *, now: datetime) -> Iterator[Outage]:
    """Silence is counted until the last reading: a machine that was off has heard nothing."""
    read_at, new_at = state.measured_at, state.new_at
    if read_at is None:
        return
    if state.failing:
        if now - read_at > state.silence:
            yield Outage(state.school_id, state.source, read_at, unread=True)
    elif new_at is not None and read_at - new_at > state.silence:
        yield Outage(state.school_id, state.source, new_at, unread=False)
