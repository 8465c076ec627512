"""Sessions: who is behind a token now, and the end of it."""

from datetime import datetime

from orm.entry.keys import kept
from orm.entry.outcomes import SignedIn
from orm.entry.porch import Porch
from orm.entry.throttle import ADDRESS, KNOWN_FOR
from orm.model.entry import Leftovers, contact_of
from orm.model.schools import ContactId


def look(porch: Porch, token: str, *, now: datetime) -> SignedIn | None:
    """The person behind a token, with the roles and schools that they have now.

    None when the session has ended, was idle too long, is too old, or its person has left.
    """
    session = porch.book.session(kept(token))
    if session is None:
        return None
    contact = porch.owner(session.person)
    if contact is None or session.over(porch.rules, now=now):
        return None
    if now - session.seen_at >= porch.rules.touch:
        porch.book.touch(session.id, now=now)
    return SignedIn(contact, session, must_enrol=not session.proved)


def sign_out(porch: Porch, token: str, *, now: datetime) -> None:
    """End the session of a token; nothing happens when there is none."""
    session = porch.book.session(kept(token))
    if session is not None:
        who = contact_of(session.person)
        porch.book.end_session(session.id, porch.line(who, "signed-out", who, now=now))


def sign_out_everywhere(porch: Porch, contact_id: ContactId, *, by: str, now: datetime) -> int:
    """End every session of a person; how many there were."""
    line = porch.line(by, "signed-out-everywhere", contact_id, now=now)
    return porch.book.end_sessions(porch.person(contact_id), line)


def tidy(porch: Porch, *, now: datetime) -> None:
    """Delete what is over and what was forgotten."""
    porch.book.tidy(
        Leftovers(
            people=frozenset(porch.keys.person(each) for each in porch.contacts),
            idle_before=now - porch.rules.idle,
            begun_before=now - porch.rules.absolute,
            tried_before=now - ADDRESS.forget,
            known_before=now - KNOWN_FOR,
            now=now,
        )
    )
