"""Who is told that somebody's letters do not arrive."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from orm.model.letters import Letter, LetterKind
from orm.model.schools import Contact, Role

_IN_TURN = (Role.IT, Role.SLT, Role.HEADTEACHER)
"""The administrator can put an address right; then who deputises; then who answers for it all."""

_NEVER_LOST = frozenset({LetterKind.ALERT, LetterKind.HOUSE})
"""Kinds of letters that somebody else gets rather than nobody; they say nothing of a post."""


def told_instead(letter: Letter, contacts: Sequence[Contact]) -> Contact | None:
    """Who is told that this letter was refused for good; None where nobody else is there.

    Of a letter that tells of another, nobody is told.
    """
    if letter.kind is LetterKind.NOTICE:
        return None
    others = [each for each in contacts if _may_be_told(each, letter)]
    return next(_with_roles(others), None)


def stands_in(
    letter: Letter,
    contacts: Sequence[Contact],
    *,
    about: frozenset[Role],
    away: Collection[Contact] = (),
) -> Contact | None:
    """Who gets this letter when its reader's address takes none: the reader's deputy, then those who
    are told of such things. Nobody who is `away`, and nobody whom its case is `about`. None where
    nobody is there, and for a letter that is its reader's alone.
    """
    if letter.kind not in _NEVER_LOST:
        return None
    deputies = {each.deputy for each in contacts if _has_address(each, letter.recipient)}
    others = [
        each
        for each in contacts
        if _may_be_told(each, letter) and about.isdisjoint(each.roles) and each not in away
    ]
    standing_in = (each for each in others if each.id in deputies)
    return next(chain(standing_in, _with_roles(others)), None)


def _has_address(contact: Contact, address: str) -> bool:
    return contact.email.casefold() == address.casefold()


def _may_be_told(contact: Contact, letter: Letter) -> bool:
    here = not contact.schools or letter.school_id in contact.schools
    return here and not _has_address(contact, letter.recipient)


def _with_roles(contacts: Sequence[Contact]) -> Iterator[Contact]:
    for role in _IN_TURN:
        yield from (contact for contact in contacts if role in contact.roles)
