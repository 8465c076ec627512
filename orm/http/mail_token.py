"""The access token for the school's mail server (XOAUTH2): asked for when needed, kept in memory.

Two ways: a refresh token that a person once allowed (`refresh_token`), or the program on its own
(`client_credentials`). Nothing of an answer is logged or quoted but the error's own short code.
"""

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from urllib.parse import urlencode

from orm.errors import Refused, Unreachable
from orm.http.addresses import address_rule
from orm.http.connect import Resolve, system_resolver
from orm.http.deadline import Deadline
from orm.http.fetcher import public_certificates
from orm.http.openid_wire import OpenIdWire
from orm.http.tokens import Plea, Reply
from orm.model.settings import MailTokenSettings, Secret
from orm.ports import Clock

LONGEST = 15.0
"""Seconds for one question."""

_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_MARGIN = timedelta(minutes=2)
_USUAL_LIFE = 3_600
_OK = 200
_LONGEST_CODE = 40
_NOT_WELL = frozenset({429, *range(500, 600)})


@dataclass(frozen=True, slots=True)
class _Held:
    value: Secret
    until: datetime


class MailToken:
    """Gives an access token that is good now. May be asked from several threads."""

    def __init__(
        self,
        settings: MailTokenSettings,
        clock: Clock,
        *,
        allow_addresses: Iterable[str] = (),
        resolve: Resolve = system_resolver,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """`allow_addresses` is that of `Manners`. `trust` replaces the certificates of the machine.

        Raises:
            ConfigError: a network is not in CIDR form.
        """
        self._settings = settings
        self._clock = clock
        self._ask = OpenIdWire(
            settings.token_url,
            rule=address_rule(allow_addresses),
            resolve=resolve,
            trust=trust or public_certificates(),
        )
        self._refresh = settings.refresh_token
        self._held: _Held | None = None
        self._lock = Lock()

    def __call__(self) -> Secret:
        """The token in use, or a new one two minutes before its end.

        Raises:
            Refused: the provider does not take the secrets; the message says what to renew.
            Unreachable: it is not well.
        """
        with self._lock:
            if self._held is None or self._held.until <= self._clock.now():
                self._held = self._granted()
            return self._held.value

    def _granted(self) -> _Held:
        deadline = Deadline(self._clock, seconds=LONGEST, subject=self._settings.token_url)
        content = urlencode(self._form()).encode()
        reply = self._ask(Plea(self._settings.token_url, (_FORM,), content), deadline)
        value = reply.fields.get("access_token")
        if reply.status != _OK or not isinstance(value, str) or not value:
            raise self._unwilling(reply)
        newer = reply.fields.get("refresh_token")
        if self._refresh is not None and isinstance(newer, str) and newer:
            self._refresh = Secret(newer)
        return _Held(Secret(value), self._clock.now() + _life(reply) - _MARGIN)

    def _form(self) -> dict[str, str]:
        form = {
            "grant_type": "client_credentials" if self._refresh is None else "refresh_token",
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.reveal(),
        }
        if self._refresh is not None:
            form["refresh_token"] = self._refresh.reveal()
        if self._settings.scope:
            form["scope"] = self._settings.scope
        return form

    def _unwilling(self, reply: Reply) -> Refused | Unreachable:
        where = self._settings.token_url
        if reply.status in _NOT_WELL:
            return Unreachable(f"{where} answers {reply.status}; tried again later.")
        what = "client_secret" if self._refresh is None else "client_secret or refresh_token"
        return Refused(
            f"{where} gives no token ({_short(reply)}): make a new {what} there and put it in the"
            " place of the old (mail.oauth2)."
        )


def _life(reply: Reply) -> timedelta:
    try:
        return timedelta(seconds=max(int(str(reply.fields.get("expires_in", _USUAL_LIFE))), 0))
    except (ValueError, OverflowError):
        return timedelta(seconds=_USUAL_LIFE)


def _short(reply: Reply) -> str:
    """An error's own code when it looks like one: the rest may quote what was sent."""
    code = reply.fields.get("error")
    plain = isinstance(code, str) and code.replace("_", "").isalnum() and len(code) < _LONGEST_CODE
    return str(code) if plain else str(reply.status)
