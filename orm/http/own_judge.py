"""The operator's own judge: a chat endpoint on a host that config.toml names (docs/own-judge.md).

It is asked with one POST for one post, and with nothing else: no redirect is followed, no cookie is
kept, and no word of a post or of an answer is logged. The address may be a private one, for the
operator names it and nobody else can; plain http goes to this machine only.
"""

import ssl
from contextlib import closing
from datetime import datetime, timedelta
from ipaddress import ip_address
from threading import Lock

import httpcore
import httpx
import structlog

from orm.errors import ConfigError, Refused, SourceError, Unreachable
from orm.http import body
from orm.http.addresses import address_rule
from orm.http.connect import CheckedNetwork, Resolve, system_resolver
from orm.http.deadline import Deadline
from orm.http.failures import typed
from orm.http.fetcher import public_certificates, usual_authorities
from orm.http.headers import header, headers_of
from orm.http.judge_answer import read_answer, request_body
from orm.http.redirects import REDIRECTS
from orm.http.urls import shown
from orm.model.opinions import Opinion
from orm.model.questions import Question
from orm.model.settings import JudgeSettings
from orm.ports import Clock

LARGEST_ANSWER = 65_536
"""Bytes of an answer, before and after decompression."""

MOST_FAILURES = 3
"""In a row; then the judge is left alone for `REST`."""

REST = timedelta(minutes=10)

_ANYWHERE = address_rule(("0.0.0.0/0", "::/0"))
_OK = 200
_NOT_LET_IN = frozenset({401, 403})
_SAMPLE = Question(
    school="Wrenbeck Primary School",
    place="Harrowmere",
    kind="post",
    platform="forum",
    title="",
    text="Thank you to everybody at Wrenbeck Primary for a lovely summer fair.",
)

_log = structlog.get_logger()


class OwnJudge:
    """Asked by several threads at one time. It never raises into judging, and never waits to retry."""

    def __init__(
        self,
        settings: JudgeSettings,
        clock: Clock,
        *,
        resolve: Resolve = system_resolver,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """`trust` replaces the certificates of the machine and of `settings.ca_file`.

        Raises:
            ConfigError: the file of certificates cannot be read.
        """
        self._settings = settings
        self._clock = clock
        self._url = httpx.URL(settings.url)
        self._trust = trust or _certificates(settings)
        self._resolve = _on_this_machine(resolve) if self._url.scheme == "http" else resolve
        self._lock = Lock()
        self._failures = 0
        self._rests_until: datetime | None = None

    def read(self, question: Question) -> Opinion | None:
        """What the judge thinks, or None: it failed, or is left alone after `MOST_FAILURES`."""
        if self._resting():
            return None
        try:
            opinion = self.ask(question)
        except SourceError as error:
            self._failed(str(error))
            return None
        with self._lock:
            self._failures = 0
        return opinion

    def ask(self, question: Question) -> Opinion:
        """What the judge thinks, rest or no rest.

        Raises:
            Unreachable: no answer in time, or one that says that the endpoint is not well.
            Refused: it does not take the key, or leads elsewhere.
            Unreadable: not the answer that is asked for, or larger than `LARGEST_ANSWER`.
        """
        return read_answer(self._post(request_body(question, model=self._settings.model)))

    def _resting(self) -> bool:
        with self._lock:
            return self._rests_until is not None and self._clock.now() < self._rests_until

    def _failed(self, reason: str) -> None:
        with self._lock:
            self._failures += 1
            failures = self._failures
            if failures >= MOST_FAILURES:
                self._rests_until = self._clock.now() + REST
        rest = f"left alone for {REST.seconds // 60} minutes" if failures >= MOST_FAILURES else ""
        _log.warning("the own judge gave no opinion", reason=reason, in_a_row=failures, rest=rest)

    def _post(self, content: bytes) -> bytes:
        url, seconds = self._url, self._settings.timeout_seconds
        deadline = Deadline(self._clock, seconds=seconds, subject=shown(url))
        port = url.port or (443 if url.scheme == "https" else 80)
        connection = httpcore.HTTPConnection(
            origin=httpcore.Origin(url.raw_scheme, url.raw_host, port),
            ssl_context=self._trust,
            network_backend=CheckedNetwork(self._resolve, _ANYWHERE, deadline),
        )
        request = httpcore.Request(
            "POST",
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=port, target=url.raw_path),
            headers=[("Host", url.netloc), *self._headers(content)],
            content=content,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write"), seconds)},
        )
        with (
            typed(shown(url)),
            closing(connection),
            closing(connection.handle_request(request)) as response,
        ):
            return self._body(response)

    def _headers(self, content: bytes) -> list[tuple[str, str]]:
        key = self._settings.key
        return [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(content))),
            ("Accept", "application/json"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
            *([("Authorization", f"Bearer {key.reveal()}")] if key else []),
        ]

    def _body(self, response: httpcore.Response) -> bytes:
        subject = shown(self._url)
        if response.status in REDIRECTS:
            raise Refused(
                f"{subject} leads to another address, which is not followed. Write the endpoint's"
                " own address into judge.url."
            )
        if response.status in _NOT_LET_IN:
            raise Refused(f"{subject} answers {response.status}. Correct judge.key in config.toml.")
        if response.status != _OK:
            raise Unreachable(f"{subject} answers {response.status}. Ask who runs the endpoint.")
        encoding = header(headers_of(response.headers), "content-encoding")
        return body.read(
            response.iter_stream(), encoding=encoding, cap=LARGEST_ANSWER, subject=subject
        )


def check(settings: JudgeSettings, clock: Clock) -> str:
    """What `orm check` says of a judge that answers about an invented post.

    Raises:
        OrmError: why it does not, and what to do.
    """
    judge = OwnJudge(settings, clock)
    began = clock.now()
    judge.ask(_SAMPLE)
    took = (clock.now() - began).total_seconds()
    return f"{settings.model} at {shown(httpx.URL(settings.url))} answers in {took:.1f} s; accepted {settings.accepted}"


def _certificates(settings: JudgeSettings) -> ssl.SSLContext:
    if not settings.ca_file:
        return public_certificates()
    context = usual_authorities()
    try:
        context.load_verify_locations(settings.ca_file)
    except OSError as error:
        raise ConfigError(
            [f"judge.ca_file: {settings.ca_file} cannot be read as PEM certificates"]
        ) from error
    return context


def _on_this_machine(resolve: Resolve) -> Resolve:
    """The resolver, for names that lead to this machine only: plain http can be read on its way."""

    def found(host: str, port: int) -> tuple[str, ...]:
        addresses = tuple(resolve(host, port))
        if not all(ip_address(address).is_loopback for address in addresses):
            raise Refused(f"{host} is not this machine. Write judge.url with https.")
        return addresses

    return found
