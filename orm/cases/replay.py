"""Where a case stands: its record, played from the first step to the last.

The row in the database is a copy of what this gives; the record is what counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from types import MappingProxyType

from orm.cases.approvals import approvals_needed
from orm.cases.chain import OPENED, RAISED, read_what_it_is
from orm.cases.dismissing import DISMISSED
from orm.cases.owners import SEALED_ROLES
from orm.cases.steps import read
from orm.model.cases import OPEN_STATES, Case, CaseEvent, CaseFile, CaseState
from orm.model.judgement import Category, Decision, Route
from orm.model.schools import ContactId, Role
from orm.model.sight import owner_beside
from orm.model.steps import (
    AnswerComplaint,
    Answered,
    AnswerGate,
    Approve,
    Assign,
    Classify,
    Close,
    ConfirmAuthor,
    Course,
    Hold,
    Override,
    Propose,
    Release,
    Reply,
    Seal,
    Sent,
    Standing,
    Step,
    Support,
    Talk,
    Undo,
)
from orm.triage.checks import NEVER_REMOVED, NEVER_REMOVED_SUBTYPES

ESCALATING = frozenset(
    {
        Route.POSH,
        Route.POLICE_999,
        Route.POLICE_101,
        Route.TRUE_VISION,
        Route.LADO,
        Route.IWF,
        Route.CEOP,
        Route.ACT_PREVENT,
        Route.REPORT_FRAUD,
        Route.LEGAL_ADVICE,
        Route.S5_NOTICE,
        Route.CHAIR,
    }
)
"""Routes to somebody above or outside: a case that took one is ESCALATED."""

_AFTER_REPLY = {
    Reply.AGREED: CaseState.WAITING,
    Reply.SILENT: CaseState.WAITING,
    Reply.REMOVED: CaseState.REMOVED,
    Reply.REFUSED: CaseState.REFUSED,
    Reply.CONTINUED: CaseState.REFUSED,
    Reply.NO_BREACH: CaseState.REFUSED,
    Reply.DISAGREED: CaseState.REVIEW,
}


@dataclass(frozen=True, slots=True)
class Played:
    """A case and where it stands."""

    case: Case
    standing: Standing


def replay(file: CaseFile) -> Played:
    """The case as its record makes it.

    Raises:
        ValueError: an event holds details that are not its own.
    """
    undone = _undone(file.events)
    played = Played(file.case, first_standing(file.decision))
    for event in file.events:
        if event.seq not in undone:
            played = after(played, event)
    return played


def first_standing(decision: Decision) -> Standing:
    """Where a case stands when it opens. An author who is known by the post's own words or by the
    register is known (gate G6).
    """
    return Standing(author=decision.author, basis=decision.author_cue, subtype=decision.subtype)


def after(played: Played, event: CaseEvent) -> Played:
    """The case after one more event."""
    if event.action in {OPENED, RAISED} and event.details:
        return replace(played, case=_as_opened(played.case, event))
    if event.action == DISMISSED:
        return replace(played, case=replace(played.case, state=CaseState.DISMISSED))
    step = read(event)
    return played if step is None else taken(step, played, event)


def last_undoable(events: Sequence[CaseEvent]) -> CaseEvent | None:
    """The latest step of a person that was not taken back and is no taking back itself."""
    undone = _undone(events)
    for event in reversed(events):
        step = read(event)
        if event.seq not in undone and step is not None and not isinstance(step, Undo):
            return event
    return None


def _undone(events: Iterable[CaseEvent]) -> frozenset[int]:
    return frozenset(step.seq for event in events if isinstance(step := read(event), Undo))


def _as_opened(case: Case, event: CaseEvent) -> Case:
    new = read_what_it_is(event.details)
    opening = event.action == OPENED or case.state not in OPEN_STATES
    return replace(
        case,
        category=new.category,
        severity=new.severity,
        owner=new.owner,
        sealed=new.sealed,
        due_at=new.due_at,
        held=new.held or (event.action == RAISED and case.held),
        about=case.about | new.about,
        state=CaseState.NEW if opening else case.state,
    )


@singledispatch
def taken(step: Step, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001 - for every step
    """The case after a step. A step without a rule of its own is a look at the case."""
    return _reviewed(played)


def _reviewed(played: Played) -> Played:
    case = played.case
    state = CaseState.REVIEW if case.state is CaseState.NEW else case.state
    return replace(played, case=replace(case, state=state))


@taken.register
def _(step: Assign, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    return _reviewed(replace(played, case=replace(played.case, owner=step.owner)))


@taken.register
def _(step: Seal, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    stays = played.case.owner in SEALED_ROLES
    owner = played.case.owner if stays else owner_beside(Role.DSL, played.case.about)
    return _reviewed(replace(played, case=replace(played.case, sealed=True, owner=owner)))


@taken.register
def _(step: ConfirmAuthor, played: Played, event: CaseEvent) -> Played:
    known = replace(
        played.standing, author=step.author, confirmed_by=event.actor, basis=event.reason
    )
    return _reviewed(replace(played, standing=known))


@taken.register
def _(step: Classify, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    standing, case = played.standing, played.case
    protected = case.category is Category.T16 and standing.subtype in NEVER_REMOVED_SUBTYPES
    never = protected or case.category in NEVER_REMOVED
    opened = never and step.category not in NEVER_REMOVED
    return _reviewed(
        Played(
            replace(case, category=step.category, severity=step.severity),
            replace(
                standing,
                subtype=step.subtype,
                reclassified=standing.reclassified or opened,
                answers=None,
                overridden_by=(),
            ),
        )
    )


@taken.register
def _(step: AnswerGate, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    answered = replace(played.standing, answers=step.answers, overridden_by=())
    return _reviewed(replace(played, standing=answered))


@taken.register
def _(step: Override, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    by = tuple(dict.fromkeys((*played.standing.overridden_by, ContactId(event.actor))))
    return _reviewed(replace(played, standing=replace(played.standing, overridden_by=by)))


@taken.register
def _(step: Talk, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    return _reviewed(replace(played, standing=replace(played.standing, talked=True)))


@taken.register
def _(step: AnswerComplaint, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    answered = replace(played.standing, underneath=step.underneath)
    return _reviewed(replace(played, standing=answered))


@taken.register
def _(step: Support, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    return _reviewed(replace(played, standing=replace(played.standing, supported=step.role)))


@taken.register
def _(step: Hold, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    return _reviewed(replace(played, case=replace(played.case, held=True)))


@taken.register
def _(step: Release, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    return _reviewed(replace(played, case=replace(played.case, held=False)))


@taken.register
def _(step: Propose, played: Played, event: CaseEvent) -> Played:
    course = Course(
        step.route,
        ContactId(event.actor),
        step.rule,
        step.urgent,
        paper=step.paper,
        fingerprint=step.fingerprint,
    )
    return _on_course(played, course, _approved_or(CaseState.PROPOSED, course, played))


@taken.register
def _(step: Approve, played: Played, event: CaseEvent) -> Played:
    course = played.standing.courses[step.route]
    approved_by = (*course.approved_by, ContactId(event.actor))
    course = replace(course, approved_by=approved_by, approved_at=event.at)
    return _on_course(played, course, _approved_or(CaseState.PROPOSED, course, played))


@taken.register
def _(step: Sent, played: Played, event: CaseEvent) -> Played:
    course = replace(
        played.standing.courses[step.route],
        sent_at=event.at,
        reference=step.reference,
        due_at=step.due_at,
    )
    waits = CaseState.WAITING if step.due_at else CaseState.SENT
    state = CaseState.ESCALATED if step.route in ESCALATING else waits
    moved = _on_course(played, course, state)
    due = step.due_at or moved.case.due_at
    return replace(moved, case=replace(moved.case, due_at=due))


@taken.register
def _(step: Answered, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    course = replace(played.standing.courses[step.route], reply=step.reply)
    return _on_course(played, course, _AFTER_REPLY[step.reply])


@taken.register
def _(step: Close, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    state = CaseState.DEBRIEFED if step.lesson else CaseState.CLOSED
    ended = replace(played.standing, ending=step.ending, lesson=step.lesson)
    return Played(replace(played.case, state=state), ended)


@taken.register
def _(step: Undo, played: Played, event: CaseEvent) -> Played:  # noqa: ARG001
    return played


def _approved_or(state: CaseState, course: Course, played: Played) -> CaseState:
    needed = approvals_needed(course.route, played.standing)
    return CaseState.APPROVED if len(course.approved_by) >= needed else state


def _on_course(played: Played, course: Course, state: CaseState) -> Played:
    courses: Mapping[Route, Course] = MappingProxyType(
        {**played.standing.courses, course.route: course}
    )
    return Played(replace(played.case, state=state), replace(played.standing, courses=courses))
