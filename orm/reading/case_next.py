"""The one next sensible thing of a case, in a sentence, with the page where it is done.

It advises. What may follow is the engine's to say; nothing here opens or shuts a route.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from orm.cases.approvals import INSIDE
from orm.cases.clocks import in_words
from orm.model.cases import CaseState
from orm.model.judgement import REMOVAL_ROUTES, Route, Severity, Verdict
from orm.model.steps import AnswerComplaint, Close, Ending, Reply, Step, Support, Underneath
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_steps import removal_is_thought_of
from orm.reading.case_ways import OpenWay, Underway
from orm.reading.case_words import called, lowered

_CLOSE = Close(Ending.NO_ACTION, "a lesson")
_BEFORE_CLOSING: tuple[tuple[Step, str, str], ...] = (
    (Support("a role"), "Write down the support", "/steps/support"),
    (AnswerComplaint(Underneath.NOTHING), "Say what became of the complaint", "/steps/complaint"),
)
"""What may be missing before a case closes, each with its page."""


@dataclass(frozen=True, slots=True)
class Next:
    """What to do now. `to` is the page where it is done, behind the case's address, and `label` its
    button; both are empty where there is nothing to press. `grave`: it does not wait.
    """

    says: str
    label: str = ""
    to: str = ""
    grave: bool = False


def next_thing(at: Standpoint, courses: Sequence[Underway], open_ways: Sequence[OpenWay]) -> Next:
    """What a busy person does now."""
    if not at.is_open:
        return Next("This case is closed. Nothing more is to be done.")
    return (
        _danger(at)
        or _not_sure(at)
        or _of_a_course(courses)
        or _over(at)
        or _safeguarding(at)
        or _before_removal(at, open_ways)
        or _choice(at, open_ways)
    )


def _danger(at: Standpoint) -> Next | None:
    case, course = at.view.played.case, at.view.played.standing.courses.get(Route.POLICE_999)
    if case.severity < Severity.S4 or course is not None:
        return None
    return Next(
        "Telephone first. If anybody is in danger, call 999 now. Then write down here that you did.",
        "Write down the 999 call",
        f"/routes/{called(Route.POLICE_999)}",
        grave=True,
    )


def _not_sure(at: Standpoint) -> Next | None:
    if at.view.file.verdict is not Verdict.UNSURE:
        return None
    return Next(
        "orm is not sure that this is about your school. Settle that first.",
        "Settle whether it is about us",
        "settle",
    )


def _of_a_course(courses: Sequence[Underway]) -> Next | None:
    for course in courses:
        if course.asks:
            says = f"{course.label}. {course.says}."
            if course.due_at is not None:
                says = f"{says} An answer is due by {in_words(course.due_at)}."
            return Next(says, course.asks, f"/routes/{course.called}")
    waiting = next((each for each in courses if each.says.startswith("Proposed")), None)
    if waiting is None:
        return None
    return Next(f"{waiting.label}. {waiting.says}. Somebody else approves it; you need do nothing.")


def _over(at: Standpoint) -> Next | None:
    """Something was done and answered: what is left is the end of the case."""
    case, courses = at.view.played.case, at.view.played.standing.courses.values()
    ended = case.state is CaseState.REMOVED or any(
        course.reply in {Reply.AGREED, Reply.DISAGREED, Reply.NO_BREACH}
        or (course.sent_at is not None and course.route in INSIDE)
        for course in courses
    )
    if not ended or case.state is CaseState.REFUSED:
        return None
    refused = at.refusal(_CLOSE)
    if not refused:
        close = "Close the case, with what the school learns from it."
        return Next(close, "Close it", "/steps/close")
    for step, label, to in _BEFORE_CLOSING:
        if at.after(step).refusal(_CLOSE) != refused:
            return Next(f"Nearly done. {refused}", label, to)
    return Next(f"Nearly done. {refused}")


def _safeguarding(at: Standpoint) -> Next | None:
    if not at.view.played.case.sealed:
        return None
    return Next(
        "Follow the child protection policy. Record it in the school's safeguarding system, and"
        " write its reference down here; nothing else of it needs to be here.",
        "Write down the hand-over",
        f"/routes/{called(Route.MYCONCERN_REF)}",
        grave=True,
    )


def _before_removal(at: Standpoint, open_ways: Sequence[OpenWay]) -> Next | None:
    """Who wrote it, the six questions, the talk: what a request waits for."""
    standing = at.view.played.standing
    if not removal_is_thought_of(at) or any(way.route in REMOVAL_ROUTES for way in open_ways):
        return None
    if not standing.confirmed_by and not standing.answers:
        return Next(
            "Say who wrote it, if that is known, then answer the six questions about free"
            " expression.",
            "Say who wrote it",
            "/steps/author",
        )
    if not standing.answers:
        return Next(
            "Answer the six questions about free expression. They decide whether asking for"
            " removal is open at all.",
            "Answer the six questions",
            "/steps/gate",
        )
    if standing.author.community and not standing.talked:
        return Next(
            "Talk first: ring, or offer to meet. Then write down what came of it.",
            "Write down the conversation",
            "/steps/talk",
        )
    return None


def _choice(at: Standpoint, open_ways: Sequence[OpenWay]) -> Next:
    usual = [way for way in open_ways if way.usual]
    if not usual:
        return Next(
            "Choose what to do below, or close the case with the reason why nothing is done."
        )
    first = next((way for way in usual if way.route in REMOVAL_ROUTES), usual[0])
    others = [lowered(way.label) for way in usual if way is not first]
    rest = f" Or: {'; '.join(others)}." if others else ""
    return Next(
        f"Choose what to do. Usual here: {lowered(first.label)}.{rest}",
        first.label,
        f"/routes/{first.called}",
        grave=at.view.played.case.severity >= Severity.S3,
    )
