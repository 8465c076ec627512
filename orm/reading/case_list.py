"""The cases that a person may open, as a list; and the sealed ones, for the safeguarding team."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.cases.chain import PROGRAM
from orm.cases.steps import read
from orm.model.cases import OPEN_STATES, Case, CaseEvent
from orm.model.judgement import Route
from orm.model.reminders import TimedCase
from orm.model.schools import Contact, SchoolId
from orm.model.steps import Sent
from orm.reading.case_words import STATES, severity_tag, state_tag, who
from orm.reading.plain_words import ROLES
from orm.triage.policy import Policy

MOST = 100
"""How many cases one page of a list shows."""

TAKEN_OVER = "I have it: taken over for the safeguarding team"
"""The note by which somebody says that a sealed case is in their hands."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of a list."""

    ref: str
    school: str
    kind: str
    severity: str
    severity_tag: str
    state: str
    state_tag: str
    owner: str
    opened_at: datetime
    due_at: datetime
    overdue: bool
    sealed: bool
    held: bool


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A sealed case with who has it. `taken` is empty while nobody said so; `reference` is that of
    the school's safeguarding system; `seen` is the last step.
    """

    case: CaseRow
    taken: str
    taken_at: datetime | None
    reference: str
    seen: int


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of cases. `after` leads to the next page, or is empty."""

    rows: tuple[CaseRow, ...]
    after: str


def row(case: Case, policy: Policy, names: Mapping[SchoolId, str], *, now: datetime) -> CaseRow:
    """A case of a list. `names` are the schools' names."""
    return CaseRow(
        ref=case.ref,
        school=names.get(case.school_id, ""),
        kind=policy.categories[case.category].label,
        severity=policy.severities[case.severity].label,
        severity_tag=severity_tag(case.severity),
        state=STATES[case.state],
        state_tag=state_tag(case.state),
        owner=ROLES[case.owner],
        opened_at=case.opened_at,
        due_at=case.due_at,
        overdue=case.state in OPEN_STATES and case.due_at < now,
        sealed=case.sealed,
        held=case.held,
    )


def case_list(
    cases: Sequence[Case], policy: Policy, names: Mapping[SchoolId, str], *, now: datetime
) -> CaseList:
    """A page of cases, of which one more than `MOST` were asked for."""
    shown = cases[:MOST]
    after = mark(shown[-1]) if len(cases) > MOST else ""
    return CaseList(tuple(row(case, policy, names, now=now) for case in shown), after)


def mark(case: Case) -> str:
    """Where the next page begins."""
    return f"{case.due_at.isoformat()}~{case.ref}"


def marked(text: str) -> tuple[datetime, str] | None:
    """The due time and reference of a mark; None where it is none."""
    due, _, ref = text.partition("~")
    try:
        at = datetime.fromisoformat(due)
    except ValueError:
        return None
    return (at, ref) if ref and at.tzinfo is not None else None


def sealed_rows(
    found: Iterable[TimedCase],
    policy: Policy,
    names: Mapping[SchoolId, str],
    contacts: Sequence[Contact],
    *,
    now: datetime,
) -> tuple[SealedRow, ...]:
    """The sealed queue, in the order in which it came."""
    return tuple(_sealed(each, policy, names, contacts, now=now) for each in found)


def _sealed(
    found: TimedCase,
    policy: Policy,
    names: Mapping[SchoolId, str],
    contacts: Sequence[Contact],
    *,
    now: datetime,
) -> SealedRow:
    taken = next((each for each in found.events if _takes_over(each)), None)
    return SealedRow(
        case=row(found.case, policy, names, now=now),
        taken=who(taken.actor, contacts) if taken else "",
        taken_at=taken.at if taken else None,
        reference=_reference(found.events),
        seen=found.events[-1].seq,
    )


def _takes_over(event: CaseEvent) -> bool:
    return event.actor != PROGRAM and event.reason == TAKEN_OVER


def _reference(events: Sequence[CaseEvent]) -> str:
    """What is sent cannot be taken back, so the last one counts."""
    for event in reversed(events):
        match read(event):
            case Sent(route=Route.MYCONCERN_REF, reference=reference):
                return reference
            case _:
                pass
    return ""
