"""What leaves the house, and the queue it waits in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NewType

from orm.model.items import Kind
from orm.model.schools import SchoolId

MailId = NewType("MailId", int)

STOP_PATH = "/unsubscribe/"
"""Where on the desk a reader stops letters; the reader's own mark follows, 32 hex digits."""

PROOF_HEADER = "X-Orm-Proof"
"""The header of every letter that holds `proof_of` what was checked."""


class LetterKind(StrEnum):
    """Which email this is. A NOTICE tells that another letter was refused for good, THANKS passes on a
    person's thanks for praise.

    HOUSE is what the house tells of itself. A MESSAGE repeats a letter in a channel, whose id is its
    recipient; it is no email.
    """

    DIGEST = "digest"
    ALERT = "alert"
    ENTRY = "entry"
    NOTICE = "notice"
    THANKS = "thanks"
    HOUSE = "house"
    MESSAGE = "message"
    URGENT_MESSAGE = "urgent message"


Kinds = frozenset[LetterKind]
MESSAGES: Kinds = frozenset({LetterKind.MESSAGE, LetterKind.URGENT_MESSAGE})
EMAILS: Kinds = frozenset(LetterKind) - MESSAGES


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that a letter carries and its page shows as `cid:<name>`."""

    png: bytes

    @property
    def name(self) -> str:
        """Its Content-ID, made of what it shows: the same picture always has the same."""
        return f"{sha256(self.png).hexdigest()[:40]}@orm"


@dataclass(frozen=True, slots=True)
class Letter:
    """One email to one recipient.

    `once` names the letter for ever: the outbox holds it at most once. `cleared` says that the
    safety check has passed exactly these words; `held` is why it keeps them in the house.
    `unsubscribe` is the https address of the desk at which its reader stops letters of this kind, or
    empty.
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
    pictures: tuple[Picture, ...] = ()
    unsubscribe: str = ""


def fingerprint(letter: Letter) -> str:
    """SHA-256 hex of what a reader gets: subject, text, page, recipient, pictures, and where to stop.

    A letter without the last two has the fingerprint that it had before letters could have them.
    """
    pictures = (picture.name for picture in letter.pictures)
    stop = (letter.unsubscribe,) if letter.unsubscribe else ()
    parts = (letter.recipient, letter.subject, letter.text, letter.html, *pictures, *stop)
    return sha256(repr(parts).encode()).hexdigest()


def letter_name(once: str) -> str:
    """What stands before the @ of a letter's Message-ID, made of `Letter.once` alone."""
    return sha256(once.encode()).hexdigest()[:40]


def proof_of(cleared_as: str) -> str:
    """What a letter carries so that a report of its return can show that its writer had it.

    Its name can be guessed; its fingerprint takes the whole letter.
    """
    return cleared_as[:32]


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
