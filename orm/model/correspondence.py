"""Digests that went out, as their own readers and the administrators see them."""

from dataclasses import dataclass
from datetime import datetime

from orm.model.letters import MailId, MailState
from orm.model.schools import SchoolId


@dataclass(frozen=True, slots=True)
class SentDigest:
    """A digest to one reader. `once` names it as `Letter.once` does."""

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


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a digest to somebody: never its subject or its words.

    `unanswered` is how often the mail server may have taken it and nobody knows.
    """

    once: str
    recipient: str
    queued_at: datetime
    state: MailState
    attempts: int
    sent_at: datetime | None
    failure: str
    unanswered: int = 0
