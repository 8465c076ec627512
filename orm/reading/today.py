"""Today: what waits for a person, what was good, what changed, and what was not seen.

What stands here is only what the reader's sight lets through: the queries filter, nothing is hidden
afterwards. A part that is not for a reader is None, not empty.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orm.model.accounts import JUDGES
from orm.model.cases import CaseState
from orm.model.judgement import Category
from orm.model.remarks import Remark
from orm.model.schools import Contact, Role, School
from orm.model.settlements import MentionFile, MentionId
from orm.model.sight import SEALED_TEAM, Sight
from orm.model.today import OpenCases, Workload
from orm.ports import Store
from orm.reading.accounts import kept_of, needs
from orm.reading.changes import EARLIER, WEEK, Changed, changed, edges
from orm.reading.looked import Looked, looked
from orm.reading.remarks import Passed, may_thank, passed
from orm.reading.shelf import Shelf
from orm.reading.turns import Turn, duties, may_approve, turn

MOST_TURNS = 20
MOST_PRAISE = 3
MOST_SCHOOLS = 100
UNSURE_FOR = EARLIER * WEEK
"""How far back unsure posts are counted; the list of mentions holds the older ones too."""

_DAY = timedelta(days=1)
_SHORT = 160
_ACTING = frozenset({Role.HEADTEACHER, Role.DSL, Role.SLT, Role.COMMS, Role.CHAIR, Role.DPO})
"""Who may hold a case."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, and the words that the answer takes from the policy and the sources."""

    contact: Contact
    contacts: Sequence[Contact]
    sight: Sight
    now: datetime
    kinds: Mapping[Category, str]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sealed:
    """Sealed cases with the safeguarding team. `link` says that the reader may open the queue."""

    number: int
    link: bool


@dataclass(frozen=True, slots=True)
class Praise:
    """One post of praise. `words` are its first ones; `passed` says that thanks were passed on."""

    id: MentionId
    where: str
    at: datetime
    words: str
    passed: Passed | None = None


@dataclass(frozen=True, slots=True)
class GoodNews:
    """Praise of the last seven days; `more` are beyond those given. `thanks` says that the reader may
    pass thanks on.
    """

    told: tuple[Praise, ...]
    more: bool
    thanks: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """One school's day for one reader. `one_of_many` says that there is a list of schools to go back
    to; `acts` that cases can wait for the reader, `more` are those beyond the list.
    """

    school: School
    one_of_many: bool
    acts: bool
    turns: tuple[Turn, ...]
    more: int
    sealed: Sealed | None
    good: GoodNews | None
    changed: Changed | None
    unsure: int | None
    looked: Looked
    open_cases: int | None
    account_findings: int | None


@dataclass(frozen=True, slots=True)
class People:
    """Who of a school's people can come in: how many there are, and the names of who never has."""

    total: int
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school's workload. `name` is the school's."""

    name: str
    load: Workload


@dataclass(frozen=True, slots=True)
class Schools:
    """All of a reader's schools, those with most to do first. Columns that are not for them are off."""

    rows: tuple[SchoolRow, ...]
    more: int
    cases: bool
    posts: bool


def today(shelf: Shelf, asking: Asking, school: School) -> Today:
    """One school's day, all of it as it was at one moment."""
    with shelf.snapshot() as (shelf_now, store_now):
        return _today(shelf_now, store_now, asking, school)


def _today(shelf: Shelf, store: Store, asking: Asking, school: School) -> Today:
    sight, now = asking.sight, asking.now
    acts = bool(sight.roles & _ACTING)
    turns, more = _turns(shelf, store, asking, school) if acts else ((), 0)
    cases = _open(shelf, sight, school)
    health = store.source_health(since=now - _DAY, now=now, school_id=school.id)
    return Today(
        school=school,
        one_of_many=len(sight.schools) > 1,
        acts=acts,
        turns=turns,
        more=more,
        sealed=_sealed(sight, cases.sealed),
        good=_good(shelf, asking, school) if sight.categories else None,
        changed=_changed(shelf, store, asking, school) if sight.roles - {Role.IT} else None,
        unsure=_unsure(shelf, asking, school) if sight.categories else None,
        looked=looked(health, asking.sources),
        open_cases=cases.ordinary if acts else None,
        account_findings=_account_findings(store, asking, school),
    )


