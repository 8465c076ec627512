"""The seams of the house: what the flow asks of the world, as protocols."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from orm.model.accounts import (
    Account,
    AccountFile,
    AccountId,
    FindingId,
    Round,
    SettledBy,
    Sighting,
)
from orm.model.api_tokens import ApiToken, NewApiToken
from orm.model.brought import Provenance, TakenIn
from orm.model.cases import Case, CaseEvent, CaseFile, CaseRef, Draft
from orm.model.evidence import CustodyLine, Entry, Exhibit, Handling, Head, Holding
from orm.model.first_page import FirstPage
from orm.model.items import Identity
from orm.model.judgement import Route
from orm.model.keys import Allowance, Batch, Signing
from orm.model.letters import EMAILS, Kinds, Letter, Mail, MailId, PostWords
from orm.model.lookalikes import Lookalike, LookalikeId, Scored
from orm.model.lookalikes import Verdict as LookalikeVerdict
from orm.model.looks import Look, Subject
from orm.model.opinions import Opinion
from orm.model.pauses import Pause
from orm.model.polls import (
    Access,
    Cadence,
    Claim,
    NotModified,
    Page,
    Poll,
    PollPlan,
    Request,
    Response,
    Validators,
)
from orm.model.post_questions import PostQuestionId
from orm.model.presence import Noticed, Presence, PresenceCheck
from orm.model.questions import Question
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
from orm.model.report_links import ReportLink
from orm.model.schools import Contact, ContactId, School, SchoolId, Watch
from orm.model.settlements import Effect, MentionFile, MentionId, Settled, Settling
from orm.model.sight import Sight
from orm.model.weeks import SourceHealth, Week, WeekFacts


class Clock(Protocol):
    """The only way to know the time and to wait."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        ...


class Source(Protocol):
    """A place where a school is talked about: two pure functions."""

    @property
    def name(self) -> str:
        """In the database and in config.toml; never changes."""
        ...

    @property
    def access(self) -> Access:
        """Whether it may run at all."""
        ...

    @property
    def cadence(self) -> Cadence:
        """How often it may be asked."""
        ...

    def plan(self, watch: Watch) -> Iterable[Request]:
        """What to ask for on behalf of one school. Deterministic."""
        ...

    def parse(self, response: Response) -> Page:
        """What came back.

        Raises:
            SourceError: the body says no, or is not a page this source knows.
        """
        ...


@runtime_checkable
class Keyed(Protocol):
    """A source whose site wants a key."""

    @property
    def signing(self) -> Signing:
        """How the key is shown."""
        ...


@runtime_checkable
class Metered(Protocol):
    """A source whose site counts calls, or takes money for them."""

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """Every limit; a call must fit in each one that it counts in."""
        ...


@runtime_checkable
class Batching(Protocol):
    """A source that may be asked for several schools' phrases in one question.

    The house packs the phrases of all schools into as few questions as `batch` allows; `plan` of
    such a source packs one school's.
    """

    @property
    def batch(self) -> Batch:
        """How much fits into one question."""
        ...

    def phrases(self, watch: Watch) -> tuple[str, ...]:
        """What to search for on behalf of one school, best first. Deterministic."""
        ...

    def ask(self, phrases: tuple[str, ...]) -> Request:
        """One question for any of these phrases."""
        ...


class Profiling(Protocol):
    """Where an official account can be looked at: two pure functions, as a source has."""

    @property
    def name(self) -> str:
        """The source whose options, key and quota it uses."""
        ...

    @property
    def platform(self) -> str:
        """As the register of accounts writes it."""
        ...

    def looks(self, account: Account) -> tuple[Request, ...]:
        """What to ask for about an account; nothing for a handle that cannot be one. By its
        `stable_id` where that is known, so that a new name is no disappearance.
        """
        ...

    def sighting(self, response: Response) -> Sighting:
        """What an answer says of the account.

        Raises:
            Gone: the platform says that there is no such account.
            SourceError: the body says no, or is not an answer this platform gives.
        """
        ...


