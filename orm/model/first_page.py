"""What a parent sees first: the first page of a search for a school, month by month (domain.md R03)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from orm.model.schools import ContactId, SchoolId


class Tone(StrEnum):
    """How a result speaks of the school. What nobody judged is unknown, never neutral."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """One result. `place` is 1 for the first; `ours` says that it is the school's own page."""

    place: int
    title: str
    site: str
    url: str
    tone: Tone = Tone.UNKNOWN
    ours: bool = False


@dataclass(frozen=True, slots=True)
class FirstPage:
    """One month's first page in the order of its places. `month` is its first day; `by` is who
    looked, None for a program.
    """

    school_id: SchoolId
    month: date
    by: ContactId | None
    at: datetime
    results: tuple[Result, ...]


class Move(StrEnum):
    """What became of a result since the month before."""

    NEW = "new"
    GONE = "gone"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Change:
    """A result that moved. `before` is its place then, None for a new one; `result` is as it is
    now, and of one that is gone as it was.
    """

    move: Move
    result: Result
    before: int | None
