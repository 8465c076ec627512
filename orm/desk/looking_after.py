"""Looking after people's ways in: an invitation, a new password, an end of sessions, a lost phone.

No step here gives anybody a role: roles stand in config.toml. A link goes by letter to its own
person and is never shown to who asks for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.entry.door import FrontDoor
from orm.errors import NotAllowed
from orm.model.entry import Purpose, Status
from orm.model.schools import Contact, ContactId, School
from orm.model.sight import Sight
from orm.reading.people import in_hand

SHORTEST_REASON = 5
LONGEST_REASON = 300

Bring = Callable[[ContactId, str, Purpose], None]
"""Queues the letter with a ticket's token."""

_ELSEWHERE = (
    "This person acts for another school as well. Somebody who looks after all of their schools"
    " does this."
)
_PROVIDER_ONLY = "People sign in with their school account here, so there is no link to send."


@dataclass(frozen=True, slots=True)
class Caring:
    """Who looks after whom, with the door it is about."""

    door: FrontDoor
    schools: Sequence[School]
    by: Contact
    sight: Sight
    local_accounts: bool

    def invite(self, person: Contact, bring: Bring, *, now: datetime) -> None:
        """Send the link to choose a first password.

        Raises:
            NotAllowed: not theirs to invite, or the person can sign in already.
        """
        self._send(person, Purpose.INVITE, bring, now=now)

    def reset(self, person: Contact, bring: Bring, *, now: datetime) -> None:
        """Send the link to choose a new password.

        Raises:
            NotAllowed: not theirs to look after, or the person was never in.
        """
        self._send(person, Purpose.RESET, bring, now=now)

    def sign_out(self, person: Contact, *, now: datetime) -> int:
        """End every session of a person; how many there were.

        Raises:
            NotAllowed: not theirs to look after.
        """
        self._require(person)
        return self.door.sign_out_everywhere(person.id, by=self.by.id, now=now)

    def remove_second_factor(self, person: Contact, reason: str, *, now: datetime) -> None:
        """Forget a second factor that is lost; every session of the person ends.

        Raises:
            NotAllowed: not theirs to look after, their own, none is set up, or no reason.
        """
        self._require(person)
        if person.id == self.by.id:
            raise NotAllowed("Nobody removes their own second factor. Ask somebody else.")
        if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
            raise NotAllowed("Say in a few words why, such as: lost telephone, known by voice.")
        if self._status(person, now=now) is not Status.ACTIVE:
            raise NotAllowed("This person has no second factor.")
        self.door.remove_second_factor(person.id, by=self.by.id, reason=reason.strip(), now=now)

    def _send(self, person: Contact, purpose: Purpose, bring: Bring, *, now: datetime) -> None:
        self._require(person)
        if not self.local_accounts:
            raise NotAllowed(_PROVIDER_ONLY)
        is_in = self._status(person, now=now) in {Status.NO_FACTOR, Status.ACTIVE}
        if purpose is Purpose.INVITE and is_in:
            raise NotAllowed("This person can sign in already. Send a link for a new password.")
        if purpose is Purpose.RESET and not is_in:
            raise NotAllowed("This person has no password yet. Send an invitation.")
        bring(person.id, self.door.issue(person.id, purpose, by=self.by.id, now=now), purpose)

    def _require(self, person: Contact) -> None:
        if not in_hand(person, self.schools, self.sight):
            raise NotAllowed(_ELSEWHERE)

    def _status(self, person: Contact, *, now: datetime) -> Status:
        standing = self.door.book.standings(now=now).get(self.door.person(person.id))
        return standing.status if standing else Status.NEVER
