"""One question to a sign-in provider: no redirect, no cookie, nothing large, nothing slow.

The provider's own host may have a private address, for the operator names it and nobody else can.
Hosts that its discovery document names must be on the public internet, or in
network.allow_addresses. Plain http goes to this machine only.
"""

import json
import ssl
from contextlib import closing
from ipaddress import ip_address

import httpcore
import httpx

from orm.errors import Refused, Unreadable
from orm.http import body
from orm.http.addresses import AddressRule, address_rule
from orm.http.connect import CheckedNetwork, Resolve
from orm.http.deadline import Deadline
from orm.http.failures import typed
from orm.http.headers import header, headers_of
from orm.http.redirects import REDIRECTS
from orm.http.tokens import Plea, Reply
from orm.http.urls import origin, shown, web_address

LARGEST_ANSWER = 262_144
"""Bytes of an answer, before and after decompression."""

_ANYWHERE = address_rule(("0.0.0.0/0", "::/0"))
_PORTS = {"http": 80, "https": 443}


class OpenIdWire:
    """The way to one provider; an `orm.http.tokens.Plead`. May be used from several threads."""

    def __init__(
        self, issuer: str, *, rule: AddressRule, resolve: Resolve, trust: ssl.SSLContext
    ) -> None:
        self._issuer = httpx.URL(issuer)
        self._rule = rule
        self._resolve = resolve
        self._trust = trust

    def address(self, text: object, *, what: str) -> str:
        """An address from the discovery document.

        Raises:
            Unreadable: it is none, or neither https nor of the issuer's own origin.
        """
        try:
            url = web_address(text if isinstance(text, str) else "")
        except Refused as error:
            raise Unreadable(f"{shown(self._issuer)} names no usable {what}.") from error
        if url.scheme != "https" and origin(url) != origin(self._issuer):
            raise Unreadable(f"{shown(self._issuer)} names a {what} without https.")
        return str(url)

    def __call__(self, plea: Plea, deadline: Deadline) -> Reply:
        """Status and JSON object of the answer; an answer that is no object is an empty one.

        Raises:
            Unreachable: no answer in time.
            Refused: it leads elsewhere, or to an address that may not be connected to.
            Unreadable: larger than `LARGEST_ANSWER`, or broken.
        """
        url = web_address(plea.url)
        port = url.port or _PORTS[url.scheme]
        connection = httpcore.HTTPConnection(
            origin=httpcore.Origin(url.raw_scheme, url.raw_host, port),
            ssl_context=self._trust,
            network_backend=self._network(url, deadline),
        )
        request = httpcore.Request(
            "GET" if plea.content is None else "POST",
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=port, target=url.raw_path),
            headers=_headers(url, plea),
            content=plea.content,
        )
        with (
            typed(shown(url)),
            closing(connection),
            closing(connection.handle_request(request)) as response,
        ):
            return _reply(response, subject=shown(url))

    def _network(self, url: httpx.URL, deadline: Deadline) -> CheckedNetwork:
        own = url.host == self._issuer.host
        resolve = self._on_this_machine if url.scheme == "http" else self._resolve
        return CheckedNetwork(resolve, _ANYWHERE if own else self._rule, deadline)

    def _on_this_machine(self, host: str, port: int) -> tuple[str, ...]:
        addresses = tuple(self._resolve(host, port))
        if not all(ip_address(address).is_loopback for address in addresses):
            raise Refused(f"{host} is not this machine. Write the issuer with https.")
        return addresses


def _headers(url: httpx.URL, plea: Plea) -> list[tuple[bytes | str, bytes | str]]:
    length = [] if plea.content is None else [("Content-Length", str(len(plea.content)))]
    return [
        ("Host", url.netloc),
        ("Accept", "application/json"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
        *length,
        *plea.headers,
    ]


def _reply(response: httpcore.Response, *, subject: str) -> Reply:
    if response.status in REDIRECTS:
        raise Refused(f"{subject} leads to another address, which is not followed.")
    encoding = header(headers_of(response.headers), "content-encoding")
    content = body.read(
        response.iter_stream(), encoding=encoding, cap=LARGEST_ANSWER, subject=subject
    )
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    return Reply(response.status, found if isinstance(found, dict) else {})
