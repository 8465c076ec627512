"""Starting a digest again that somebody stopped, and writing to an address again."""

from collections.abc import Sequence

from orm.model.letter_book import nobody_left
from orm.model.schools import ContactId, School
from orm.reading.digest_readers import DigestReaders, digest_readers, own_stop
from orm.web.asking import Answer, Ask, Missing, Went
from orm.web.routes import ADMINISTRATORS, EVERY_PERSON, LEADERS, press


def readers_of(ask: Ask, school: School) -> DigestReaders:
    """What this person may know of who gets no digest of the school."""
    book = ask.house.edges.letter_book
    if book is None:
        return DigestReaders()
    me, stops = ask.reader.contact, book.stops()
    if not _administers(ask):
        return own_stop(school, me, stops)
    return digest_readers(school, me, ask.house.config.contacts, stops, book.closed())


def nobody_reads(ask: Ask, schools: Sequence[School]) -> tuple[str, ...]:
    """The names of those schools whose digest every reader has stopped, for who leads."""
    book = ask.house.edges.letter_book
    if book is None or not ask.reader.roles & (LEADERS.roles or frozenset()):
        return ()
    stops, contacts = book.stops(), ask.house.config.contacts
    return tuple(each.name for each in schools if nobody_left(contacts, each, stops))


def resume(ask: Ask) -> Answer:
    """Send the digest again: one's own, or for an administrator anybody's of the school."""
    school, book = _school(ask), ask.house.edges.letter_book
    me, person = ask.reader.contact.id, ContactId(ask.form.one("person"))
    if school is None or book is None or not (person == me or _administers(ask)):
        return Missing()
    if not book.resume(school.id, person, by=me, now=ask.now):
        return Missing()
    return Went(f"/digests?school={school.id}", done="digest-resumed")


def write_again(ask: Ask) -> Answer:
    """Write to an address again whose letters came back."""
    school, book = _school(ask), ask.house.edges.letter_book
    address = ask.form.one("address")
    if school is None or book is None:
        return Missing()
    if address not in {each.address for each in readers_of(ask, school).closed}:
        return Missing()
    book.reopen(address, by=ask.reader.contact.id, now=ask.now)
    return Went(f"/digests?school={school.id}", done="address-reopened")


def _administers(ask: Ask) -> bool:
    return bool(ask.reader.roles & (ADMINISTRATORS.roles or frozenset()))


def _school(ask: Ask) -> School | None:
    """The school that the form names, of this reader's."""
    wanted = ask.form.one("school")
    return next((each for each in ask.reader.schools if each.id == wanted), None)


ROUTES = (
    press("/digests/resume", resume, EVERY_PERSON),
    press("/digests/write-again", write_again, ADMINISTRATORS),
)
