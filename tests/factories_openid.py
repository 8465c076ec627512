"""A real sign-in provider on the loopback: it signs, and it checks what a provider checks."""

import hashlib
import hmac
import json
import socket
import ssl
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jws, jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from orm.http.openid import OpenIdDoor
from orm.model.desk_settings import OpenIdSettings
from orm.model.identity import Person, Started
from orm.model.settings import Secret
from tests.factories import NOW
from tests.factories_http import FakeClock, everywhere_here
from tests.web_server import WebServer, page

TENANT = "5b1f2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
STRANGERS = "77777777-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
MICROSOFT = "login.microsoftonline.com"
GOOGLE = "accounts.google.com"
OWN = "sso.wrenbeck.example"
CLIENT = "orm-desk"
OTTER = "mere-blue-otter-7"
CODE = "a-code-for-one-use"
CALLBACK = "https://orm.wrenbeck.example/sign-in/microsoft"
HEAD = "head@wrenbeck.example"
_PATHS = {MICROSOFT: f"/{TENANT}/v2.0"}


@cache
def rsa(name: str) -> RSAKey:
    """A key pair of this name; two calls give one."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@cache
def another_rsa(name: str) -> RSAKey:
    """A different key that claims the same name."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@cache
def short_rsa() -> dict[str, object]:
    """What a provider publishes of a key that is too short for today."""
    with warnings.catch_warnings(action="ignore", category=SecurityWarning):
        key = RSAKey.generate_key(1024, {"kid": "autumn", "use": "sig"})
    return {**key.as_dict(private=False)}


@cache
def elliptic(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig"})


def id_token(claims: dict[str, object], key: RSAKey | ECKey, alg: str = "RS256") -> str:
    """A token signed as it should be."""
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])


def signed(payload: bytes, key: RSAKey) -> str:
    """A token with anything in the place of its claims."""
    return jws.serialize_compact({"alg": "RS256", "kid": key.kid}, payload, key)


def raw_token(
    header: object, claims: object, sign: Callable[[bytes], bytes] = lambda _text: b""
) -> str:
    """A token that a library would not make."""
    text = b".".join(_letters(json.dumps(part).encode()) for part in (header, claims))
    return (text + b"." + _letters(sign(text))).decode("ascii")


def hmac_with(key: RSAKey) -> Callable[[bytes], bytes]:
    """HS256 with the text of the public key as its secret."""
    public = key.as_pem(private=False)
    return lambda text: hmac.new(public, text, hashlib.sha256).digest()


def without(claims: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in claims.items() if name not in names}


def answer(fields: object, status: str = "200 OK", **headers: str) -> bytes:
    """A JSON answer."""
    return page(json.dumps(fields).encode(), status, content_type="application/json", **headers)


