"""What every step at the front door needs: the book, the people, the rules and the key."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from orm.entry.book import EntryBook
from orm.entry.keys import Keys, nobody, plain_email
from orm.entry.passwords import Passwords
from orm.model.entry import AuditLine, EntryRules, PersonKey, contact_of
from orm.model.schools import Contact, ContactId, School

NOBODY = "nobody"
"""The actor of a line that no known person caused."""


@dataclass(frozen=True, slots=True)
class Porch:
    """The parts of the front door. `key` is the desk's: 32 random bytes, kept outside the database.

    `contacts` are the people as they are now: whoever is not among them is nobody. `schools` are
    needed to refuse passwords made of their names.
    """

    book: EntryBook
    contacts: Sequence[Contact]
    rules: EntryRules
    key: bytes = field(repr=False)
    schools: Sequence[School] = ()
    passwords: Passwords = field(default_factory=Passwords, repr=False)

    @property
    def keys(self) -> Keys:
        """What is made with the key."""
        return Keys(self.key)

    def contact(self, contact_id: ContactId) -> Contact | None:
        """The person of this id, as they are now."""
        return next((each for each in self.contacts if each.id == contact_id), None)

    def contact_at(self, email: str) -> Contact | None:
        """The person with this email address."""
        wanted = plain_email(email)
        return next((each for each in self.contacts if plain_email(each.email) == wanted), None)

    def person(self, contact_id: ContactId) -> PersonKey:
        """The key of this contact; of nobody when they are not on the list."""
        contact = self.contact(contact_id)
        return self.keys.person(contact) if contact else nobody(contact_id)

    def owner(self, person: PersonKey) -> Contact | None:
        """The contact that this key is of, if they still have the same email address."""
        contact = self.contact(contact_of(person))
        return contact if contact and self.keys.person(contact) == person else None

    def line(
        self, actor: str, action: str, about: ContactId | None, *, detail: str = "", now: datetime
    ) -> AuditLine:
        """A line about a person; it belongs to their school when they have just one."""
        contact = self.contact(about) if about else None
        theirs = tuple(contact.schools) if contact else ()
        written = AuditLine(now, actor, action, about or "", detail=detail)
        return replace(written, school_id=theirs[0]) if len(theirs) == 1 else written
