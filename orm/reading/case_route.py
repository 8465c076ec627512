"""The page of one route of a case: how far it came, and the one form that moves it on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orm.cases.approvals import INSIDE
from orm.cases.replay import last_undoable
from orm.cases.steps import read
from orm.cases.taking import NEEDS_REFERENCE, NEEDS_RULE
from orm.model.judgement import Route
from orm.model.papers import Question
from orm.model.steps import Answered, Approve, Reply, Sent
from orm.reading.case_form import LONGEST, LONGEST_LINE, Asking, FieldAsked, Option, named, reason
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_ways import Underway, underway
from orm.reading.case_words import called, explained, who

FACT = "fact-"
"""What stands before a fact's name in a form."""

_OF_THE_RULE = {
    Route.PLATFORM_REPORT: "platform_rule",
    Route.EDITOR_CORRECTION: "wrong_sentence",
}
"""Facts that the proposal itself says."""

_OF_NOW = frozenset({"steps_taken", "sender_name", "sender_role"})
"""Facts that the case knows anew each time, as it does all that the desk fills in."""

Known = tuple[Question, tuple[str, ...]]
"""A fact that a paper can state, and the lines that are known of it."""


class Stage(StrEnum):
    """What the form of a route's page does; NOTHING has no form."""

    PROPOSE = "propose"
    APPROVE = "approve"
    SEND = "sent"
    REPLY = "reply"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class RoutePage:
    """One route. `refused` says why nothing can be pressed now; `approved` is (who, when) for each
    approval and `take_back` that the last step of the case is one of this route.
    """

    called: str
    label: str
    stage: Stage
    says: str
    due_at: datetime | None
    has_paper: bool
    proposed_by: str
    approved_by: tuple[str, ...]
    fields: tuple[FieldAsked, ...]
    filled_in: tuple[FieldAsked, ...]
    button: str
    refused: str
    take_back: bool


def stage_of(at: Standpoint, route: Route) -> Stage:
    """What this person may do with the route now, by the engine's word."""
    if at.may(Approve(route)):
        return Stage.APPROVE
    if at.may(Sent(route, "a reference")):
        return Stage.SEND
    course = at.view.played.standing.courses.get(route)
    awaited = course is not None and course.sent_at is not None and course.reply is None
    if awaited and route not in INSIDE and at.may(Answered(route, Reply.SILENT)):
        return Stage.REPLY
    may = at.may(at.proposal(route)) or at.may(at.proposal(route, urgent=True))
    return Stage.PROPOSE if may else Stage.NOTHING


def route_page(
    at: Standpoint, route: Route, known: Sequence[Known], kept: Mapping[str, tuple[str, ...]]
) -> RoutePage:
    """The page of a route. `known` are the facts of its paper, `kept` those of its last draft."""
    course = at.view.played.standing.courses.get(route)
    far = _how_far(at, route)
    stage = stage_of(at, route)
    fields, filled_in = fields_of(at, route, stage, fact_fields(route, known, kept))
    return RoutePage(
        called=called(route),
        label=at.view.policy.routes[route].label,
        stage=stage,
        says=far.says if far else "",
        due_at=far.due_at if far else None,
        has_paper=bool(course and course.paper),
        proposed_by=who(course.proposed_by, at.contacts) if course else "",
        approved_by=tuple(who(each, at.contacts) for each in course.approved_by) if course else (),
        fields=fields,
        filled_in=filled_in,
        button=_button(stage, route, bool(known)),
        refused="" if stage else explained(_refused(at, route), at.view.policy),
        take_back=_may_take_back(at, route),
    )


def fact_fields(
    route: Route | None, known: Sequence[Known], kept: Mapping[str, tuple[str, ...]]
) -> tuple[FieldAsked, ...]:
    """A field for each fact of a paper, with what is known of it in it. What was typed into the last
    draft comes back, but for what the case itself knows anew; a long text is left as it stands.
    """
    skipped = _OF_THE_RULE.get(route) if route else None
    found = []
    for question, lines in known:
        fresh = question.who.startswith("the desk") or question.fact in _OF_NOW
        value = "\n".join(lines if fresh else kept.get(question.fact) or lines)
        if question.fact != skipped and len(value) <= LONGEST:
            found.append(_fact(question, value))
    return tuple(found)


def given(values: Mapping[str, str], known: Sequence[Known]) -> Mapping[str, tuple[str, ...]]:
    """The facts in which a form differs from what is known, by name, as a proposal takes them."""
    found: dict[str, tuple[str, ...]] = {}
    for question, lines in known:
        typed = values.get(f"{FACT}{question.fact}")
        if typed is None or _same(typed, lines):
            continue
        many = tuple(line.strip() for line in typed.splitlines() if line.strip())
        found[question.fact] = many if question.many else (typed,)
    return found


