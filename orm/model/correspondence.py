"""Digests that went out, as their own readers and the administrators see them."""

import re
from dataclasses import dataclass
from datetime import datetime

from orm.model.letters import MailId, MailState, Picture
from orm.model.schools import SchoolId
from orm.model.weeks import Week

_WEEK = re.compile(r"/(\d{4})-W(\d{2})/")


def week_in(once: str) -> Week | None:
    """The week that a digest's name says, as in `Letter.once`; None where it says none."""
    found = _WEEK.search(once)
    return Week(int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class SentDigest:
    """A digest to one reader. `once` names it as `Letter.once` does; `next_at` is when one that waits
    is tried. `pictures` are given with one digest, not in a list of them.
    """

    id: MailId
    school_id: SchoolId
    once: str
    subject: str
    text: str
    html: str
    queued_at: datetime
    state: MailState
    sent_at: datetime | None
    failure: str
    next_at: datetime | None = None
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a digest to somebody: never its subject or its words.

    `unanswered` is how often the mail server may have taken it and nobody knows; `next_at` is when a
    letter that waits is tried.
    """

    once: str
    recipient: str
    queued_at: datetime
    state: MailState
    attempts: int
    sent_at: datetime | None
    failure: str
    unanswered: int = 0
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DigestOutcome:
    """What became of one digest of a week, without a word of whose it is. `held` is one that the
    safety check keeps in the house; what goes instead of it is no digest of these.
    """

    week: Week | None
    state: MailState
    next_at: datetime
    unanswered: int = 0
    held: bool = False
