"""Connections to checked addresses: a name is resolved once, and what was checked is what is used."""

import socket
import ssl
from collections.abc import Callable, Iterable, Sequence

import httpcore

from orm.errors import Refused, Unreachable
from orm.http.addresses import AddressRule
from orm.http.deadline import Deadline

Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to its addresses; raises OSError when there are none."""


_ADDRESS = "checked_address"


def peer_address(stream: httpcore.NetworkStream) -> str:
    """The IP address at the other end; empty where it is not known."""
    found = stream.get_extra_info(_ADDRESS)
    return found if isinstance(found, str) else ""


def peer_certificate(stream: httpcore.NetworkStream) -> str:
    """The certificate that was checked, as PEM; empty without TLS."""
    found = stream.get_extra_info("ssl_object")
    raw = found.getpeercert(True) if found is not None else None
    return ssl.DER_cert_to_PEM_cert(raw) if raw else ""


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses that the machine's resolver knows; its own time limits apply."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class TimedStream(httpcore.NetworkStream):
    """A stream whose every wait ends with the exchange: slow drips are cut off."""

    def __init__(
        self, stream: httpcore.NetworkStream, deadline: Deadline, *, address: str = ""
    ) -> None:
        self._stream = stream
        self._deadline = deadline
        self._address = address

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most `max_bytes`."""
        return self._stream.read(max_bytes, self._limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of `buffer`."""
        self._stream.write(buffer, self._limit(timeout))

    def close(self) -> None:
        """Close the socket."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Go on encrypted. The certificate is checked against the name, not the address."""
        inner = self._stream.start_tls(ssl_context, server_hostname, self._limit(timeout))
        return TimedStream(inner, self._deadline, address=self._address)

    def get_extra_info(self, info: str) -> object:
        """What the socket knows of itself, and the address that was checked and used."""
        return self._address if info == _ADDRESS else self._stream.get_extra_info(info)

    def _limit(self, timeout: float | None) -> float:
        return self._deadline.limit(float("inf") if timeout is None else timeout)


class CheckedNetwork(httpcore.NetworkBackend):
    """Resolves, checks every address, and connects to a checked one.

    There is no second look-up between the check and the connection, so a name that changes its
    address in between (DNS rebinding) gains nothing.
    """

    def __init__(self, resolve: Resolve, rule: AddressRule, deadline: Deadline) -> None:
        self._resolve = resolve
        self._rule = rule
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address that answers.

        Raises:
            Refused: one of the addresses is not on the public internet.
            Unreachable: the name has no address, or time is up.
        """
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._addresses(host, port):
            limit = self._deadline.limit(float("inf") if timeout is None else timeout)
            try:
                stream = self._sockets.connect_tcp(
                    address, port, limit, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return TimedStream(stream, self._deadline, address=address)
        raise failure or Unreachable(f"The name {host} has no address.")

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host, port)
        except UnicodeError as error:
            raise Refused(f"{host} is not a host name.") from error
        except OSError as error:
            raise Unreachable(f"The name {host} cannot be found.") from error
        for address in addresses:
            if not self._rule.permits(address):
                raise Refused(
                    f"{host} leads to {address}: this address is not on the public internet."
                    " If it must be fetched, add its network to network.allow_addresses."
                )
        return addresses
