"""The house's `Fetch`: polite, suspicious and patient within limits."""

import json
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from types import MappingProxyType

import httpx

from orm.errors import ConfigError, RateLimited, Unreachable, Unreadable
from orm.http import body, headers
from orm.http.connect import Resolve, system_resolver
from orm.http.credentials import Key, Lock
from orm.http.deadline import Deadline
from orm.http.exchange import THROTTLED, Answer, Ask, Exchange
from orm.http.keyring import Keyring
from orm.http.redirects import REDIRECTS, Arrival, follow
from orm.http.robots import EVERYTHING, SIZE_CAP, Robots, Rules, read_rules
from orm.http.token_file import TokenFile
from orm.http.tokens import Plea, Reply, Tokens
from orm.http.urls import shown, web_address
from orm.model.evidence import Witnessed
from orm.model.polls import NotModified, Request, Response, Validators
from orm.model.settings import Manners
from orm.ports import Clock

_NOT_MODIFIED = 304
_UNAUTHORISED = 401
_TOKEN_CAP = 65_536
_LONGEST_SECONDS = 300.0
_CLIENT_ERROR = 400
_SERVER_ERROR = 500


class Fetcher:
    """One GET at a time per registrable domain, and only of what may be fetched.

    Every hop of a request, robots.txt included, passes the same door: http or https to a public
    address, allowed by robots.txt, in turn, within one time limit for the whole exchange
    (`Manners.total_seconds`, in which waiting for our turn does not count).
    May be called from several threads.
    """

    def __init__(
        self,
        manners: Manners,
        clock: Clock,
        *,
        resolve: Resolve = system_resolver,
        locks: Mapping[str, Lock] = MappingProxyType({}),
        token_file: TokenFile | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """`locks` are the sources' keys by source name; renewed tokens are kept in `token_file`.
        `trust` replaces the certificates of the machine.

        Raises:
            ConfigError: a contact that cannot stand in a header, or a network not in CIDR form.
        """
        self._manners = manners
        self._clock = clock
        self._identity = (("User-Agent", user_agent(manners.contact)),)
        self._exchange = Exchange(
            manners, clock, resolve=resolve, trust=lambda: trust or public_certificates()
        )
        self._robots = Robots(clock, self._load_rules)
        self._keyring = Keyring(locks, Tokens(self._plead, clock, token_file))

    def __call__(self, request: Request, validators: Validators) -> Response | NotModified:
        """The answer to one GET, whatever its status.

        A short-lived token that the site takes no more is replaced, and the question asked again.

        Raises:
            Unreachable: no answer in time, or no robots.txt.
            RateLimited: the domain asked for a pause that is not over.
            Refused: robots.txt, our own rules, a private address or a missing key.
            Unreadable: too large, media, or a broken encoding.
        """
        known = validators if request.conditional else Validators()
        arrival = self._arrival(request, known)
        if _token_ended(arrival.answer) and self._keyring.forget(request):
            arrival = self._arrival(request, known)
        if arrival.answer.status == _NOT_MODIFIED:
            return self._not_modified(request, arrival.answer, known)
        return self._response(request, arrival)

    def close(self) -> None:
        """Nothing is left open: every exchange closes its own connection."""

    def _arrival(self, request: Request, known: Validators) -> Arrival:
        start = web_address(request.url)
        cap = max(request.max_bytes, self._manners.max_bytes)
        deadline = self._deadline(start, cap)
        visit = _Visit(
            accept=request.accept,
            validators=known,
            key=self._keyring.key(request, deadline),
            deadline=deadline,
            interface=request.interface,
            cap=cap,
        )
        return follow(
            start, step=lambda url: self._page(url, visit), limit=self._manners.max_redirects
        )

    def _deadline(self, start: httpx.URL, cap: int) -> Deadline:
        """The usual time; more for a document that is known to be large."""
        manners = self._manners
        longer = max(cap / manners.max_bytes, 1.0)
        seconds = min(manners.total_seconds * longer, max(manners.total_seconds, _LONGEST_SECONDS))
        return Deadline(self._clock, seconds=seconds, subject=shown(start))

    def _page(self, asked: httpx.URL, visit: "_Visit") -> Answer:
        url = visit.key.bare(asked) if visit.key else asked
        rules = EVERYTHING if visit.by_terms(url) else self._robots.rules(url, visit.deadline)
        rules.check(url)
        ask = Ask(
            url=url,
            wire_url=visit.key.signed(url) if visit.key else url,
            headers=(*self._identity, *visit.headers(url)),
            spacing=max(self._manners.spacing_seconds, rules.delay),
        )

        def read(status: int, found: headers.Headers, chunks: Iterable[bytes]) -> bytes:
            if status in REDIRECTS or status == _NOT_MODIFIED:
                return b""
            body.refuse_media(headers.media_type(found), subject=shown(url))
            encoding = headers.header(found, "content-encoding")
            return body.read(chunks, encoding=encoding, cap=visit.cap, subject=shown(url))

        return self._exchange.answer(ask, read=read, deadline=visit.deadline)

    def _load_rules(self, robots_url: httpx.URL, deadline: Deadline) -> Rules:
        """robots.txt of an origin: 4xx means there are no rules, a failure that nobody may enter."""
        arrival = follow(
            robots_url,
            step=lambda url: self._robots_page(url, deadline),
            limit=self._manners.max_redirects,
        )
        answer = arrival.answer
        until = headers.retry_at(answer.headers, now=self._clock.now())
        if answer.status in THROTTLED and until is not None:
            raise RateLimited(f"{robots_url.host} asked for a pause.", until=until)
        # 429 is a 4xx that says "later", not "no rules".
        if answer.status >= _SERVER_ERROR or answer.status in THROTTLED:
            raise Unreachable(
                f"{shown(robots_url)} answers {answer.status}: nothing is fetched from there."
            )
        return EVERYTHING if answer.status >= _CLIENT_ERROR else read_rules(answer.body)

    def _robots_page(self, url: httpx.URL, deadline: Deadline) -> Answer:
        def read(status: int, found: headers.Headers, chunks: Iterable[bytes]) -> bytes:
            if not 200 <= status < 300:  # noqa: PLR2004 - success, as HTTP numbers it
                return b""
            encoding = headers.header(found, "content-encoding")
            return body.read_start(chunks, encoding=encoding, cap=SIZE_CAP, subject=shown(url))

        ask = Ask(
            url, url, (*self._identity, *_accept("text/plain, */*")), self._manners.spacing_seconds
        )
        try:
            return self._exchange.answer(ask, read=read, deadline=deadline)
        except Unreadable as error:
            raise Unreachable(
                f"{shown(url)} cannot be read: nothing is fetched from there."
            ) from error

    def _plead(self, plea: Plea, deadline: Deadline) -> Reply:
        """Ask a token endpoint: its terms, not robots.txt, say who may."""
        url = web_address(plea.url)
        bare = url.copy_with(query=None)

        def read(status: int, found: headers.Headers, chunks: Iterable[bytes]) -> bytes:
            del status
            encoding = headers.header(found, "content-encoding")
            return body.read(chunks, encoding=encoding, cap=_TOKEN_CAP, subject=shown(bare))

        ask = Ask(
            url=bare,
            wire_url=url,
            headers=(*self._identity, *_accept("application/json"), *plea.headers),
            spacing=self._manners.spacing_seconds,
            content=plea.content,
        )
        answer = self._exchange.answer(ask, read=read, deadline=deadline)
        return Reply(answer.status, _fields(answer.body))

    def _not_modified(self, request: Request, answer: Answer, known: Validators) -> NotModified:
        if known == Validators():
            raise Unreadable(f"{shown(answer.url)} answers 304 to a question without conditions.")
        now = self._clock.now()
        return NotModified(
            request,
            fetched_at=now,
            validators=headers.validators(answer.headers, old=known),
            fresh_for=headers.fresh_for(answer.headers, now=now),
        )

    def _response(self, request: Request, arrival: Arrival) -> Witnessed:
        answer, now = arrival.answer, self._clock.now()
        return Witnessed(
            request,
            url=str(answer.url),
            status=answer.status,
            body=answer.body,
            fetched_at=now,
            headers=answer.headers,
            content_type=headers.media_type(answer.headers),
            charset=headers.charset(answer.headers),
            validators=headers.validators(answer.headers, old=Validators()),
            retry_at=headers.retry_at(answer.headers, now=now)
            if answer.status in THROTTLED
            else None,
            fresh_for=headers.fresh_for(answer.headers, now=now),
            moved_to=str(answer.url) if arrival.moved else "",
            hops=arrival.hops,
        )


@dataclass(frozen=True, slots=True)
class _Visit:
    """What all hops of one request have in common."""

    accept: str
    validators: Validators
    key: Key | None
    deadline: Deadline
    interface: bool
    cap: int

    def by_terms(self, url: httpx.URL) -> bool:
        """Whether terms for programs, and not robots.txt, say who may ask for this address."""
        return self.interface or (self.key is not None and self.key.fits(url))

    def headers(self, url: httpx.URL) -> tuple[tuple[str, str], ...]:
        conditions = (
            ("If-None-Match", self.validators.etag),
            ("If-Modified-Since", self.validators.last_modified),
        )
        keys = self.key.headers(url) if self.key else ()
        return (*_accept(self.accept), *(pair for pair in conditions if pair[1]), *keys)


def _token_ended(answer: Answer) -> bool:
    """The site says that the token is over: 401, or AT Protocol's 400 (contracts/social.md §8)."""
    return answer.status == _UNAUTHORISED or (
        answer.status == _CLIENT_ERROR and b"ExpiredToken" in answer.body[:_TOKEN_CAP]
    )


def _fields(content: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _accept(kinds: str) -> tuple[tuple[str, str], ...]:
    return (("Accept", kinds), ("Accept-Encoding", "gzip, deflate"))


def user_agent(contact: str) -> str:
    """Who we are and whom to write to: `orm/1.2.0 (+https://wrenbeck.example/contact)`.

    Raises:
        ConfigError: a contact that cannot stand in a header.
    """
    if not contact.strip() or not (contact.isascii() and contact.isprintable()):
        raise ConfigError(
            ["network.contact: write an address or a page a webmaster can use, in plain ASCII."]
        )
    return f"orm/{version()} (+{contact.strip()})"


@cache
def public_certificates() -> ssl.SSLContext:
    """`usual_authorities`, read once for every connection of the process; nobody adds to it."""
    return usual_authorities()


def usual_authorities() -> ssl.SSLContext:
    """The usual authorities, and those the machine trusts: a school's filter may be one."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def version() -> str:
    """The program's own version; "0" where it is not installed."""
    try:
        return metadata.version("orm")
    except metadata.PackageNotFoundError:
        return "0"
