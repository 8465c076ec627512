"""What `orm check` says of readers who get no letters."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from orm.errors import SourceError
from orm.model.letter_book import TOGETHER, ClosedAddress, Returned, nobody_left
from orm.weekly.letter_book import Returns
from orm.wiring import House
from orm.wiring.letter_book import stops

_NAMED = 3


def no_letters(house: House, *, now: datetime) -> Iterator[tuple[str, bool | None, str]]:
    """What was looked at, whether it works, and what it says: as the lines of `orm check`."""
    book = house.edges.letter_book
    if book is None:
        return
    if house.edges.returns is not None:
        yield _mailbox(house.edges.returns)
    closed = book.closed()
    if closed:
        yield "addresses", False, _closed(closed)
    returned = book.returned(since=now.date() - TOGETHER)
    if returned:
        yield "letters that came back", None, _returned(returned)
    stopped = stops(house.edges)
    for school in house.schools:
        if nobody_left(house.config.contacts, school, stopped):
            yield f"digest of {school.id}", False, _NOBODY


_NOBODY = (
    "nobody reads it: every reader has stopped it. Ask them, or name another reader in config.toml;"
    " orm mail resume CONTACT starts it again"
)


def _mailbox(
    opened: Callable[[], AbstractContextManager[Returns]],
) -> tuple[str, bool | None, str]:
    """Whether the mailbox that letters come back to can be read; nothing in it is touched."""
    try:
        with opened() as box:
            waiting = len(box.unseen())
    except SourceError as error:
        return "mail.bounces", False, str(error)
    return "mail.bounces", True, f"answers: {waiting} unread"


def _closed(closed: Sequence[ClosedAddress]) -> str:
    named = ", ".join(f"{each.address} ({each.status})" for each in closed[:_NAMED])
    more = f" and {len(closed) - _NAMED} more" if len(closed) > _NAMED else ""
    return (
        f"letters to {named}{more} come back, so none is sent there. Correct the address in"
        " config.toml; or have its mailbox put right, and then: orm mail write-again ADDRESS"
    )


def _returned(returned: Sequence[Returned]) -> str:
    hard = sum(each.bounce.is_hard for each in returned)
    return f"in 14 days {hard} for good and {len(returned) - hard} for now (docs/emails.md)"
