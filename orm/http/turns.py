"""One request at a time per domain, with a pause between, and longer pauses where a site asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

from orm.errors import RateLimited
from orm.ports import Clock

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Lane:
    lock: Lock = field(default_factory=Lock)
    last_at: datetime = _LONG_AGO
    paused_until: datetime = _LONG_AGO


class Turns:
    """The queue before each registrable domain. Domains do not wait for each other."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._lanes: dict[str, _Lane] = {}

    @contextmanager
    def turn(self, domain: str, *, spacing: float) -> Iterator[float]:
        """Our turn, `spacing` seconds after the last one ended; gives the seconds waited for it.

        Raises:
            RateLimited: the domain asked for a pause that is not over; nobody waits for that here.
        """
        lane = self._lane(domain)
        asked_at = self._clock.now()
        self._refuse_in_pause(domain, lane)
        with lane.lock:
            # Whoever was before us may have been told to pause.
            self._refuse_in_pause(domain, lane)
            self._space(lane, spacing)
            try:
                yield (self._clock.now() - asked_at).total_seconds()
            finally:
                lane.last_at = self._clock.now()

    def pause(self, domain: str, *, until: datetime) -> None:
        """Nothing is asked of the domain before `until`. A pause is never shortened."""
        lane = self._lane(domain)
        lane.paused_until = max(lane.paused_until, until)

    def _lane(self, domain: str) -> _Lane:
        with self._lock:
            return self._lanes.setdefault(domain, _Lane())

    def _refuse_in_pause(self, domain: str, lane: _Lane) -> None:
        if self._clock.now() < lane.paused_until:
            raise RateLimited(f"{domain} asked for a pause.", until=lane.paused_until)

    def _space(self, lane: _Lane, spacing: float) -> None:
        since = self._clock.now() - lane.last_at
        # A clock that is set back must not make the wait longer than the spacing.
        wait = min(timedelta(seconds=spacing) - since, timedelta(seconds=spacing))
        if wait > timedelta():
            self._clock.sleep(wait.total_seconds())
