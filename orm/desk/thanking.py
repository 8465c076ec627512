"""Somebody passes thanks on for praise: by a note to one of the school's own, or in person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from orm.errors import NotAllowed
from orm.leaks.posts import secrets
from orm.leaks.screen import Screen
from orm.model.letters import Letter, PostWords
from orm.model.remarks import Thanks, ThanksWay
from orm.model.schools import ContactId, Role, School
from orm.model.settlements import MentionFile, MentionId
from orm.model.sight import Sight
from orm.reading.remarks import Recipient, Remarks

WriteNote = Callable[[MentionId, tuple[str, ...], Role, School, str], Letter]
"""Writes the note: the post's number and themes, the role of who thanks, the school, the address."""

_HELD = (
    "The note would say something of the post, so it was not written, and nothing was kept. Pass the"
    " thanks on in person, and tell your IT manager."
)


@dataclass(frozen=True, slots=True)
class Thanker:
    """Who passes thanks on, in which role, and what they may see."""

    by: ContactId
    role: Role
    sight: Sight


@dataclass(frozen=True, slots=True)
class Thanking:
    """What passing thanks on needs."""

    remarks: Remarks
    screen: Screen
    write: WriteNote

    def by_note(
        self, file: MentionFile, to: Recipient, thanker: Thanker, *, school: School, now: datetime
    ) -> None:
        """Queue a note to somebody of the school, and keep that it was done.

        Raises:
            NotAllowed: the safety check holds the note.
            Conflict: somebody did it first, or the post is no praise any more.
        """
        note = self.write(file.id, file.decision.themes, thanker.role, school, to.address)
        letters = self.screen.clear(note, secrets([_words(file)]), names=_names(school))
        if any(letter.held for letter in letters):
            raise NotAllowed(_HELD)
        thanks = Thanks(thanker.by, thanker.role, ThanksWay.LETTER, to.key, now)
        self.remarks.thank(thanker.sight, file.id, thanks, letters)

    def in_person(self, file: MentionFile, thanker: Thanker, *, now: datetime) -> None:
        """Keep that they were passed on in person.

        Raises:
            Conflict: somebody did it first, or the post is no praise any more.
        """
        thanks = Thanks(thanker.by, thanker.role, ThanksWay.IN_PERSON, "", now)
        self.remarks.thank(thanker.sight, file.id, thanks, ())


def _words(file: MentionFile) -> PostWords:
    item = file.item
    return PostWords(item.author, item.title, item.text, item.outlet, item.kind)


def _names(school: School) -> Iterable[str]:
    return school.names
