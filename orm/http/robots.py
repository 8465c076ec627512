"""robots.txt: read by protego, asked for once a day per origin (RFC 9309)."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

import httpx
from protego import Protego

from orm.errors import Refused
from orm.http.deadline import Deadline
from orm.http.urls import origin
from orm.ports import Clock

AGENT = "orm"
SIZE_CAP = 512_000
_LONGEST_DELAY = 60.0
_KEPT = timedelta(hours=24)
_MOST_ORIGINS = 2_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us. Without a parser everything is allowed."""

    parser: Protego | None = None

    @property
    def delay(self) -> float:
        """The pause in seconds that it asks for, a minute at most."""
        asked = self.parser.crawl_delay(AGENT) if self.parser else None
        return min(asked or 0.0, _LONGEST_DELAY)

    def check(self, url: httpx.URL) -> None:
        """Nothing, when the address may be fetched.

        Raises:
            Refused: it may not.
        """
        if self.parser and not self.parser.can_fetch(str(url), AGENT):
            path = url.raw_path.split(b"?")[0].decode("ascii")
            raise Refused(f"robots.txt of {url.host} does not allow {path[:120]}.")


EVERYTHING = Rules()


def read_rules(body: bytes) -> Rules:
    """The rules in a robots.txt, whatever bytes it is made of."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            text = body.removeprefix(mark).decode(encoding, errors="replace")
            return Rules(Protego.parse(text))
    return Rules(Protego.parse(body.decode("utf-8", errors="replace")))


Load = Callable[[httpx.URL, Deadline], Rules]
"""Fetch the rules at an address; the page is not fetched when this raises."""


@dataclass(slots=True)
class _Origin:
    lock: Lock = field(default_factory=Lock)
    rules: Rules = EVERYTHING
    good_until: datetime | None = None


class Robots:
    """The rules of each origin, remembered for a day. A failure is not remembered."""

    def __init__(self, clock: Clock, load: Load) -> None:
        self._clock = clock
        self._load = load
        self._lock = Lock()
        self._origins: dict[str, _Origin] = {}

    def rules(self, url: httpx.URL, deadline: Deadline) -> Rules:
        """The rules for an address.

        Raises:
            SourceError: robots.txt cannot be had, so nothing may be fetched.
        """
        place = self._place(origin(url))
        with place.lock:
            now = self._clock.now()
            if place.good_until is None or now >= place.good_until:
                place.rules = self._load(httpx.URL(f"{origin(url)}/robots.txt"), deadline)
                place.good_until = self._clock.now() + _KEPT
            return place.rules

    def _place(self, name: str) -> _Origin:
        with self._lock:
            while len(self._origins) >= _MOST_ORIGINS and name not in self._origins:
                self._origins.pop(next(iter(self._origins)))
            return self._origins.setdefault(name, _Origin())
