"""Schools side by side for who acts for several: workload, health, and the same text in several.

Of a wave only numbers, places and times are told: no post, no author, no school's case to another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orm.model.schools import School, SchoolId
from orm.model.sight import Sight
from orm.model.today import Workload
from orm.model.waves import Wave
from orm.reading.shelf import Shelf

A_PAGE = 50
"""Schools on one page."""

_MOST_WAVES = 20
_WAVES = timedelta(days=14)
_UNSURE = timedelta(days=90)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school's work and health."""

    id: SchoolId
    name: str
    open: int
    overdue: int
    unsure: int
    unread: int
    sources: int


@dataclass(frozen=True, slots=True)
class WaveRow:
    """The same text about several schools. `named` are the first of them, `more` how many beside."""

    says: str
    named: tuple[str, ...]
    more: int
    since: datetime


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The schools of one page, those that need most first. `page` counts from 1."""

    rows: tuple[SchoolRow, ...]
    schools: int
    page: int
    pages: int
    open: int
    overdue: int
    blind: int
    waves: tuple[WaveRow, ...]
    more_waves: int


def page(
    shelf: Shelf, schools: Sequence[School], *, sight: Sight, number: int, now: datetime
) -> GroupPage:
    """One page of the reader's schools; a number past the end is the last page."""
    names = {school.id: school.name for school in schools}
    loads = [each for each in _loads(shelf, sight, now=now) if each.school_id in names]
    loads.sort(key=lambda each: _worst_first(each, names))
    pages = max(1, -(-len(loads) // A_PAGE))
    place = min(max(number, 1), pages)
    waves = shelf.waves(sight, since=now - _WAVES)
    return GroupPage(
        rows=tuple(_row(each, names) for each in loads[(place - 1) * A_PAGE : place * A_PAGE]),
        schools=len(loads),
        page=place,
        pages=pages,
        open=sum(each.open for each in loads),
        overdue=sum(each.overdue for each in loads),
        blind=sum(each.unread > 0 or not each.sources for each in loads),
        waves=tuple(_wave(each, names) for each in waves[:_MOST_WAVES]),
        more_waves=max(0, len(waves) - _MOST_WAVES),
    )


def _loads(shelf: Shelf, sight: Sight, *, now: datetime) -> tuple[Workload, ...]:
    return shelf.workloads(sight, since=now - _UNSURE, now=now)


def _worst_first(each: Workload, names: Mapping[SchoolId, str]) -> tuple[int, int, int, int, str]:
    return (-each.overdue, -each.open, -each.unread, -each.unsure, names[each.school_id])


def _row(each: Workload, names: Mapping[SchoolId, str]) -> SchoolRow:
    return SchoolRow(
        id=each.school_id,
        name=names[each.school_id],
        open=each.open,
        overdue=each.overdue,
        unsure=each.unsure,
        unread=each.unread,
        sources=each.sources,
    )


def _wave(wave: Wave, names: Mapping[SchoolId, str]) -> WaveRow:
    told = sorted(names[school] for school in wave.schools if school in names)
    places = ", ".join(wave.platforms)
    said = "One post" if wave.copies == 1 else f"The same text in {wave.copies} posts"
    return WaveRow(
        says=f"{said} about {len(told)} schools, on {places}",
        named=tuple(told[:_NAMED]),
        more=max(0, len(told) - _NAMED),
        since=wave.since,
    )
