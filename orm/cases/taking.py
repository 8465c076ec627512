"""A step that a person wants to take: the event that records it, or the sentence why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatch

from orm.cases.approvals import approvals_needed
from orm.cases.chain import PROGRAM, READ, next_event
from orm.cases.hands import (
    Hand,
    check_approver,
    check_assigning,
    check_override,
    check_owner,
    check_proposer,
    check_release,
    hand,
)
from orm.cases.replay import Played, after, last_undoable, replay
from orm.cases.steps import ACTIONS, read, written
from orm.cases.ways import View, why_not
from orm.errors import Conflict, NotAllowed
from orm.model.cases import OPEN_STATES, CaseEvent, CaseFile, CaseState
from orm.model.judgement import ALWAYS_SEALED, AuthorType, Category, Retain, Route
from orm.model.schools import Contact, Role
from orm.model.steps import (
    Answered,
    AnswerGate,
    Approve,
    Assign,
    Classify,
    Close,
    Concern,
    ConfirmAuthor,
    Course,
    Hold,
    NoteDown,
    Override,
    Propose,
    Release,
    Seal,
    Sent,
    Step,
    Target,
    Undo,
)

LONGEST_REASON = 2000
NEEDS_REFERENCE = frozenset(
    {
        Route.PLATFORM_REPORT,
        Route.POLICE_101,
        Route.TRUE_VISION,
        Route.LADO,
        Route.MYCONCERN_REF,
        Route.REPORT_FRAUD,
    }
)
"""What gives a number, on which the next step rests."""

NEEDS_RULE = {
    Route.PLATFORM_REPORT: "which rule of the platform it breaks, by its name",
    Route.EDITOR_CORRECTION: "the sentence that is wrong",
    Route.S5_NOTICE: "the person's consent and the adviser, with their dates",
    Route.HR: "why it is proportionate",
}
_AWAITS_REPLY = frozenset(
    {Route.DELETION_REQUEST, Route.WRITTEN_WARNING, Route.PLATFORM_REPORT, Route.POSH}
)
_PEOPLE = frozenset({Target.STAFF, Target.PUPIL, Target.OTHER})


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to take which step, why, and the last step that they saw, to know what is stale."""

    step: Step
    by: Contact
    reason: str
    seen: int


def take(wish: Wish, view: View, contacts: Sequence[Contact]) -> tuple[CaseEvent, Played]:
    """The event that records the step, and the case after it. Nothing is written.

    Raises:
        NotAllowed: the policy does not let this step follow, or not by this person; in words for
            them.
        Conflict: somebody acted after what this person saw.
    """
    by = hand(view.file, view.played, wish.by, contacts)
    last = view.file.events[-1]
    _check_reason(wish.reason)
    if acted_since(view.file.events, wish.seen):
        raise Conflict(f"Somebody else acted on case {last.ref} first; look at it again.")
    if _is_purged(view.file):
        raise NotAllowed(f"What case {last.ref} was about is deleted; nothing more can be done.")
    if view.played.case.state not in OPEN_STATES and not isinstance(wish.step, NoteDown | Undo):
        raise NotAllowed(f"Case {last.ref} is closed. Take the closing back to go on with it.")
    check(wish.step, by, view)
    action, details = written(wish.step)
    event = next_event(
        last,
        at=view.around.now,
        actor=by.contact.id,
        action=action,
        reason=wish.reason.strip(),
        details=details,
    )
    if isinstance(wish.step, Undo):
        return event, _replayed(view, event)
    return event, after(view.played, event)


def acted_since(events: Sequence[CaseEvent], seen: int) -> bool:
    """Whether a person acted after this step. What the program notes meanwhile is no act, nor is it
    one that somebody read the case.
    """
    return any(
        event.seq > seen and event.actor != PROGRAM and event.action != READ for event in events
    )


def _is_purged(file: CaseFile) -> bool:
    """Whether the words of an ended case are gone: there is nothing left to act on."""
    kept = any(each.text or each.title for each in file.seen)
    wordless = bool(file.seen) and file.decision.retain is Retain.FULL and not kept
    ended = file.case.state not in OPEN_STATES
    return file.case.state is CaseState.PURGED or (ended and wordless)


def _replayed(view: View, event: CaseEvent) -> Played:
    return replay(replace(view.file, events=(*view.file.events, event)))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed("Say why in a sentence; whoever the case is about may read it one day.")
    if len(reason) > LONGEST_REASON or not reason.replace("\n", "").isprintable():
        raise NotAllowed(f"The reason is plain words, at most {LONGEST_REASON} characters.")


@singledispatch
def check(step: Step, by: Hand, view: View) -> None:
    """Raises NotAllowed where the step may not follow. Steps without a rule may be taken by whoever
    may see the case.
    """


@check.register
def _(step: Assign, by: Hand, view: View) -> None:
    check_assigning(by, step, view.played.case)


@check.register
def _(step: ConfirmAuthor, by: Hand, view: View) -> None:  # noqa: ARG001
    if step.author is AuthorType.OFFICIAL and not view.around.own_account:
        raise NotAllowed("The register holds no official account there; add it first (G6).")


@check.register
def _(step: Classify, by: Hand, view: View) -> None:
    case = view.played.case
    check_owner(by, case, "changes the kind of post")
    if step.category is Category.T0:
        raise NotAllowed("A post that is not about us is settled as such: orm mention settle.")
    if case.sealed and step.category not in ALWAYS_SEALED and Role.DSL not in by.roles:
        raise NotAllowed("Only the safeguarding lead takes a post out of the sealed kinds (G8).")
    if step.category in ALWAYS_SEALED and not case.sealed:
        raise NotAllowed("Seal the case first; then change its kind (G8).")
    if step.category is Category.T16 and step.subtype not in set("abcd"):
        raise NotAllowed("A post by staff is of kind a, b, c or d: say which.")


