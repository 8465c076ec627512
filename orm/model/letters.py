"""What leaves the house, and the queue it waits in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from orm.model.schools import SchoolId

MailId = NewType("MailId", int)


class LetterKind(StrEnum):
    """Which email this is."""

    DIGEST = "digest"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Letter:
    """One email to one recipient.

    `once` names the letter for ever: the outbox holds it at most once.
    """

    once: str
    kind: LetterKind
    school_id: SchoolId
    recipient: str
    subject: str
    text: str
    html: str


class MailState(StrEnum):
    """Where a letter is. FAILED is permanent and is shown to a person."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Mail:
    """A queued letter, claimed by this worker until its lease ends. `attempts` counts failures."""

    id: MailId
    letter: Letter
    queued_at: datetime
    attempts: int
    state: MailState = MailState.QUEUED
    failure: str = ""
    sent_at: datetime | None = None
