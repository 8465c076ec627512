"""What a sign-in provider publishes of itself: its addresses and the keys it signs with."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from joserfc.jwk import KeySet

from orm.errors import SourceError, Unreachable, Unreadable
from orm.http.deadline import Deadline
from orm.http.id_token import read_keys
from orm.http.openid_wire import OpenIdWire
from orm.http.tokens import Plea, Reply
from orm.ports import Clock

KEPT = timedelta(hours=1)
"""How long the discovery document and the keys are believed without looking again."""

LEFT_ALONE = timedelta(seconds=10)
"""After a failure nobody waits for the provider for so long: each wait would hold a thread."""

_OK = 200
_POSTED = "client_secret_post"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Places:
    """Where people and we go. With `posts_secret` the client's secret goes into the form, else into
    the Authorization header, which is OpenID's default.
    """

    authorization: str
    token: str
    keys: str
    posts_secret: bool


@dataclass(slots=True)
class _Shelf(Generic[T]):
    value: T
    until: datetime


class OpenIdPages:
    """Both pages, each kept for `KEPT`. May be asked from several threads."""

    def __init__(self, issuer: str, wire: OpenIdWire, clock: Clock) -> None:
        self._issuer = issuer
        self._wire = wire
        self._clock = clock
        self._lock = Lock()
        self._places: _Shelf[Places] | None = None
        self._left_alone_until: datetime | None = None
        self._keys: _Shelf[KeySet] | None = None

    def places(self, deadline: Deadline) -> Places:
        """The provider's addresses.

        Raises:
            SourceError: they cannot be had, or are not this issuer's.
        """
        now = self._clock.now()
        with self._lock:
            held, again = self._places, self._left_alone_until
        if held is not None and held.until > now:
            return held.value
        if again is not None and again > now:
            raise Unreachable(f"{self._issuer} did not answer a moment ago.")
        try:
            found = self._discovered(deadline)
        except SourceError:
            with self._lock:
                self._left_alone_until = self._clock.now() + LEFT_ALONE
            raise
        with self._lock:
            self._places = _Shelf(found, self._clock.now() + KEPT)
        return found

    def keys(self, deadline: Deadline) -> KeySet:
        """The keys that the provider signs with.

        Raises:
            SourceError: they cannot be had.
        """
        with self._lock:
            held = self._keys
        if held is not None and held.until > self._clock.now():
            return held.value
        return self.keys_anew(deadline)

    def keys_anew(self, deadline: Deadline) -> KeySet:
        """The same, asked for now: a provider changes its keys when it likes.

        Raises:
            SourceError: they cannot be had.
        """
        at = self.places(deadline).keys
        found = read_keys(self._page(at, deadline).fields, subject=at)
        with self._lock:
            self._keys = _Shelf(found, self._clock.now() + KEPT)
        return found

    def _discovered(self, deadline: Deadline) -> Places:
        url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        fields = self._page(url, deadline).fields
        if fields.get("issuer") != self._issuer:
            raise Unreadable(f"{url} is not the page of the issuer in config.toml.")
        ways = fields.get("token_endpoint_auth_methods_supported")
        return Places(
            self._wire.address(fields.get("authorization_endpoint"), what="sign-in page"),
            self._wire.address(fields.get("token_endpoint"), what="token endpoint"),
            self._wire.address(fields.get("jwks_uri"), what="page of keys"),
            posts_secret=isinstance(ways, list) and _POSTED in ways,
        )

    def _page(self, url: str, deadline: Deadline) -> Reply:
        reply = self._wire(Plea(url), deadline)
        if reply.status != _OK:
            raise Unreachable(f"{url} answers {reply.status}.")
        return reply