@check.register
def _(step: AnswerGate, by: Hand, view: View) -> None:  # noqa: ARG001
    if not step.answers.harm.strip():
        raise NotAllowed("Say what harm there is and to whom, as a role; or that there is none.")


@check.register
def _(step: Override, by: Hand, view: View) -> None:  # noqa: ARG001
    if view.played.standing.answers is None:
        raise NotAllowed("Answer the questions of gate G2 first; then it can be set aside.")
    check_override(by, view.played)


@check.register
def _(step: Propose, by: Hand, view: View) -> None:
    check_proposer(by, step.route)
    course = view.played.standing.courses.get(step.route)
    if course is not None and course.reply is None and not _is_done(course):
        raise NotAllowed("That is proposed already: approve it, send it, or take it back.")
    _check_open(step.route, view, urgent=step.urgent)
    if step.route in NEEDS_RULE and not step.rule.strip():
        raise NotAllowed(f"Say {NEEDS_RULE[step.route]}.")
    if step.route is Route.PLATFORM_REPORT:
        _check_rule(step.rule, view.around.rules)


def _check_rule(rule: str, known: tuple[str, ...]) -> None:
    """A report names a rule of the platform; "bad for our reputation" is none (domain.md §3.3c)."""
    if known and rule.strip().casefold() not in {each.casefold() for each in known}:
        raise NotAllowed(f"That platform's rules that may fit are: {'; '.join(known)}. Name one.")


def _is_done(course: Course) -> bool:
    return course.sent_at is not None and course.route not in _AWAITS_REPLY


def _check_open(route: Route, view: View, *, urgent: bool) -> None:
    shut = why_not(route, view, urgent=urgent)
    if shut is not None:
        label = view.policy.routes[route].label
        raise NotAllowed(f"{label}: {shut.reason} ({shut.gate}).")


@check.register
def _(step: Approve, by: Hand, view: View) -> None:
    course = _course(step.route, view)
    if course.sent_at is not None:
        raise NotAllowed("That has left the house already.")
    _check_open(step.route, view, urgent=course.urgent)
    check_approver(by, course, view.played)


@check.register
def _(step: Sent, by: Hand, view: View) -> None:  # noqa: ARG001
    course = _course(step.route, view)
    if course.sent_at is not None:
        raise NotAllowed("That is marked as sent already.")
    missing = approvals_needed(step.route, view.played.standing) - len(course.approved_by)
    if missing > 0:
        raise NotAllowed(
            f"It needs {missing} more approval{'s' if missing > 1 else ''} first (G1)."
        )
    _check_open(step.route, view, urgent=course.urgent)
    if step.route in NEEDS_REFERENCE and not step.reference.strip():
        raise NotAllowed("Write down the reference that you were given; the next step rests on it.")


@check.register
def _(step: Answered, by: Hand, view: View) -> None:  # noqa: ARG001
    if _course(step.route, view).sent_at is None:
        raise NotAllowed("Nothing was sent yet, so nothing can have come back.")


def _course(route: Route, view: View) -> Course:
    course = view.played.standing.courses.get(route)
    if course is None:
        raise NotAllowed(f"{view.policy.routes[route].label}: propose it first.")
    return course


@check.register
def _(step: Hold, by: Hand, view: View) -> None:  # noqa: ARG001
    if view.played.case.held:
        raise NotAllowed("The evidence is on hold already.")


@check.register
def _(step: Release, by: Hand, view: View) -> None:  # noqa: ARG001
    if not view.played.case.held:
        raise NotAllowed("The evidence is not on hold.")
    check_release(by)


@check.register
def _(step: Seal, by: Hand, view: View) -> None:  # noqa: ARG001
    if view.played.case.sealed:
        raise NotAllowed("The case is sealed already.")


@check.register
def _(step: Close, by: Hand, view: View) -> None:  # noqa: ARG001
    case, standing = view.played.case, view.played.standing
    check_owner(by, case, "closes it")
    waiting = [
        course.route
        for course in standing.courses.values()
        if course.route in _AWAITS_REPLY and course.sent_at is not None and course.reply is None
    ]
    if waiting:
        label = view.policy.routes[waiting[0]].label
        raise NotAllowed(f"{label}: say first what came back, or that nothing did.")
    if standing.answers and standing.answers.target in _PEOPLE and not standing.supported:
        raise NotAllowed("A person was the target: offer support and note it, then close.")
    if _complaint_underneath(view) and standing.underneath is None:
        raise NotAllowed("There is a complaint under it: answer it or signpost it, then close.")


def _complaint_underneath(view: View) -> bool:
    answers = view.played.standing.answers
    return Category.T4 in {view.played.case.category, *view.file.decision.also} or (
        answers is not None and answers.concern is Concern.COMPLAINT
    )


@check.register
def _(step: Undo, by: Hand, view: View) -> None:
    last = last_undoable(view.file.events)
    if last is None or last.seq != step.seq:
        raise NotAllowed("Only the last step can be taken back; look at the case again.")
    if isinstance(read(last), Sent):
        raise NotAllowed(f"'{ACTIONS[Sent]}' cannot be taken back: it has left the house.")
    if last.actor != by.contact.id:
        check_owner(by, view.played.case, "takes back another person's step")
