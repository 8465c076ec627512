"""Who may use the first run: the one browser that opened the printed link, for 24 hours."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from orm.entry.keys import kept, new_token

LASTS = timedelta(hours=24)
_KEY_BYTES = 32


@dataclass(slots=True)
class Gate:
    """Of the link only a hash is kept here. The first browser that opens it is the one."""

    link: str
    ends_at: datetime
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(_KEY_BYTES), repr=False)
    _browser: str = ""
    _lock: Lock = field(default_factory=Lock, repr=False)

    def enter(self, token: str, browser: str, *, now: datetime) -> str | None:
        """The name of the browser that has opened the link, to be kept as a cookie; None for a wrong
        or old link, and for a second browser.
        """
        if not hmac.compare_digest(kept(token), self.link) or now >= self.ends_at:
            return None
        with self._lock:
            if not self._browser:
                name = new_token()
                self._browser = kept(name)
                return name
        return browser if self.holds(browser, now=now) else None

    def holds(self, browser: str, *, now: datetime) -> bool:
        """Whether this is that browser, in time."""
        in_time = bool(self._browser) and now < self.ends_at
        return in_time and hmac.compare_digest(kept(browser), self._browser)

    def mark(self, browser: str) -> str:
        """What each form of this browser carries."""
        return hmac.digest(self._key, kept(browser).encode(), "sha256").hex()

    def mark_holds(self, mark: str, browser: str) -> bool:
        """Whether a form came from a page that this browser was given."""
        sent = mark.encode("utf-8", "surrogatepass")
        return hmac.compare_digest(sent, self.mark(browser).encode())

    def close(self) -> None:
        """Nobody may any more."""
        with self._lock:
            self._browser = ""
            self.link = ""


def new_gate(*, now: datetime) -> tuple[Gate, str]:
    """A gate, and the token of the link that opens it."""
    token = new_token()
    return Gate(kept(token), now + LASTS), token
