"""Facebook: a page by its id with its own key, and who else is called so (contracts/social.md §3, §16)."""

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote, urlencode, urlsplit

from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.answers import unreadable
from sources._parsing.graph import FACEBOOK, inner, native_id
from sources._parsing.links import canonical, site
from sources._parsing.results import json_object, part
from sources._parsing.wording import exact
from sources.profiles.asking import (
    MOST_FOUND,
    PROFILE,
    SEARCH,
    Versioned,
    bare,
    in_page,
    look,
    subject_of,
)
from sources.profiles.meta import graph, own_listing, own_node
from sources.profiles.reading import links_in, named, newest, unique, websites_in

PLATFORM = "facebook"
_PAGE = re.compile(r"[\w.-]{1,80}", re.ASCII)
_ID = re.compile(r"\d{1,40}", re.ASCII)
_MIGRATED = 21
_NEW_ID = re.compile(r"migrated to page ID (\d{1,40})", re.ASCII)
_FIELDS = (
    "id,name,username,link,website,about,is_published,is_permanently_closed,verification_status,"
    "published_posts.limit(25){created_time}"
)
_FOUND_FIELDS = "id,name,link,verification_status"
_VERIFIED = {"blue_verified": True, "gray_verified": True, "not_verified": False}
_NO_NAMES = frozenset({"profile.php", "pages", "people", "p", "groups"})


@dataclass(frozen=True, slots=True)
class FacebookProfiles:
    """The school's own pages, each with the key of somebody who runs it."""

    options: Versioned

    name: ClassVar[str] = "facebook"
    platform: ClassVar[str] = PLATFORM

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The page with the times of its newest twenty-five posts."""
        handle = _handle(account)
        page = account.stable_id if _ID.fullmatch(account.stable_id) else handle
        if not page:
            return ()
        url = f"{graph(self.options)}/{quote(page)}?{urlencode({'fields': _FIELDS})}"
        return (look(self.name, PROFILE, page, url, credential=handle or page),)

    def sighting(self, response: Response) -> Sighting:
        """What a page says of itself.

        Raises:
            SourceError: by Meta's error code; Refused, never Gone, for what is missing or may not
                be seen; Unreadable for anything but a page.
        """
        return _migrated(response) or _page(own_node(response, FACEBOOK), response)


@dataclass(frozen=True, slots=True)
class FacebookSeeker:
    """Pages by name; the app needs Meta's Page Public Metadata Access."""

    options: Versioned

    name: ClassVar[str] = "facebook"
    platform: ClassVar[str] = PLATFORM

    def seek(self, words: str) -> Request:
        """The twenty-five pages that Facebook finds first."""
        asked = {"q": words, "fields": _FOUND_FIELDS, "limit": str(MOST_FOUND)}
        url = f"{graph(self.options)}/pages/search?{urlencode(asked)}"
        return look(self.name, SEARCH, words.casefold(), url)

    def found(self, response: Response) -> tuple[Sighting, ...]:
        """The pages of a search.

        Raises:
            SourceError: as for a page; Refused where the app has no such access.
        """
        entries = own_listing(response, FACEBOOK).entries[:MOST_FOUND]
        pages = [one for one in entries if isinstance(one, dict) and native_id(one)]
        if entries and not pages:
            raise unreadable(response, "none of the pages can be read")
        return tuple(_page(one, response) for one in pages)


def _handle(account: Account) -> str:
    names = (bare(account.handle, "facebook.com/"), in_page(account.url, "facebook.com/"))
    known = (each for each in names if _PAGE.fullmatch(each) and each not in _NO_NAMES)
    return next(known, "")


def _migrated(response: Response) -> Sighting | None:
    """The page that Facebook says it has made part of another one (error 21, unverified)."""
    error = part(json_object(response), "error")
    new = _NEW_ID.search(named(error.get("message"))) if error.get("code") == _MIGRATED else None
    if new is None:
        return None
    moved_to = canonical(f"https://www.facebook.com/{new[1]}")
    return Sighting(PLATFORM, _asked_id(response.request), state=State.MOVED, moved_to=moved_to)


def _asked_id(request: Request) -> str:
    asked = subject_of(request)
    return asked if _ID.fullmatch(asked) else ""


def _page(node: dict[str, object], response: Response) -> Sighting:
    own, link = native_id(node), _link(node)
    username = named(node.get("username")) or _name_in(link)
    about, sealed = exact(node.get("about")), node.get("verification_status")
    asked = "about" in node or "website" in node or "is_published" in node
    posts = [one for one in inner(node, "published_posts").entries if isinstance(one, dict)]
    times = newest((one.get("created_time") for one in posts), response)
    return Sighting(
        PLATFORM,
        stable_id=own,
        handle=username,
        url=link or canonical(f"https://www.facebook.com/{username or own}"),
        state=_state(node),
        name=named(node.get("name")),
        description=about if asked else None,
        links=unique((*websites_in(node.get("website")), *links_in(about))) if asked else None,
        verified=_VERIFIED.get(sealed) if isinstance(sealed, str) else None,
        posted_at=times if "published_posts" in node else None,
    )


def _state(node: dict[str, object]) -> State:
    if node.get("is_published") is False:
        return State.UNPUBLISHED
    return State.DEACTIVATED if node.get("is_permanently_closed") is True else State.LIVE


def _link(node: dict[str, object]) -> str:
    link = canonical(node.get("link"))
    return link if f".{site(link)}".endswith(".facebook.com") else ""


def _name_in(link: str) -> str:
    """The page's name as its address has it; "" for an address by number."""
    name = urlsplit(link).path.strip("/")
    known = _PAGE.fullmatch(name) and not _ID.fullmatch(name) and name not in _NO_NAMES
    return name if known else ""
