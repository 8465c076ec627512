"""The readings of the desk on SQLite or PostgreSQL: one method, one snapshot."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

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
from orm.store import (
    audit_trail,
    correspondence,
    mention_page,
    post_questions,
    searching,
    today,
    trends,
    waves,
)
from orm.store.engine import Database
from orm.store.presence_files import first_pages
from orm.store.reading_cases import cases_seen, sealed_seen
from orm.store.remarks import SqlRemarks
from orm.store.report_facts import school_facts
from orm.store.report_press import press_facts
from orm.store.report_sealed import sealed_facts

Snapshot = Callable[[], AbstractContextManager[tuple["SqlShelf", Store]]]
"""Opens the shelf and the store of one moment."""


class SqlShelf:
    """`orm.reading.shelf.Shelf`; its docstrings say what each method promises."""

    def __init__(self, database: Database, snapshot: Snapshot) -> None:
        self._database = database
        self._snapshot = snapshot

    @property
    def remarks(self) -> SqlRemarks:
        """What people said of posts, in the same database."""
        return SqlRemarks(self._database)

    def snapshot(self) -> AbstractContextManager[tuple["SqlShelf", Store]]:
        """The shelf, and the store, as they are at one moment."""
        return self._snapshot()

    def turns(
        self, sight: Sight, school_id: SchoolId, duties: Duties, *, now: datetime, most: int
    ) -> Turns:
        """The cases of a school that may wait for this person, the earliest due first."""
        return self._database.read(
            lambda c: today.turns(c, sight, school_id, duties, now=now, most=most)
        )

    def open_cases(
        self, sight: Sight, school_id: SchoolId, *, but: Iterable[Role] = ()
    ) -> OpenCases:
        """How many open cases this person may see; sealed ones of these owners are left out."""
        return self._database.read(lambda c: today.open_cases(c, sight, school_id, but=but))

    def praise(self, sight: Sight, school_id: SchoolId, *, since: datetime, most: int) -> Praised:
        """The newest praise of a school since then that this person may read."""
        return self._database.read(
            lambda c: today.praise(c, sight, school_id, since=since, most=most)
        )

    def tallies(
        self, sight: Sight, school_id: SchoolId, edges: Sequence[datetime]
    ) -> tuple[Tally, ...]:
        """Unsealed posts by tone between each two of the moments, which come latest first."""
        return self._database.read(lambda c: today.tallies(c, sight, school_id, edges))

    def unsure(
        self, sight: Sight, schools: Iterable[SchoolId], *, since: datetime
    ) -> Mapping[SchoolId, int]:
        """How many posts first seen since then wait for this person's word, by school."""
        return self._database.read(lambda c: today.unsure(c, sight, schools, since=since))

    def workloads(self, sight: Sight, *, since: datetime, now: datetime) -> tuple[Workload, ...]:
        """What waits at each of this person's schools, by id; unsure posts since then."""
        return self._database.read(lambda c: today.workloads(c, sight, since=since, now=now))

    def figures(self, school_id: SchoolId, weeks: Sequence[Week], *, sight: Sight) -> SchoolFigures:
        """One school's figures in these weeks."""
        return self._database.read(lambda c: trends.figures(c, school_id, weeks, sight=sight))

    def digests_to(
        self, sight: Sight, recipient: str, school_id: SchoolId, *, most: int
    ) -> tuple[SentDigest, ...]:
        """The digests of one school to this address, newest first."""
        return self._database.read(
            lambda c: correspondence.digests_to(c, sight, recipient, school_id, most=most)
        )

    def digest_to(self, sight: Sight, recipient: str, mail_id: MailId) -> SentDigest | None:
        """One digest to this address."""
        return self._database.read(lambda c: correspondence.digest_to(c, sight, recipient, mail_id))

    def deliveries(self, sight: Sight, school_id: SchoolId, *, most: int) -> tuple[Delivery, ...]:
        """What became of every digest of a school, newest first."""
        return self._database.read(
            lambda c: correspondence.deliveries(c, sight, school_id, most=most)
        )

    def digest_outcomes(
        self, sight: Sight, school_id: SchoolId, *, most: int
    ) -> tuple[DigestOutcome, ...]:
        """What became of every digest of a school, and nobody's name; newest first."""
        return self._database.read(
            lambda c: correspondence.digest_outcomes(c, sight, school_id, most=most)
        )

    def waves(self, sight: Sight, *, since: datetime) -> tuple[Wave, ...]:
        """The same text about several of these schools, the widest wave first."""
        return self._database.read(lambda c: waves.waves(c, sight, since=since))

    def cases(
        self,
        sight: Sight,
        schools: Sequence[SchoolId],
        *,
        is_open: bool,
        after: tuple[datetime, str] | None,
        most: int,
    ) -> tuple[Case, ...]:
        """Open cases of these schools by due time, or ended ones, the latest due first."""
        return self._database.read(
            lambda c: cases_seen(c, sight, schools, is_open=is_open, after=after, most=most)
        )

    def sealed(
        self, sight: Sight, schools: Sequence[SchoolId], *, most: int
    ) -> tuple[TimedCase, ...]:
        """The open sealed cases of these schools by due time, with their records."""
        return self._database.read(lambda c: sealed_seen(c, sight, schools, most=most))

    def found(self, sight: Sight, wish: Wish, *, before: MentionId | None, most: int) -> Found:
        """A page of what is wished for, newest first, recorded before `before`."""
        return self._database.read(
            lambda c: searching.found(c, sight, wish, before=before, most=most)
        )

    def mention(self, sight: Sight, mention_id: MentionId) -> MentionFile | None:
        """One mention; None where there is none of this number that this person may read."""
        return self._database.read(lambda c: mention_page.readable(c, sight, mention_id))

    def questioned(self, sight: Sight, school_id: SchoolId, *, most: int) -> Questioned:
        """The school's own posts that something is asked about, the newest first."""
        return self._database.read(
            lambda c: post_questions.questioned(c, sight, school_id, most=most)
        )

    def trail(self, sight: Sight, wish: TrailWish) -> tuple[TrailLine, ...]:
        """Lines of the audit trail, newest first; none about a case that is about the reader."""
        return self._database.read(lambda c: audit_trail.trail(c, sight, wish))

    def copies(self, sight: Sight, mention_id: MentionId) -> Copies:
        """The story of a mention, and how many posts in it this person may read."""
        return self._database.read(lambda c: mention_page.copies(c, sight, mention_id))

    def school_facts(
        self, sight: Sight, school_id: SchoolId, period: Period, *, now: datetime
    ) -> SchoolFacts | None:
        """One school's time in figures."""
        return self._database.read(lambda c: school_facts(c, sight, school_id, period, now=now))

    def sealed_facts(self, sight: Sight, school_id: SchoolId, period: Period) -> SealedFacts | None:
        """The sealed cases that this reader may open, in numbers."""
        return self._database.read(lambda c: sealed_facts(c, sight, school_id, period))

    def press_facts(
        self, sight: Sight, school_id: SchoolId, period: Period, *, now: datetime
    ) -> PressFacts | None:
        """What papers wrote about a school, as far as this reader may read it."""
        return self._database.read(lambda c: press_facts(c, sight, school_id, period, now=now))

    def first_pages(
        self, sight: Sight, school_id: SchoolId, period: Period
    ) -> tuple[FirstPage, ...] | None:
        """What a search for the school showed first in the months of a time, and the one before."""
        return self._database.read(lambda c: first_pages(c, sight, school_id, period))
