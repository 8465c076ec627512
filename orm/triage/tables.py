"""The rows of the policy's files as values: one dataclass per table of domain.md §3."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import ClassVar

from pydantic import ConfigDict

from orm.model.judgement import AuthorType, Retain, Route, Severity
from orm.model.opening_hours import Opening
from orm.model.schools import Role

STRICT = ConfigDict(extra="forbid")
"""A key nobody knows is a problem, not a remark."""


@dataclass(frozen=True, slots=True)
class FileStamp:
    """Where a file comes from and when a person last checked it."""

    version: str
    source: str
    last_checked: date


@dataclass(frozen=True, slots=True)
class CategoryPolicy:
    """One row of domain.md §3.3.

    `rank` decides between categories of one post, highest first. `severity` holds where no rule
    says more. `now` may be proposed at triage by author type; `later` is shown locked with what
    it waits for. `mild` (S0 and S1) and `emergency` (S4) stand in for `now` where domain.md §3.3b
    has a row of its own for them. `removal_from` is the severity below which nothing is taken down. `conflict`
    says that G7 applies. `deadline` is keyed by severity; the nearest severity below counts.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    label: str
    basis: str
    rank: int
    severity: Severity
    owner: Role
    retain: Retain
    deadline: Mapping[str, str]
    now: Mapping[AuthorType, tuple[Route, ...]]
    four_c: tuple[str, ...] = ()
    also_told: tuple[Role, ...] = ()
    sealed: bool = False
    opens_case_from: Severity | None = None
    removal_from: Severity = Severity.S0
    conflict: bool = False
    later: Mapping[AuthorType, tuple[Route, ...]] = field(default_factory=dict)
    forbidden: frozenset[Route] = frozenset()
    mild: Mapping[AuthorType, tuple[Route, ...]] = field(default_factory=dict)
    emergency: Mapping[AuthorType, tuple[Route, ...]] = field(default_factory=dict)

    def offered(self, author: AuthorType, severity: Severity) -> tuple[Route, ...]:
        """What may be proposed at triage to such an author at this severity."""
        if severity is Severity.S4 and author in self.emergency:
            return self.emergency[author]
        if severity <= Severity.S1 and author in self.mild:
            return self.mild[author]
        return self.now[author]

    def known(self, author: AuthorType, severity: Severity) -> frozenset[Route]:
        """Every route that the table has for such an author, when the post comes in or later."""
        now, later = self.now[author], self.later.get(author, ())
        return frozenset({*now, *later, *self.offered(author, severity)})

    def deadline_for(self, severity: Severity) -> str:
        """The deadline's key: that of the nearest severity at or below, else the lowest given."""
        for value in range(severity, -1, -1):
            if f"S{value}" in self.deadline:
                return self.deadline[f"S{value}"]
        return self.deadline[min(self.deadline)]


@dataclass(frozen=True, slots=True)
class SeverityPolicy:
    """One row of domain.md §3.1."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    label: str
    signals: str
    clock: str


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """One row of domain.md §3.3c. `waits_for` is the reason shown when it is not open at triage;
    `contact` the id of who outside the school is meant, in contacts.toml.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    label: str
    needs: str
    gate: str
    never_for: tuple[str, ...] = ()
    never_because: str = ""
    waits_for: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """One row of domain.md §3.2."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    label: str
    rule: str
    basis: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject people talk about, found by its words."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Authority:
    """Somebody outside the school who can help, with the day a person last checked the details.

    `hours` are words, `open_days` (Monday is 0), `opens` and `closes` the same for a clock, in
    Europe/London time. `unverified` marks what was written down from memory.

    Raises:
        ValueError: only a part of the opening hours is given, or they never come.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    name: str
    used_for: str
    how: str
    source: str
    last_checked: date
    not_for: str = ""
    hours: str = ""
    open_days: frozenset[int] = frozenset()
    opens: time | None = None
    closes: time | None = None
    unverified: bool = False

    def __post_init__(self) -> None:
        """Refuse hours that nobody could keep."""
        given = (bool(self.open_days), self.opens is not None, self.closes is not None)
        if any(given) and not all(given):
            raise ValueError("open_days, opens and closes belong together; give all three or none")
        _ = self.opening

    @property
    def opening(self) -> Opening | None:
        """When they can be rung, or None where nobody knows or it is always."""
        if self.opens is None or self.closes is None:
            return None
        return Opening(self.open_days, self.opens, self.closes)


@dataclass(frozen=True, slots=True)
class ShapeRow:
    """A regular expression for what a list cannot hold. `cased` ones see capitals."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    pattern: str
    cased: bool = False