class Seeking(Protocol):
    """Where accounts can be looked for by the school's name: two pure functions."""

    @property
    def name(self) -> str:
        """The source whose options, key and quota it uses."""
        ...

    @property
    def platform(self) -> str:
        """As the register of accounts writes it."""
        ...

    def seek(self, words: str) -> Request:
        """The question for accounts with these words: a school's name, never a person's."""
        ...

    def found(self, response: Response) -> tuple[Sighting, ...]:
        """The accounts that an answer names.

        Raises:
            SourceError: the body says no, or is not an answer this platform gives.
        """
        ...


class Fetch(Protocol):
    """The door to the network."""

    def __call__(self, request: Request, validators: Validators) -> Response | NotModified:
        """The answer to one GET, whatever its status.

        Raises:
            Unreachable: no answer in time.
            RateLimited: the domain asked for a pause that is not over.
            Refused: robots.txt, our own rules or a private address.
            Unreadable: too large, a media type that is never accepted, or a broken encoding.
        """
        ...


class SecondReader(Protocol):
    """Another judge that the operator plugs in. Off unless they did."""

    def read(self, question: Question) -> Opinion | None:
        """What it thinks of a post, or None: it has no answer now. Raises nothing."""
        ...


class Outgoing(Protocol):
    """The way out, open for several letters."""

    def send(self, mail: Mail) -> None:
        """Deliver one letter.

        Raises:
            Busy: no letter can leave now, so the next ones need not be tried.
            Unanswered: nobody knows whether the letter was taken.
            DeliveryError: not accepted; `permanent` says whether to try again.
        """
        ...


class Mailer(Protocol):
    """The way out for letters."""

    def batch(self) -> AbstractContextManager[Outgoing]:
        """Open the way for several letters; nothing is asked of the server before the first."""
        ...


class Letterbox(Protocol):
    """The unread messages that staff forwarded, by number. Reading one does not mark it as read.

    Every method raises SourceError when the mailbox cannot be read.
    """

    def unseen(self) -> tuple[int, ...]:
        """The unread messages, oldest first."""
        ...

    def head(self, number: int) -> bytes:
        """A message's headers; empty when it is gone or too large."""
        ...

    def raw(self, number: int) -> bytes:
        """A whole message; empty when it is gone."""
        ...

    def mark_seen(self, number: int) -> None:
        """The message was recorded and need not come again."""
        ...


class Archive(Protocol):
    """The evidence of every case, as signed files. Each method is done as a whole or not at all.

    Every method raises StoreError when the files cannot be read or written, and ConfigError when
    the key cannot be used. Nothing is added to what was changed from outside.
    """

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case of which something is kept."""
        ...

    def holding(self, ref: CaseRef) -> Holding:
        """What is kept of a case and who has handled it."""
        ...

    def heads(self, ref: CaseRef) -> tuple[Head, ...]:
        """The ends of the case's books."""
        ...

    def keep(self, ref: CaseRef, exhibit: Exhibit, *, at: datetime) -> Entry | None:
        """Add an exhibit; None when the same one is there already."""
        ...

    def note(
        self, ref: CaseRef, *, who: str, action: Handling, why: str, at: datetime
    ) -> CustodyLine:
        """Write into the custody log who does what with the evidence, and why."""
        ...

    def check(self, ref: CaseRef, *, heads: Sequence[Head] = ()) -> tuple[str, ...]:
        """What does not hold, one sentence each. `heads` are those that the case's record names."""
        ...

    def package(self, ref: CaseRef) -> bytes:
        """A zip for a third party.

        Raises:
            NotAllowed: nothing is kept of this case.
        """
        ...

    def let_go(
        self,
        ref: CaseRef,
        *,
        items: Collection[Identity] | None,
        was_purged: bool,
        under_hold: bool,
        at: datetime,
    ) -> int:
        """Delete the files that show these items, or all of the case's; how many.

        Raises:
            NotAllowed: the words were not purged, or the case is under an evidence hold.
        """
        ...

    def works(self) -> str:
        """That it can be written and signed, in words."""
        ...


