"""Instagram: the school's own professional account with its key (contracts/social.md §4, §16)."""

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.graph import INSTAGRAM, inner, native_id
from sources._parsing.links import canonical
from sources._parsing.wording import exact
from sources.profiles.asking import PROFILE, Versioned, look
from sources.profiles.meta import graph, own_node
from sources.profiles.reading import links_in, named, newest, unique, websites_in

PLATFORM = "instagram"
_ACCOUNT = re.compile(r"\d{1,40}", re.ASCII)
_FIELDS = "id,username,name,biography,website,media.limit(25){timestamp}"


@dataclass(frozen=True, slots=True)
class InstagramProfiles:
    """The school's own accounts of Instagram, known by their number."""

    options: Versioned

    name: ClassVar[str] = "instagram"
    platform: ClassVar[str] = PLATFORM

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The account with the times of its newest twenty-five posts."""
        numbers = [
            each for each in (account.stable_id, account.handle) if _ACCOUNT.fullmatch(each.strip())
        ]
        if not numbers:
            return ()
        own, key = numbers[0].strip(), numbers[-1].strip()
        url = f"{graph(self.options)}/{own}?{urlencode({'fields': _FIELDS})}"
        return (look(self.name, PROFILE, own, url, credential=key),)

    def sighting(self, response: Response) -> Sighting:
        """What an account says of itself.

        Raises:
            SourceError: by Meta's error code; Refused, never Gone, for what is missing or may not
                be seen; Unreadable for anything but an account.
        """
        node = own_node(response, INSTAGRAM)
        username, biography = named(node.get("username")), exact(node.get("biography"))
        media = [one for one in inner(node, "media").entries if isinstance(one, dict)]
        times = newest((one.get("timestamp") for one in media), response)
        return Sighting(
            PLATFORM,
            stable_id=native_id(node),
            handle=username,
            url=canonical(f"https://www.instagram.com/{username}") if username else "",
            state=State.LIVE,
            name=named(node.get("name")),
            description=biography,
            links=unique((*websites_in(node.get("website")), *links_in(biography))),
            posted_at=times if "media" in node else None,
        )
