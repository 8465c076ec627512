"""What tests of the door to the network need: a clock that is set, manners, a fetcher."""

import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock

from orm.http.fetcher import Fetcher
from orm.model.polls import NotModified, Request, Response, Validators
from orm.model.settings import Manners
from tests.factories import NOW

LOOPBACK = ("127.0.0.0/8", "::1/128")


class FakeClock:
    """Time passes when somebody waits, and when a test says so."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now
        self._lock = Lock()
        self.slept: list[float] = []

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self._now += timedelta(seconds=seconds)

    def advance(self, **step: float) -> None:
        with self._lock:
            self._now += timedelta(**step)


def manners(**changes) -> Manners:
    """Quick, and allowed on the loopback."""
    return Manners(
        **{
            "contact": "https://wrenbeck.example/contact",
            "connect_seconds": 5.0,
            "read_seconds": 5.0,
            "total_seconds": 20.0,
            "max_bytes": 100_000,
            "spacing_seconds": 0.0,
            "allow_addresses": LOOPBACK,
            **changes,
        }
    )


def everywhere_here(_host: str, _port: int) -> Sequence[str]:
    """A resolver for which every name is this machine."""
    return ("127.0.0.1",)


def request(url: str, **changes) -> Request:
    return Request(**{"source": "feed", "key": url, "url": url, **changes})


def fetcher(clock: FakeClock | None = None, *, resolve=everywhere_here, **changes) -> Fetcher:
    """A fetcher that finds every name on the loopback."""
    trust: ssl.SSLContext | None = changes.pop("trust", None)
    locks = changes.pop("locks", {})
    token_file = changes.pop("token_file", None)
    return Fetcher(
        manners(**changes),
        clock or FakeClock(),
        resolve=resolve,
        locks=locks,
        token_file=token_file,
        trust=trust,
    )


def get(url: str, *, door: Fetcher | None = None, **changes) -> Response:
    """The answer to one GET, which must be one with a body."""
    answer = (door or fetcher())(request(url, **changes), Validators())
    assert isinstance(answer, Response)
    return answer


def get_again(url: str, validators: Validators, **changes) -> Response | NotModified:
    """The answer to a GET that knows an earlier one."""
    return fetcher()(request(url, **changes), validators)