class Pauses(Protocol):
    """Sources that people have paused. Raises StoreError as the store does."""

    def pause(self, wish: Pause) -> None:
        """Read the source for this school no more; an audit line with it.

        Raises:
            Conflict: it is paused already.
        """
        ...

    def go_on(self, wish: Pause) -> None:
        """Read it again; `wish` says by whom, why and from when.

        Raises:
            Conflict: it is not paused.
        """
        ...

    def open(self, school_ids: Iterable[SchoolId], *, now: datetime) -> tuple[Pause, ...]:
        """What is paused for these schools, by source."""
        ...


class ApiTokens(Protocol):
    """Keys to the read-only interface. Raises StoreError as the store does."""

    def make(self, new: NewApiToken) -> ApiToken:
        """Keep a new token; an audit line with it."""
        ...

    def find(self, digest: str) -> ApiToken | None:
        """The token with this hash, whether or not it works."""
        ...

    def every(self) -> tuple[ApiToken, ...]:
        """All tokens, oldest first."""
        ...

    def used(self, token: ApiToken, *, now: datetime) -> None:
        """Somebody read something with it; written down once an hour at most."""
        ...

    def end(self, number: int, *, by: str, now: datetime) -> ApiToken:
        """Let nobody use it again.

        Raises:
            NotAllowed: there is no such token, or it is ended.
        """
        ...


class ReportLinks(Protocol):
    """Links under which staff report posts. Raises StoreError as the store does."""

    def of(self, school_id: SchoolId) -> ReportLink | None:
        """A school's link; None while there is none."""
        ...

    def find(self, token: str) -> ReportLink | None:
        """The link with this token; None when there is none, or it was replaced."""
        ...

    def make(self, link: ReportLink) -> None:
        """Make it the school's only link; an audit line with it."""
        ...

    def end(self, school_id: SchoolId, *, by: ContactId, now: datetime) -> None:
        """Let the school have none; an audit line with it."""
        ...


class Accounts(Protocol):
    """The register of official accounts, and what their checks found. Raises StoreError as the
    store does. Nothing is ever deleted: an account that is given up is closed.
    """

    def enter(
        self, accounts: Sequence[Account], *, by: ContactId | None, now: datetime
    ) -> tuple[AccountId, ...]:
        """Put accounts into the register, or make those with the same school, platform and handle
        equal to these; all or none, an audit line for each that changes. `by` is None for
        config.toml.
        """
        ...

    def change(
        self, account_id: AccountId, account: Account, *, by: ContactId, now: datetime
    ) -> None:
        """Make an account equal to this one; its handle may be a new one. An audit line with it.

        Raises:
            Conflict: there is no such account, or another one of the school has this handle.
        """
        ...

    def register(self, school_ids: Iterable[SchoolId]) -> tuple[Account, ...]:
        """Every account of these schools, by school, platform and handle."""
        ...

    def files(self, school_ids: Iterable[SchoolId]) -> tuple[AccountFile, ...]:
        """The same with what is known of each and what its last checks came to."""
        ...

    def file(self, account_id: AccountId) -> AccountFile | None:
        """One of them."""
        ...

    def claim(
        self, *, now: datetime, worker: str, lease: timedelta, limit: int
    ) -> tuple[AccountFile, ...]:
        """Take accounts of watched schools that are due by compare-and-swap, by school, the earliest
        due first; closed ones too.
        """
        ...

    def hasten(self, account_ids: Iterable[AccountId], *, now: datetime) -> None:
        """Make these due now."""
        ...

    def record(self, rounds: Sequence[Round], *, worker: str) -> int:
        """Write what checks came to, and let go of the claims; how many. Findings with the same
        check and key go on: their `since` and what was settled of them stay. Those that are not
        among the new ones go, but for what was settled of a check that could not be made this time.
        Of an account that another worker took over nothing is written.
        """
        ...

    def settle(self, finding_id: FindingId, settled: SettledBy) -> None:
        """Keep a person's word on a finding; an audit line with it.

        Raises:
            Conflict: it is no finding any more, or somebody settled it first.
        """
        ...

    def accept(self, account_id: AccountId, *, by: ContactId, now: datetime) -> None:
        """A person has looked at the account: what it is now is what it is to be, and looking by
        hand is done for today. Due now, so that the next check says so. An audit line with it.

        Raises:
            Conflict: there is no such account.
        """
        ...


