"""Letters that come back: which of ours it was, what the server said, and what follows.

Of a message in the mailbox only the machine's part of a delivery report and the headers of the
letter are asked for; neither the words of the report nor those of the letter.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from orm.errors import Unreadable
from orm.model.letter_book import (
    TOGETHER,
    Bounce,
    ClosedAddress,
    Queued,
    plain_address,
    shows_closed,
)
from orm.model.letters import Letter, proof_of
from orm.model.schools import Contact
from orm.weekly.letter_book import LetterBook, Returns
from orm.weekly.queueing import LONDON
from orm.weekly.return_reports import (
    HEADERS_ALONE,
    MOST,
    WHOLE_LETTERS,
    Report,
    content_type,
    is_report,
    read_report,
)

LATEST = timedelta(days=30)
"""A server gives a letter up within days; a report of an older one tells nothing of today."""

_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Came:
    """What came of reading reports: letters that came back for good or for now, reports that name no
    letter of ours or tell nothing of it, and addresses that get no letters from now on.
    """

    hard: int = 0
    soft: int = 0
    ignored: int = 0
    closed: tuple[str, ...] = ()

    def with_(self, other: "Came") -> "Came":
        """Both together."""
        return Came(
            self.hard + other.hard,
            self.soft + other.soft,
            self.ignored + other.ignored,
            (*self.closed, *other.closed),
        )


@dataclass(frozen=True, slots=True)
class ReturnDesk:
    """What a letter that came back is looked up in, and what is told of it.

    `instead` gives the copies of a letter that must not be lost, `tell` what tells a person that an
    address takes no letters.
    """

    book: LetterBook
    contacts: Sequence[Contact]
    instead: Callable[[Letter], tuple[Letter, ...]]
    tell: Callable[[Letter], tuple[Letter, ...]]


def read_returns(box: Returns, desk: ReturnDesk, *, now: datetime) -> Came:
    """Read every unread message of the mailbox, up to 2,000, and mark it once it was dealt with.

    Raises:
        SourceError: the mailbox cannot be read any further; what was written stays.
        StoreError: nothing more was written; the messages come again.
    """
    came = Came()
    for _ in range(_MOST_ROUNDS):
        numbers = box.unseen()
        if not numbers:
            break
        came = came.with_(take([_report(box, number) for number in numbers], desk, now=now))
        for number in numbers:
            box.mark_seen(number)
    return came


def take(reports: Sequence[Report | None], desk: ReturnDesk, *, now: datetime) -> Came:
    """Write down what these reports say of our letters; None is a message that is no report.

    A report counts only if it quotes the proof that its letter carried, so nobody who guesses the
    name of a letter can close an address.
    """
    today = now.astimezone(LONDON).date()
    names = {report.name for report in reports if report}
    letters = desk.book.letters_named(names, since=now - LATEST)
    back = [
        (letters[report.name].letter, bounce)
        for report in reports
        if report and report.name in letters
        for bounce in _bounces(report, letters[report.name], today)
    ]
    hard = {letter.once: letter for letter, bounce in back if bounce.is_hard}
    copies = [copy for letter in hard.values() for copy in desk.instead(letter)]
    desk.book.keep([bounce for _, bounce in back], copies, now=now)
    return Came(
        hard=sum(bounce.is_hard for _, bounce in back),
        soft=sum(not bounce.is_hard for _, bounce in back),
        ignored=len(reports) - len(back),
        closed=tuple(_closed(hard.values(), desk, today, now=now)),
    )


def _report(box: Returns, number: int) -> Report | None:
    """The report in a message. One that the server cannot take apart is none, and stops no other."""
    try:
        return _parts_read(box, number)
    except Unreadable:
        return None


def _parts_read(box: Returns, number: int) -> Report | None:
    if not is_report(box.head(number)):
        return None
    kind = content_type(box.part(number, "3.MIME", most=MOST))
    if kind not in WHOLE_LETTERS | HEADERS_ALONE:
        return None
    section = "3.HEADER" if kind in WHOLE_LETTERS else "3"
    return read_report(box.part(number, "2", most=MOST), box.part(number, section, most=MOST))


def _bounces(report: Report, queued: Queued, today: date) -> tuple[Bounce, ...]:
    """What the report says of the letter's own reader: at most one thing, the gravest.

    One about another address, which a reader's mailbox passes letters on to, says nothing of theirs.
    """
    if not queued.cleared_as or report.proof != proof_of(queued.cleared_as):
        return ()
    address = plain_address(queued.letter.recipient)
    said = [
        failure.status
        for failure in report.failures
        if not failure.recipients or address in failure.recipients
    ]
    return (Bounce(queued.letter.once, max(said), today),) if said else ()


def _closed(
    letters: Iterable[Letter], desk: ReturnDesk, today: date, *, now: datetime
) -> Iterator[str]:
    """Close the addresses of these letters that take none; each that was not closed before."""
    returned = desk.book.returned(since=today - TOGETHER)
    for address, letter in {plain_address(each.recipient): each for each in letters}.items():
        theirs = [each.bounce for each in returned if plain_address(each.recipient) == address]
        if not shows_closed(theirs, today=today):
            continue
        closed = ClosedAddress(
            address=address,
            contact_id=next((c.id for c in desk.contacts if plain_address(c.email) == address), ""),
            school_id=letter.school_id,
            status=max(each.status for each in theirs if each.is_hard),
            on=today,
        )
        if desk.book.close(closed, desk.tell(letter), now=now):
            yield letter.recipient
