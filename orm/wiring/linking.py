"""What joins one-time links: the letter that brings one, after the safety check, into the outbox."""

from datetime import datetime

from orm.errors import ConfigError
from orm.model.entry import Purpose
from orm.model.schools import Contact, School
from orm.wiring import House
from reports.invitation import invitation


def queue_link(
    house: House, contact: Contact, link: str, purpose: Purpose, *, now: datetime
) -> None:
    """Queue the letter with a link that was issued `now`.

    Raises:
        ConfigError: this house has no desk, or no school that the person acts for.
    """
    if house.edges.entry is None:
        raise ConfigError(["desk: this house has none"])
    school = _school_of(house, contact)
    letter = invitation(contact, school, link, purpose, now)
    names = school.names
    house.edges.entry.queue(house.screen.clear(letter, (), names=names), now=now)


def _school_of(house: House, contact: Contact) -> School:
    """The first school that a person acts for: the letter's heading and place in the outbox."""
    for school in house.schools:
        if not contact.schools or school.id in contact.schools:
            return school
    raise ConfigError([f"{contact.email} acts for no school that is watched"])
