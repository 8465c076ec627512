"""What the weekly flow asks of the book of readers who stopped and addresses that take no letters."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from orm.model.letter_book import Bounce, ClosedAddress, Queued, Returned, Stop
from orm.model.letters import Letter
from orm.model.schools import ContactId, SchoolId


class LetterBook(Protocol):
    """Who gets no letters. Every method is one transaction and raises StoreError as the store does."""

    def stop(self, stop: Stop) -> bool:
        """Send this reader no digest of this school any more, with an audit line; False when it was
        stopped before, and then nothing changes.
        """
        ...

    def resume(self, school_id: SchoolId, contact_id: ContactId, *, by: str, now: datetime) -> bool:
        """Send it again, with an audit line; False when it was not stopped."""
        ...

    def stops(self) -> tuple[Stop, ...]:
        """Everybody who stopped a digest, by school and contact."""
        ...

    def letters_named(self, names: Collection[str], *, since: datetime) -> dict[str, Queued]:
        """The letters with these names (`orm.model.letters.letter_name`) that were queued since then."""
        ...

    def keep(self, bounces: Sequence[Bounce], letters: Sequence[Letter], *, now: datetime) -> None:
        """Write down what came back, and queue what is told of it. Saying it again changes nothing."""
        ...

    def forget(self, *, now: datetime) -> None:
        """Delete what came back more than 90 days ago."""
        ...

    def returned(self, *, since: date) -> tuple[Returned, ...]:
        """What came back since that day, oldest first."""
        ...

    def close(self, closed: ClosedAddress, tell: Sequence[Letter], *, now: datetime) -> bool:
        """Send no more letters to an address, with an audit line, and queue what tells of it; False,
        and nothing is written, when it is closed already.
        """
        ...

    def closed(self) -> tuple[ClosedAddress, ...]:
        """The addresses that get no letters."""
        ...

    def reopen(self, address: str, *, by: str, now: datetime) -> bool:
        """Write to it again and forget what came back from it, with an audit line; False when it is
        not closed.
        """
        ...


class Returns(Protocol):
    """The unread messages of the mailbox that letters come back to, by number. Reading one does not
    mark it as read.

    Every method raises SourceError when the mailbox cannot be read.
    """

    def unseen(self) -> tuple[int, ...]:
        """The unread messages, oldest first, so many at a time."""
        ...

    def head(self, number: int) -> bytes:
        """A message's headers; empty when it is gone or too large."""
        ...

    def part(self, number: int, section: str, *, most: int) -> bytes:
        """The first bytes of one part (RFC 3501, such as "2" or "3.HEADER"); empty without it."""
        ...

    def mark_seen(self, number: int) -> None:
        """The message was dealt with and need not come again."""
        ...
