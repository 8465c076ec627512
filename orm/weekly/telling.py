"""Who is told that somebody's letters do not arrive."""

from collections.abc import Iterator, Sequence

from orm.model.letters import Letter, LetterKind
from orm.model.schools import Contact, Role

_IN_TURN = (Role.IT, Role.SLT, Role.HEADTEACHER)
"""The administrator can put an address right; then who deputises; then who answers for it all."""


def told_instead(letter: Letter, contacts: Sequence[Contact]) -> Contact | None:
    """Who is told that this letter was refused for good; None where nobody else is there.

    Of a letter that tells of another, nobody is told.
    """
    if letter.kind is LetterKind.NOTICE:
        return None
    others = [each for each in contacts if _may_be_told(each, letter)]
    return next(_with_roles(others), None)


def _may_be_told(contact: Contact, letter: Letter) -> bool:
    here = not contact.schools or letter.school_id in contact.schools
    return here and contact.email.casefold() != letter.recipient.casefold()


def _with_roles(contacts: Sequence[Contact]) -> Iterator[Contact]:
    for role in _IN_TURN:
        yield from (contact for contact in contacts if role in contact.roles)
