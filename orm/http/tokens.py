"""Short-lived tokens for long-lived keys: asked for when needed, kept until they end."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol
from urllib.parse import urlencode

from orm.errors import ConfigError, RateLimited, Refused, SourceError, Unreachable
from orm.http.deadline import Deadline
from orm.http.token_file import KeptToken, TokenFile
from orm.model.keys import AppPassword, ClientCredentials, RefreshToken, RenewableToken
from orm.model.settings import Secret
from orm.ports import Clock

_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_JSON = ("Content-Type", "application/json")
_MARGIN = timedelta(minutes=2)
_SESSION = timedelta(minutes=90)  # about two hours, unverified (contracts/social.md §8)
_USUAL_LIFE = 3_600
_RENEWED_AFTER = timedelta(days=7)
_TRIED_AGAIN_AFTER = timedelta(days=1)
_LONG_LIFE = timedelta(days=60)
_MALFORMED = "is written {}, with colons between; correct the secret"
_TOO_MANY = 429
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Plea:
    """One request to a token endpoint. `content` None is a GET."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and JSON object of the answer; an answer that is no object is an empty one."""

    status: int
    fields: Mapping[str, object]


class Plead(Protocol):
    """How a token endpoint is asked."""

    def __call__(self, plea: Plea, deadline: Deadline) -> Reply:
        """The answer; raises SourceError when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class _Session:
    value: Secret
    until: datetime
    refresh: str = ""


@dataclass(slots=True)
class Tokens:
    """The tokens in use. May be asked from several threads; a token is asked for by one of them."""

    plead: Plead
    clock: Clock
    file: TokenFile | None = None
    _sessions: dict[str, _Session] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def session(
        self,
        signing: ClientCredentials | RefreshToken | AppPassword,
        key: Secret,
        deadline: Deadline,
    ) -> Secret:
        """The access token that this key gives now.

        Raises:
            Refused: the site does not take the key.
            RateLimited: it wants a pause.
            Unreachable: it is not well.
        """
        with self._lock:
            held = self._sessions.get(key.reveal())
            if held is not None and held.until > self.clock.now():
                return held.value
            fresh = self._opened(signing, key, held, deadline)
            self._sessions[key.reveal()] = fresh
            return fresh.value

    def forget(self, key: Secret) -> bool:
        """Drop a token that the site did not take; whether there was one."""
        with self._lock:
            return self._sessions.pop(key.reveal(), None) is not None

    def renewed(self, signing: RenewableToken, key: Secret, deadline: Deadline) -> Secret:
        """The newest token that came of this key; renewed when it is a week old.

        A renewal that fails leaves the old token in use, which has weeks left, and is tried again
        the next day.

        Raises:
            Refused: the file of renewed tokens cannot be used.
        """
        with self._lock:
            if self.file is None:
                return key
            try:
                return self._newest(signing, key, self.file, deadline)
            except ConfigError as error:
                raise Refused(str(error)) from error

    def _newest(
        self, signing: RenewableToken, key: Secret, file: TokenFile, deadline: Deadline
    ) -> Secret:
        now = self.clock.now()
        before = file.read(key)
        kept = before or KeptToken(key, now)
        if now - kept.since >= _RENEWED_AFTER:
            kept = self._renewal(signing, kept, deadline)
        if kept != before:
            file.write(key, kept)
        return kept.value

    def _renewal(self, signing: RenewableToken, kept: KeptToken, deadline: Deadline) -> KeptToken:
        """What comes after a token; after a failure the same one, to be tried again in a day."""
        asked = {"grant_type": signing.grant_type, signing.parameter: kept.value.reveal()}
        now = self.clock.now()
        again = replace(kept, since=now - _RENEWED_AFTER + _TRIED_AGAIN_AFTER)
        try:
            reply = self.plead(Plea(f"{signing.renew_url}?{urlencode(asked)}"), deadline)
        except SourceError:
            return again
        value = reply.fields.get("access_token")
        if not isinstance(value, str) or not value:
            return again
        life = timedelta(seconds=_seconds(reply, usual=int(_LONG_LIFE.total_seconds())))
        return KeptToken(Secret(value), now, now + life)

    def _opened(
        self,
        signing: ClientCredentials | RefreshToken | AppPassword,
        key: Secret,
        held: _Session | None,
        deadline: Deadline,
    ) -> _Session:
        match signing:
            case ClientCredentials():
                return self._granted(_client_plea(signing, key), deadline)
            case RefreshToken():
                return self._granted(_refresh_plea(signing, key), deadline)
            case AppPassword():
                return self._signed_in(signing, key, held, deadline)

    def _granted(self, plea: Plea, deadline: Deadline) -> _Session:
        reply = _accepted(self.plead(plea, deadline), plea, name="access_token")
        life = timedelta(seconds=_seconds(reply, usual=_USUAL_LIFE))
        return _Session(
            Secret(str(reply.fields["access_token"])), self.clock.now() + life - _MARGIN
        )

    def _signed_in(
        self, signing: AppPassword, key: Secret, held: _Session | None, deadline: Deadline
    ) -> _Session:
        if held is not None and held.refresh:
            bearer = ("Authorization", f"Bearer {held.refresh}")
            again = self.plead(Plea(signing.refresh_url, (bearer,), b""), deadline)
            if again.fields.get("accessJwt"):
                return self._session_of(again)
        handle, password = _parts(key, 2, "HANDLE:APP_PASSWORD")
        content = json.dumps({"identifier": handle, "password": password}).encode()
        plea = Plea(signing.session_url, (_JSON,), content)
        return self._session_of(_accepted(self.plead(plea, deadline), plea, name="accessJwt"))

    def _session_of(self, reply: Reply) -> _Session:
        value, refresh = (str(reply.fields.get(name, "")) for name in ("accessJwt", "refreshJwt"))
        return _Session(Secret(value), self.clock.now() + _SESSION, refresh)


def _client_plea(signing: ClientCredentials, key: Secret) -> Plea:
    _parts(key, 2, "CLIENT_ID:CLIENT_SECRET")
    basic = b64encode(key.reveal().encode()).decode("ascii")
    content = urlencode({"grant_type": "client_credentials"}).encode()
    return Plea(signing.token_url, (_FORM, ("Authorization", f"Basic {basic}")), content)


def _refresh_plea(signing: RefreshToken, key: Secret) -> Plea:
    client, secret, token = _parts(key, 3, "CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN")
    form = {
        "grant_type": "refresh_token",
        "client_id": client,
        "client_secret": secret,
        "refresh_token": token,
    }
    return Plea(signing.token_url, (_FORM,), urlencode(form).encode())


def _parts(key: Secret, count: int, shape: str) -> list[str]:
    parts = key.reveal().split(":", count - 1)
    if len(parts) != count or not all(parts):
        raise Refused(f"the key {_MALFORMED.format(shape)}.")
    return parts


def _accepted(reply: Reply, plea: Plea, *, name: str) -> Reply:
    """The reply, when it holds a token. What it says otherwise may quote the key, so only the
    error's own short code is passed on.
    """
    where = plea.url.split("?")[0]
    if isinstance(reply.fields.get(name), str) and reply.fields[name]:
        return reply
    if reply.status == _TOO_MANY:
        raise RateLimited(f"{where} asks for a pause.", until=None)
    if reply.status >= _SERVER_ERROR:
        raise Unreachable(f"{where} answers {reply.status}; tried again later.")
    code = reply.fields.get("error")
    said = code if isinstance(code, str) and code.replace("_", "").isalnum() else reply.status
    raise Refused(
        f"{where} does not take the key ({said}): make a new one and put it in its place."
    )


def _seconds(reply: Reply, *, usual: int) -> int:
    try:
        return max(int(str(reply.fields.get("expires_in", usual))), 0)
    except ValueError:
        return usual
