"""What the demo's polls came to, source by source: mentions, and what failed, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from orm.pipeline.running import PollDone


@dataclass(frozen=True, slots=True)
class Failure:
    """One way in which a source failed: how often, from when to when, and what was said last."""

    source: str
    outcome: str
    times: int
    first_at: str
    last_at: str
    why: str


@dataclass(frozen=True, slots=True)
class Account:
    """Mentions by source, and every way in which one failed. Holds no post text.

    It is kept after each beat: what a killed beat had recorded before it died is not counted here.
    """

    mentions: tuple[tuple[str, int], ...] = ()
    failures: tuple[Failure, ...] = ()

    def with_beat(self, done: Iterable[PollDone], *, at: datetime) -> "Account":
        """Both this and what one beat's polls came to."""
        mentions = dict(self.mentions)
        failures = {(one.source, one.outcome): one for one in self.failures}
        for poll in done:
            if poll.recorded.mentions:
                mentions[poll.source] = mentions.get(poll.source, 0) + poll.recorded.mentions
            if not poll.outcome.measured:
                key = (poll.source, poll.outcome.value)
                failures[key] = _again(failures.get(key), poll, at.isoformat())
        return Account(
            mentions=tuple(sorted(mentions.items())),
            failures=tuple(failures[key] for key in sorted(failures)),
        )


def _again(known: Failure | None, poll: PollDone, at: str) -> Failure:
    if known is None:
        return Failure(poll.source, poll.outcome.value, 1, at, at, poll.detail)
    return replace(known, times=known.times + 1, last_at=at, why=poll.detail)
