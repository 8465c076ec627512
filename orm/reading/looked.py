"""How much of a school's sources was read: not measured is never told as nothing found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.model.polls import Outcome
from orm.model.weeks import SourceHealth

WHY: Mapping[Outcome, str] = {
    Outcome.THROTTLED: "the site asked us to slow down",
    Outcome.REFUSED: "the site does not let us read it",
    Outcome.GONE: "the page no longer exists",
    Outcome.UNREADABLE: "the page has changed and cannot be read",
    Outcome.UNREACHABLE: "the site did not answer",
}
NOT_ASKED = "not asked yet"
PAUSED = "paused by a person of the school"


@dataclass(frozen=True, slots=True)
class Gap:
    """A source that was not, or not wholly, read, or that is quiet for longer than is normal."""

    name: str
    why: str
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was read. `read` counts sources of which every page was; `blind`: none at all was."""

    read: int
    total: int
    gaps: tuple[Gap, ...]
    silent: tuple[Gap, ...]
    blind: bool

    @property
    def whole(self) -> bool:
        """Every source was read, and there is one."""
        return bool(self.total) and self.read == self.total


def looked(health: Sequence[SourceHealth], names: Mapping[str, str]) -> Looked:
    """How much of these sources was read."""
    gaps = [each for each in health if each.measured < each.polls]
    silent = [each for each in health if each not in gaps and each.overdue_silence]
    return Looked(
        read=len(health) - len(gaps),
        total=len(health),
        gaps=tuple(Gap(_name(each, names), _why(each), each.last_measured_at) for each in gaps),
        silent=tuple(
            Gap(_name(each, names), "nothing new for longer than usual", each.silent_since)
            for each in silent
        ),
        blind=not any(each.measured for each in health),
    )


def _name(source: SourceHealth, names: Mapping[str, str]) -> str:
    known = names.get(source.source, source.source.replace("_", " "))
    return f"{known[:1].upper()}{known[1:]}"


def _why(source: SourceHealth) -> str:
    if source.paused:
        return PAUSED
    failures = dict(source.outcomes)
    worst = max(WHY, key=lambda outcome: failures.get(outcome, 0))
    why = WHY[worst] if failures.get(worst) else NOT_ASKED
    if source.measured:
        return f"read in part, {source.measured} of {source.polls} pages: {why}"
    return why
