"""What the AT Protocol's servers answer when they do not give what was asked (contracts/social.md §8)."""

import re
from dataclasses import replace
from http import HTTPStatus

from orm.errors import Gone, RateLimited, Refused, Unreachable, Unreadable
from orm.model.polls import Response
from sources._parsing.answers import expect_ok, header, unreadable
from sources._parsing.posts import (
    from_epoch,
    is_web_page,
    number_in,
    read_answer,
    until_moment,
)
from sources._parsing.text import plain

SEARCH = "/xrpc/app.bsky.feed.searchPosts"
_KEY_PLACE = "[sources.bluesky] in config.toml"
_FORBIDDEN = re.compile(rb"forbidden by administrative rules|403 forbidden", re.IGNORECASE)
_SAID_WITHIN = 5_000
_UNKNOWN = re.compile(
    r"(?:profile|actor|post|repo|record) not found|unable to resolve handle"
    r"|could not (?:find|resolve|locate)|valid did or a handle",
    re.IGNORECASE,
)
_BAD_KEY = frozenset({
    "AccountTakedown", "AuthFactorTokenRequired", "AuthMissing", "AuthRequired",
    "AuthenticationRequired", "ExpiredToken", "InvalidToken",
})  # fmt: skip
_CLOSED = frozenset({"AccountTakedown", "AccountDeactivated", "AccountSuspended", "NotFound"})
_BLOCKED = frozenset({"BlockedActor", "BlockedByActor"})
_NOT_WELL = frozenset({
    "InternalServerError", "NotEnoughResources", "UpstreamFailure", "UpstreamTimeout",
})  # fmt: skip


def read_at(response: Response) -> object:
    """The JSON of an answer, once it is known to be no failure.

    Raises:
        SourceError: by the error's name, whatever the status; else by status; Unreadable for
            anything but JSON.
    """
    if is_web_page(response.body):
        _turned_away(response)
    try:
        answer = read_answer(response)
    except Unreadable:
        _judge(response)
        raise
    code = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(answer, dict) and isinstance(code, str):
        _errors(code, plain(answer.get("message"), limit=200), response)
    _judge(response)
    return answer


def _turned_away(response: Response) -> None:
    forbidden = _FORBIDDEN.search(response.body[:_SAID_WITHIN])
    if response.status == HTTPStatus.FORBIDDEN or forbidden:
        raise Refused(
            "Bluesky turns the question away with a web page; searching needs an app password "
            f"written in {_KEY_PLACE} and the address of the account's own host"
        )


def _errors(code: str, said: str, response: Response) -> None:
    """What an error's name says, whatever the status: an unknown account is a 400."""
    asks_for_key = SEARCH in response.request.url or code not in _CLOSED
    if code in _BAD_KEY and asks_for_key:
        raise Refused(
            "Bluesky does not take the key; make a new app password (Settings, Privacy and "
            f"security) and write it as HANDLE:APP_PASSWORD in {_KEY_PLACE}"
        )
    if code in _CLOSED or _UNKNOWN.search(said):
        raise Gone(
            f"Bluesky has no such open account or post ({said or code}); check the school's "
            "official accounts in config.toml"
        )
    if code in _BLOCKED:
        raise Refused("the account and the key's account block each other; a person should look")
    if code == "BadQueryString":
        raise Refused("Bluesky does not take this question; check the school's names")
    if code == "RateLimitExceeded":
        _judge(replace(response, status=HTTPStatus.TOO_MANY_REQUESTS))
    if code in _NOT_WELL:
        raise Unreachable("Bluesky is not well; tried again later")
    _judge(response)
    raise unreadable(response, f"Bluesky reports an error of its own ({plain(code, limit=60)})")


def _judge(response: Response) -> None:
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        reset = from_epoch(number_in(header(response, "ratelimit-reset")))
        until = response.retry_at or until_moment(response, reset)
        raise RateLimited("Bluesky asks for a pause", until=until)
    expect_ok(response)
