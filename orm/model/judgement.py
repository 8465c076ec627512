"""What the house thinks of an item: about us, in what tone, of what kind, and what may be done."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from orm.model.schools import Role, SchoolId


class Verdict(StrEnum):
    """Whether the item is about this school."""

    US = "us"
    NOT_US = "not_us"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character range in `Item.title` (`field` "title") or `Item.text` ("text")."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason for or against: `weight` > 0 speaks for the school. `words` are quoted."""

    rule: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Mention:
    """An item as seen by one school. `spans` are the school's names, masked before scoring."""

    school_id: SchoolId
    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...]
    spans: tuple[Span, ...] = ()


class Stance(StrEnum):
    """Stance toward the school. ABSTAIN says the engine does not know."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    MIXED = "mixed"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Tones:
    """What VADER says: `compound` of the whole, -1..1, and of each sentence in order."""

    compound: float
    sentences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Tone, -1..1. `compound` is the aggregate, `sentences` the score of each sentence in order.

    Draws lines and orders lists; never sets severity or route (domain.md §3.1).
    """

    stance: Stance
    compound: float
    sentences: tuple[float, ...]
    engine: str


class Category(StrEnum):
    """The policy's categories (domain.md §3.3)."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"
    T6 = "T6"
    T7 = "T7"
    T8 = "T8"
    T9 = "T9"
    T10 = "T10"
    T11 = "T11"
    T12 = "T12"
    T13 = "T13"
    T14 = "T14"
    T15 = "T15"
    T16 = "T16"
    T17 = "T17"
    T18 = "T18"
    T19 = "T19"
    T20 = "T20"
    T21 = "T21"


ALWAYS_SEALED = frozenset({Category.T11, Category.T12, Category.T13, Category.T14})
"""Kinds that only the safeguarding team sees, whatever else is known of a post (gate G8)."""


class Severity(IntEnum):
    """domain.md §3.1. 3 alerts the same day; 4 is an emergency: phone first."""

    S0 = 0
    S1 = 1
    S2 = 2
    S3 = 3
    S4 = 4


class AuthorType(StrEnum):
    """Who wrote it. UNKNOWN unless the words or the register say so (domain.md G6)."""

    PARENT = "P"
    PUPIL = "U"
    STAFF = "S"
    THIRD_PARTY = "T"
    UNKNOWN = "?"
    OFFICIAL = "O"
    NEWS = "N"

    @property
    def community(self) -> bool:
        """A member of the school community (domain.md §1.4)."""
        return self in {AuthorType.PARENT, AuthorType.PUPIL, AuthorType.STAFF}


class Route(StrEnum):
    """What may be proposed to a person (domain.md §3.3c). Nothing here is ever done by itself."""

    NO_ACTION = "NO_ACTION"
    THANK = "THANK"
    NOTE_THEME = "NOTE_THEME"
    REPLY_PUBLIC = "REPLY_PUBLIC"
    INVITE_CONTACT = "INVITE_CONTACT"
    COMPLAINTS = "COMPLAINTS"
    DELETION_REQUEST = "DELETION_REQUEST"
    WRITTEN_WARNING = "WRITTEN_WARNING"
    PLATFORM_REPORT = "PLATFORM_REPORT"
    POSH = "POSH"
    DSL = "DSL"
    MYCONCERN_REF = "MYCONCERN_REF"
    LADO = "LADO"
    HR = "HR"
    BEHAVIOUR = "BEHAVIOUR"
    POLICE_999 = "POLICE_999"
    POLICE_101 = "POLICE_101"
    TRUE_VISION = "TRUE_VISION"
    IWF = "IWF"
    CEOP = "CEOP"
    ACT_PREVENT = "ACT_PREVENT"
    REPORT_FRAUD = "REPORT_FRAUD"
    LEGAL_ADVICE = "LEGAL_ADVICE"
    S5_NOTICE = "S5_NOTICE"
    EDITOR_CORRECTION = "EDITOR_CORRECTION"
    PRESS_LINE = "PRESS_LINE"
    BLOCK_SCHOOL_SITE = "BLOCK_SCHOOL_SITE"
    DPO_BREACH = "DPO_BREACH"
    OFFICIAL_FIX = "OFFICIAL_FIX"
    CHAIR = "CHAIR"


REMOVAL_ROUTES = frozenset(
    {
        Route.DELETION_REQUEST,
        Route.WRITTEN_WARNING,
        Route.PLATFORM_REPORT,
        Route.POSH,
        Route.S5_NOTICE,
    }
)
"""Routes that ask for something to be taken down; never for ordinary criticism."""


class Retain(StrEnum):
    """How much of an item may be kept (domain.md G8, G9, T0, T13)."""

    FULL = "full"
    POINTER = "pointer"  # address and times only: no text, no author
    HASH = "hash"  # identity and hash only


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a rule fired: the rule's id and the words it quotes. Without a `span`, a fact about the item."""

    rule: str
    quote: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class LockedRoute:
    """A route that is closed, by which gate, and the reason shown to the person."""

    route: Route
    gate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the written policy says of a mention. A human decides every outward step.

    `subtype` is a letter for T16 (a-d), else empty. `routes` may be proposed at triage;
    `locked` may not, each with its gate. `deadline` is a key of the policy's deadlines.
    """

    category: Category
    severity: Severity
    author: AuthorType
    grounds: tuple[Ground, ...]
    routes: tuple[Route, ...]
    locked: tuple[LockedRoute, ...]
    owner: Role
    deadline: str
    policy: str
    subtype: str = ""
    also: tuple[Category, ...] = ()
    author_cue: str = ""
    tags_4c: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    sealed: bool = False
    opens_case: bool = False
    retain: Retain = Retain.FULL

    @property
    def urgent(self) -> bool:
        """Severity 3 or more: a named human is told in the same run."""
        return self.severity >= Severity.S3

    @property
    def removal_proposed(self) -> bool:
        """A route that takes something down may be proposed."""
        return any(route in REMOVAL_ROUTES for route in self.routes)
