"""What the pages read, as the desk asks the store for it. Each method is one unmoving snapshot.

Every method takes the `Sight` of who asks and gives only what they may see (gates G7 and G8).
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from orm.model.cases import Case
from orm.model.copies import Copies
from orm.model.correspondence import Delivery, DigestOutcome, SentDigest
from orm.model.first_page import FirstPage
from orm.model.letters import MailId
from orm.model.post_questions import Questioned
from orm.model.reminders import TimedCase
from orm.model.report_facts import Period, PressFacts, SchoolFacts, SealedFacts
from orm.model.schools import Role, SchoolId
from orm.model.settlements import MentionFile, MentionId
from orm.model.sight import Sight
from orm.model.today import Duties, OpenCases, Praised, Tally, Turns, Workload
from orm.model.trail import TrailLine, TrailWish
from orm.model.trends import SchoolFigures
from orm.model.waves import Wave
from orm.model.weeks import Week
from orm.model.wishes import Found, Wish
from orm.ports import Store
from orm.reading.remarks import Remarks


class Shelf(Protocol):
    """The readings of the store."""

    @property
    def remarks(self) -> Remarks:
        """What people said of posts; people add to it from the pages that show it."""
        ...

    def snapshot(self) -> AbstractContextManager[tuple["Shelf", Store]]:
        """The shelf, and the store, as they are at one moment: for many readings of one thread."""
        ...

    def turns(
        self, sight: Sight, school_id: SchoolId, duties: Duties, *, now: datetime, most: int
    ) -> Turns:
        """The cases of a school that may wait for this person, the earliest due first."""
        ...

    def open_cases(
        self, sight: Sight, school_id: SchoolId, *, but: Iterable[Role] = ()
    ) -> OpenCases:
        """How many open cases this person may see; sealed ones of these owners are left out."""
        ...

    def praise(self, sight: Sight, school_id: SchoolId, *, since: datetime, most: int) -> Praised:
        """The newest praise of a school since then that this person may read."""
        ...

    def tallies(
        self, sight: Sight, school_id: SchoolId, edges: Sequence[datetime]
    ) -> tuple[Tally, ...]:
        """Unsealed posts by tone between each two of the moments, which come latest first."""
        ...

    def unsure(
        self, sight: Sight, schools: Iterable[SchoolId], *, since: datetime
    ) -> Mapping[SchoolId, int]:
        """How many posts first seen since then wait for this person's word, by school."""
        ...

    def workloads(self, sight: Sight, *, since: datetime, now: datetime) -> tuple[Workload, ...]:
        """What waits at each of this person's schools, by id; unsure posts since then."""
        ...

    def figures(self, school_id: SchoolId, weeks: Sequence[Week], *, sight: Sight) -> SchoolFigures:
        """One school's figures in these weeks, which follow each other, oldest first."""
        ...

    def digests_to(
        self, sight: Sight, recipient: str, school_id: SchoolId, *, most: int
    ) -> tuple[SentDigest, ...]:
        """The digests of one school to this address, newest first."""
        ...

    def digest_to(self, sight: Sight, recipient: str, mail_id: MailId) -> SentDigest | None:
        """One digest to this address."""
        ...

    def deliveries(self, sight: Sight, school_id: SchoolId, *, most: int) -> tuple[Delivery, ...]:
        """What became of every digest of a school, newest first; for its administrators only."""
        ...

    def digest_outcomes(
        self, sight: Sight, school_id: SchoolId, *, most: int
    ) -> tuple[DigestOutcome, ...]:
        """What became of every digest of a school, and nobody's name; newest first."""
        ...

    def waves(self, sight: Sight, *, since: datetime) -> tuple[Wave, ...]:
        """The same text about several of these schools, the widest wave first."""
        ...

    def cases(
        self,
        sight: Sight,
        schools: Sequence[SchoolId],
        *,
        is_open: bool,
        after: tuple[datetime, str] | None,
        most: int,
    ) -> tuple[Case, ...]:
        """Open cases of these schools by due time, or ended ones, the latest due first; those that
        come after a due time and reference.
        """
        ...

    def sealed(
        self, sight: Sight, schools: Sequence[SchoolId], *, most: int
    ) -> tuple[TimedCase, ...]:
        """The open sealed cases of these schools by due time, with their records."""
        ...

    def found(self, sight: Sight, wish: Wish, *, before: MentionId | None, most: int) -> Found:
        """A page of what is wished for, newest first, recorded before `before`."""
        ...

    def mention(self, sight: Sight, mention_id: MentionId) -> MentionFile | None:
        """One mention; None where there is none of this number that this person may read."""
        ...

    def questioned(self, sight: Sight, school_id: SchoolId, *, most: int) -> Questioned:
        """The school's own posts that something is asked about, the newest first."""
        ...

    def trail(self, sight: Sight, wish: TrailWish) -> tuple[TrailLine, ...]:
        """Lines of the audit trail, newest first; none about a case that is about the reader."""
        ...

    def copies(self, sight: Sight, mention_id: MentionId) -> Copies:
        """The story of a mention, and how many posts in it this person may read."""
        ...

    def school_facts(
        self, sight: Sight, school_id: SchoolId, period: Period, *, now: datetime
    ) -> SchoolFacts | None:
        """One school's time in figures, the same for every reader but for the number of sealed cases;
        None where the school is not theirs.
        """
        ...

    def sealed_facts(self, sight: Sight, school_id: SchoolId, period: Period) -> SealedFacts | None:
        """The sealed cases that this reader may open, in numbers; None for who is not of the
        school's safeguarding team.
        """
        ...

    def press_facts(
        self, sight: Sight, school_id: SchoolId, period: Period, *, now: datetime
    ) -> PressFacts | None:
        """What papers wrote about a school, as far as this reader may read it; None for who does not
        lead it.
        """
        ...

    def first_pages(
        self, sight: Sight, school_id: SchoolId, period: Period
    ) -> tuple[FirstPage, ...] | None:
        """What a search for the school showed first in the months of a time, the newest first, and
        the one before; None where the school is not theirs.
        """
        ...
