"""What is said of a school beside what is usual: numbers of posts by tone, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from orm.model.judgement import Stance
from orm.model.today import Tally

WEEK = timedelta(days=7)
EARLIER = 8
"""Weeks that say what is usual (domain.md §5.2)."""

_TONES = (
    ("Words that lean towards the school", (Stance.POSITIVE,)),
    ("Words that lean against the school", (Stance.NEGATIVE,)),
    ("Neither, or both", (Stance.NEUTRAL, Stance.MIXED, Stance.ABSTAIN)),
)
_FAR = 2


@dataclass(frozen=True, slots=True)
class Beside:
    """One number with what is usual. `usual` is empty where there are no earlier weeks."""

    label: str
    number: int
    usual: str
    says: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The last seven days, by tone; `since_yesterday` are those of the last 24 hours."""

    rows: tuple[Beside, ...]
    total: int
    since_yesterday: int
    weeks: int


def edges(now: datetime, watched_since: datetime | None) -> tuple[datetime, ...]:
    """The moments between which posts are counted, latest first: a day, the rest of a week, and as
    many of the weeks before as the school was watched in, at most EARLIER.
    """
    weeks = 0 if watched_since is None else max(0, (now - watched_since) // WEEK - 1)
    days = (timedelta(0), timedelta(days=1), WEEK)
    earlier = ((number + 1) * WEEK for number in range(1, min(weeks, EARLIER) + 1))
    return tuple(now - back for back in (*days, *earlier))


def changed(tallies: Sequence[Tally]) -> Changed:
    """What the counts between those moments say."""
    day, rest, *earlier = tallies
    return Changed(
        rows=tuple(
            beside(
                label,
                day.of(*stances) + rest.of(*stances),
                [week.of(*stances) for week in earlier],
            )
            for label, stances in _TONES
        ),
        total=day.total + rest.total,
        since_yesterday=day.total,
        weeks=len(earlier),
    )


def beside(label: str, number: int, earlier: Sequence[int]) -> Beside:
    """A number beside the median of earlier weeks."""
    if not earlier:
        return Beside(label, number, "", "no earlier weeks to compare with")
    usual = median(earlier)
    return Beside(label, number, f"{usual:g}", _words(number, usual))


def _words(number: int, usual: float) -> str:
    """A difference of one is no news; twice as many, and more than two more, are."""
    if abs(number - usual) <= 1:
        return "about as usual"
    if number > usual:
        far = number >= _FAR * usual and number - usual > _FAR
        return "many more than usual" if far else "more than usual"
    return "far fewer than usual" if number * _FAR <= usual else "fewer than usual"
