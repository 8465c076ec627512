"""The steps of a case that need no letter: a page with one form for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TypeVar

from orm.cases.replay import Played
from orm.cases.steps import read
from orm.desk.pressing import press as take_step
from orm.model.cases import CaseEvent
from orm.model.judgement import AuthorType, Category, Severity
from orm.model.schools import Role
from orm.model.steps import (
    AnswerComplaint,
    AnswerGate,
    Answers,
    Assign,
    Checked,
    Classify,
    Close,
    Concern,
    ConfirmAuthor,
    Ending,
    Gentler,
    Hold,
    NoteDown,
    Override,
    Propose,
    Release,
    Seal,
    Statement,
    Step,
    Support,
    Talk,
    Target,
    Underneath,
    Undo,
)
from orm.reading.case_page import CaseHead
from orm.reading.case_posts import Post, posts
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_steps import StepPage, step_page
from orm.reading.case_words import called
from orm.web.asking import Answer, Ask, Page
from orm.web.forms import Problem
from orm.web.pages.case_at import (
    MISSING,
    head_of,
    looked_at,
    onward,
    opened,
    pressed,
    pressing,
    ref_of,
)
from orm.web.pages.case_typed import Typed, typed
from orm.web.routes import CASE_WORKERS, look, press

Kind = TypeVar("Kind", bound=StrEnum)
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StepView:
    """The page of one step, with the post to look at."""

    head: CaseHead
    step: StepPage
    form: Typed
    posts: tuple[Post, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the form."""
        return self.form.problems


def show_step(ask: Ask) -> Answer:
    """The form of a step."""
    at = opened(ask)
    page = step_page(ask.path["step"], at) if at else None
    if at is None or page is None:
        return MISSING
    return _page(ask, at, page, Typed(page.fields))


def take(ask: Ask) -> Answer:
    """The step, taken."""
    at = looked_at(ask)
    page = step_page(ask.path["step"], at) if at else None
    if at is None or page is None:
        return MISSING
    form = typed(page.fields, ask.form)
    if form.problems:
        return _page(ask, at, page, form, status=422)

    def do() -> Answer:
        step = _STEPS[page.called](form.values)
        to = _after(step, at)
        why = pressing(ask, form.values["reason"])
        played: Played = take_step(ask.house.desk, ref_of(at), step, why)
        return onward(ask, played, to=to)

    return pressed(ask, do, partial(_again, ask, page, form))


def _again(ask: Ask, page: StepPage, form: Typed, error: str, status: int) -> Answer:
    """The same form over the case as it is now."""
    at = looked_at(ask)
    now = step_page(page.called, at) if at else None
    if at is None or now is None:
        return MISSING
    return _page(ask, at, now, form, error=error, status=status)


def _page(
    ask: Ask, at: Standpoint, page: StepPage, form: Typed, *, error: str = "", status: int = 200
) -> Page:
    view = StepView(head_of(ask, at), page, form, posts(at))
    return Page("case_step.html", page.title, view, status=status, error=error)


def _after(step: Step, at: Standpoint) -> str:
    """Who takes a proposal back goes on to propose it anew."""
    if not isinstance(step, Undo):
        return ""
    undone = next((each for each in at.view.file.events if each.seq == step.seq), None)
    proposal = _proposal(undone)
    return f"/routes/{called(proposal.route)}" if proposal else ""


def _proposal(event: CaseEvent | None) -> Propose | None:
    step = read(event) if event else None
    return step if isinstance(step, Propose) else None


def _named(kind: type[Kind], value: str) -> Kind:
    return kind[value.upper().replace("-", "_")]


def _gate(values: Values) -> AnswerGate:
    return AnswerGate(
        Answers(
            target=_named(Target, values["target"]),
            statement=_named(Statement, values["statement"]),
            checked=_named(Checked, values["checked"]),
            harm=values["harm"],
            gentler=_named(Gentler, values["gentler"]),
            concern=_named(Concern, values["concern"]),
        )
    )


def _classify(values: Values) -> Classify:
    return Classify(Category(values["kind"]), Severity(int(values["severity"])), values["letter"])


def _undo(values: Values) -> Undo:
    said = values.get("step", "")
    return Undo(int(said) if said.isascii() and said.isdigit() and len(said) < _LONGEST else 0)


_LONGEST = 10
_STEPS: Mapping[str, Callable[[Values], Step]] = {
    "author": lambda values: ConfirmAuthor(_named(AuthorType, values["author"])),
    "gate": _gate,
    "talk": lambda _: Talk(),
    "complaint": lambda values: AnswerComplaint(_named(Underneath, values["underneath"])),
    "support": lambda values: Support(values["role"]),
    "note": lambda _: NoteDown(),
    "classify": _classify,
    "assign": lambda values: Assign(_named(Role, values["owner"])),
    "override": lambda _: Override(),
    "hold": lambda _: Hold(),
    "release": lambda _: Release(),
    "seal": lambda _: Seal(),
    "undo": _undo,
    "close": lambda values: Close(_named(Ending, values["ending"]), values["lesson"]),
}

ROUTES = (
    look("/cases/{ref}/steps/{step}", show_step, CASE_WORKERS),
    press("/cases/{ref}/steps/{step}", take, CASE_WORKERS),
)
