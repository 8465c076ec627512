"""Threads: the account whose key is asked with (contracts/social.md §5, §16)."""

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import Refused
from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.graph import THREADS, native_id
from sources._parsing.links import canonical
from sources._parsing.results import json_object
from sources._parsing.wording import exact
from sources.profiles.asking import POSTS, PROFILE, Versioned, bare, look, subject_of
from sources.profiles.meta import graph, own_listing, own_node
from sources.profiles.reading import links_in, named, newest

PLATFORM = "threads"
_ACCOUNT = re.compile(r"\d{1,40}", re.ASCII)
_USERNAME = re.compile(r"[\w.]{1,40}", re.ASCII)
_FIELDS = "id,username,name,threads_biography"
_POST_FIELDS = "id,timestamp,media_type"
_REPOST = "REPOST_FACADE"


@dataclass(frozen=True, slots=True)
class ThreadsProfiles:
    """The school's own accounts of Threads."""

    options: Versioned

    name: ClassVar[str] = "threads"
    platform: ClassVar[str] = PLATFORM

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The account of the key and, where its number is known, its newest posts."""
        handle = bare(account.handle, "threads.com/", "threads.net/")
        key = handle if _USERNAME.fullmatch(handle) else ""
        own = account.stable_id if _ACCOUNT.fullmatch(account.stable_id) else key
        if not own:
            return ()
        base, fields = graph(self.options), urlencode({"fields": _FIELDS})
        profile = look(self.name, PROFILE, own, f"{base}/me?{fields}", credential=key or own)
        if not _ACCOUNT.fullmatch(own):
            return (profile,)
        asked = urlencode({"fields": _POST_FIELDS, "limit": "25"})
        posts = f"{base}/{own}/threads?{asked}"
        return (profile, look(self.name, POSTS, own, posts, credential=key or own))

    def sighting(self, response: Response) -> Sighting:
        """What the account or its posts say.

        Raises:
            SourceError: by Meta's error code; Refused for what is missing or may not be seen, and
                for the key of another account; Unreadable for anything else.
        """
        if "data" in json_object(response):
            return _posts(response)
        node = own_node(response, THREADS)
        username, biography = named(node.get("username")), exact(node.get("threads_biography"))
        _expect_own(subject_of(response.request), native_id(node), username)
        return Sighting(
            PLATFORM,
            stable_id=native_id(node),
            handle=username,
            url=canonical(f"https://www.threads.com/@{username}") if username else "",
            state=State.LIVE,
            name=named(node.get("name")),
            description=biography,
            links=links_in(biography),
        )


def _posts(response: Response) -> Sighting:
    entries = own_listing(response, THREADS).entries
    posts = [one for one in entries if isinstance(one, dict) and one.get("media_type") != _REPOST]
    times = newest((one.get("timestamp") for one in posts), response)
    return Sighting(PLATFORM, posted_at=None if entries and not posts else times)


def _expect_own(asked: str, own: str, username: str) -> None:
    """Returns when the key is of the account that was asked about; `me` is whoever owns the key."""
    if not asked or asked.casefold() in {own, username.casefold()}:
        return
    raise Refused(
        "Threads answers with another account than this one: the key is that account's, or the "
        "account has a new name; the account's owner looks, then makes a new key at "
        "developers.facebook.com and puts it into [sources.threads] in config.toml"
    )
