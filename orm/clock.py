"""The clock on the wall: the only reader of the time."""

import time
from datetime import UTC, datetime


class SystemClock:
    """The machine's clock, as `orm.ports.Clock`."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait. Nothing happens for zero or less."""
        if seconds > 0:
            time.sleep(seconds)
