"""Reading an ID token: who signed it, for whom, when, and whom it vouches for. Pure.

OpenID Connect Core 1.0 §3.1.3.7. RS256 and ES256 only: whoever may choose "none", or HS256 with the
public key as its secret, may write what they like.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from authlib.oidc.core import CodeIDToken
from joserfc import jws
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from orm.errors import EntryRefused, Unreadable
from orm.model.desk_settings import OpenIdSettings, Provider
from orm.model.identity import Person

LEEWAY = 60
"""Seconds that a provider's clock and ours may differ."""

ALGORITHMS = ("RS256", "ES256")

_REGISTRY = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
_SHORTEST_MODULUS = 342  # base64url letters of 2,048 bits
_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,189}")
_LONGEST_SUBJECT = 255


class UnknownKey(Exception):
    """The token names a key that is not among those we hold; the provider may have a new one."""


class Unproven(Exception):
    """The token does not prove what it says; the message is a short code for the log."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token of one sign-in must say."""

    issuer: str
    client_id: str
    nonce: str


def read_keys(fields: Mapping[str, object], *, subject: str) -> KeySet:
    """The keys for signatures in a JSON Web Key Set; keys of another kind are passed over.

    Raises:
        Unreadable: there are none.
    """
    entries = fields.get("keys")
    found = [_key(entry) for entry in (entries if isinstance(entries, list) else [])]
    keys: list[RSAKey | ECKey] = [key for key in found if key is not None]
    if not keys:
        raise Unreadable(f"{subject} holds no key for {' or '.join(ALGORITHMS)}.")
    return KeySet([*keys])


def _key(entry: object) -> RSAKey | ECKey | None:
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
        return None
    plain = {
        name: entry[name]
        for name in ("kty", "kid", "n", "e", "crv", "x", "y")
        if isinstance(entry.get(name), str)
    }
    try:
        if plain.get("kty") == "RSA" and len(plain.get("n", "")) >= _SHORTEST_MODULUS:
            return RSAKey.import_key(plain)
        if plain.get("kty") == "EC" and plain.get("crv") == "P-256":
            return ECKey.import_key(plain)
    except (JoseError, ValueError):
        return None
    return None


def proven(token: str, keys: KeySet, *, expected: Expected, now: datetime) -> Mapping[str, object]:
    """The claims of a token that is signed, of this sign-in, and of this minute.

    Raises:
        UnknownKey: none of the keys has the name that the token gives.
        Unproven: anything else.
    """
    try:
        signed = jws.extract_compact(token.encode("ascii"))
        header = signed.headers()
    except (JoseError, ValueError, RecursionError) as error:
        raise Unproven("malformed") from error
    if header.get("alg") not in ALGORITHMS or "crit" in header:
        raise Unproven("algorithm")
    try:
        if not jws.validate_compact(signed, keys, registry=_REGISTRY):
            raise Unproven("signature")
        claims = CodeIDToken(
            _object(signed.payload), header, _must(expected), _of_this_sign_in(expected)
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except InvalidKeyIdError as error:
        raise UnknownKey from error
    except ClaimError as error:
        raise Unproven(f"{error.error} {error.claim}") from error
    except JoseError as error:
        raise Unproven(error.error) from error
    return dict(claims)


def _object(payload: bytes | None) -> dict[str, object]:
    try:
        found = json.loads(payload or b"")
    except (ValueError, RecursionError) as error:
        raise Unproven("payload") from error
    if not isinstance(found, dict):
        raise Unproven("payload")
    return found


def _must(expected: Expected) -> dict[str, dict[str, object]]:
    return {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": expected.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "nonce": {"essential": True},
    }


def _of_this_sign_in(expected: Expected) -> dict[str, str]:
    return {"client_id": expected.client_id, "nonce": expected.nonce}


def person_of(claims: Mapping[str, object], settings: OpenIdSettings) -> Person:
    """Whom proven claims vouch for, by the rules of the provider.

    Raises:
        EntryRefused: another organisation's person, or an address that nobody has verified.
    """
    if settings.provider is Provider.MICROSOFT:
        subject, email = _of_microsoft(claims, settings)
    else:
        subject, email = _text(claims, "sub"), _verified(claims)
    if settings.provider is Provider.GOOGLE:
        _check_workspace(claims, settings)
    if not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise EntryRefused(f"{settings.name} does not say who you are. Sign in another way.")
    if not email:
        raise EntryRefused(
            f"{settings.name} gives no verified email address for you. Ask whoever looks after"
            f" your account, or sign in another way."
        )
    if not _EMAIL.fullmatch(email) or _domain(email) not in settings.allowed_domains:
        raise EntryRefused(
            f"That account's address may not come in here; use your account of"
            f" {' or '.join(settings.allowed_domains)}."
        )
    return Person(settings.issuer, subject, email)


def _of_microsoft(claims: Mapping[str, object], settings: OpenIdSettings) -> tuple[str, str]:
    """Entra does not verify `email`: it counts only from a member of an allowed tenant.

    A guest brings `idp`, the issuer of the home tenant, where anybody may have written the address.
    `oid` names the person whatever the app registration.
    """
    tenant = _text(claims, "tid").lower()
    own = (None, settings.issuer, f"https://sts.windows.net/{tenant}/")
    if tenant not in settings.allowed_tenants or claims.get("idp") not in own:
        raise EntryRefused(
            f"That account is another organisation's or a guest's. Sign in to {settings.name} with"
            " the account that your school or trust gave you."
        )
    address = "email" if "email" in claims else "preferred_username"
    return _text(claims, "oid"), _text(claims, address)


def _check_workspace(claims: Mapping[str, object], settings: OpenIdSettings) -> None:
    if _text(claims, "hd").lower() not in settings.allowed_domains:
        raise EntryRefused(
            "That is not an account of your school's or trust's Google Workspace. Choose the account"
            f" of {' or '.join(settings.allowed_domains)}."
        )


def _verified(claims: Mapping[str, object]) -> str:
    return _text(claims, "email") if claims.get("email_verified") is True else ""


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()
