"""Addresses: what counts as one, and how one is shown."""

from ipaddress import AddressValueError, IPv4Address

import httpx

from orm.errors import Refused

_SHOWN_PATH = 120
_HIGHEST_PORT = 65_535


def shown(url: httpx.URL) -> str:
    """Scheme, host and path, for a message. A query may hold a key and is left out."""
    path = url.raw_path.split(b"?")[0].decode("ascii")
    return f"{url.scheme}://{url.netloc.decode('ascii')}{path[:_SHOWN_PATH]}"


def web_address(text: str) -> httpx.URL:
    """The address without its fragment, when it is one that may be asked for at all.

    Raises:
        Refused: not http or https, a user name in it, or a host that is no plain name or address.
    """
    try:
        url = httpx.URL(text).copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Refused("An address is not a web address. Correct it in config.toml.") from error
    problem = _problem(url)
    if problem:
        raise Refused(f"{url.scheme}://{url.host} is not fetched: {problem}.")
    return url


def origin(url: httpx.URL) -> str:
    """Scheme, host and port: what one robots.txt speaks for."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _problem(url: httpx.URL) -> str:
    host = url.raw_host.decode("ascii")
    if url.scheme not in {"http", "https"}:
        return "only http and https are"
    if url.userinfo:
        return "the address holds a user name"
    if url.port is not None and not 0 < url.port <= _HIGHEST_PORT:
        return "there is no such port"
    if not host or "%" in host or host.endswith(".") or not _plain(host):
        return "the host is neither a name nor an address in its usual form"
    return ""


def _plain(host: str) -> bool:
    # "2130706433", "0x7f.1" and "127.1" are IPv4 addresses to the C library, names to everyone else.
    last = host.rpartition(".")[2]
    if ":" in host or not (last.isdigit() or last.lower().startswith("0x")):
        return True
    try:
        IPv4Address(host)
    except AddressValueError:
        return False
    return True
