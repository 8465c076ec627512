"""Which key a request is signed with."""

from collections.abc import Mapping
from dataclasses import dataclass

from orm.errors import Refused
from orm.http.credentials import Credential, Key, Lock, SecretPlace
from orm.http.deadline import Deadline
from orm.http.domains import registrable_domain
from orm.http.tokens import Tokens
from orm.http.urls import web_address
from orm.model.keys import (
    AppPassword,
    ClientCredentials,
    HeaderKey,
    QueryKey,
    RefreshToken,
    RenewableToken,
    SecretAddress,
)
from orm.model.polls import Request
from orm.model.settings import Secret


@dataclass(frozen=True, slots=True)
class Keyring:
    """Every source's keys."""

    locks: Mapping[str, Lock]
    tokens: Tokens

    def key(self, request: Request, deadline: Deadline) -> Key | None:
        """What to sign the request with; None when it needs nothing.

        Raises:
            Refused: there is no key for it, or the site does not take the one there is.
            RateLimited: the site wants a pause before it gives a token.
            Unreachable: it is not well.
        """
        lock = self.locks.get(request.source)
        if lock is None:
            return None
        secret = _secret(lock, request)
        return _of(lock, secret, request, self.tokens, deadline) if secret else None

    def forget(self, request: Request) -> bool:
        """Drop the token that the site did not take; whether asking again makes sense."""
        lock = self.locks.get(request.source)
        secret = _secret(lock, request) if lock else None
        return secret is not None and self.tokens.forget(secret)


def _secret(lock: Lock, request: Request) -> Secret | None:
    named_by_domain = isinstance(lock.signing, HeaderKey) and not lock.signing.domain
    secret = lock.keys.get(request.credential)
    if secret is None and not named_by_domain:  # one server's key is nobody else's
        secret = lock.keys.get("")
    if secret is None and lock.required:
        name = f' named "{request.credential}"' if request.credential else ""
        raise Refused(
            f"there is no key{name} for {request.source}; add one in"
            f" [[sources.{request.source}.keys]] (docs/sources.md)."
        )
    return secret


def _of(
    lock: Lock, secret: Secret, request: Request, tokens: Tokens, deadline: Deadline
) -> Key | None:
    signing = lock.signing
    if isinstance(signing, SecretAddress):
        return SecretPlace(str(web_address(request.url)), secret)
    if isinstance(signing, HeaderKey):
        domain = signing.domain or registrable_domain(f"https://{request.credential}/")
        return Credential(domain, secret, header=signing.header, prefix=signing.prefix)
    if isinstance(signing, QueryKey):
        return Credential(signing.domain, secret, parameter=signing.parameter)
    if registrable_domain(request.url) != signing.domain or request.url.startswith("http:"):
        return None  # a session is opened only for who may see it
    match signing:
        case RenewableToken():
            value = tokens.renewed(signing, secret, deadline)
            return Credential(signing.domain, value, parameter=signing.parameter)
        case ClientCredentials() | RefreshToken() | AppPassword():
            value = tokens.session(signing, secret, deadline)
            return Credential(signing.domain, value, header="Authorization", prefix="Bearer ")
