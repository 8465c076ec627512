"""The Sources page: what was read, what was not and who must act, what we cannot see, and pausing.

Not measured is never told as nothing found.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from orm.errors import NotAllowed
from orm.model.brought import ONLY_BY_HAND
from orm.model.pauses import Pause
from orm.model.polls import Access, Outcome
from orm.model.schools import Contact, Role, School
from orm.model.source_records import SourceRecord
from orm.model.weeks import SourceHealth
from orm.ports import Pauses
from orm.reading.plain_words import roles

LATELY = timedelta(days=7)
MAY_PAUSE = frozenset({Role.IT, Role.HEADTEACHER})
LONGEST_REASON = 300

_DAY = timedelta(days=1)
_FAILED: Mapping[Outcome, tuple[str, str]] = {
    Outcome.THROTTLED: (
        "The site asked us to slow down.",
        "Nobody needs to act: it is tried again when the site allows it.",
    ),
    Outcome.REFUSED: (
        "The site does not let us read it.",
        "Your IT manager: look at the key or the address in config.toml. We never go round a no.",
    ),
    Outcome.GONE: (
        "The page no longer exists.",
        "Your IT manager: put the new address into config.toml, or take the old one out.",
    ),
    Outcome.UNREADABLE: (
        "The page has changed, and this version of orm cannot read it.",
        "Your IT manager: install a newer version; if there is none, tell the developer.",
    ),
    Outcome.UNREACHABLE: (
        "The site did not answer.",
        "It is tried again by itself. If it lasts for days, your IT manager looks at the network.",
    ),
}
"""What happened, and who must act; worst last in case of a tie."""

_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.NEW: "brought something new",
    Outcome.NONE: "nothing new",
    Outcome.NOT_MODIFIED: "unchanged",
    Outcome.THROTTLED: "asked us to slow down",
    Outcome.REFUSED: "refused",
    Outcome.GONE: "gone",
    Outcome.UNREADABLE: "could not be understood",
    Outcome.UNREACHABLE: "did not answer",
}

ACCESS_WORDS: Mapping[Access, str] = {
    Access.A: "Class A: open to everybody, no key. On by default.",
    Access.B: "Class B: no key, but its terms restrict it. Off until somebody accepts them by name.",
    Access.C: "Class C: needs a key from the site.",
    Access.D: "Class D: never read by a program.",
}


class Standing(StrEnum):
    """How a source does. Each word says it all without a colour."""

    READ = "read"
    PARTLY = "read in part"
    UNREAD = "not read"
    SILENT = "silent"
    PAUSED = "paused"
    WAITING = "not asked yet"


@dataclass(frozen=True, slots=True)
class PausedBy:
    """Who paused a source, since when, and why."""

    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source that is on. `says` is one sentence; `acts` says who must act, or is empty."""

    name: str
    called: str
    access: Access
    standing: Standing
    says: str
    acts: str
    last_read_at: datetime | None
    last_readings: str
    detail: str
    paused: PausedBy | None


@dataclass(frozen=True, slots=True)
class IdleRow:
    """One source that is off, or that has nothing to ask for this school."""

    name: str
    called: str
    access: Access
    why: str
    says: str
    cost: str


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """How a school's sources do. `gaps` come first among the rows."""

    rows: tuple[SourceRow, ...]
    gaps: int
    read: int
    says: str
    idle: tuple[IdleRow, ...]
    nothing_to_ask: tuple[IdleRow, ...]
    by_hand: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source: how it does where it is on, what it is, and how it is switched on."""

    record: SourceRecord
    row: SourceRow | None
    idle: IdleRow | None
    access: str
    cost: str
    config: str


@dataclass(frozen=True, slots=True)
class Switched:
    """Which sources the configuration has on, and what each of the others waits for."""

    on: Collection[str]
    waiting: Mapping[str, str]
    budgets: Mapping[str, float]


def page(
    health: Sequence[SourceHealth],
    records: Sequence[SourceRecord],
    switched: Switched,
    *,
    pauses: Iterable[Pause],
    contacts: Sequence[Contact],
    now: datetime,
) -> SourcesPage:
    """How a school's sources did in the last days; what needs somebody comes first."""
    known = {record.name: record for record in records}
    paused = {pause.source: pause for pause in pauses}
    rows = [
        _row(each, known.get(each.source), paused.get(each.source), contacts, now=now)
        for each in health
    ]
    rows.sort(key=lambda row: (row.standing is Standing.READ, row.called))
    asked = {each.source for each in health}
    read = sum(row.standing in {Standing.READ, Standing.SILENT} for row in rows)
    return SourcesPage(
        rows=tuple(rows),
        gaps=len(rows) - sum(row.standing is Standing.READ for row in rows),
        read=read,
        says=_says(read, len(rows)),
        idle=tuple(
            _idle(record, switched.waiting[record.name], switched.budgets)
            for record in records
            if record.name in switched.waiting
        ),
        nothing_to_ask=tuple(
            _idle(record, "on, but this school has no entry for it", switched.budgets)
            for record in records
            if record.name in switched.on and record.name not in asked
        ),
        by_hand=tuple(place.name for place in ONLY_BY_HAND),
    )


def one(found: SourcesPage, record: SourceRecord, switched: Switched) -> SourcePage:
    """The page of one source."""
    idle = (*found.idle, *found.nothing_to_ask)
    return SourcePage(
        record=record,
        row=next((row for row in found.rows if row.name == record.name), None),
        idle=next((row for row in idle if row.name == record.name), None),
        access=ACCESS_WORDS[record.access],
        cost=_cost(record, switched.budgets),
        config=_config(record),
    )