@dataclass
class OpenIdProvider:
    """Serves one issuer. `host` decides whose rules the door applies."""

    web: WebServer
    host: str = OWN
    key: RSAKey | ECKey = field(default_factory=lambda: rsa("autumn"))
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.publish()
        self.publish_keys(self.key)

    @property
    def issuer(self) -> str:
        return self.web.url(_PATHS.get(self.host, ""), host=self.host)

    def at(self, target: str) -> str:
        """The path of one of its pages."""
        return f"{_PATHS.get(self.host, '')}{target}"

    def url(self, target: str) -> str:
        return self.web.url(self.at(target), host=self.host)

    def asked(self, target: str) -> int:
        """How often one of its pages was asked for."""
        return self.web.targets.count(self.at(target))

    def publish(self, **changes: object) -> None:
        """The discovery document."""
        fields = {
            "issuer": self.issuer,
            "authorization_endpoint": self.url("/authorize"),
            "token_endpoint": self.url("/token"),
            "jwks_uri": self.url("/keys"),
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **changes,
        }
        self.web.pages[self.at("/.well-known/openid-configuration")] = answer(fields)

    def publish_keys(self, *keys: RSAKey | ECKey, **more: object) -> None:
        entries = [{**key.as_dict(private=False), **more} for key in keys]
        self.web.pages[self.at("/keys")] = answer({"keys": entries})

    def settings(self, **changes) -> OpenIdSettings:
        return OpenIdSettings(
            **{
                "name": "Microsoft 365" if self.host == MICROSOFT else "Wrenbeck sign-in",
                "issuer": self.issuer,
                "client_id": CLIENT,
                "client_secret": Secret(OTTER),
                "allowed_domains": ("wrenbeck.example", "mereside.example"),
                "allowed_tenants": (TENANT,) if self.host == MICROSOFT else (),
                **changes,
            }
        )

    def door(self, *, trust: ssl.SSLContext | None = None, **changes) -> OpenIdDoor:
        door = {
            key: changes.pop(key)
            for key in ("resolve", "seconds", "allow_addresses")
            if key in changes
        }
        return OpenIdDoor(
            self.settings(**changes),
            self.clock,
            trust=trust,
            **{"resolve": everywhere_here, "seconds": 5.0, **door},
        )

    def claims(self, started: Started, **changes: object) -> dict[str, object]:
        """What this provider says of the headteacher, in the form that its kind has."""
        now = int(self.clock.now().timestamp())
        return {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "subject-1",
            "iat": now - 2,
            "exp": now + 3_600,
            "nonce": started.nonce,
            **_OF_KIND.get(self.host, _OF_KIND[OWN]),
            **changes,
        }

    def vouches(self, started: Started, token: str) -> None:
        """Gives the token to whoever brings the code, the verifier and the secret, as real ones do."""
        challenge = parse_qs(urlsplit(started.url).query)["code_challenge"][0]

        def redeem(connection: socket.socket) -> None:
            form = dict(parse_qsl(self.web.asked[-1].body.decode()))
            verifier = form.get("code_verifier", "").encode()
            proof = _letters(hashlib.sha256(verifier).digest()).decode()
            right = (form.get("code"), form.get("redirect_uri"), proof) == (
                CODE,
                CALLBACK,
                challenge,
            )
            said = {"id_token": token, "access_token": "unused", "token_type": "Bearer"}
            refused = answer({"error": "invalid_grant"}, "400 Bad Request")
            connection.sendall(answer(said) if right else refused)

        self.web.pages[self.at("/token")] = redeem

    def sign_in(self, door: OpenIdDoor, **changes: object) -> Person:
        """A whole sign-in of the headteacher, with some claims changed."""
        started = door.start(CALLBACK)
        self.vouches(started, id_token(self.claims(started, **changes), self.key, _alg(self.key)))
        return finish(door, started)


def finish(door: OpenIdDoor, started: Started, **changes: str) -> Person:
    """The end of a sign-in as the browser brings it back."""
    returned = {"state": started.state, "code": CODE, "redirect_uri": CALLBACK, **changes}
    return door.finish(started, **returned)


_OF_KIND: dict[str, dict[str, object]] = {
    MICROSOFT: {
        "tid": TENANT,
        "oid": "object-1",
        "email": HEAD,
        "preferred_username": "a.ferrow@wrenbeck.example",
        "ver": "2.0",
    },
    GOOGLE: {"email": HEAD, "email_verified": True, "hd": "wrenbeck.example"},
    OWN: {"email": HEAD, "email_verified": True},
}


def claims_now(**changes: object) -> dict[str, object]:
    """Claims that hold at NOW, for the pure half."""
    now = int(NOW.timestamp())
    return {
        "iss": f"https://{OWN}",
        "aud": CLIENT,
        "sub": "subject-1",
        "iat": now,
        "exp": now + 3_600,
        "nonce": "n-1",
        **_OF_KIND[OWN],
        **changes,
    }


def _alg(key: RSAKey | ECKey) -> str:
    return "RS256" if isinstance(key, RSAKey) else "ES256"


def _letters(raw: bytes) -> bytes:
    return urlsafe_b64encode(raw).rstrip(b"=")
