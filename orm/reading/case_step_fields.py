"""The fields of a case's steps, with what is known in them; and a step of each kind to ask about."""

from collections.abc import Callable
from functools import partial

from orm.cases.expression import FORM
from orm.cases.replay import last_undoable
from orm.model.judgement import Category, Severity
from orm.model.schools import Role
from orm.model.steps import (
    Answers,
    Assign,
    Checked,
    Classify,
    Concern,
    ConfirmAuthor,
    Ending,
    Gentler,
    Statement,
    Step,
    Target,
    Underneath,
    Undo,
)
from orm.reading.case_form import LONGEST_LINE, Asking, FieldAsked, Option, name_of, named
from orm.reading.case_standpoint import Standpoint
from orm.reading.plain_words import AUTHORS, ROLES

SUBTYPES = ("a", "b", "c", "d")
"""Letters of a post by a member of staff (domain.md §3.3, T16)."""


def nothing(_: Standpoint) -> tuple[FieldAsked, ...]:
    """No field but the reason."""
    return ()


def author(at: Standpoint) -> tuple[FieldAsked, ...]:
    """Who wrote it, of whom the engine would take."""
    options = tuple(
        Option(name_of(each), label)
        for each, label in AUTHORS.items()
        if at.may(ConfirmAuthor(each))
    )
    known = at.view.played.standing.author
    chosen = name_of(known) if at.view.played.standing.confirmed_by else ""
    return (FieldAsked("author", "Who wrote it?", Asking.CHOICES, chosen, options=options),)


def gate(at: Standpoint) -> tuple[FieldAsked, ...]:
    """The six questions, with earlier answers in them."""
    before = at.view.played.standing.answers
    return tuple(
        FieldAsked(
            each.field,
            each.asks,
            Asking.CHOICES if each.choices else Asking.AREA,
            _answered(before, each.field),
            options=named(each.choices) if each.choices else (),
        )
        for each in FORM
    )


def _answered(before: Answers | None, field: str) -> str:
    if before is None:
        return ""
    answer = getattr(before, field)
    return (
        name_of(answer)
        if isinstance(answer, (Target, Statement, Checked, Gentler, Concern))
        else str(answer)
    )


def kind_and_severity(at: Standpoint) -> tuple[FieldAsked, ...]:
    """Kind, severity and letter, with what they are."""
    policy, case = at.view.policy, at.view.played.case
    kinds = tuple(
        Option(each.value, f"{row.label} ({each})")
        for each, row in policy.categories.items()
        if at.may(_of_kind(each, case.severity))
    )
    severities = tuple(
        Option(str(each.value), f"{row.label}: {row.clock}", row.signals)
        for each, row in policy.severities.items()
    )
    letters = (
        Option("", "It is no post by a member of staff"),
        Option("a", "a: data of a pupil or colleague"),
        Option("b", "b: words that do not fit the profession"),
        Option("c", "c: whistleblowing"),
        Option("d", "d: lawful opinion, not about the school"),
    )
    letter = at.view.played.standing.subtype
    return (
        FieldAsked(
            "kind", "What kind of post is it?", Asking.PICK, case.category.value, options=kinds
        ),
        FieldAsked(
            "severity",
            "How serious is it?",
            Asking.CHOICES,
            str(case.severity.value),
            options=severities,
        ),
        FieldAsked(
            "letter",
            "If a member of staff wrote it, of which kind?",
            Asking.PICK,
            letter,
            options=letters,
            needed=False,
        ),
    )


def _of_kind(category: Category, severity: Severity) -> Classify:
    return Classify(category, severity, SUBTYPES[0] if category is Category.T16 else "")


def new_owner(at: Standpoint) -> tuple[FieldAsked, ...]:
    """To whom the case may go."""
    owner = at.view.played.case.owner
    options = tuple(
        Option(name_of(role), f"{label[:1].upper()}{label[1:]}")
        for role, label in ROLES.items()
        if role is not owner and at.may(Assign(role))
    )
    return (FieldAsked("owner", "Who takes it on?", Asking.CHOICES, options=options),)


def any_owner(at: Standpoint) -> Assign:
    """To whomever it may go; to its owner where it may go to nobody."""
    owner = at.view.played.case.owner
    others = (Assign(role) for role in Role if role is not owner)
    return next((each for each in others if at.may(each)), Assign(owner))


def any_kind(at: Standpoint) -> Classify:
    """A change of kind that may follow, where any may."""
    case = at.view.played.case
    kinds = (_of_kind(each, case.severity) for each in Category)
    return next((each for each in kinds if at.may(each)), _of_kind(case.category, case.severity))


def complaint(at: Standpoint) -> tuple[FieldAsked, ...]:
    """What became of the complaint."""
    before = at.view.played.standing.underneath
    return (
        FieldAsked(
            "underneath",
            "What became of the complaint under the post?",
            Asking.CHOICES,
            name_of(before) if before else "",
            options=named(Underneath),
        ),
    )


def support(at: Standpoint) -> tuple[FieldAsked, ...]:
    """To whom support was offered."""
    return (
        FieldAsked(
            "role",
            "To whom was support offered?",
            Asking.LINE,
            at.view.played.standing.supported,
            hint="A role, such as: a Year 4 teacher. No name.",
            most=LONGEST_LINE,
        ),
    )


def ending(_: Standpoint) -> tuple[FieldAsked, ...]:
    """How it ended, and the lesson."""
    return (
        FieldAsked("ending", "How did it end?", Asking.CHOICES, options=named(Ending)),
        FieldAsked(
            "lesson",
            "What does the school learn from it?",
            Asking.AREA,
            hint="Such as: tell parents by Friday what the week's homework is. Leave it empty where"
            " there is nothing to learn, and say why below.",
            needed=False,
        ),
    )


def last_step(at: Standpoint) -> tuple[FieldAsked, ...]:
    """The step that would be taken back."""
    last = last_undoable(at.view.file.events)
    if last is None:
        return ()
    return (FieldAsked("step", f"Step {last.seq}: {last.action}", Asking.HIDDEN, str(last.seq)),)


def last_undo(at: Standpoint) -> Undo:
    """Taking back the last step, where there is one."""
    last = last_undoable(at.view.file.events)
    return Undo(last.seq if last else 0)


def always(step: Step) -> Callable[[Standpoint], Step]:
    """A step that needs nothing of the case to be asked for."""
    return partial(_same, step)


def _same(step: Step, _: Standpoint) -> Step:
    return step
