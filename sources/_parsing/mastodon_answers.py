"""What a Mastodon server answers when it does not give what was asked (contracts/social.md §9)."""

import re
from dataclasses import replace
from http import HTTPStatus

from orm.errors import Gone, RateLimited, Refused, Unreadable
from orm.model.polls import Response
from sources._parsing.answers import expect_ok, header, unreadable
from sources._parsing.dates import read_date
from sources._parsing.links import site
from sources._parsing.posts import read_answer, until_moment
from sources._parsing.text import plain

_BAD_KEY = re.compile(r"access token|token (?:is|was)|authorized scopes|login is", re.IGNORECASE)
_WANTS_KEY = re.compile(r"authenticated user|authentication|log ?in|disabled", re.IGNORECASE)
_MISSING = re.compile(r"not found", re.IGNORECASE)
_PAUSE = re.compile(r"too many requests|throttled", re.IGNORECASE)


def host_of(response: Response) -> str:
    """The server's name for people."""
    return site(response.url) or "the server"


def read_mastodon(response: Response) -> object:
    """The JSON of an answer, once it is known to be no failure.

    Raises:
        SourceError: what the server's own words say, whatever the status; else by status;
            Unreadable for anything but JSON.
    """
    try:
        answer = read_answer(response)
    except Unreadable:
        _judge(response)
        raise
    said = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(said, str):
        _words(plain(said, limit=300), response)
    _judge(response)
    if isinstance(said, str):
        raise unreadable(response, "the server reports an error of its own")
    return answer


def _words(said: str, response: Response) -> None:
    """What an error says in words, whatever the status."""
    host = host_of(response)
    if _BAD_KEY.search(said):
        raise Refused(
            f"{host} does not take the key; make a new access token there (Settings, Development) "
            f"and write it in config.toml as the key of [sources.mastodon] named {host}"
        )
    if _PAUSE.search(said):
        _judge(replace(response, status=HTTPStatus.TOO_MANY_REQUESTS))
    if _WANTS_KEY.search(said):
        raise Refused(
            f"{host} answers nobody without a key; make an access token there (Settings, "
            f"Development), write it in config.toml named {host} and set signed = true, or take "
            "the server out of [sources.mastodon]"
        )
    if _MISSING.search(said):
        raise Gone(
            f"{host} knows no such account or post; check the school's official accounts "
            "in config.toml"
        )


def _judge(response: Response) -> None:
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        stated = read_date(header(response, "x-ratelimit-reset"), fetched_at=response.fetched_at)
        raise RateLimited(
            f"{host_of(response)} asks for a pause",
            until=response.retry_at or until_moment(response, stated.at),
        )
    expect_ok(response)
