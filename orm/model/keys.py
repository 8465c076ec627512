"""How a site wants to be shown a key, and how much that key may ask. The key itself never comes here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_BETWEEN = len(" OR ")


@dataclass(frozen=True, slots=True)
class HeaderKey:
    """The key goes in a header to one registrable domain.

    An empty `domain` means that each key is named after its own domain, as with Mastodon's servers.
    """

    domain: str
    header: str = "Authorization"
    prefix: str = "Bearer "


@dataclass(frozen=True, slots=True)
class QueryKey:
    """The key goes in a parameter of the address, to one registrable domain."""

    domain: str
    parameter: str


@dataclass(frozen=True, slots=True)
class SecretAddress:
    """The key is the whole address, pasted by the operator: a feed that only its owner knows.

    `prefixes` are how such an address may begin. A request holds the prefix only; the rest is put
    in its place on the wire and never comes back in a response.
    """

    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """OAuth 2.0 client credentials (RFC 6749 §4.4); the key is written `CLIENT_ID:CLIENT_SECRET`."""

    domain: str
    token_url: str


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """OAuth 2.0 refresh token (RFC 6749 §6); the key is `CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN`."""

    domain: str
    token_url: str


@dataclass(frozen=True, slots=True)
class AppPassword:
    """An AT Protocol session (contracts/social.md §8); the key is written `HANDLE:APP_PASSWORD`."""

    domain: str
    session_url: str
    refresh_url: str


@dataclass(frozen=True, slots=True)
class RenewableToken:
    """A token of about sixty days that the site exchanges for a fresh one (contracts/social.md §4, §5).

    It goes in `parameter`. `renew_url` is asked with `grant_type` once the token is a day old.
    """

    domain: str
    parameter: str
    renew_url: str
    grant_type: str


Signing = (
    HeaderKey
    | QueryKey
    | SecretAddress
    | ClientCredentials
    | RefreshToken
    | AppPassword
    | RenewableToken
)


class Window(StrEnum):
    """What a quota is counted over."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many calls one key has, and what each costs.

    `shape` limits it to one of the source's documents; None means every call. `calls` is None
    where only money limits. The window begins at midnight in `zone`. `micros` is the most that one
    call can cost, in millionths of a US dollar.
    """

    name: str
    calls: int | None = None
    window: Window = Window.DAY
    zone: str = "UTC"
    shape: str | None = None
    micros: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """How many phrases one question may hold, and how long they may be together, in characters."""

    most: int
    longest: int

    def packed(self, phrases: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Phrases in their order, as many to a tuple as fit; each phrase once.

        A phrase that is too long by itself has a question of its own.
        """
        full: list[str] = []
        length = 0
        for phrase in dict.fromkeys(phrases):
            grown = length + len(phrase) + (_BETWEEN if full else 0)
            if full and (len(full) == self.most or grown > self.longest):
                yield tuple(full)
                full, grown = [], len(phrase)
            full.append(phrase)
            length = grown
        if full:
            yield tuple(full)
