"""What reports for people who ask are made of: counts, times and dates (domain.md §4 L19, R04, R101).

No text of a post, no author, no case's reference and nothing that anybody wrote stands here, but for
the headlines of a press pack, which are public.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from orm.model.first_page import Change, FirstPage
from orm.model.judgement import Category, Route
from orm.model.schools import SchoolId
from orm.model.steps import Checked, Ending
from orm.model.today import Workload
from orm.model.weeks import AccountsWeek


class ReportKind(StrEnum):
    """The reports that there are."""

    GOVERNORS = "governors"
    INSPECTION = "inspection"
    DSL = "dsl"
    PRESS = "press"
    FIRST_PAGE = "first-page"
    TRUST = "trust"


class ReportForm(StrEnum):
    """What a report comes as."""

    PDF = "pdf"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Period:
    """Two days and all between them, Europe/London."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Watched:
    """How well the weeks of a time were read: every source, some, none; not written down; and weeks
    before the house watched the school.
    """

    whole: int = 0
    partly: int = 0
    nothing: int = 0
    unknown: int = 0
    before: int = 0

    @property
    def weeks(self) -> int:
        """How many there are."""
        return self.whole + self.partly + self.nothing + self.unknown + self.before

    @property
    def blind(self) -> bool:
        """In none of them anything was read, as far as is known."""
        return not (self.whole or self.partly or self.unknown)


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month's stories, whole weeks: a week is in the month of its Thursday. `first_on` is the
    month's first day; the numbers are those of `orm.model.trends.WeekCount`.
    """

    first_on: date
    stories: int = 0
    positive: int = 0
    negative: int = 0
    unsure: int = 0
    themes: tuple[tuple[str, int], ...] = ()
    watched: Watched = Watched()


@dataclass(frozen=True, slots=True)
class Removals:
    """Cases in which something that asks for removal was sent, and the last answer in each."""

    asked: int = 0
    granted: int = 0
    refused: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class CaseWork:
    """What was done about a school's cases in a time; steps that were taken back do not count.

    `opened` and `open_now` are by kind of post. `acted` are, of the cases opened in the time, how
    long each waited for the first thing that was sent or for its end, shortest first; `unacted` are
    those that still wait. `overdue` are past their time now. `lessons` are debriefs without a word
    of them.
    """

    opened: tuple[tuple[Category, int], ...] = ()
    open_now: tuple[tuple[Category, int], ...] = ()
    overdue: int = 0
    sent: tuple[tuple[Route, int], ...] = ()
    endings: tuple[tuple[Ending, int], ...] = ()
    not_ours: int = 0
    acted: tuple[timedelta, ...] = ()
    unacted: int = 0
    removals: Removals = Removals()
    overrides: int = 0
    signposted: int = 0
    lessons: tuple[tuple[Category, date], ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school's time in figures, the same for every reader but for `sealed`.

    `kinds` counts stories by the kind of their gravest copy, `outlets` articles and reviews by paper
    or review site. Sealed ones, cases about a leader and cases of the chair are in no number.
    `sealed` is how many sealed cases were opened that this reader may open; None for who may not
    know. `policies` are the versions of the written policy by which posts were judged; `thanked` is
    how often thanks were passed on for praise.
    """

    school_id: SchoolId
    period: Period
    kinds: tuple[tuple[Category, int], ...] = ()
    months: tuple[MonthFacts, ...] = ()
    outlets: tuple[tuple[str, int], ...] = ()
    work: CaseWork = CaseWork()
    watched: Watched = Watched()
    accounts: AccountsWeek = field(default_factory=AccountsWeek)
    policies: tuple[str, ...] = ()
    sealed: int | None = None
    thanked: int = 0


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """Sealed cases in numbers, for the safeguarding team. `months` are cases opened, by the month's
    first day and kind; `handed_over` how long each waited until something was sent or it was handed
    over; `references` are steps that were sent by route, with a reference and without one.
    """

    school_id: SchoolId
    period: Period
    months: tuple[tuple[date, Category, int], ...] = ()
    handed_over: tuple[timedelta, ...] = ()
    waiting: int = 0
    open_now: int = 0
    references: tuple[tuple[Route, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LineUsed:
    """A paper that went out about an article, such as "L12 2026.1", and when."""

    route: Route
    paper: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `title` is empty where it may not be repeated or is no longer kept; `checked_by`
    is a contact's id. Without `checked` nobody has said whether it is accurate.
    """

    outlet: str
    title: str
    posted_at: datetime | None
    first_seen_at: datetime
    checked: Checked | None = None
    checked_by: str = ""
    lines: tuple[LineUsed, ...] = ()


@dataclass(frozen=True, slots=True)
class PressFacts:
    """What papers wrote about a school in a time, oldest first."""

    school_id: SchoolId
    period: Period
    articles: tuple[Article, ...] = ()
    watched: Watched = Watched()


@dataclass(frozen=True, slots=True)
class SearchMonth:
    """What a search for the school showed first in a month, and what changed since the page before,
    which is of the month `since`. `page` None says that nobody looked.
    """

    first_on: date
    page: FirstPage | None = None
    since: date | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class TrustFacts:
    """One school of several: what waits there now, and its time in figures."""

    name: str
    load: Workload
    facts: SchoolFacts


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The policy's own labels, and who people are: names of those who act for the school by id."""

    kinds: Mapping[Category, str] = field(default_factory=dict)
    routes: Mapping[Route, str] = field(default_factory=dict)
    themes: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
