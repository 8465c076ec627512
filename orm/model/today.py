"""What waits for a person, and the figures beside it, as the store counts them."""

from dataclasses import dataclass

from orm.model.cases import Case
from orm.model.judgement import Stance
from orm.model.schools import Role, SchoolId
from orm.model.settlements import MentionFile


@dataclass(frozen=True, slots=True)
class Duties:
    """Whose cases are a person's to take up, as owners' roles: ordinary and sealed ones, each as they
    are and once they are late or urgent. `approves` says that they may agree to what is proposed.
    """

    ordinary: frozenset[Role] = frozenset()
    pressing: frozenset[Role] = frozenset()
    sealed: frozenset[Role] = frozenset()
    sealed_pressing: frozenset[Role] = frozenset()
    approves: bool = False
    approves_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Turns:
    """The cases that may wait for a person, the earliest due first; `more` are beyond those given."""

    cases: tuple[Case, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class OpenCases:
    """How many open cases there are: sealed ones, and the others."""

    ordinary: int
    sealed: int


@dataclass(frozen=True, slots=True)
class Praised:
    """Posts of praise, the newest first; `more` says that there are others."""

    files: tuple[MentionFile, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Posts about a school by tone, in one span of time."""

    counts: tuple[tuple[Stance, int], ...] = ()

    def of(self, *stances: Stance) -> int:
        """How many had one of these tones."""
        return sum(number for stance, number in self.counts if stance in stances)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(number for _, number in self.counts)


@dataclass(frozen=True, slots=True)
class Workload:
    """What waits at one school: open cases, those past their time, posts that nobody is sure of, and
    sources that failed when last asked, are paused or were never asked.
    """

    school_id: SchoolId
    open: int = 0
    overdue: int = 0
    unsure: int = 0
    unread: int = 0
    sources: int = 0
