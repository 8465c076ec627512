"""How many reports come in under one link and from one place, and how often a digest is stopped.
`limits` counts.

It counts in memory: a restart forgets, and several processes count each for itself.
"""

from limits import RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from orm.entry.keys import site

PER_PLACE = RateLimitItemPerHour(10)
PER_LINK = RateLimitItemPerDay(100)
STOPS = RateLimitItemPerHour(120)
LOOKS = RateLimitItemPerHour(1_200)


class Turnstile:
    """Lets in 10 reports an hour from one place and 100 a day under one link, counted from now back.

    A place is an IPv4 address or an IPv6 network; a school behind one address is one place.
    """

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def admits(self, link: str, address: str) -> bool:
        """Whether one more report may come; it is counted if so."""
        place = (link, site(address))
        if not self._windows.test(PER_LINK, link):
            return False
        return self._windows.hit(PER_PLACE, *place) and self._windows.hit(PER_LINK, link)

    def admits_stop(self, address: str) -> bool:
        """Whether one more digest may be stopped from this place; it is counted if so.

        The servers of one mail service stop the digests of many readers.
        """
        return self._windows.hit(STOPS, "stop", site(address))

    def admits_look(self, address: str) -> bool:
        """Whether the page that stops a digest may be looked at once more from this place.

        Mail scanners open every link of every letter.
        """
        return self._windows.hit(LOOKS, "look", site(address))
