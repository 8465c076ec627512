"""Who of a school's people gets no digest: those who stopped it, and addresses that take no letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from orm.model.letter_book import BY_LETTER, ClosedAddress, Stop, nobody_left, plain_address
from orm.model.schools import Contact, School


@dataclass(frozen=True, slots=True)
class Stopped:
    """Somebody who stopped their digest. `who` is their name, `person` their id."""

    person: str
    who: str
    since: datetime
    by_letter: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """An address that gets no letters, whose it is, and what its letters came back with."""

    address: str
    who: str
    status: str
    since: date


@dataclass(frozen=True, slots=True)
class DigestReaders:
    """What the Digest page says of them. `own` is the reader's own stop; the rest is for
    administrators and empty for others. `nobody` says that every reader has stopped.
    """

    own: Stopped | None = None
    stopped: tuple[Stopped, ...] = ()
    closed: tuple[Closed, ...] = ()
    nobody: bool = False


def digest_readers(
    school: School,
    reader: Contact,
    contacts: Sequence[Contact],
    stops: Iterable[Stop],
    closed: Iterable[ClosedAddress],
) -> DigestReaders:
    """All of it, for an administrator of the school."""
    here = {each.id: each for each in contacts if not each.schools or school.id in each.schools}
    known = [each for each in stops if each.school_id == school.id and each.contact_id in here]
    stopped = [_stopped(each, here[each.contact_id]) for each in known]
    return DigestReaders(
        own=next((each for each in stopped if each.person == reader.id), None),
        stopped=tuple(stopped),
        closed=tuple(
            _closed(each, here.values()) for each in closed if _is_here(each, school, here)
        ),
        nobody=nobody_left(contacts, school, known),
    )


def own_stop(school: School, reader: Contact, stops: Iterable[Stop]) -> DigestReaders:
    """Only what the reader did themself."""
    mine = [s for s in stops if (s.school_id, s.contact_id) == (school.id, reader.id)]
    return DigestReaders(own=_stopped(mine[0], reader) if mine else None)


def _stopped(stop: Stop, contact: Contact) -> Stopped:
    return Stopped(stop.contact_id, contact.name, stop.at, stop.by == BY_LETTER)


def _is_here(closed: ClosedAddress, school: School, here: Iterable[str]) -> bool:
    return closed.school_id == school.id or closed.contact_id in here


def _closed(closed: ClosedAddress, here: Iterable[Contact]) -> Closed:
    names = (each.name for each in here if plain_address(each.email) == closed.address)
    who = next(names, "nobody who is named now")
    return Closed(closed.address, who, closed.status, closed.on)
