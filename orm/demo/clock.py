"""The demo's time: it moves when it is told to, and waiting costs none."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock


@dataclass(slots=True)
class DemoClock:
    """A clock that stands still until somebody sleeps or moves it on."""

    _now: datetime
    _lock: Lock = field(default_factory=Lock, repr=False)

    def now(self) -> datetime:
        """The demo's moment, aware UTC."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Time passes at once."""
        with self._lock:
            self._now += timedelta(seconds=max(seconds, 0.0))

    def move_to(self, moment: datetime) -> None:
        """On to a later moment; never back."""
        with self._lock:
            self._now = max(self._now, moment)