class Lookalikes(Protocol):
    """What could be mistaken for a school. Raises StoreError as the store does."""

    def record(self, school_id: SchoolId, scored: Sequence[Scored], *, now: datetime) -> int:
        """Keep these; one that is kept already (same sort, platform and key) gets its new score and
        facts and keeps what a person said of it. How many are new.
        """
        ...

    def of(self, school_ids: Iterable[SchoolId]) -> tuple[Lookalike, ...]:
        """All of these schools, open ones first, the highest score first."""
        ...

    def judge(
        self,
        lookalike_id: LookalikeId,
        verdict: LookalikeVerdict,
        settled: SettledBy,
        *,
        ref: CaseRef | None = None,
    ) -> None:
        """Keep a person's word; an audit line with it. `OPEN` takes an earlier word back.

        Raises:
            Conflict: there is none, or somebody said the same first.
        """
        ...


class Presences(Protocol):
    """What is known of schools beside their accounts. Raises StoreError as the store does."""

    def of(self, school_ids: Iterable[SchoolId]) -> tuple[Presence, ...]:
        """Of each of these schools, by id; one that was never looked at is due, and has nothing."""
        ...

    def claim(
        self, *, now: datetime, worker: str, lease: timedelta, limit: int
    ) -> tuple[Presence, ...]:
        """Take watched schools that are due by compare-and-swap, the earliest due first."""
        ...

    def hasten(self, school_ids: Iterable[SchoolId], *, now: datetime) -> None:
        """Make these due now."""
        ...

    def record(
        self,
        school_id: SchoolId,
        noticed: Sequence[Noticed],
        *,
        at: datetime,
        next_check_at: datetime,
        worker: str,
    ) -> bool:
        """Write what was noticed and let go of the claim; False, and nothing is written, when
        another worker took it over. What goes on with the same check, key and outcome keeps its
        `since` and what was settled of it; what is not among the new goes, but for what was settled
        of a check that could not be made this time.
        """
        ...

    def settle(
        self, school_id: SchoolId, check: PresenceCheck, key: str, settled: SettledBy
    ) -> None:
        """Keep a person's word on a finding; an audit line with it.

        Raises:
            Conflict: it is no finding any more, or somebody settled it first.
        """
        ...

    def keep_first_page(self, page: FirstPage) -> None:
        """Keep what a search showed first; one a month, the later word stands. Due now, so that the
        next look says so. An audit line with it.
        """
        ...


class PostQuestions(Protocol):
    """What is asked about schools' own posts; polls write it, people settle it."""

    def settle(self, number: PostQuestionId, settled: SettledBy, *, sight: Sight) -> None:
        """Keep a person's word on a question about a post that they may read.

        Raises:
            Conflict: it is settled, asked no more, or not theirs to read.
        """
        ...


