"""Sign-in with OpenID Connect: the authorization code flow with PKCE, state and nonce.

`start` says where the browser goes; `finish` exchanges what it brings back for a person. The ID
token is the only thing that is read of the answer: no other token is used or kept, and no claim,
code or token is logged. What is asked of whom: docs/sign-in.md.
"""

import hmac
import secrets
import ssl
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote_plus, urlencode

import structlog
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from orm.errors import EntryRefused, SourceError, Unreachable
from orm.http.addresses import address_rule
from orm.http.connect import Resolve, system_resolver
from orm.http.deadline import Deadline
from orm.http.fetcher import public_certificates
from orm.http.id_token import Expected, UnknownKey, Unproven, person_of, proven
from orm.http.openid_pages import OpenIdPages, Places
from orm.http.openid_wire import OpenIdWire
from orm.http.tokens import Plea, Reply
from orm.model.desk_settings import OpenIdSettings
from orm.model.identity import Person, Started
from orm.ports import Clock

LONGEST = 15.0
"""Seconds for all questions of one `start` or one `finish`."""

_SCOPE = "openid email profile"
_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_LONGEST_CODE = 4_096
_LONGEST_SHOWN = 40
_OK = 200
_DECLINED = frozenset({"access_denied", "consent_required", "interaction_required"})

_log = structlog.get_logger()


class OpenIdDoor:
    """One provider's way in. May be used from several threads."""

    def __init__(
        self,
        settings: OpenIdSettings,
        clock: Clock,
        *,
        allow_addresses: Iterable[str] = (),
        resolve: Resolve = system_resolver,
        trust: ssl.SSLContext | None = None,
        seconds: float = LONGEST,
    ) -> None:
        """`allow_addresses` is that of `Manners`. `trust` replaces the certificates of the machine.

        Raises:
            ConfigError: a network is not in CIDR form.
        """
        self._seconds = seconds
        self._settings = settings
        self._clock = clock
        self._wire = OpenIdWire(
            settings.issuer,
            rule=address_rule(allow_addresses),
            resolve=resolve,
            trust=trust or public_certificates(),
        )
        self._pages = OpenIdPages(settings.issuer, self._wire, clock)

    def start(self, redirect_uri: str) -> Started:
        """A sign-in that comes back to `redirect_uri`, which the provider was told of beforehand.

        Raises:
            Unreachable: the provider cannot be asked for its addresses.
        """
        with self._told():
            places = self._pages.places(self._deadline())
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        url = prepare_grant_uri(
            places.authorization,
            self._settings.client_id,
            "code",
            redirect_uri=redirect_uri,
            scope=_SCOPE,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            prompt="select_account",
        )
        return Started(str(url), state, nonce, verifier)

    def finish(
        self, started: Started, *, state: str, code: str, redirect_uri: str, error: str = ""
    ) -> Person:
        """The person that the provider vouches for. `error` is what it sends instead of a code.

        Raises:
            EntryRefused: this person cannot come in this way; the message is for them.
            Unreachable: the provider is not well, or does not take our secret.
        """
        self._check_return(started, state=state, code=code, error=error)
        with self._told():
            deadline = self._deadline()
            places = self._pages.places(deadline)
            reply = self._wire(self._plea(places, started, code, redirect_uri), deadline)
            claims = self._claims(self._token(reply, places), started, deadline)
        return person_of(claims, self._settings)

    def _check_return(self, started: Started, *, state: str, code: str, error: str) -> None:
        # Compared as bytes: `compare_digest` takes no text beyond ASCII.
        if not hmac.compare_digest(started.state.encode(), state.encode("utf-8", "replace")):
            raise EntryRefused("This sign-in was not started here, or is too old. Start again.")
        if error in _DECLINED:
            raise EntryRefused(
                f"{self._settings.name} says that the sign-in was not allowed or not finished."
                " Start again, or sign in another way."
            )
        plain = code.isascii() and code.isprintable()
        if error or not plain or not 0 < len(code) <= _LONGEST_CODE:
            self._warn("the provider sent no code", code=_short(error))
            raise EntryRefused(
                f"{self._settings.name} did not sign you in. Start again, or sign in another way."
            )

    def _plea(self, places: Places, started: Started, code: str, redirect_uri: str) -> Plea:
        client, secret = self._settings.client_id, self._settings.client_secret.reveal()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": started.verifier,
        }
        headers = [_FORM]
        if places.posts_secret:
            form |= {"client_id": client, "client_secret": secret}
        else:
            pair = f"{quote_plus(client)}:{quote_plus(secret)}"
            basic = b64encode(pair.encode()).decode("ascii")
            headers.append(("Authorization", f"Basic {basic}"))
        return Plea(places.token, tuple(headers), urlencode(form).encode())

    def _token(self, reply: Reply, places: Places) -> str:
        token = reply.fields.get("id_token")
        if reply.status == _OK and isinstance(token, str) and token:
            return token
        said = _short(reply.fields.get("error"))
        if said == "invalid_grant":
            raise EntryRefused("This sign-in was used already, or is too old. Start again.")
        if said in {"invalid_client", "unauthorized_client"}:
            raise Unreachable(
                f"{places.token} does not take client_secret ({said}): make a new one there and put"
                " it in the place of the old."
            )
        raise Unreachable(f"{places.token} answers {reply.status} {said} and no ID token.")

    def _claims(self, token: str, started: Started, deadline: Deadline) -> Mapping[str, object]:
        expected = Expected(self._settings.issuer, self._settings.client_id, started.nonce)
        now = self._clock.now()
        try:
            try:
                return proven(token, self._pages.keys(deadline), expected=expected, now=now)
            except UnknownKey:
                keys = self._pages.keys_anew(deadline)
                return proven(token, keys, expected=expected, now=now)
        except (UnknownKey, Unproven) as error:
            self._warn("an ID token does not hold", code=str(error) or "unknown key")
            raise EntryRefused(
                f"What {self._settings.name} says of you could not be checked. Start again; if this"
                " comes again, tell whoever looks after orm."
            ) from error

    def _deadline(self) -> Deadline:
        return Deadline(self._clock, seconds=self._seconds, subject=self._settings.issuer)

    def _warn(self, event: str, **facts: str) -> None:
        _log.warning(event, provider=self._settings.name, **facts)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What is wrong with the provider goes to the log for the operator; people get a sentence."""
        try:
            yield
        except SourceError as error:
            self._warn("a sign-in provider cannot be asked", reason=str(error))
            raise Unreachable(
                f"{self._settings.name} cannot be asked at the moment. Try again in a few minutes,"
                " or sign in another way."
            ) from error


def _short(code: object) -> str:
    """An error's own code when it looks like one: the rest may quote what was sent."""
    plain = (
        isinstance(code, str) and len(code) <= _LONGEST_SHOWN and code.replace("_", "").isalnum()
    )
    return str(code) if plain else ""
