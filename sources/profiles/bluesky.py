"""Bluesky: an account by its permanent id, and who else is called so (contracts/social.md §8, §16)."""

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.answers import unreadable
from sources._parsing.at_answers import read_at
from sources._parsing.at_posts import DID, REPOST, labels_of, stated_of
from sources._parsing.links import canonical
from sources._parsing.results import json_object, part
from sources._parsing.wording import exact
from sources.profiles.asking import (
    MOST_FOUND,
    POSTS,
    PROFILE,
    SEARCH,
    Based,
    bare,
    base_of,
    in_page,
    look,
)
from sources.profiles.reading import links_in, named, spoken, unique, websites_in

PLATFORM = "bluesky"
_HANDLE = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9}", re.ASCII)
_CALLS = {
    PROFILE: "/xrpc/app.bsky.actor.getProfile",
    POSTS: "/xrpc/app.bsky.feed.getAuthorFeed",
    SEARCH: "/xrpc/app.bsky.actor.searchActors",
}
_CLOSED = {
    "AccountTakedown": State.SUSPENDED,
    "AccountSuspended": State.SUSPENDED,
    "AccountDeactivated": State.DEACTIVATED,
}
_TAKEN_DOWN = frozenset({"!takedown", "!suspend"})
_PAGES = "bsky.app/profile/"
_RENTED = (".bsky.social", ".invalid")


def _ask(options: Based, shape: str, subject: str, asked: dict[str, str]) -> Request:
    url = f"{base_of(options.base_url)}{_CALLS[shape]}?{urlencode(asked)}"
    return look(PLATFORM, shape, subject, url, interface=True)


@dataclass(frozen=True, slots=True)
class BlueskyProfiles:
    """Accounts of Bluesky, without a key."""

    options: Based

    name: ClassVar[str] = "bluesky"
    platform: ClassVar[str] = PLATFORM

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The profile, and the newest thirty entries of its feed."""
        actor = _actor(account)
        if not actor:
            return ()
        recent = {"actor": actor, "limit": "30", "filter": "posts_with_replies"}
        return (
            _ask(self.options, PROFILE, actor, {"actor": actor}),
            _ask(self.options, POSTS, actor, recent),
        )

    def sighting(self, response: Response) -> Sighting:
        """What a profile or a feed says. Suspended and deactivated are answers, not errors.

        Raises:
            SourceError: Gone for an account that Bluesky does not know; else by the error's name,
                then by status; Unreadable for anything else.
        """
        code = json_object(response).get("error")
        if isinstance(code, str) and code in _CLOSED:
            return _closed(_asked(response.request), _CLOSED[code])
        spoken(response, "error")
        answer = read_at(response)
        if isinstance(answer, dict) and isinstance(entries := answer.get("feed"), list):
            return _posts(entries, response, ended="cursor" not in answer)
        found = _profile(answer)
        if found is None:
            raise unreadable(response, "the JSON is no profile")
        return found


@dataclass(frozen=True, slots=True)
class BlueskySeeker:
    """Accounts of Bluesky by name, without a key."""

    options: Based

    name: ClassVar[str] = "bluesky"
    platform: ClassVar[str] = PLATFORM

    def seek(self, words: str) -> Request:
        """The twenty-five accounts that Bluesky finds first."""
        asked = {"q": words, "limit": str(MOST_FOUND)}
        return _ask(self.options, SEARCH, words.casefold(), asked)

    def found(self, response: Response) -> tuple[Sighting, ...]:
        """The accounts of a search.

        Raises:
            SourceError: by the error's name, else by status; Unreadable for anything but accounts.
        """
        spoken(response, "error")
        answer = read_at(response)
        actors = answer.get("actors") if isinstance(answer, dict) else None
        if not isinstance(actors, list):
            raise unreadable(response, "the JSON holds no list of accounts")
        known = tuple(one for one in map(_profile, actors[:MOST_FOUND]) if one)
        if actors and not known:
            raise unreadable(response, "none of the accounts can be read")
        return known


def _actor(account: Account) -> str:
    if DID.fullmatch(account.stable_id):
        return account.stable_id
    for name in (bare(account.handle, _PAGES), in_page(account.url, _PAGES)):
        if DID.fullmatch(name):
            return name
        if _HANDLE.fullmatch(name.casefold()):
            return name.casefold()
    return ""


def _asked(request: Request) -> str:
    return parse_qs(urlsplit(request.url).query).get("actor", [""])[0]


def _page(actor: str) -> str:
    return canonical(f"https://bsky.app/profile/{actor}")


def _closed(actor: str, state: State) -> Sighting:
    known = actor if DID.fullmatch(actor) else ""
    return Sighting(PLATFORM, known, "" if known else actor, _page(actor) if actor else "", state)


def _profile(view: object) -> Sighting | None:
    """An account with its permanent id; None for anything else."""
    did = view.get("did") if isinstance(view, dict) else None
    if not isinstance(view, dict) or not isinstance(did, str) or not DID.fullmatch(did):
        return None
    handle = named(view.get("handle")).casefold()
    handle = handle if _HANDLE.fullmatch(handle) else ""
    proven = handle if handle and not f".{handle}".endswith(_RENTED) else ""
    description = exact(view.get("description"))
    seal = part(view, "verification")
    return Sighting(
        PLATFORM,
        stable_id=did,
        handle=handle,
        url=_page(handle if handle and not handle.endswith(".invalid") else did),
        state=State.SUSPENDED if labels_of(view) & _TAKEN_DOWN else State.LIVE,
        name=named(view.get("displayName")),
        description=description,
        links=unique((*websites_in(view.get("website")), *links_in(description))),
        proven_links=unique([f"https://{proven}/"]) if proven else (),
        verified="valid" in (seal.get("verifiedStatus"), seal.get("trustedVerifierStatus")),
    )


def _posts(entries: list[object], response: Response, *, ended: bool) -> Sighting:
    """The account's own posts. A page full of other people's says nothing while there is more."""
    actor = _asked(response.request)
    own = [post for entry in entries if (post := _own(entry, actor))]
    times = [at for post in own if (at := stated_of(post, response).at)]
    has_none = not own and (ended or not entries)
    dids = (part(post, "author").get("did") for post in own)
    return Sighting(
        PLATFORM,
        stable_id=next((did for did in dids if isinstance(did, str) and DID.fullmatch(did)), ""),
        posted_at=tuple(sorted(times, reverse=True)) if times or has_none else None,
    )


def _own(entry: object, actor: str) -> dict[str, object]:
    """The account's own post of an entry; empty for a repost and for somebody else's."""
    if not isinstance(entry, dict) or part(entry, "reason").get("$type") == REPOST:
        return {}
    post = part(entry, "post")
    author = part(post, "author")
    return post if actor in (author.get("did"), author.get("handle")) else {}
