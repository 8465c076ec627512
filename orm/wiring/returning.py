"""What joins letters that come back: their mailbox, the book of letters, and who is told."""

from datetime import datetime

from orm.errors import ConfigError
from orm.weekly.letter_book import LetterBook
from orm.weekly.return_reports import parts_of, read_report
from orm.weekly.returning import Came, ReturnDesk, read_returns, take
from orm.wiring import House
from orm.wiring.delivering import copying, reachable, telling


def letter_book(house: House) -> LetterBook:
    """The book of letters.

    Raises:
        ConfigError: this house keeps none.
    """
    if house.edges.letter_book is None:
        raise ConfigError(["mail: this house keeps no book of letters"])
    return house.edges.letter_book


def read_mailbox(house: House) -> Came:
    """Read the mailbox that letters come back to; nothing where there is none.

    Raises:
        SourceError: it cannot be read.
    """
    if house.edges.returns is None:
        return Came()
    now = house.edges.clock.now()
    with house.edges.returns() as box:
        return read_returns(box, return_desk(house, now=now), now=now)


def read_message(house: House, raw: bytes) -> Came:
    """Read one message that somebody saved."""
    now = house.edges.clock.now()
    parts = parts_of(raw)
    report = read_report(*parts) if parts else None
    return take([report], return_desk(house, now=now), now=now)


def return_desk(house: House, *, now: datetime) -> ReturnDesk:
    """Where letters that came back are looked up, as it is `now`."""
    book = letter_book(house)
    people = reachable(house.config, book.closed())
    return ReturnDesk(
        book=book,
        contacts=house.config.contacts,
        instead=copying(house.config, house.edges.store, people, screen=house.screen),
        tell=telling(house.config, people, screen=house.screen, now=now),
    )
