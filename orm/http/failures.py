"""What went wrong on the wire, said in the words of `orm.errors`."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from orm.errors import Refused, Unreachable


@contextmanager
def typed(subject: str) -> Iterator[None]:
    """Errors of the network libraries leave as one plain sentence about `subject`.

    Raises:
        Unreachable: connection, TLS, time limit, or an answer that is not HTTP or breaks off.
        Refused: a request that cannot be written down.
    """
    try:
        yield
    except httpcore.TimeoutException as error:
        raise Unreachable(f"{subject} did not answer in time.") from error
    except httpcore.RemoteProtocolError as error:
        raise Unreachable(f"{subject} broke off or does not speak HTTP.") from error
    except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol, UnicodeError) as error:
        raise Refused(f"{subject} cannot be asked for: the request is malformed.") from error
    except (httpcore.NetworkError, OSError) as error:
        raise Unreachable(f"{subject} {_reason(error)}.") from error


def _reason(error: BaseException) -> str:
    root: BaseException | None = error
    while root is not None:
        if isinstance(root, ssl.SSLCertVerificationError):
            return f"has a certificate that does not hold: {root.verify_message}"
        if isinstance(root, ssl.SSLError):
            return "cannot agree on an encrypted connection"
        root = root.__cause__ or root.__context__
    return "cannot be connected to, or hung up"
