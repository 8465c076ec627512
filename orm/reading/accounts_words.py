"""Plain words about official accounts: platforms, checks, states, people and addresses."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from orm.model.accounts import Account, Check, SettledBy
from orm.model.presence import PresenceCheck
from orm.model.schools import AccountStatus, Contact, ContactId, SchoolId
from orm.reading.plain_words import defanged, quotable, readable, roles

PLATFORMS: Mapping[str, str] = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "seesaw": "Seesaw blog",
    "telegram": "Telegram",
    "threads": "Threads",
    "tiktok": "TikTok",
    "wordpress": "WordPress blog",
    "x": "X",
    "youtube": "YouTube",
}
"""What people call each platform; an account may be on another one too."""

CHECKS: Mapping[Check, str] = {
    Check.EXISTS: "Whether it is there",
    Check.SAME: "Whether it is still the same account",
    Check.CHANGED: "Its name, handle and description",
    Check.LINKS_OUT: "Its link to our website",
    Check.LINKED_BACK: "Our website’s link to it",
    Check.ALIVE: "Whether it is used",
    Check.MODERATED: "Comments that wait",
    Check.POSTING: "When it posts",
    Check.BY_HAND: "A look by a person",
    Check.PEOPLE: "Who can get in",
    Check.REGISTER: "What the register says",
    Check.DATES: "Dates that come round",
}

PRESENCE_CHECKS: Mapping[PresenceCheck, str] = {
    PresenceCheck.SITE: "Our website",
    PresenceCheck.SEARCH: "Who uses our name",
    PresenceCheck.DOMAINS: "Web addresses like ours",
    PresenceCheck.FIRST_PAGE: "What a parent sees first",
}

STATUSES: Mapping[AccountStatus, str] = {
    AccountStatus.ACTIVE: "in use",
    AccountStatus.DORMANT: "kept, but not posted to",
    AccountStatus.CLOSED: "closed",
}

LEFT = "somebody who has left"
NOT_KNOWN = "not in the register"
_LONGEST_WORDS = 1_000
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A person's word: who, when, and why."""

    who: str
    at: datetime
    reason: str


def platform(name: str) -> str:
    """What people call a platform."""
    return PLATFORMS.get(name.strip().casefold()) or quotable(f"{name[:1].upper()}{name[1:]}")


def called(account: Account) -> str:
    """Like "Bluesky, @wrenbeckprimary"."""
    return f"{platform(account.platform)}, {quotable(account.handle)}"


def tamed(text: str) -> str:
    """Anybody's words, cut where they are long, in which no address can be opened by a slip."""
    words = readable(text[: _LONGEST_WORDS * 2])
    cut = words if len(words) <= _LONGEST_WORDS else f"{words[: _LONGEST_WORDS - 1].rstrip()}…"
    return _ADDRESS.sub(lambda found: defanged(found[0]), cut)


def here(contacts: Iterable[Contact], school_id: SchoolId) -> tuple[Contact, ...]:
    """The people who act for a school."""
    return tuple(each for each in contacts if not each.schools or school_id in each.schools)


def with_roles(contact: Contact) -> str:
    """Like "Pia Rowan, comms lead"."""
    return f"{contact.name}, {roles(sorted(contact.roles))}" if contact.roles else contact.name


def who(contact_id: ContactId | None, contacts: Iterable[Contact]) -> str:
    """A person by name and roles."""
    if contact_id is None:
        return NOT_KNOWN
    found = next((each for each in contacts if each.id == contact_id), None)
    return with_roles(found) if found else LEFT


def several(ids: Sequence[ContactId], contacts: Sequence[Contact]) -> str:
    """People by name and roles."""
    return "; ".join(who(each, contacts) for each in ids) or NOT_KNOWN


def said(settled: SettledBy | None, contacts: Iterable[Contact]) -> Said | None:
    """A person's word for a page."""
    if settled is None:
        return None
    return Said(who(settled.by, contacts), settled.at, settled.reason)


def day(on: date | None) -> str:
    """Like "23 Nov 2026"."""
    return NOT_KNOWN if on is None else f"{on.day} {on:%b %Y}"
