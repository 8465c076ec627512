"""Whose address to stop a digest it is. The address holds nothing of the person."""

from collections.abc import Callable, Sequence

from orm.model.schools import Contact, ContactId, School, SchoolId

Holds = Callable[[str, ContactId, SchoolId], bool]
"""Whether a mark is this person's for this school, compared in a time that tells nothing."""


def reader_of(
    mark: str, contacts: Sequence[Contact], schools: Sequence[School], holds: Holds
) -> tuple[Contact, School] | None:
    """The person and the school of a mark; None where it is nobody's. Everybody is looked at."""
    found = [
        (contact, school)
        for contact in contacts
        for school in schools
        if (not contact.schools or school.id in contact.schools)
        and holds(mark, contact.id, school.id)
    ]
    return found[0] if found else None
