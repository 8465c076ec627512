"""What leaves the house, and the queue it waits in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NewType

from orm.model.items import Kind
from orm.model.schools import SchoolId

MailId = NewType("MailId", int)


class LetterKind(StrEnum):
    """Which email this is. A NOTICE tells that another letter was refused for good."""

    DIGEST = "digest"
    ALERT = "alert"
    ENTRY = "entry"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Letter:
    """One email to one recipient.

    `once` names the letter for ever: the outbox holds it at most once. `cleared` says that the
    safety check has passed exactly these words; `held` is why it keeps them in the house.
    """

    once: str
    kind: LetterKind
    school_id: SchoolId
    recipient: str
    subject: str
    text: str
    html: str
    cleared: bool = False
    held: str = ""


def fingerprint(letter: Letter) -> str:
    """SHA-256 hex of what a reader gets: subject, text, page and recipient."""
    parts = (letter.recipient, letter.subject, letter.text, letter.html)
    return sha256(repr(parts).encode()).hexdigest()


class Leak(StrEnum):
    """What the safety check looks for (domain.md §5.3); the words tell the administrator."""

    NAME = "an author's name or handle"
    TITLE = "a post's title"
    WORDS = "words of a post"
    CONTACT = "an email address, handle or phone number"
    LINK = "a link"
    REMOTE = "an image or remote content"
    ABUSE = "abuse in quotation marks"
    CHANGED = "not the letter that was checked"


@dataclass(frozen=True, slots=True)
class PostWords:
    """What a letter must not repeat of one post."""

    author: str
    title: str
    text: str
    outlet: str
    kind: Kind


class MailState(StrEnum):
    """Where a letter is. FAILED is permanent and is shown to a person."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Mail:
    """A queued letter, claimed by this worker until its lease ends. `attempts` counts failures.

    `cleared_as` is the fingerprint of what the safety check passed, or empty. `unanswered` is how
    often the mail server may have taken it and nobody knows, a hand-over under way among them.
    """

    id: MailId
    letter: Letter
    queued_at: datetime
    attempts: int
    state: MailState = MailState.QUEUED
    failure: str = ""
    sent_at: datetime | None = None
    cleared_as: str = ""
    unanswered: int = 0