def pause(
    pauses: Pauses, school: School, source: str, *, by: Contact, reason: str, now: datetime
) -> None:
    """Read a source for a school no more.

    Raises:
        Conflict: somebody has paused it already.
        NotAllowed: no reason, or one that is too long.
    """
    pauses.pause(_wish(school, source, by=by, reason=reason, now=now))


def go_on(
    pauses: Pauses, school: School, source: str, *, by: Contact, reason: str, now: datetime
) -> None:
    """Read it again.

    Raises:
        Conflict: it is not paused any more.
        NotAllowed: no reason, or one that is too long.
    """
    pauses.go_on(_wish(school, source, by=by, reason=reason, now=now))


def _wish(school: School, source: str, *, by: Contact, reason: str, now: datetime) -> Pause:
    said = " ".join(reason.split())
    if not said:
        raise NotAllowed("Say why: the record keeps it.")
    if len(said) > LONGEST_REASON:
        raise NotAllowed(f"Say it in at most {LONGEST_REASON} characters.")
    return Pause(source, school.id, by.id, said, now)


def _says(read: int, total: int) -> str:
    if not total:
        return "No source is asked for this school, so nothing is looked at."
    if not read:
        return (
            "No source was read in full in the last 7 days. This is not the same as a quiet week."
        )
    return f"{read} of {total} sources were read in full in the last 7 days."


def _row(
    each: SourceHealth,
    record: SourceRecord | None,
    paused: Pause | None,
    contacts: Sequence[Contact],
    *,
    now: datetime,
) -> SourceRow:
    standing = _standing(each)
    says, acts = _words(each, standing, paused=paused is not None, now=now)
    return SourceRow(
        name=each.source,
        called=record.called if record else each.source.replace("_", " "),
        access=record.access if record else Access.A,
        standing=standing,
        says=says,
        acts=acts,
        last_read_at=each.last_measured_at,
        last_readings=", ".join(
            f"{number} {_OUTCOMES[outcome]}" for outcome, number in each.outcomes if number
        ),
        detail=each.detail,
        paused=_paused_by(paused, contacts) if paused else None,
    )


def _standing(each: SourceHealth) -> Standing:
    if each.paused and not each.measured:
        return Standing.PAUSED
    if each.measured == each.polls:
        return Standing.SILENT if each.overdue_silence else Standing.READ
    if each.measured:
        return Standing.PARTLY
    return Standing.UNREAD if each.outcomes else Standing.WAITING


def _words(
    each: SourceHealth, standing: Standing, *, paused: bool, now: datetime
) -> tuple[str, str]:
    """What is said of a source, and who must act."""
    match standing:
        case Standing.READ:
            shared = (
                " It is paused for this school; another school still wants it." if paused else ""
            )
            return f"Read in full in the last 7 days.{shared}", ""
        case Standing.SILENT:
            days = (now - each.silent_since) // _DAY if each.silent_since else 0
            return (
                f"Read, but nothing new for {days} days: longer than usual.",
                "Your IT manager: look at its page, in case it has moved or gone quiet.",
            )
        case Standing.PAUSED:
            return (
                "Not measured: paused by one of you.",
                "The headteacher or the IT manager lets it go on.",
            )
        case Standing.WAITING:
            return "Not asked yet.", "Nobody needs to act: it is asked within its usual time."
        case Standing.PARTLY | Standing.UNREAD:
            return _failure(each, standing)


def _failure(each: SourceHealth, standing: Standing) -> tuple[str, str]:
    failed = {outcome: number for outcome, number in each.outcomes if number and outcome in _FAILED}
    part = f"Read in part, {each.measured} of {each.polls} pages. "
    before = part if standing is Standing.PARTLY else "Not read in the last 7 days. "
    if not failed:
        return f"{before}The rest was not asked in this time.", ""
    worst = max(failed, key=lambda outcome: (failed[outcome], list(_FAILED).index(outcome)))
    why, acts = _FAILED[worst]
    return f"{before}{why}", acts


def _paused_by(paused: Pause, contacts: Sequence[Contact]) -> PausedBy:
    person = next((each for each in contacts if each.id == paused.by), None)
    who = f"{person.name}, {roles(sorted(person.roles))}" if person else "somebody who has left"
    return PausedBy(who, paused.at, paused.reason)


def _idle(record: SourceRecord, why: str, budgets: Mapping[str, float]) -> IdleRow:
    return IdleRow(
        name=record.name,
        called=record.called,
        access=record.access,
        why=f"{why[:1].upper()}{why[1:]}.",
        says=record.says,
        cost=_cost(record, budgets),
    )


def _cost(record: SourceRecord, budgets: Mapping[str, float]) -> str:
    if not record.dollars:
        return "Free." if not record.takes_key else "Free; a key is needed or helps."
    cost = f"Paid: at most ${record.dollars:g} a question."
    budget = budgets.get(record.name)
    return f"{cost} Your limit is ${budget:g} a month." if budget is not None else cost


def _config(record: SourceRecord) -> str:
    """What goes into config.toml."""
    lines = [f"[sources.{record.name}]"]
    if record.access is Access.A:
        lines.append("enabled = true")
    if record.access is Access.B:
        lines.append('accept_terms = "2026-11-20 J. Okafor"')
    if record.access is Access.C:
        lines.append(f'key = "env:ORM_{record.name.upper()}_KEY"')
    if record.dollars:
        lines.append("monthly_budget = 10")
    return "\n".join(lines)
