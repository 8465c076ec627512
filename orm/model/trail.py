"""What is asked of the audit trail, and what it answers."""

from dataclasses import dataclass
from datetime import datetime

from orm.model.entry import AuditLine


@dataclass(frozen=True, slots=True)
class TrailWish:
    """Which lines: of these actions, since a moment, older than the line numbered `before`.

    `whole` is true for who acts for every school: lines that name no school are theirs too.
    """

    actions: frozenset[str]
    since: datetime
    whole: bool
    before: int | None = None
    most: int = 100


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A line with its number, by which older ones are asked for."""

    number: int
    line: AuditLine
