"""A school in figures, week by week: counts and times, no post and no person.

Stories are counted as the digest counts them: copies once, in the week in which the house first saw
one for this school. Sealed ones, and those of kinds that are always sealed, are in no number of
these, so that nobody finds one by subtraction (gate G8).
"""

from dataclasses import dataclass
from datetime import timedelta

from orm.model.judgement import Category
from orm.model.schools import SchoolId
from orm.model.weeks import Week


@dataclass(frozen=True, slots=True)
class WeekCount:
    """One week's stories about the school, and how many of them lean which way.

    `positive` stories have a copy that leans towards the school and none against it; `negative` the
    other way round; `critical` ones are criticism or a complaint (T3, T4); `unsure` ones may be
    about somebody else and are in no other number.
    """

    week: Week
    stories: int = 0
    positive: int = 0
    negative: int = 0
    praise: int = 0
    critical: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class WeekCoverage:
    """How many of a school's sources were read in a week: all of a source, a part of it, nothing."""

    week: Week
    read: int
    partly: int
    unread: int

    @property
    def sources(self) -> int:
        """How many there were."""
        return self.read + self.partly + self.unread


@dataclass(frozen=True, slots=True)
class Fairness:
    """What was asked to be taken down in a time, by kind of post, and what came of it.

    `asked` counts cases in which something that asks for removal was sent; `overrides` those in
    which gate G2 was set aside; `refused` those in which the answer was no.
    """

    asked: tuple[tuple[Category, int], ...] = ()
    refused: int = 0
    overrides: int = 0

    @property
    def total(self) -> int:
        """How many cases."""
        return sum(number for _, number in self.asked)


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """Cases of a time: opened, ended, and how long each ended one was open, shortest first."""

    opened: int = 0
    open_now: int = 0
    lasted: tuple[timedelta, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolFigures:
    """What the store knows of a school's weeks, oldest first. `themes` has each week's stories by
    theme; `sealed` is None for who may not know how many sealed stories there are.
    """

    school_id: SchoolId
    counts: tuple[WeekCount, ...]
    themes: tuple[tuple[Week, tuple[tuple[str, int], ...]], ...]
    coverage: tuple[WeekCoverage, ...]
    cases: CaseTimes
    fairness: Fairness
    sealed: int | None = None
