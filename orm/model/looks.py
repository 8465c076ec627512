"""Looking again at what a case is about: how often, and what was found (domain.md G5, R25)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orm.model.cases import CaseRef
from orm.model.items import Identity, Kind

MOST_LOOKS = 3
"""How often one address is fetched again for one case (domain.md G5)."""


class Finding(StrEnum):
    """What a look found. REMOVED is the source's own sign, never a block or a sign-in page."""

    STILL_THERE = "still_there"
    REMOVED = "removed"
    COULD_NOT_LOOK = "could_not_look"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one item of a case. `number` is 1 to MOST_LOOKS; `at` is aware UTC.

    `detail` is in plain words and holds no post text, no handle and no address.
    """

    ref: CaseRef
    identity: Identity
    number: int
    at: datetime
    finding: Finding
    detail: str


@dataclass(frozen=True, slots=True)
class Subject:
    """An item that a case is about, as far as looking again needs it, with the looks so far.

    `title` and `text` are empty where the policy keeps a pointer only.
    """

    identity: Identity
    source: str
    kind: Kind
    platform: str
    url: str
    title: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What a person is told of one item. `place` counts the case's items from 1, oldest first.

    `look` is None for an item whose looks were used up before; `again_at` is when a second sign of
    removal would count, while there is only one.
    """

    place: int
    site: str
    look: Look | None
    left: int
    gone: bool
    again_at: datetime | None