def _same(typed: str, lines: tuple[str, ...]) -> bool:
    return typed.split() == "\n".join(lines).split()


def _fact(question: Question, value: str) -> FieldAsked:
    options = tuple(Option(each, f"{each[:1].upper()}{each[1:]}") for each in question.choices)
    if question.choices and not question.needed and not question.many:
        options = (*options, Option("", "Leave it open"))
    asking = Asking.AREA
    if question.choices:
        asking = Asking.TICKS if question.many else Asking.CHOICES
    lines = " One to a line." if question.many and not question.choices else ""
    return FieldAsked(
        name=f"{FACT}{question.fact}",
        label=f"{question.words[:1].upper()}{question.words[1:]}",
        asking=asking,
        value=value,
        hint=f"Known to {question.who}.{lines}",
        options=options,
        needed=question.needed,
    )


def _how_far(at: Standpoint, route: Route) -> Underway | None:
    return next((each for each in underway(at) if each.route is route), None)


def fields_of(
    at: Standpoint, route: Route, stage: Stage, facts: tuple[FieldAsked, ...]
) -> tuple[tuple[FieldAsked, ...], tuple[FieldAsked, ...]]:
    """The fields to fill in, and those that the desk has filled in already."""
    if stage is Stage.PROPOSE:
        empty = tuple(each for each in facts if not each.value)
        asked = (*_rule(at, route), *sorted(empty, key=lambda each: not each.needed))
        return (*asked, *_urgent(at, route), _why(stage)), tuple(
            each for each in facts if each.value
        )
    if stage is Stage.SEND:
        return (_reference(route), _why(stage)), ()
    if stage is Stage.REPLY:
        came = FieldAsked("came", "What came back?", Asking.CHOICES, options=named(Reply))
        return (came, _why(stage)), ()
    return ((_why(stage),) if stage is Stage.APPROVE else ()), ()


def _rule(at: Standpoint, route: Route) -> tuple[FieldAsked, ...]:
    if route not in NEEDS_RULE:
        return ()
    says = NEEDS_RULE[route]
    rules = at.view.around.rules if route is Route.PLATFORM_REPORT else ()
    return (
        FieldAsked(
            "rule",
            f"{says[:1].upper()}{says[1:]}",
            Asking.CHOICES if rules else Asking.AREA,
            hint="The platform's own rules that may fit. Reputation is none of them."
            if rules
            else "",
            options=tuple(Option(each, each) for each in rules),
        ),
    )


def _urgent(at: Standpoint, route: Route) -> tuple[FieldAsked, ...]:
    if not at.only_urgent(route):
        return ()
    return (
        FieldAsked(
            "urgent",
            "It cannot wait: there is a safeguarding reason",
            Asking.TICK,
            hint="Say which in the reason below. Without one, this route opens later.",
            needed=False,
        ),
    )


def _reference(route: Route) -> FieldAsked:
    needed = route in NEEDS_REFERENCE
    return FieldAsked(
        "reference",
        "Reference that you were given",
        Asking.LINE,
        hint="Such as HC-2291. The next step rests on it." if needed else "Where there is one.",
        needed=needed,
        most=LONGEST_LINE,
    )


_REASONS = {
    Stage.PROPOSE: reason("Why this?"),
    Stage.APPROVE: reason("Why do you approve it?", "Such as: read it; fair and short."),
    Stage.SEND: reason("How was it done?", "Such as: by email to the address in our records."),
    Stage.REPLY: reason("In a sentence, what did they say?"),
}


def _why(stage: Stage) -> FieldAsked:
    return _REASONS[stage]


def _button(stage: Stage, route: Route, has_paper: bool) -> str:
    if stage is Stage.PROPOSE:
        return "Propose it and write the draft" if has_paper else "Propose it"
    if stage is Stage.SEND:
        return "Mark as done" if route in INSIDE else "Mark as sent"
    return "Approve it" if stage is Stage.APPROVE else "Save what came back"


def _refused(at: Standpoint, route: Route) -> str:
    course = at.view.played.standing.courses.get(route)
    if course is None or course.reply is not None:
        return at.refusal(at.proposal(route))
    if course.sent_at is not None:
        return ""
    return at.refusal(Approve(route)) or at.refusal(Sent(route, "a reference"))


def _may_take_back(at: Standpoint, route: Route) -> bool:
    last = last_undoable(at.view.file.events)
    if last is None or not at.is_open:
        return False
    step = read(last)
    return getattr(step, "route", None) is route and not isinstance(step, Sent)
