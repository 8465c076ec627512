"""Numbers as drawings: where each bar, line and label of a chart stands. Pure.

A drawing is as wide as a phone and grows with the page; its numbers stand in a table beside it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

_WIDTH, _HEIGHT = 400, 190
_LEFT, _TOP, _BOTTOM = 34, 14, 24
_ROW = 40
_FIGURE = 44
_GAP = 0.18
_FEWEST_TICKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `kind` is "bar", "bar-2", or "blind" for what was not measured."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `anchor` is "start", "middle" or "end"."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from one place to another."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing. `says` is its main thing in one sentence; `lines` are runs of points."""

    id: str
    title: str
    says: str
    width: float
    height: float
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    axes: tuple[Stroke, ...]
    lines: tuple[str, ...] = ()
    ticks: tuple[Stroke, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekColumn:
    """One week: a number for each bar, or None for none, and what the line passes through."""

    ends_on: date
    numbers: tuple[int | None, ...]
    line: float | None = None
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One bar that lies, with its name above it; `usual` is a mark on it."""

    label: str
    number: int
    usual: float | None = None


def by_week(
    name: str, title: str, says: str, columns: Sequence[WeekColumn], *, unit: str = ""
) -> Chart:
    """Bars that stand beside each other, week by week, with a dashed line of what was usual."""
    top = _round(max((_tallest(column) for column in columns), default=0))
    step = (_WIDTH - _LEFT) / max(len(columns), 1)

    def height(value: float) -> float:
        return (_HEIGHT - _TOP - _BOTTOM) * value / top

    base = _HEIGHT - _BOTTOM
    bars = [
        bar
        for place, column in enumerate(columns)
        for bar in _standing(column, _LEFT + place * step, step, height)
    ]
    points = [
        (_LEFT + (place + 0.5) * step, None if each.line is None else base - height(each.line))
        for place, each in enumerate(columns)
    ]
    levels = (0, top // 2, top) if top % 2 == 0 else (0, top)
    return Chart(
        id=name,
        title=title,
        says=says,
        width=_WIDTH,
        height=_HEIGHT,
        bars=tuple(bars),
        labels=(
            *(Label(_LEFT - 4, base - height(at) + 4, f"{at}{unit}", "end") for at in levels),
            *_months(columns, step),
            *_unseen(columns, step),
        ),
        axes=tuple(Stroke(_LEFT, base - height(at), _WIDTH, base - height(at)) for at in levels),
        lines=tuple(_runs(points)),
    )


def by_row(name: str, title: str, says: str, rows: Sequence[Row]) -> Chart:
    """Bars that lie below each other, each with its name above and its number at its end."""
    top = max((max(row.number, row.usual or 0) for row in rows), default=0) or 1
    room = _WIDTH - _FIGURE

    def at(place: int) -> float:
        return _TOP + place * _ROW

    return Chart(
        id=name,
        title=title,
        says=says,
        width=_WIDTH,
        height=at(len(rows)) + 4,
        bars=tuple(
            Bar(0, at(place) + 5, _one(room * row.number / top), 16, "bar")
            for place, row in enumerate(rows)
        ),
        labels=tuple(
            label
            for place, row in enumerate(rows)
            for label in (
                Label(0, at(place), row.label),
                Label(_one(room * row.number / top) + 6, at(place) + 18, str(row.number)),
            )
        ),
        axes=(),
        ticks=tuple(
            Stroke(x, at(place) + 5, x, at(place) + 21)
            for place, row in enumerate(rows)
            if row.usual is not None
            for x in (_one(room * row.usual / top),)
        ),
    )


def _tallest(column: WeekColumn) -> float:
    return max(*(number or 0 for number in column.numbers), column.line or 0, 0)


def _round(most: float) -> int:
    """A round number at the top of the axis."""
    for step in (4, 10, 20, 50, 100, 200, 500, 1000):
        if most <= step:
            return step
    thousands = 1000
    return int(-(-most // thousands) * thousands)


def _standing(
    column: WeekColumn, left: float, step: float, height: Callable[[float], float]
) -> Iterator[Bar]:
    base = _HEIGHT - _BOTTOM
    if column.blind:
        yield Bar(_one(left), _TOP, _one(step), _one(base - _TOP), "blind")
        return
    room = step * (1 - _GAP)
    width = room / len(column.numbers)
    for place, number in enumerate(column.numbers):
        if number:
            tall = _one(height(number))
            x = _one(left + (step - room) / 2 + place * width)
            kind = "bar-2" if place else "bar"
            yield Bar(x, _one(base - tall), _one(width), tall, kind)


def _months(columns: Sequence[WeekColumn], step: float) -> Iterator[Label]:
    """The name of each month below its first week, every second one where they are many."""
    firsts = [
        (place, column.ends_on)
        for place, column in enumerate(columns)
        if not place or columns[place - 1].ends_on.month != column.ends_on.month
    ]
    every = 1 if len(firsts) <= _FEWEST_TICKS else 2
    for place, on in firsts[1::every]:
        yield Label(_one(_LEFT + place * step), _HEIGHT - 6, f"{on:%b}")


def _unseen(columns: Sequence[WeekColumn], step: float) -> Iterator[Label]:
    """A question mark over each run of weeks in which nothing was measured."""
    for blind, run in groupby(enumerate(columns), key=lambda pair: pair[1].blind):
        places = [place for place, _ in run]
        if blind:
            middle = (places[0] + places[-1] + 1) / 2
            yield Label(_one(_LEFT + middle * step), _HEIGHT / 2, "?", "middle")


def _runs(points: Iterable[tuple[float, float | None]]) -> Iterator[str]:
    """The points of each unbroken piece of a line, as SVG writes them."""
    for known, run in groupby(points, key=lambda point: point[1] is not None):
        if known:
            yield " ".join(f"{_one(x)},{_one(y or 0)}" for x, y in run)


def _one(value: float) -> float:
    return round(value, 1)