def schools_side_by_side(shelf: Shelf, asking: Asking, schools: Sequence[School]) -> Schools:
    """Every school's workload, worst first."""
    names = {school.id: school.name for school in schools}
    loads = shelf.workloads(asking.sight, since=asking.now - UNSURE_FOR, now=asking.now)
    ordered = sorted(
        loads,
        key=lambda load: (
            *(-load.overdue, -load.open, -load.unsure, -load.unread),
            names[load.school_id],
        ),
    )
    return Schools(
        rows=tuple(SchoolRow(names[load.school_id], load) for load in ordered[:MOST_SCHOOLS]),
        more=max(0, len(ordered) - MOST_SCHOOLS),
        cases=bool(asking.sight.roles & _ACTING),
        posts=bool(asking.sight.categories),
    )


def people(
    contacts: Sequence[Contact], has_entered: Callable[[Contact], bool], school: School
) -> People:
    """Who of a school's people has never signed in."""
    here = [each for each in contacts if not each.schools or school.id in each.schools]
    return People(len(here), tuple(each.name for each in here if not has_entered(each)))


def _turns(
    shelf: Shelf, store: Store, asking: Asking, school: School
) -> tuple[tuple[Turn, ...], int]:
    """A proposal waits for the reader only where they may be the one who agrees to it (gate G1)."""
    theirs = duties(asking.contact, asking.contacts, school.id, asking.sight)
    found = shelf.turns(asking.sight, school.id, theirs, now=asking.now, most=MOST_TURNS)
    waiting = []
    for case in found.cases:
        if case.state is CaseState.PROPOSED:
            file = store.case(case.ref)
            if file is None or not may_approve(file, asking.contact, asking.contacts):
                continue
        waiting.append(turn(case, asking.kinds, now=asking.now))
    return tuple(waiting), found.more


def _open(shelf: Shelf, sight: Sight, school: School) -> OpenCases:
    """The headteacher's own sealed cases wait in their list; the others are only counted."""
    own = frozenset[Role]() if Role.DSL in sight.roles else sight.own
    return shelf.open_cases(sight, school.id, but=own)


def _sealed(sight: Sight, number: int) -> Sealed | None:
    return Sealed(number, link=Role.DSL in sight.roles) if sight.roles & SEALED_TEAM else None


def _good(shelf: Shelf, asking: Asking, school: School) -> GoodNews:
    since = asking.now - WEEK
    found = shelf.praise(asking.sight, school.id, since=since, most=MOST_PRAISE)
    said = shelf.remarks.of(asking.sight, [file.id for file in found.files])
    return GoodNews(
        told=tuple(
            _praise(file, passed(said.get(file.id, Remark()).thanks, asking.contacts))
            for file in found.files
        ),
        more=found.more,
        thanks=may_thank(asking.sight),
    )


def _praise(file: MentionFile, thanks: Passed | None) -> Praise:
    words = " ".join((file.item.text or file.item.title).split())
    return Praise(
        id=file.id,
        where=file.item.outlet or file.item.platform,
        at=file.item.posted_at or file.seen_at,
        words=words if len(words) <= _SHORT else f"{words[: _SHORT - 1].rstrip()}…",
        passed=thanks,
    )


def _changed(shelf: Shelf, store: Store, asking: Asking, school: School) -> Changed:
    between = edges(asking.now, store.watched_since(school.id))
    return changed(shelf.tallies(asking.sight, school.id, between))


def _account_findings(store: Store, asking: Asking, school: School) -> int | None:
    """What the page of official accounts says needs somebody; for who may settle all of it."""
    if not asking.sight.roles & JUDGES:
        return None
    return needs(kept_of(store, school), now=asking.now)


def _unsure(shelf: Shelf, asking: Asking, school: School) -> int:
    since = asking.now - UNSURE_FOR
    return shelf.unsure(asking.sight, (school.id,), since=since).get(school.id, 0)
