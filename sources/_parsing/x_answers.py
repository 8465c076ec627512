"""What X answers when it does not give posts: RFC 7807 problems, at any status (contracts §6)."""

import re
from datetime import datetime
from http import HTTPStatus

from orm.errors import Gone, RateLimited, Refused, SourceError, Unreadable
from orm.model.polls import Response
from sources._parsing.answers import body_of, expect_ok, header, read_json, unreadable
from sources._parsing.posts import from_epoch, number_in, until_moment
from sources._parsing.results import next_midnight, next_month, reason

_PLACE = "[sources.x] in config.toml"
_SPEND_CAP = re.compile(r"spend(?:ing)? (?:cap|limit)", re.IGNORECASE)
_SUSPENDED = re.compile(r"user has been suspended", re.IGNORECASE)
_SAID_NO = {
    "client-forbidden": (
        "the app is not enrolled; put it into a pay-per-use project at console.x.com, make a new "
        f"bearer token there, then put it into {_PLACE}"
    ),
    "unsupported-authentication": f"the key is not a bearer token; put that one into {_PLACE}",
    "not-authorized-for-resource": (
        "the account is protected; make its posts public, or take it out of config.toml"
    ),
}
_TYPES = {
    "Unauthorized": "unauthorized",
    "Too Many Requests": "rate-limit-exceeded",
    "UsageCapExceeded": "usage-capped",
    "CreditsDepleted": "credits",
    "Payment Required": "credits",
    "Client Forbidden": "client-forbidden",
    "Not Found Error": "resource-not-found",
    "Authorization Error": "not-authorized-for-resource",
    "Invalid Request": "invalid-request",
}
_BY_STATUS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.PAYMENT_REQUIRED: "credits",
    HTTPStatus.TOO_MANY_REQUESTS: "rate-limit-exceeded",
}


def read_x(response: Response) -> dict[str, object]:
    """The object that an answer is, once it is known to be no failure.

    Raises:
        SourceError: X's problem whatever the status, else by status; Unreadable for anything but
            an object of JSON.
    """
    try:
        found = read_json(response, body_of(response))
    except Unreadable:
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise _pause(response) from None
        expect_ok(response)
        raise
    if not isinstance(found, dict):
        expect_ok(response)
        raise unreadable(response, "not an object of JSON")
    if "data" not in found and (failure := _failure(found, response)):
        raise failure
    expect_ok(response)
    return found


def _failure(found: dict[str, object], response: Response) -> SourceError | None:
    """The error that an answer without data states, at its top or in its list; None for none."""
    listed = found.get("errors")
    inside = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    stated = [one for one in (found, *inside) if _kind(one)]
    if not stated and response.status not in _BY_STATUS:
        return unreadable(response, "an error that is not known here") if inside else None
    problem = stated[0] if stated else found
    return _problem(problem, _kind(problem) or _BY_STATUS.get(response.status, ""), response)


def _kind(problem: dict[str, object]) -> str:
    """The last word of a problem's type, or what its title says of it; "" for no problem."""
    name, title = problem.get("type"), problem.get("title")
    _, known, kind = name.rpartition("/problems/") if isinstance(name, str) else ("", "", "")
    if known and kind:
        return "credits" if kind.startswith("credits") else kind
    named = _TYPES.get(title, "") if isinstance(title, str) else ""
    return named or ("untyped" if isinstance(problem.get("detail"), str) else "")


def _problem(problem: dict[str, object], kind: str, response: Response) -> SourceError | None:
    words = reason(problem.get("detail"))
    if kind == "credits" or response.status == HTTPStatus.PAYMENT_REQUIRED:
        return Refused(
            "X has no credits left; buy some at console.x.com, or switch off [sources.x]"
        )
    if kind == "usage-capped" or _SPEND_CAP.search(words):
        return _capped(problem, response)
    if kind == "rate-limit-exceeded":
        return _pause(response)
    if kind == "resource-not-found" or _SUSPENDED.search(words):
        return Gone("X knows no such account, or has suspended it; check its id in config.toml")
    return _refusal(kind, words) or _by_status(words, response)


def _refusal(kind: str, words: str) -> Refused | None:
    if kind == "unauthorized":
        return Refused(
            "X does not accept the key; make a new bearer token at console.x.com, then put it into "
            + _PLACE
        )
    if kind in _SAID_NO:
        return Refused(f"X refuses: {_SAID_NO[kind]}")
    if kind == "invalid-request":
        return Refused(
            f"X does not take this question ({words}); check the school's names in config.toml"
        )
    return None


def _by_status(words: str, response: Response) -> SourceError:
    if response.status == HTTPStatus.FORBIDDEN:
        return Refused(f"X refuses ({words}); a person should look at console.x.com")
    try:
        expect_ok(response)
    except SourceError as error:
        return error
    return unreadable(response, f"a problem that is not known here ({words})")


def _pause(response: Response) -> RateLimited:
    reset = from_epoch(number_in(header(response, "x-rate-limit-reset")))
    until = until_moment(response, reset) or response.retry_at
    return RateLimited("X asks for a pause between questions", until=until)


def _capped(problem: dict[str, object], response: Response) -> RateLimited:
    """The cap of a month or a day; the clock of the rate limit says nothing about it."""
    daily = problem.get("period") == "Daily"
    until: datetime = (next_midnight if daily else next_month)(response.fetched_at)
    return RateLimited(
        "X has reached the cap of its plan or the spending limit set at console.x.com; raise it "
        "there, or wait for the next period",
        until=until,
    )
