"""How long one exchange may take."""

from datetime import timedelta

from orm.errors import Unreachable
from orm.ports import Clock


class Deadline:
    """The time left of one exchange, redirects, robots.txt and body included.

    Waiting for our own turn is not the server's fault and is given back with `extend`.
    """

    def __init__(self, clock: Clock, *, seconds: float, subject: str) -> None:
        self._clock = clock
        self._seconds = seconds
        self._subject = subject
        self._ends_at = clock.now() + timedelta(seconds=seconds)

    def extend(self, seconds: float) -> None:
        """Give time back."""
        self._ends_at += timedelta(seconds=seconds)

    def limit(self, seconds: float) -> float:
        """How long the next wait may be: `seconds`, or what is left if that is less.

        Raises:
            Unreachable: nothing is left.
        """
        left = (self._ends_at - self._clock.now()).total_seconds()
        if left <= 0:
            raise Unreachable(f"{self._subject} took longer than {self._seconds:g} seconds.")
        return min(seconds, left)
