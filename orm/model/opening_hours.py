"""When an office can be rung."""

from dataclasses import dataclass
from datetime import date, time

_DAYS_OF_A_WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which an office is closed although it would be open; both are included."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Opening:
    """Opening hours in Europe/London time: from `opens_at` until just before `closes_at`.

    `days` counts Monday as 0. The office is closed on bank holidays of `nation` (ENG, WLS, SCT or
    NIR), which is the office's own and not the school's.

    Raises:
        ValueError: it would never be open.
    """

    days: frozenset[int]
    opens_at: time
    closes_at: time
    nation: str = "ENG"
    closures: tuple[Closure, ...] = ()

    def __post_init__(self) -> None:
        """Refuse hours that never come."""
        if not self.days or not self.days <= _DAYS_OF_A_WEEK or self.closes_at <= self.opens_at:
            raise ValueError("an office that never opens has no next opening")

    def closed_for(self, day: date) -> bool:
        """True on a day of one of the closures."""
        return any(each.first_on <= day <= each.last_on for each in self.closures)
