"""How the platforms are asked about an account: one request per look, named after the account."""

import re
from typing import Protocol

from orm.model.polls import Request, Scope
from sources._parsing.links import web_address
from sources._parsing.text import clean

PROFILE = "profile"
POSTS = "posts"
SEARCH = "search"
MOST_FOUND = 25
"""How many accounts a search is asked for."""

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_HOST_PREFIX = re.compile(r"(?:www|m)\.", re.IGNORECASE)


class Based(Protocol):
    """Options of a source with one address."""

    @property
    def base_url(self) -> str:
        """Where the interface is."""
        ...


class Versioned(Based, Protocol):
    """Options of one of Meta's sources."""

    @property
    def version(self) -> str:
        """The interface's version, like "v25.0"."""
        ...


def look(
    source: str,
    shape: str,
    subject: str,
    url: str,
    *,
    credential: str = "",
    interface: bool = False,
    accept: str = "application/json",
) -> Request:
    """A request about `subject`, signed and paced as the source's own. Always asked anew."""
    return Request(
        source=source,
        key=f"{shape}|{subject}",
        url=url,
        scope=Scope.OWN,
        shape=shape,
        accept=accept,
        conditional=False,
        credential=credential,
        interface=interface,
    )


def subject_of(request: Request) -> str:
    """The account that a look is about, as it was asked for; "" for any other request."""
    shape, found, subject = request.key.partition("|")
    return subject if found and shape in {PROFILE, POSTS} else ""


def bare(handle: str, *homes: str) -> str:
    """A handle as the platform takes it, out of `@name` or the address of its page.

    `homes` are the beginnings of such addresses, without scheme or `www.`.
    """
    return in_page(handle, *homes) or clean(handle).removeprefix("@")


def in_page(address: str, *homes: str) -> str:
    """The handle in the address of an account's page; "" for any other address."""
    place = _HOST_PREFIX.sub("", _SCHEME.sub("", clean(address), count=1), count=1)
    home = next((each for each in homes if place.casefold().startswith(each)), "")
    rest = place[len(home) :].partition("?")[0] if home else ""
    return rest.rstrip("/").removeprefix("@")


def base_of(url: str) -> str:
    """The address of an interface, ready for a path."""
    return web_address(url).rstrip("/")
