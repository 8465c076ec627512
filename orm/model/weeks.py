"""A school's week as the digest needs it: counts, neutral words and honest gaps (domain.md §5)."""

from dataclasses import dataclass
from datetime import date, datetime

from orm.model.accounts import Check
from orm.model.cases import CaseRef, CaseState
from orm.model.items import Kind
from orm.model.judgement import Category, Route, Severity, Stance, Verdict
from orm.model.polls import Outcome
from orm.model.remarks import CheckedNews
from orm.model.schools import AccountStatus, Role, SchoolId
from orm.model.settlements import MentionId


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week; `key` is like 2026-W46."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """The ISO form."""
        return f"{self.year:04d}-W{self.number:02d}"

    @property
    def first_on(self) -> date:
        """Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_on(self) -> date:
        """Sunday."""
        return date.fromisocalendar(self.year, self.number, 7)


@dataclass(frozen=True, slots=True)
class WeekMention:
    """One story of the week as one school sees it: so many `copies` in so many `places`. `title` is
    empty unless it may be shown to people. `id` is the number of the copy that leads, None for who
    may not know it; `thanked`: thanks were passed on for it; `checked` is somebody's word on an article.
    """

    verdict: Verdict
    category: Category
    severity: Severity
    stance: Stance
    sealed: bool
    kind: Kind
    platform: str
    outlet: str
    title: str
    url: str
    posted_at: datetime | None
    first_seen_at: datetime
    themes: tuple[str, ...]
    copies: int
    places: int = 1
    id: MentionId | None = None
    thanked: bool = False
    checked: CheckedNews | None = None


@dataclass(frozen=True, slots=True)
class WeekCase:
    """An open case, or one that moved this week. `proposed` are its open routes."""

    ref: CaseRef
    category: Category
    subtype: str
    severity: Severity
    state: CaseState
    owner: Role
    sealed: bool
    opened_at: datetime
    due_at: datetime
    platform: str
    kind: Kind
    proposed: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How well one source was read in a period. `polls` counts by last outcome.

    `failed_until` is when a longer outage in the period ended, once all of the source is read again.
    `paused` says that a person has paused at least a part of it, which then counts as not measured.
    """

    source: str
    polls: int
    measured: int
    last_measured_at: datetime | None
    outcomes: tuple[tuple[Outcome, int], ...]
    silent_since: datetime | None
    overdue_silence: bool
    detail: str
    failed_until: datetime | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class AccountsWeek:
    """What a school's official accounts came to when they were last checked, in numbers.

    `findings` are those that nobody has settled, by check; `could_not` are accounts of which
    something could not be checked, `unchecked` those that never were. `lookalikes` wait for a
    person's word; `searched` says whether they could be searched for: None is not yet. `website` are
    findings of the school's own website.
    """

    platforms: tuple[tuple[str, AccountStatus], ...] = ()
    findings: tuple[tuple[Check, int], ...] = ()
    could_not: int = 0
    unchecked: int = 0
    lookalikes: int = 0
    searched: bool | None = None
    website: int = 0


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """How many stories a week had, and how many of them are criticism or a complaint (T3, T4) or
    praise (T1): those about the school, sealed ones left out. `measured` is whether any source was
    read, or at least a part of one.
    """

    week: Week
    mentions: int
    critical: int
    praise: int
    measured: bool


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What the store knows of a school's week. `earlier` are this school's mention counts by theme
    in each of the eight weeks before, newest first, without those that were not measured; `undelivered` are this week's letters that were
    tried and not accepted, `unanswered` those of which nobody knows whether they came once, twice or
    not at all; `brought` are the posts that people brought, sealed ones left out;
    `overrides` are the cases in which a person set gate G2 aside; `accounts` is as of now; `trend`
    are the eleven weeks before, oldest first; `is_first` says that no week's digest was queued before.
    """

    school_id: SchoolId
    week: Week
    mentions: tuple[WeekMention, ...]
    cases: tuple[WeekCase, ...]
    earlier: tuple[tuple[tuple[str, int], ...], ...]
    health: tuple[SourceHealth, ...]
    purged: int
    undelivered: int
    brought: int = 0
    overrides: int = 0
    accounts: AccountsWeek = AccountsWeek()
    trend: tuple[WeekFigures, ...] = ()
    is_first: bool = False
    unanswered: int = 0
