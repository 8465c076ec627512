"""Reminders of a case that waits: who is told when nobody decides (gate G12)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orm.model.cases import Case, CaseEvent, CaseRef
from orm.model.judgement import Severity
from orm.model.schools import Contact, Role


class Rung(StrEnum):
    """Why somebody is told now. The words stand in the case's record and never change."""

    DUE = "due"
    DEPUTY = "one school day overdue"
    CHAIR = "two school days overdue"
    ON_CALL = "not opened out of hours"
    QUARTER_HOUR = "not opened for 15 minutes"
    ONE_HOUR = "not opened for 1 hour"
    FOUR_HOURS = "not opened for 4 hours"

    @property
    def unopened(self) -> bool:
        """Told because nobody opened the case, not because a decision is late."""
        return self not in {Rung.DUE, Rung.DEPUTY, Rung.CHAIR}


@dataclass(frozen=True, slots=True)
class Told:
    """A person to write to, and whether they may open the case or can only ask about it."""

    contact: Contact
    may_open: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """One rung of one case. `since` is when the case was due, or since when nobody opened it.

    What the case is about is not known here, so that no letter can tell it.
    """

    ref: CaseRef
    severity: Severity
    owner: Role
    rung: Rung
    since: datetime
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class TimedCase:
    """What the clocks of an open case need of it."""

    case: Case
    events: tuple[CaseEvent, ...]
