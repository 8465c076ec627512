"""Signing in through somebody else: which providers there are, and sign-ins on their way to one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from orm.errors import EntryRefused
from orm.model.identity import Person, Started

_ON_THE_WAY = timedelta(minutes=10)
_MOST = 5_000
_START_AGAIN = "That sign-in took too long, or began in another browser. Start again."


class Provider(Protocol):
    """One provider's way in."""

    def start(self, redirect_uri: str) -> Started:
        """Where the browser goes."""
        ...

    def finish(
        self, started: Started, *, state: str, code: str, redirect_uri: str, error: str = ""
    ) -> Person:
        """Whom the provider vouches for. Raises EntryRefused or Unreachable."""
        ...


@dataclass(frozen=True, slots=True)
class _OnTheWay:
    name: str
    started: Started
    at: datetime


@dataclass(slots=True)
class Providers:
    """The providers by the words of their buttons. A sign-in on its way is remembered for ten
    minutes by the browser that began it; a restart forgets it, and the person starts again.
    """

    named: Mapping[str, Provider] = field(default_factory=dict)
    _on_the_way: dict[str, _OnTheWay] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def start(self, name: str, *, visitor: str, back: str, now: datetime) -> str | None:
        """The address to send a browser to; None where there is no such provider."""
        provider = self.named.get(name)
        if provider is None:
            return None
        started = provider.start(back)
        with self._lock:
            self._forget(now)
            self._on_the_way[visitor] = _OnTheWay(name, started, now)
        return started.url

    def finish(
        self, *, visitor: str, back: str, state: str, code: str, error: str, now: datetime
    ) -> Person:
        """The person who came back.

        Raises:
            EntryRefused: they cannot come in this way, or nobody is on the way from this browser.
            Unreachable: the provider is not well.
        """
        with self._lock:
            self._forget(now)
            begun = self._on_the_way.pop(visitor, None)
        if begun is None:
            raise EntryRefused(_START_AGAIN)
        provider = self.named[begun.name]
        return provider.finish(
            begun.started, state=state, code=code, redirect_uri=back, error=error
        )

    def _forget(self, now: datetime) -> None:
        old = [visitor for visitor, each in self._on_the_way.items() if now - each.at > _ON_THE_WAY]
        for visitor in old:
            del self._on_the_way[visitor]
        while len(self._on_the_way) >= _MOST:
            del self._on_the_way[next(iter(self._on_the_way))]
