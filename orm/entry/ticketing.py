"""One-time links: to set the desk up, to come in for the first time, to choose a new password."""

from datetime import datetime

from orm.entry import throttle
from orm.entry.keys import kept, new_token
from orm.entry.outcomes import STALE, Chosen, Turned
from orm.entry.passwords import problem
from orm.entry.porch import NOBODY, Porch
from orm.model.entry import LIVES, TICKET_PATH, Purpose, Ticket
from orm.model.schools import ContactId


def link(desk_url: str, token: str) -> str:
    """The address that a ticket's letter holds."""
    return f"{desk_url.rstrip('/')}{TICKET_PATH}{token}"


def issue(porch: Porch, contact_id: ContactId, purpose: Purpose, *, by: str, now: datetime) -> str:
    """The token of a new ticket. Earlier ones of this person and purpose open nothing any more."""
    token = new_token()
    ticket = Ticket(kept(token), porch.person(contact_id), purpose, by, now, now + LIVES[purpose])
    line = porch.line(by, f"{purpose}-link-made", contact_id, now=now)
    porch.book.issue(ticket, line)
    return token


def ask_reset(
    porch: Porch, email: str, *, address: str, now: datetime
) -> tuple[ContactId, str] | None:
    """The token for a person who asks for a link, and whose it is; it goes into a letter only.

    None for an unknown address, for one who was sent a link less than ten minutes ago, and for a
    client that asks too often; who asks is told the same each time.
    """
    if porch.book.count_try(throttle.asking(porch.keys, address=address), now=now) is not None:
        return None
    contact = porch.contact_at(email)
    if contact is None:
        return None
    last = porch.book.issued_at(porch.keys.person(contact), Purpose.RESET)
    if last is not None and now - last < throttle.BETWEEN_LINKS:
        return None
    return contact.id, issue(porch, contact.id, Purpose.RESET, by=NOBODY, now=now)


def open_ticket(porch: Porch, token: str, *, now: datetime) -> Ticket | None:
    """The ticket of a token, unused and in time; its person is still on the list.

    A ticket to set the desk up may be older than its person's place on the list.
    """
    ticket = porch.book.ticket(kept(token), now=now)
    if ticket is None:
        return None
    known = porch.owner(ticket.person) is not None
    return ticket if known or ticket.purpose is Purpose.SETUP else None


def use_ticket(porch: Porch, token: str, *, now: datetime) -> Ticket | None:
    """Use a ticket up for something else than a password; None when it is no good."""
    ticket = open_ticket(porch, token, now=now)
    if ticket is None:
        return None
    line = porch.line(ticket.contact_id, f"{ticket.purpose}-link-used", ticket.contact_id, now=now)
    return ticket if porch.book.use_ticket(ticket, line) else None


def choose_password(porch: Porch, token: str, password: str, *, now: datetime) -> Chosen | Turned:
    """Set a person's password; the ticket is used up and every session of theirs ends."""
    ticket = open_ticket(porch, token, now=now)
    contact = porch.contact(ticket.contact_id) if ticket else None
    if ticket is None or contact is None:
        return Turned(STALE)
    wrong = problem(password, contact, porch.schools)
    if wrong:
        return Turned(wrong)
    line = porch.line(
        contact.id, "password-chosen", contact.id, detail=f"by a {ticket.purpose} link", now=now
    )
    hashed = porch.passwords.hashed(password)
    person = porch.keys.person(contact)
    if not porch.book.choose_password(ticket, person, hashed, line):
        return Turned(STALE)
    return Chosen(contact, porch.keys.browser(person))
