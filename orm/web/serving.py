"""The desk on a port: uvicorn in a thread of its own, beside the heartbeat or alone."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from threading import Event, Thread

import uvicorn
from starlette.types import ASGIApp

from orm.errors import ConfigError

_BACKLOG = 128
_SECONDS_TO_FINISH = 10
_SECONDS_TO_START = 30.0
_HEADER_BYTES = 32_768


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answers = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's."""
        await super().startup(sockets)
        self.answers.set()


@contextmanager
def serving(
    app: ASGIApp, *, host: str, port: int, trusted_proxies: Sequence[str] = ()
) -> Iterator[int]:
    """Answer on this port while the block runs; gives the port, chosen by the system for 0.

    Raises:
        ConfigError: something else listens there.
    """
    with closing(_listening(host, port)) as listening:
        server = _Server(_configured(app, trusted_proxies))
        thread = Thread(
            target=server.run, kwargs={"sockets": [listening]}, name="desk", daemon=True
        )
        thread.start()
        server.answers.wait(_SECONDS_TO_START)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(_SECONDS_TO_FINISH * 2)


def _configured(app: ASGIApp, trusted_proxies: Sequence[str]) -> uvicorn.Config:
    """No access log: an address of the desk may hold a case's reference or a one-time link."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        log_level="critical",
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        h11_max_incomplete_event_size=_HEADER_BYTES,
        backlog=_BACKLOG,
    )


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ConfigError(
            [f"desk.listen: {host}:{port} cannot be used: {error.strerror}; choose another port"]
        ) from error
    listening.listen(_BACKLOG)
    return listening
