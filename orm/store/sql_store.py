"""The store on SQLite or PostgreSQL: one method, one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from orm.model.brought import Provenance, TakenIn
from orm.model.cases import Case, CaseEvent, CaseFile, CaseRef, Draft
from orm.model.items import Identity
from orm.model.judgement import Route
from orm.model.letters import EMAILS, Kinds, Letter, Mail, MailId, PostWords
from orm.model.looks import Look, Subject
from orm.model.polls import Claim, Poll, PollPlan
from orm.model.records import (
    Charge,
    Cutoffs,
    JudgedItem,
    PlanChange,
    PollRecord,
    Purged,
    Recorded,
    SourceTally,
    Spent,
)
from orm.model.reminders import TimedCase
from orm.model.schools import Contact, School, SchoolId
from orm.model.settlements import Effect, MentionFile, MentionId, Settled, Settling
from orm.model.weeks import SourceHealth, Week, WeekFacts
from orm.store import (
    casework,
    claiming,
    counting,
    evidence,
    health,
    intake,
    keeping,
    looks,
    mentions,
    outbox,
    planning,
    post_words,
    purging,
    recording,
    register,
    registered,
    reminding,
    settling,
    spending,
    tallying,
    weeks,
)
from orm.store.accounts import SqlAccounts
from orm.store.api_tokens import SqlApiTokens
from orm.store.engine import PATIENCE, Database
from orm.store.entry import SqlEntryBook
from orm.store.house_alerts import SqlAlertBook
from orm.store.letter_book import SqlLetterBook
from orm.store.lookalikes import SqlLookalikes
from orm.store.opening import Chain, FirstEvent, RaisedEvent
from orm.store.pausing import SqlPauses
from orm.store.post_questions import SqlPostQuestions
from orm.store.presences import SqlPresences
from orm.store.reading import SqlShelf
from orm.store.report_links import SqlReportLinks
from orm.store.revision import connected


def open_store(
    url: str,
    *,
    first_event: FirstEvent,
    raised_event: RaisedEvent,
    patience: timedelta = PATIENCE,
) -> "SqlStore":
    """The store at `url`: `sqlite:///orm.db` or `postgresql://user@host/name`.

    `first_event` and `raised_event` are `orm.cases`' makers of the chain's links; `patience` is how
    long a statement waits for somebody else's lock. One store serves any number of threads.

    Raises:
        StoreError: the database is missing, unreachable, or not of this program's revision.
    """
    return SqlStore(connected(url, patience=patience), Chain(first_event, raised_event))


class SqlStore:
    """`orm.ports.Store`; its docstrings say what each method promises."""

    def __init__(self, database: Database, chain: Chain) -> None:
        self._database = database
        self._chain = chain

    @contextmanager
    def snapshot(self) -> Iterator["SqlStore"]:
        """The store as it is at one moment."""
        with self._database.snapshot() as database:
            yield SqlStore(database, self._chain)

    @property
    def shelf(self) -> SqlShelf:
        """What the desk's pages read of the same database."""
        return SqlShelf(self._database, self._shelf_and_store)

    @contextmanager
    def _shelf_and_store(self) -> Iterator[tuple[SqlShelf, "SqlStore"]]:
        with self.snapshot() as store:
            yield store.shelf, store

    def close(self) -> None:
        """Give the connections back. The store may be used again; it connects anew."""
        self._database.close()

    @property
    def pauses(self) -> SqlPauses:
        """Sources that people have paused, in the same database."""
        return SqlPauses(self._database)

    @property
    def report_links(self) -> SqlReportLinks:
        """Links under which staff report posts, in the same database."""
        return SqlReportLinks(self._database)

    @property
    def alerts(self) -> SqlAlertBook:
        """What the house tells of itself, in the same database."""
        return SqlAlertBook(self._database)

    @property
    def accounts(self) -> SqlAccounts:
        """The register of official accounts, in the same database."""
        return SqlAccounts(self._database)

    @property
    def lookalikes(self) -> SqlLookalikes:
        """What could be mistaken for a school, in the same database."""
        return SqlLookalikes(self._database)

    @property
    def presences(self) -> SqlPresences:
        """What is known of schools beside their accounts, in the same database."""
        return SqlPresences(self._database)

    @property
    def post_questions(self) -> SqlPostQuestions:
        """What is asked about schools' own posts, in the same database."""
        return SqlPostQuestions(self._database)

    @property
    def api_tokens(self) -> SqlApiTokens:
        """Keys to the read-only interface, in the same database."""
        return SqlApiTokens(self._database)

    @property
    def letter_book(self) -> SqlLetterBook:
        """Who gets no letters, in the same database."""
        return SqlLetterBook(self._database)

    @property
    def entry(self) -> SqlEntryBook:
        """The front door's book, in the same database."""
        return SqlEntryBook(self._database)

    def save_register(self, schools: Sequence[School], *, now: datetime) -> None:
        """Make the DfE register exactly these, by URN."""
        self._database.write(lambda c: registered.save_register(c, schools, now=now))

    def registered(self, urns: Sequence[str]) -> Mapping[str, School]:
        """What the register says of the schools with these URNs."""
        return self._database.read(lambda c: registered.registered(c, urns))

    def save_schools(self, schools: Sequence[School], *, now: datetime) -> None:
        """Make the watched schools exactly these; one that is no longer watched keeps its history."""
        self._database.write(lambda c: register.save_schools(c, schools, now=now))

    def schools(self) -> tuple[School, ...]:
        """Every watched school, by id."""
        return self._database.read(register.schools)

    def save_people(self, contacts: Sequence[Contact], *, now: datetime) -> None:
        """Make the people exactly these; each change is an audit line."""
        self._database.write(lambda c: register.save_people(c, contacts, now=now))

    def plan(self, plans: Sequence[PollPlan], *, now: datetime, spread: timedelta) -> PlanChange:
        """Make the active polls exactly these; their schools are saved before."""
        return self._database.write(lambda c: planning.plan(c, plans, now=now, spread=spread))

    def claim_polls(self, claim: Claim) -> tuple[Poll, ...]:
        """Take due polls by compare-and-swap, at most one per domain, earliest first."""
        return self._database.write(lambda c: claiming.claim_polls(c, claim))

    def known(self, identities: Sequence[Identity]) -> Mapping[Identity, str]:
        """The latest content hash of each identity that is stored."""
        return self._database.read(lambda c: keeping.known(c, identities))

    def record(self, records: Sequence[PollRecord]) -> tuple[Recorded, ...]:
        """Write everything that these polls brought, and their new cursors."""
        return self._database.write(lambda c: recording.record(c, records, chain=self._chain))

    def record_brought(self, judged: JudgedItem, provenance: Provenance) -> TakenIn:
        """Write a post that a person brought, with who saw it."""
        return self._database.write(
            lambda c: intake.record_brought(c, judged, provenance, chain=self._chain)
        )

    def spend(self, charges: Sequence[Charge], *, source: str, credential: str) -> Charge | None:
        """Count a call in every quota, or in none when it does not fit: then that quota."""
        return self._database.write(
            lambda c: spending.spend(c, charges, source=source, credential=credential)
        )

    def spent(self, *, since: datetime) -> tuple[Spent, ...]:
        """What keys have used in windows that started since then."""
        return self._database.read(lambda c: spending.spent(c, since=since))

    def next_due_at(self, *, source: str | None = None) -> datetime | None:
        """When the next poll is due that is not retired."""
        return self._database.read(lambda c: claiming.next_due_at(c, source=source))

    def next_free_at(
        self, *, due_by: datetime, worker: str, source: str | None = None
    ) -> datetime | None:
        """When the first domain is free that a poll due by then, and held by no other worker, waits for."""
        return self._database.read(
            lambda c: claiming.next_free_at(c, due_by=due_by, worker=worker, source=source)
        )

    def source_health(
        self, *, since: datetime, now: datetime, school_id: SchoolId | None = None
    ) -> tuple[SourceHealth, ...]:
        """Each source's health, by name; of one school's polls when given."""
        return self._database.read(
            lambda c: health.source_health(c, since=since, now=now, school_id=school_id)
        )

    def tally(self, *, since: datetime) -> tuple[SourceTally, ...]:
        """What each source did since then, by name."""
        return self._database.read(lambda c: tallying.tally(c, since=since))

    def week_facts(self, school_id: SchoolId, week: Week, *, now: datetime) -> WeekFacts:
        """What happened to one school in one week."""
        return self._database.read(lambda c: weeks.week_facts(c, school_id, week, now=now))

    def post_words(self, school_id: SchoolId, week: Week) -> tuple[PostWords, ...]:
        """What letters about the school's week must not repeat."""
        return self._database.read(lambda c: post_words.post_words(c, school_id, week))

    def count_weeks(self, *, most: int) -> int:
        """Count up to so many weeks that changed since they were counted; how many."""
        return self._database.write(lambda c: counting.count_marked(c, most=most))

    def watched_since(self, school_id: SchoolId) -> datetime | None:
        """When the school's first poll was planned; None before that."""
        return self._database.read(lambda c: health.watched_since(c, school_id))

    def queued_weeks(self, school_id: SchoolId) -> frozenset[Week]:
        """Weeks whose digest was queued."""
        return self._database.read(lambda c: outbox.queued_weeks(c, school_id))

    def queue_week(
        self, school_id: SchoolId, week: Week, letters: Sequence[Letter], *, now: datetime
    ) -> bool:
        """Mark the week and queue its letters together. False when it was marked already."""
        return self._database.write(
            lambda c: outbox.queue_week(c, school_id, week, letters, now=now)
        )

    def purge(self, cutoffs: Cutoffs, *, now: datetime) -> Purged:
        """Take what has outlived its time."""
        return self._database.write(lambda c: purging.purge(c, cutoffs, now=now))

    def claim_mail(
        self,
        *,
        now: datetime,
        worker: str,
        lease: timedelta,
        limit: int,
        kinds: Kinds = EMAILS,
    ) -> tuple[Mail, ...]:
        """Take due letters of these kinds by compare-and-swap, oldest first."""
        claim = partial(outbox.claim_mail, worker=worker, lease=lease, limit=limit, kinds=kinds)
        return self._database.write(lambda c: claim(c, now=now))

    def hand_over(self, mail_id: MailId, *, worker: str, now: datetime) -> bool:
        """Note that the mail server gets the letter now."""
        return self._database.write(lambda c: outbox.hand_over(c, mail_id, worker=worker, now=now))

    def mail_sent(self, mail_id: MailId, *, worker: str, now: datetime) -> None:
        """The letter was accepted."""
        self._database.write(lambda c: outbox.mail_sent(c, mail_id, worker=worker, now=now))

    def mail_failed(
        self,
        mail_id: MailId,
        *,
        worker: str,
        now: datetime,
        reason: str,
        retry_at: datetime | None,
        tell: Sequence[Letter] = (),
    ) -> None:
        """Not accepted; without `retry_at` for good. What tells of it is queued with it."""
        failed = partial(outbox.mail_failed, worker=worker, now=now, reason=reason, tell=tell)
        self._database.write(lambda c: failed(c, mail_id, retry_at=retry_at))

    def mail_unanswered(
        self, mail_id: MailId, *, worker: str, reason: str, retry_at: datetime | None
    ) -> None:
        """Nobody knows whether it was taken."""
        lost = partial(outbox.mail_unanswered, worker=worker, reason=reason, retry_at=retry_at)
        self._database.write(lambda c: lost(c, mail_id))

    def put_off_mail(
        self, mail_ids: Sequence[MailId], *, worker: str, reason: str, until: datetime
    ) -> None:
        """Letters that were claimed and not tried are free again, and due at `until`."""
        free = partial(outbox.put_off, worker=worker, reason=reason, until=until)
        if mail_ids:
            self._database.write(lambda c: free(c, mail_ids))

    def hold_mail(
        self,
        mail_id: MailId,
        *,
        worker: str,
        now: datetime,
        reason: str,
        instead: Sequence[Letter],
    ) -> None:
        """Kept and never sent; what goes instead is queued with it."""
        self._database.write(
            lambda c: outbox.hold_mail(
                c, mail_id, worker=worker, now=now, reason=reason, instead=instead
            )
        )

    def outbox(self, school_id: SchoolId | None = None) -> tuple[Mail, ...]:
        """Every letter, oldest first."""
        return self._database.read(lambda c: outbox.outbox(c, school_id))

    def cases(
        self, school_id: SchoolId | None = None, *, open_only: bool = False
    ) -> tuple[Case, ...]:
        """Cases, by due time."""
        return self._database.read(lambda c: casework.cases(c, school_id, open_only=open_only))

    def case(self, ref: CaseRef) -> CaseFile | None:
        """One case with its record."""
        return self._database.read(lambda c: casework.case(c, ref))

    def save_draft(self, draft: Draft) -> None:
        """Keep the facts of a proposed paper; those of an earlier one for the same route go."""
        self._database.write(lambda c: casework.save_draft(c, draft))

    def draft(self, ref: CaseRef, route: Route) -> Draft | None:
        """The facts of the paper that was proposed for a route."""
        return self._database.read(lambda c: casework.draft(c, ref, route))

    def step(self, event: CaseEvent, case: Case) -> None:
        """Append an event and make the case what it is after it.

        Raises:
            Conflict: another event took this place in the chain first.
        """
        self._database.write(lambda c: casework.step(c, event, case))

    def unkept(self, *, now: datetime) -> tuple[CaseRef, ...]:
        """Open cases in which an item came or changed since evidence was kept."""
        return self._database.read(lambda c: evidence.unkept(c, now=now))

    def without_words(self) -> tuple[CaseRef, ...]:
        """Cases of which the store has fewer words than were collected."""
        return self._database.read(evidence.without_words)

    def timed_cases(self, *, now: datetime) -> tuple[TimedCase, ...]:
        """The open cases that are due, or that somebody must open at once; by due time."""
        return self._database.read(lambda c: reminding.timed_cases(c, now=now))

    def remind(
        self, events: Sequence[CaseEvent], letters: Sequence[Letter], *, now: datetime
    ) -> int:
        """Append the events of one case and queue their letters together.

        Raises:
            Conflict: somebody acted on the case first; nothing is written.
        """
        return self._database.write(lambda c: reminding.remind(c, events, letters, now=now))

    def subjects(self, ref: CaseRef) -> tuple[Subject, ...]:
        """What a case is about, oldest first, with the looks so far."""
        return self._database.read(lambda c: looks.subjects(c, ref))

    def begin_looks(self, begun: Sequence[Look]) -> None:
        """Count looks, all or none, before anything is asked.

        Raises:
            Conflict: one of these numbers is taken.
        """
        self._database.write(lambda c: looks.begin(c, begun))

    def end_looks(self, ended: Sequence[Look], *, link: Callable[[CaseEvent], CaseEvent]) -> None:
        """Write what looks found, with the event that `link` puts after the case's last one."""
        self._database.write(lambda c: looks.end(c, ended, link=link))

    def settled(self, identities: Sequence[Identity]) -> Settled:
        """What people said last of each of these items, once for each school."""
        if not identities:
            return {}
        return self._database.read(lambda c: mentions.settled(c, identities))

    def mentions(
        self, school_id: SchoolId | None = None, *, unsure: bool = False, most: int
    ) -> tuple[MentionFile, ...]:
        """Mentions of the items' latest versions, newest first, at most so many."""
        return self._database.read(
            lambda c: mentions.mentions(c, school_id, unsure=unsure, most=most)
        )

    def mention(self, mention_id: MentionId) -> MentionFile | None:
        """One mention; None when there is none of this number."""
        return self._database.read(lambda c: mentions.mention(c, mention_id))

    def settled_mentions(self) -> tuple[MentionFile, ...]:
        """The newest mention of every item and school that somebody settled, oldest first."""
        return self._database.read(mentions.settled_mentions)

    def settle(self, order: Settling, *, close: Callable[[CaseEvent], CaseEvent]) -> Effect:
        """Write all that one settlement changes; `close` makes the step that ends a case.

        Raises:
            Conflict: a newer version of the post, or somebody's step on its case, came first.
        """
        return self._database.write(
            lambda c: settling.settle(c, order, chain=self._chain, close=close)
        )