class Store(Protocol):
    """What the house remembers. Every method is one transaction.

    Raises StoreError when the database is locked for too long, full, read-only or of another version.
    """

    def close(self) -> None:
        """Give the connections back. The store may be used again; it connects anew."""
        ...

    def snapshot(self) -> AbstractContextManager["Store"]:
        """The store as it is at one moment: for many readings of one thread, and no writing."""
        ...

    @property
    def pauses(self) -> Pauses:
        """Sources that people have paused."""
        ...

    @property
    def report_links(self) -> ReportLinks:
        """Links under which staff report posts."""
        ...

    @property
    def accounts(self) -> Accounts:
        """The register of official accounts."""
        ...

    @property
    def lookalikes(self) -> Lookalikes:
        """What could be mistaken for a school."""
        ...

    @property
    def presences(self) -> Presences:
        """What is known of schools beside their accounts."""
        ...

    @property
    def post_questions(self) -> PostQuestions:
        """What is asked about schools' own posts, in the same database."""
        ...

    @property
    def api_tokens(self) -> ApiTokens:
        """Keys to the read-only interface."""
        ...

    def save_register(self, schools: Sequence[School], *, now: datetime) -> None:
        """Make the DfE register exactly these, by URN."""
        ...

    def registered(self, urns: Sequence[str]) -> Mapping[str, School]:
        """What the register says of the schools with these URNs."""
        ...

    def save_schools(self, schools: Sequence[School], *, now: datetime) -> None:
        """Make the watched schools exactly these; one that is no longer watched keeps its history."""
        ...

    def schools(self) -> tuple[School, ...]:
        """Every watched school, by id."""
        ...

    def save_people(self, contacts: Sequence[Contact], *, now: datetime) -> None:
        """Make the people exactly these; each change is an audit line."""
        ...

    def plan(self, plans: Sequence[PollPlan], *, now: datetime, spread: timedelta) -> PlanChange:
        """Make the active polls exactly these. New ones start evenly over `spread`."""
        ...

    def claim_polls(self, claim: Claim) -> tuple[Poll, ...]:
        """Take due polls by compare-and-swap, at most one per domain, earliest first."""
        ...

    def known(self, identities: Sequence[Identity]) -> Mapping[Identity, str]:
        """The latest content hash of each identity that is stored."""
        ...

    def record(self, records: Sequence[PollRecord]) -> tuple[Recorded, ...]:
        """Write everything that these polls brought, and their new cursors; what came of each."""
        ...

    def record_brought(self, judged: JudgedItem, provenance: Provenance) -> TakenIn:
        """Write a post that a person brought, with who saw it; the same one again changes nothing."""
        ...

    def spend(self, charges: Sequence[Charge], *, source: str, credential: str) -> Charge | None:
        """Count a call in every quota, or in none when it does not fit into one: then that quota."""
        ...

    def spent(self, *, since: datetime) -> tuple[Spent, ...]:
        """What keys have used in windows that started since then."""
        ...

    def next_due_at(self, *, source: str | None = None) -> datetime | None:
        """When the next active poll is due."""
        ...

    def next_free_at(
        self, *, due_by: datetime, worker: str, source: str | None = None
    ) -> datetime | None:
        """When the first domain is free that a poll due by then, and held by no other worker, waits for."""
        ...

    def source_health(
        self, *, since: datetime, now: datetime, school_id: SchoolId | None = None
    ) -> tuple[SourceHealth, ...]:
        """Each source's health, by name; of one school's polls when given."""
        ...

    def tally(self, *, since: datetime) -> tuple[SourceTally, ...]:
        """What each source did since then, by name."""
        ...

    def week_facts(self, school_id: SchoolId, week: Week, *, now: datetime) -> WeekFacts:
        """What happened to one school in one week."""
        ...

    def post_words(self, school_id: SchoolId, week: Week) -> tuple[PostWords, ...]:
        """What letters about one school's week must not repeat: of its posts and its cases' posts."""
        ...

    def count_weeks(self, *, most: int) -> int:
        """Count up to so many weeks that changed since they were counted; how many."""
        ...

    def watched_since(self, school_id: SchoolId) -> datetime | None:
        """When the school's first poll was planned; None before that."""
        ...

    def queued_weeks(self, school_id: SchoolId) -> frozenset[Week]:
        """Weeks whose digest was queued."""
        ...

    def queue_week(
        self, school_id: SchoolId, week: Week, letters: Sequence[Letter], *, now: datetime
    ) -> bool:
        """Mark the week and queue its letters together. False when it was marked already.

        A letter that is held is kept and not sent; the fingerprint of a cleared one is kept with it.
        """
        ...

    def purge(self, cutoffs: Cutoffs, *, now: datetime) -> Purged:
        """Take what has outlived its time; an open case keeps what it is about."""
        ...

    def claim_mail(
        self, *, now: datetime, worker: str, lease: timedelta, limit: int, kinds: Kinds = EMAILS
    ) -> tuple[Mail, ...]:
        """Take due letters of these kinds by compare-and-swap: digests last, the longest waiting first."""
        ...

    def hand_over(self, mail_id: MailId, *, worker: str, now: datetime) -> bool:
        """Note that the mail server gets the letter now; False when the worker lost it."""
        ...

    def mail_sent(self, mail_id: MailId, *, worker: str, now: datetime) -> None:
        """The letter was accepted."""
        ...

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
        """Not accepted; without `retry_at` for good. `tell` is queued with it, together."""
        ...

    def mail_unanswered(
        self, mail_id: MailId, *, worker: str, reason: str, retry_at: datetime | None
    ) -> None:
        """Nobody knows whether it was taken; without `retry_at` it is not sent again."""
        ...

    def put_off_mail(
        self, mail_ids: Sequence[MailId], *, worker: str, reason: str, until: datetime
    ) -> None:
        """Letters that were claimed and not tried are free again, and due at `until`."""
        ...

    def hold_mail(
        self,
        mail_id: MailId,
        *,
        worker: str,
        now: datetime,
        reason: str,
        instead: Sequence[Letter],
    ) -> None:
        """Keep the letter and never send it; queue what goes instead, together."""
        ...

    def outbox(self, school_id: SchoolId | None = None) -> tuple[Mail, ...]:
        """Every letter, oldest first."""
        ...

    def cases(
        self, school_id: SchoolId | None = None, *, open_only: bool = False
    ) -> tuple[Case, ...]:
        """Cases, by due time."""
        ...

    def case(self, ref: CaseRef) -> CaseFile | None:
        """One case with its record."""
        ...

    def save_draft(self, draft: Draft) -> None:
        """Keep the facts of a proposed paper; those of an earlier one for the same route go."""
        ...

    def draft(self, ref: CaseRef, route: Route) -> Draft | None:
        """The facts of the paper that was proposed for a route."""
        ...

    def step(self, event: CaseEvent, case: Case) -> None:
        """Append an event and make the case what it is after it.

        Raises:
            Conflict: another event took this place in the chain first.
        """
        ...

    def unkept(self, *, now: datetime) -> tuple[CaseRef, ...]:
        """Open cases in which an item came or changed since evidence was kept."""
        ...

    def without_words(self) -> tuple[CaseRef, ...]:
        """Cases of which the store has fewer words than were collected."""
        ...

    def timed_cases(self, *, now: datetime) -> tuple[TimedCase, ...]:
        """The open cases that are due, or that somebody must open at once; by due time."""
        ...

    def remind(
        self, events: Sequence[CaseEvent], letters: Sequence[Letter], *, now: datetime
    ) -> int:
        """Append the events of one case and queue their letters together; how many are to be sent.

        Raises:
            Conflict: somebody acted on the case first; nothing is written.
        """
        ...

    def subjects(self, ref: CaseRef) -> tuple[Subject, ...]:
        """What a case is about, oldest first, with the looks so far."""
        ...

    def begin_looks(self, begun: Sequence[Look]) -> None:
        """Count looks, all or none, before anything is asked.

        Raises:
            Conflict: one of these numbers is taken.
        """
        ...

    def end_looks(self, ended: Sequence[Look], *, link: Callable[[CaseEvent], CaseEvent]) -> None:
        """Write what looks found, with the event that `link` puts after the case's last one."""
        ...

    def settled(self, identities: Sequence[Identity]) -> Settled:
        """What people said last of each of these items, once for each school."""
        ...

    def mentions(
        self, school_id: SchoolId | None = None, *, unsure: bool = False, most: int
    ) -> tuple[MentionFile, ...]:
        """Mentions of the items' latest versions, newest first, at most so many."""
        ...

    def mention(self, mention_id: MentionId) -> MentionFile | None:
        """One mention of any version."""
        ...

    def settled_mentions(self) -> tuple[MentionFile, ...]:
        """The newest mention of every item and school that somebody settled, oldest first."""
        ...

    def settle(self, order: Settling, *, close: Callable[[CaseEvent], CaseEvent]) -> Effect:
        """Write all that one settlement changes; `close` makes the step that ends a case.

        Raises:
            Conflict: a newer version of the post, or somebody's step on its case, came first.
        """
        ...
