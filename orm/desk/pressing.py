"""A button pressed: the case looked at, the step checked by the engine, the event written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orm.cases.clocks import deletion_due, posh_from, s5_operator, school_days_later
from orm.cases.hands import hand
from orm.cases.replay import Played, replay
from orm.cases.taking import Wish, take
from orm.cases.ways import Circumstances, View
from orm.errors import NotAllowed
from orm.model.cases import CaseEvent, CaseFile, CaseRef
from orm.model.judgement import Route
from orm.model.opening_hours import Opening
from orm.model.schools import Contact, School, SchoolCalendar, SchoolId
from orm.model.settings import PolicyProfile
from orm.model.steps import Sent, Step
from orm.ports import Store
from orm.triage.policy import Policy

_POSH_LOOK_AGAIN = 5  # school days; own judgement: helplines name no time


@dataclass(frozen=True, slots=True)
class Desk:
    """What pressing needs. `around` says what the gates ask of the world: whether what a case is
    about is in the archive (G3), whose account and site it is, what the platform's rules are.
    `opening` is POSH's.
    """

    store: Store
    policy: Policy
    profile: PolicyProfile
    contacts: Sequence[Contact]
    calendar: SchoolCalendar
    opening: Opening
    schools: Mapping[SchoolId, School]
    around: Callable[[CaseFile, School | None, datetime], Circumstances]


@dataclass(frozen=True, slots=True)
class Press:
    """Who presses, why, and when. `seen` is the last step that they saw; None takes what is there."""

    by: Contact
    reason: str
    now: datetime
    seen: int | None = None


def look_at(desk: Desk, ref: CaseRef, *, by: Contact, now: datetime) -> View:
    """The case as it stands, for a person who may see it.

    Raises:
        NotAllowed: for this person there is no such case.
    """
    file = desk.store.case(ref)
    if file is None:
        raise NotAllowed(f"There is no case {ref} that {by.name} may open.")
    played = replay(file)
    hand(file, played, by, desk.contacts)
    school = desk.schools.get(file.case.school_id)
    around = desk.around(file, school, now)
    return View(file, played, desk.policy, desk.profile, around)


def press(desk: Desk, ref: CaseRef, step: Step, pressing: Press) -> Played:
    """Take the step and write it; the case after it.

    Raises:
        NotAllowed: the policy does not let it follow, or not by this person.
        Conflict: somebody else acted first.
    """
    view = look_at(desk, ref, by=pressing.by, now=pressing.now)
    event, played = checked(desk, view, step, pressing)
    write(desk, event, played)
    return played


def checked(desk: Desk, view: View, step: Step, pressing: Press) -> tuple[CaseEvent, Played]:
    """The event of a step and the case after it; nothing is written. Raises as `press`."""
    seen = view.file.events[-1].seq if pressing.seen is None else pressing.seen
    wish = Wish(_timed(desk, step, pressing.now), pressing.by, pressing.reason, seen)
    return take(wish, view, desk.contacts)


def write(desk: Desk, event: CaseEvent, played: Played) -> None:
    """Write a checked step. Raises Conflict where somebody else acted meanwhile."""
    desk.store.step(event, played.case)


def _timed(desk: Desk, step: Step, now: datetime) -> Step:
    """What is sent, with the time until which an answer is awaited (domain.md §3.4)."""
    if not isinstance(step, Sent) or step.due_at is not None:
        return step
    return replace(step, due_at=_answer_due(desk, step.route, now))


def _answer_due(desk: Desk, route: Route, now: datetime) -> datetime | None:
    if route is Route.DELETION_REQUEST:
        return deletion_due(now, desk.calendar, desk.profile.deletion_due_school_days)
    if route is Route.PLATFORM_REPORT:
        return posh_from(now, desk.opening)
    if route is Route.S5_NOTICE:
        return s5_operator(now)
    if route is Route.POSH:
        return school_days_later(now, desk.calendar, _POSH_LOOK_AGAIN)
    return None
