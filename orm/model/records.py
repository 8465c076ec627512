"""What one poll brings to the store: everything that is written in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from orm.model.cases import NewCase
from orm.model.items import Identity, Item
from orm.model.judgement import Assessment, Decision, Mention, Retain
from orm.model.letters import Letter
from orm.model.own_posts import Question
from orm.model.polls import Outcome, Pace, Poll, Validators


@dataclass(frozen=True, slots=True)
class Ruling:
    """One school's judgement of one item; `case` opens and `alerts` are queued with it.

    `questions` are what there is to ask about a post of the school's own; None for any other item.
    """

    mention: Mention
    assessment: Assessment
    decision: Decision
    case: NewCase | None = None
    alerts: tuple[Letter, ...] = ()
    questions: tuple[Question, ...] | None = None


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """An item with its judgements. Without rulings it is about nobody here: only a hash is kept.

    `content_hash` is SHA-256 hex of what can be edited; `fingerprint` groups syndicated copies.
    """

    item: Item
    content_hash: str
    fingerprint: str
    rulings: tuple[Ruling, ...]
    retain: Retain


@dataclass(frozen=True, slots=True)
class PollRecord:
    """The end of one poll. `read`, `skipped`, `detail` and `bytes_read` (of unpacked bodies) go to
    the fetch log; `head` is kept once per poll for the developer when the body was unreadable.
    `moved_to` replaces the poll's address. `again` are items that the poll brought before and that
    have not changed since; `seen` are the marks of all that it brought now.
    """

    poll: Poll
    worker: str
    started_at: datetime
    ended_at: datetime
    outcome: Outcome
    detail: str
    pace: Pace
    validators: Validators
    judged: tuple[JudgedItem, ...] = ()
    read: int = 0
    skipped: int = 0
    head: bytes = b""
    moved_to: str = ""
    bytes_read: int = 0
    again: tuple[Identity, ...] = ()
    seen: bytes = b""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the transaction changed. `kept` is False when another worker had taken the poll:
    then nothing at all was written.
    """

    kept: bool
    items_new: int = 0
    items_edited: int = 0
    mentions: int = 0
    cases: int = 0
    letters: int = 0


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What planning did to the polls."""

    added: int
    kept: int
    retired: int


@dataclass(frozen=True, slots=True)
class SourceTally:
    """What one source did since some moment, from the fetch log. `endings` counts outcomes."""

    source: str
    polls: int
    asked: int
    new: int
    skipped: int
    endings: tuple[tuple[Outcome, int], ...]


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Moments, aware UTC: what is older has outlived its time (domain.md §3.6)."""

    hashes: datetime
    ordinary_text: datetime
    dismissed: datetime
    sealed_text: datetime
    fetch_log: datetime


@dataclass(frozen=True, slots=True)
class Purged:
    """What retention took: words of items, whole hash-only items, and lines of the fetch log."""

    items: int
    hashes: int
    fetches: int


@dataclass(frozen=True, slots=True)
class Charge:
    """One call against one quota of one key, in the window that starts and ends then.

    `calls` and `micros` are what the window allows; None is no limit. `price` is what this call can
    cost at most, in millionths of a US dollar.
    """

    allowance: str
    window_start: datetime
    window_end: datetime
    calls: int | None
    micros: int | None
    price: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What one key has used of one quota in one window."""

    source: str
    credential: str
    allowance: str
    window_start: datetime
    calls: int
    micros: int
