"""Posts that a person saw and brings: where they may come from, and who saw them (domain.md R11)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orm.model.cases import CaseRef
from orm.model.items import Item, Kind
from orm.model.schools import SchoolId

FAMILY = "by_hand"
"""The identity family of a post that was brought, and its source in the store."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A place that people bring posts from.

    `private` places are closed to the public: what comes from them was handed in (T21).
    `hosts` are the domains by which a link shows it.
    """

    key: str
    name: str
    kind: Kind = Kind.POST
    hosts: tuple[str, ...] = ()
    private: bool = False


ONLY_BY_HAND = (
    Platform("mumsnet", "Mumsnet", hosts=("mumsnet.com",)),
    Platform("netmums", "Netmums", hosts=("netmums.com",)),
    Platform("facebook_group", "Facebook groups", private=True),
    Platform("whatsapp", "WhatsApp", hosts=("whatsapp.com", "wa.me"), private=True),
    Platform("tiktok", "TikTok", hosts=("tiktok.com",)),
    Platform("nextdoor", "Nextdoor", hosts=("nextdoor.co.uk", "nextdoor.com"), private=True),
    Platform("glassdoor", "Glassdoor", Kind.REVIEW, hosts=("glassdoor.co.uk", "glassdoor.com")),
)
"""Nothing reads these for a school: their terms forbid it or they are closed (contracts/web.md §3)."""

PLATFORMS = (
    *ONLY_BY_HAND,
    Platform("snapchat", "Snapchat", hosts=("snapchat.com",), private=True),
    Platform("discord", "Discord", hosts=("discord.com", "discord.gg"), private=True),
    Platform("indeed", "Indeed", Kind.REVIEW, hosts=("indeed.com",)),
    Platform("trustpilot", "Trustpilot", Kind.REVIEW, hosts=("trustpilot.com",)),
    Platform("google_reviews", "Google reviews", Kind.REVIEW, hosts=("maps.app.goo.gl",)),
    Platform("facebook", "Facebook", hosts=("facebook.com", "fb.com")),
    Platform("instagram", "Instagram", hosts=("instagram.com",)),
    Platform("threads", "Threads", hosts=("threads.net", "threads.com")),
    Platform("x", "X", hosts=("x.com", "twitter.com")),
    Platform("reddit", "Reddit", hosts=("reddit.com", "redd.it")),
    Platform("youtube", "YouTube", Kind.COMMENT, hosts=("youtube.com", "youtu.be")),
    Platform("linkedin", "LinkedIn", hosts=("linkedin.com",)),
    Platform("other", "Another place"),
)
"""Every place that a post can be brought from; the last one is for what the table does not know."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a post came: `seen_by` is a role or initials, `brought_by` a contact's id or "shell".

    `seen_at` is None when nobody said; both moments are aware UTC.
    """

    brought_by: str
    seen_by: str
    how: str
    seen_at: datetime | None
    brought_at: datetime


@dataclass(frozen=True, slots=True)
class Brought:
    """One post with the schools that it is said to be about.

    `left_out` names what came with it and is never kept: pictures and other attachments.
    """

    item: Item
    school_ids: tuple[SchoolId, ...]
    provenance: Provenance
    left_out: tuple[str, ...] = ()


class Arrival(StrEnum):
    """Whether the house knew the post."""

    STORED = "stored"
    EDITED = "edited"
    KNOWN = "already known"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What bringing one post changed.

    `cases` are all that the post belongs to; `opened` counts those that it opened or made graver.
    """

    arrival: Arrival
    mentions: int
    cases: tuple[CaseRef, ...]
    opened: int
    letters: int
