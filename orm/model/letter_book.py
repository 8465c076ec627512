"""Who gets no letters: readers who stopped their digest, and addresses that send letters back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from orm.model.letters import Letter
from orm.model.schools import Contact, ContactId, School, SchoolId

BY_LETTER = "digest-link"
"""Who stopped a digest, as the record says where the link of a letter was used without signing in."""

TOGETHER = timedelta(days=14)
"""Two letters that come back for good within so long show that an address takes none."""

_ENOUGH = 2
_NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.10"})
"""RFC 3463, and the null MX of RFC 7505: there is no such mailbox, or no such domain."""
_FOR_GOOD = "5."


@dataclass(frozen=True, slots=True)
class Stop:
    """A reader who wants no weekly digest of a school any more. `by` is who stopped it: a contact's
    id, "shell", or `BY_LETTER`.
    """

    school_id: SchoolId
    contact_id: ContactId
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server said of a letter after it had taken it: the letter's name, an enhanced
    status code (RFC 3463) and the day on which that was read. Nothing else of it is kept.
    """

    letter: str
    status: str
    on: date

    @property
    def is_hard(self) -> bool:
        """Whether the server gave the letter up for good."""
        return self.status.startswith(_FOR_GOOD)


@dataclass(frozen=True, slots=True)
class Returned:
    """A bounce with whom its letter was for."""

    bounce: Bounce
    recipient: str
    school_id: SchoolId


@dataclass(frozen=True, slots=True)
class Queued:
    """A letter as the outbox holds it; `cleared_as` is the fingerprint of what was checked."""

    letter: Letter
    cleared_as: str


@dataclass(frozen=True, slots=True)
class ClosedAddress:
    """An address that gets no letters until somebody says so. `contact_id` is whose it was, or empty;
    `status` is what the last letter came back with.
    """

    address: str
    contact_id: str
    school_id: SchoolId
    status: str
    on: date


def plain_address(address: str) -> str:
    """An address as it is compared."""
    return address.strip().casefold()


def shows_closed(bounces: Iterable[Bounce], *, today: date) -> bool:
    """Whether an address with these bounces gets no more letters: one letter that found no such
    address, or two that came back for good, in the last 14 days.
    """
    recent = [each for each in bounces if each.is_hard and today - each.on < TOGETHER]
    gone = any(each.status in _NO_SUCH_ADDRESS for each in recent)
    return gone or len({each.letter for each in recent}) >= _ENOUGH


def nobody_left(contacts: Iterable[Contact], school: School, stops: Iterable[Stop]) -> bool:
    """Whether everybody who was to read the digest of this school has stopped it."""
    stopped = {each.contact_id for each in stops if each.school_id == school.id}
    wanted = {
        each.id
        for each in contacts
        if each.digest and (not each.schools or school.id in each.schools)
    }
    return bool(wanted & stopped) and wanted <= stopped
