"""How Google's interfaces say no: one envelope, many reasons (contracts/social.md §1, §2, §7).

Only reasons are ever quoted, never the message: Google may repeat the key in it.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import NoReturn
from zoneinfo import ZoneInfo

from orm.errors import Gone, RateLimited, Refused, Unreadable
from orm.model.polls import Response
from sources._parsing.answers import body_of, expect_ok, read_json, unreadable
from sources._parsing.results import next_midnight

PACIFIC = "America/Los_Angeles"
"""Where Google's days end."""

_REASON = re.compile(r"[A-Za-z_]{2,60}", re.ASCII)
_PER_DAY = re.compile(r"per ?day|daily", re.IGNORECASE)
_DAILY = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"})
_BRIEFLY = frozenset({
    "rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED",
})  # fmt: skip
_A_MINUTE = timedelta(minutes=1)
_CONSOLE = "console.cloud.google.com"
_WRONG_KEY = (
    f"the key is missing, wrong or expired; make a new one at {_CONSOLE} "
    "(APIs & Services, Credentials) and put it where [sources.{source}] names it"
)
_SIGN_IN = (
    "the sign-in has ended or was taken back; the account's owner signs in again and the new "
    "refresh token goes where [sources.{source}] names it (tokens of an app in testing last a week)"
)
_RESTRICTED = (
    f"the key is restricted to other callers; at {_CONSOLE} set its application restriction to "
    "none or to this server's address"
)
_ADVICE = {
    **dict.fromkeys(("API_KEY_INVALID", "keyInvalid", "keyExpired", "API_KEY_EXPIRED"), _WRONG_KEY),
    **dict.fromkeys(("invalid_grant", "unauthorized_client", "invalid_client"), _SIGN_IN),
    **dict.fromkeys(
        ("authError", "UNAUTHENTICATED", "ACCESS_TOKEN_EXPIRED", "CREDENTIALS_MISSING"),
        "the key or sign-in is missing, wrong or over; renew it and put it where "
        "[sources.{source}] names it",
    ),
    **dict.fromkeys(
        ("SERVICE_DISABLED", "accessNotConfigured"),
        f"the {{api}} is off in the key's project; switch it on at {_CONSOLE} (APIs & Services, "
        "Library)",
    ),
    "API_KEY_SERVICE_BLOCKED": (
        f"the key may not be used for the {{api}}; allow it at {_CONSOLE} (the key's API "
        "restrictions)"
    ),
    **dict.fromkeys(
        ("API_KEY_HTTP_REFERRER_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED", "ipRefererBlocked"),
        _RESTRICTED,
    ),
    "BILLING_DISABLED": f"the key's project has no billing account; link one at {_CONSOLE}",
    "CONSUMER_SUSPENDED": "the key's project is suspended; its owner must write to Google Cloud",
}


@dataclass(frozen=True, slots=True)
class Api:
    """Words for whoever must act. `missing` is the sentence for what is not there."""

    name: str
    source: str
    missing: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What Google's error says: its own code, every reason it names, and the quota it means."""

    code: int
    reasons: frozenset[str] = frozenset()
    keyless: bool = False
    daily: bool = False
    quota: str = ""

    @property
    def says(self) -> str:
        """The reasons in one line."""
        return ", ".join([str(self.code), *sorted(self.reasons)])


def answer_of(response: Response) -> dict[str, object] | Refusal:
    """Google's answer: its object, or the error it states, whatever the status.

    Raises:
        SourceError: by status when the body is not JSON; Unreadable for anything but an object.
    """
    try:
        found = read_json(response, body_of(response))
    except Unreadable:
        expect_ok(response)
        raise
    if isinstance(found, list) and len(found) == 1:  # some of Google's servers wrap errors so
        found = found[0]
    said = found.get("error") if isinstance(found, dict) else None
    if isinstance(said, str):
        return Refusal(response.status, frozenset(_REASON.findall(said)[:1]))
    if isinstance(said, dict):
        return _refusal(said, response)
    expect_ok(response)
    if not isinstance(found, dict):
        raise unreadable(response, "the answer is not one of Google's")
    return found


def per_day(words: str) -> bool:
    """Whether what Google says is about a quota of the day."""
    return bool(_PER_DAY.search(words))


def refuse(said: Refusal, response: Response, api: Api) -> NoReturn:
    """Raise what Google's error means.

    Raises:
        Refused: a key, a sign-in, a permission or a project that a person must see to.
        RateLimited: until midnight Pacific for a quota of the day, which is the key's own; else for
            a minute, or as asked.
        Gone: what was asked for is not there.
        SourceError: by the error's own code, else Unreadable.
    """
    advice = next((_ADVICE[reason] for reason in sorted(said.reasons) if reason in _ADVICE), "")
    if said.keyless:
        advice = _WRONG_KEY
    if advice:
        raise Refused(f"Google: {advice.format(api=api.name, source=api.source)} ({said.says})")
    if said.reasons & (_DAILY | _BRIEFLY) or said.code == HTTPStatus.TOO_MANY_REQUESTS:
        _pause(said, response, api)
    if said.code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise Refused(
            f"Google does not allow this call of the {api.name} ({said.says}); the key's owner "
            f"checks its project and its rights at {_CONSOLE}"
        )
    if said.code == HTTPStatus.NOT_FOUND:
        raise Gone(api.missing)
    expect_ok(replace(response, status=said.code))
    raise unreadable(response, "an error without a code")


def _pause(said: Refusal, response: Response, api: Api) -> NoReturn:
    if said.daily or said.reasons & _DAILY:
        none = "; that quota is 0, so its owner asks Google for one" if said.quota == "0" else ""
        raise RateLimited(
            f"{api.name}: the day's calls are used up until midnight Pacific time{none}",
            until=next_midnight(response.fetched_at, ZoneInfo(PACIFIC)),
            of_key=True,
        )
    raise RateLimited(
        f"{api.name}: too many calls in a short time",
        until=response.retry_at or response.fetched_at + _A_MINUTE,
    )


def _refusal(said: dict[str, object], response: Response) -> Refusal:
    code = said.get("code")
    parts = [one for name in ("errors", "details") for one in _objects(said.get(name))]
    quotas = [*parts, *_objects([one.get("metadata") for one in parts])]
    reasons = [said.get("status"), *(one.get("reason") for one in parts)]
    message = said.get("message")
    words = message[:2_000] if isinstance(message, str) else ""
    limits = " ".join(str(one.get("quota_limit", ""))[:200] for one in quotas)
    values = (str(one["quota_limit_value"])[:20] for one in quotas if "quota_limit_value" in one)
    return Refusal(
        code=code if isinstance(code, int) and code in set(HTTPStatus) else response.status,
        reasons=frozenset(r for r in reasons if isinstance(r, str) and _REASON.fullmatch(r)),
        keyless="API key not valid" in words or "unregistered callers" in words,
        daily=per_day(f"{words} {limits}"),
        quota=next(values, ""),
    )


def _objects(values: object) -> list[dict[str, object]]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []
