"""One question on one connection of its own."""

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache

import httpcore
import httpx

from orm.http.addresses import address_rule
from orm.http.connect import CheckedNetwork, Resolve, peer_address, peer_certificate
from orm.http.deadline import Deadline
from orm.http.domains import registrable_domain
from orm.http.failures import typed
from orm.http.headers import Headers, headers_of, retry_at
from orm.http.turns import Turns
from orm.http.urls import shown
from orm.model.evidence import Hop
from orm.model.settings import Manners
from orm.ports import Clock

THROTTLED = frozenset({429, 503})
_PORTS = {"http": 80, "https": 443}
# What of a question may be shown: never a key, whatever header it travels in.
_PLAIN = frozenset(
    {"accept", "accept-encoding", "if-modified-since", "if-none-match", "user-agent"}
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One GET, or a POST where there is `content`.

    `wire_url` is `url` with the key, where there is one; `url` is what is shown.
    """

    url: httpx.URL
    wire_url: httpx.URL
    headers: tuple[tuple[str, str], ...]
    spacing: float
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question brought; `body` is empty where nobody wanted it.

    `hop` is the same without the body, as evidence keeps it.
    """

    url: httpx.URL
    status: int
    headers: Headers
    body: bytes
    hop: Hop


Reader = Callable[[int, Headers, Iterable[bytes]], bytes]
"""From status, headers and raw chunks to the body; reads as few chunks as it needs."""


class Exchange:
    """Asks, in turn, over a checked and timed connection.

    `trust` gives the certificates; it is asked when something is asked for the first time.
    """

    def __init__(
        self,
        manners: Manners,
        clock: Clock,
        *,
        resolve: Resolve,
        trust: Callable[[], ssl.SSLContext],
    ) -> None:
        self._manners = manners
        self._clock = clock
        self._resolve = resolve
        self._trust = cache(trust)
        self._rule = address_rule(manners.allow_addresses)
        self._turns = Turns(clock)

    def answer(self, ask: Ask, *, read: Reader, deadline: Deadline) -> Answer:
        """The answer to one question. A 429 or 503 with Retry-After makes its domain pause.

        Raises:
            Unreachable: no answer in time.
            RateLimited: the domain is in a pause.
            Refused: a private address.
            Unreadable: what `read` raises.
        """
        domain = registrable_domain(str(ask.url))
        with self._turns.turn(domain, spacing=ask.spacing) as waited, typed(shown(ask.url)):
            deadline.extend(waited)
            with self._sent(ask, deadline) as response:
                headers = headers_of(response.headers)
                stream = response.extensions["network_stream"]
                address, certificate = peer_address(stream), peer_certificate(stream)
                at = self._clock.now()
                body = read(response.status, headers, response.iter_stream())
        until = retry_at(headers, now=self._clock.now())
        if until is not None and response.status in THROTTLED:
            self._turns.pause(domain, until=until)
        hop = Hop(
            url=str(ask.url),
            at=at,
            status=response.status,
            address=address,
            certificate=certificate,
            sent=tuple(pair for pair in ask.headers if pair[0].lower() in _PLAIN),
            headers=headers,
        )
        return Answer(ask.url, response.status, headers, body, hop)

    @contextmanager
    def _sent(self, ask: Ask, deadline: Deadline) -> Iterator[httpcore.Response]:
        url = ask.wire_url
        port = url.port or _PORTS[url.scheme]
        connection = httpcore.HTTPConnection(
            origin=httpcore.Origin(url.raw_scheme, url.raw_host, port),
            ssl_context=self._trust(),
            network_backend=CheckedNetwork(self._resolve, self._rule, deadline),
        )
        limits = {
            "connect": self._manners.connect_seconds,
            "read": self._manners.read_seconds,
            "write": self._manners.read_seconds,
        }
        posted = ask.content is not None
        length = [("Content-Length", str(len(ask.content or b"")))] if posted else []
        request = httpcore.Request(
            "POST" if posted else "GET",
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=port, target=url.raw_path),
            headers=[("Host", url.netloc), *ask.headers, *length, ("Connection", "close")],
            content=ask.content,
            extensions={"timeout": limits},
        )
        with closing(connection), closing(connection.handle_request(request)) as response:
            yield response
