"""What the house tells of itself: more is said than usual, a place says nothing, a key ends."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from orm.model.cases import CaseRef
from orm.model.letters import LetterKind
from orm.model.schools import SchoolId

MergedId = NewType("MergedId", int)


class Matter(StrEnum):
    """What a house alert is about."""

    SPIKE = "spike"
    SILENCE = "silence"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class HouseAlert:
    """Something to tell once. `once` names it for ever.

    `number` and `usual` are a spike's stories in 24 hours and the school's median of such days; `at`
    is the end of those hours, or when the alert was found. `told_at` is None while it waits.
    """

    once: str
    matter: Matter
    school_id: SchoolId
    at: datetime
    number: int = 0
    usual: float = 0.0
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """How one source has done for one school, over all of its polls that nobody has paused.

    `measured_at` is when it was last read, `new_at` when it last brought anything, None for never.
    `failing` says that each of its polls has failed several times in a row by now; `silence` is the
    longest time without anything new that is normal.
    """

    school_id: SchoolId
    source: str
    measured_at: datetime | None
    new_at: datetime | None
    silence: timedelta
    failing: bool


@dataclass(frozen=True, slots=True)
class Outage:
    """A place that is not heard of any more. An empty `source` is everything of the school.

    `unread` says that it cannot be read; else it is read, and brings nothing. `since` names the outage.
    """

    school_id: SchoolId
    source: str
    since: datetime
    unread: bool


@dataclass(frozen=True, slots=True)
class KeyEnd:
    """A key whose last day is near or past, at one of its stages. `name` is the operator's own."""

    source: str
    name: str
    ends_on: date
    stage: str
    over: bool


@dataclass(frozen=True, slots=True)
class MergedAlert:
    """An alert of a case that is told together with others of its wave, to one recipient.

    `once` is the name of the letter that it would have been.
    """

    id: MergedId
    once: str
    kind: LetterKind
    school_id: SchoolId
    recipient: str
    ref: CaseRef
    at: datetime
