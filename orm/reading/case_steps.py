"""The steps of a case that need no letter: which are offered, and the form of each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from orm.model.judgement import REMOVAL_ROUTES, AuthorType
from orm.model.steps import (
    AnswerComplaint,
    AnswerGate,
    Answers,
    Checked,
    Close,
    ConfirmAuthor,
    Ending,
    Gentler,
    Hold,
    NoteDown,
    Override,
    Release,
    Seal,
    Statement,
    Step,
    Support,
    Talk,
    Target,
    Underneath,
)
from orm.reading import case_step_fields as of
from orm.reading.case_form import FieldAsked, reason
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_words import explained


@dataclass(frozen=True, slots=True)
class StepOffered:
    """A step that this person may take now, by the name that its page has. `likely`: removal may be
    thought of, and this comes before it and was not done.
    """

    called: str
    label: str
    likely: bool


@dataclass(frozen=True, slots=True)
class StepPage:
    """The page of one step. `refused` says why it is not open now; empty where it is."""

    called: str
    title: str
    says: str
    button: str
    fields: tuple[FieldAsked, ...]
    refused: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of step: what its page says, its fields before the reason, and a step of the kind that
    lacks nothing, to ask the engine whether any may follow.
    """

    label: str
    hint: str
    button: str
    fields: Callable[[Standpoint], tuple[FieldAsked, ...]]
    probe: Callable[[Standpoint], Step]
    why: FieldAsked


def offered(at: Standpoint) -> tuple[StepOffered, ...]:
    """The steps that this person may take now."""
    likely = frozenset(_likely(at))
    return tuple(
        StepOffered(called, kind.label, called in likely)
        for called, kind in _KINDS.items()
        if at.may(kind.probe(at))
    )


def step_page(called: str, at: Standpoint) -> StepPage | None:
    """The page of a step; None where there is none of this name."""
    kind = _KINDS.get(called)
    if kind is None:
        return None
    return StepPage(
        called=called,
        title=kind.label,
        says=kind.hint,
        button=kind.button,
        fields=(*kind.fields(at), kind.why),
        refused=explained(at.refusal(kind.probe(at)), at.view.policy),
    )


def removal_is_thought_of(at: Standpoint) -> bool:
    """Whether the policy knows a way to have such a post taken down, at this severity."""
    case = at.view.played.case
    row = at.view.policy.categories[case.category]
    known = row.known(at.view.played.standing.author, case.severity)
    return bool(known & REMOVAL_ROUTES) and case.severity >= row.removal_from


def _likely(at: Standpoint) -> Iterator[str]:
    standing = at.view.played.standing
    if not removal_is_thought_of(at):
        return
    if not standing.confirmed_by:
        yield "author"
    if standing.answers is None:
        yield "gate"
    if not standing.talked:
        yield "talk"


_ANSWERS = Answers(Target.NOBODY, Statement.OPINION, Checked.NOTHING, "none", Gentler.NOT_YET)
_HOW_KNOWN = reason(
    "How is that known?",
    "Such as: says so in the post. Nobody is looked up. It stays in the record; write roles, not"
    " names.",
)
_WHAT_CAME = reason(
    "What came of it?",
    "When, with whom as a role, and what was said, in a sentence or two.",
)

_KINDS: Mapping[str, _Kind] = {
    "author": _Kind(
        "Say who wrote it",
        "Only by what is known without looking anybody up: what the post says of itself, or what"
        " the person told you.",
        "Save who wrote it",
        of.author,
        of.always(ConfirmAuthor(AuthorType.UNKNOWN)),
        _HOW_KNOWN,
    ),
    "gate": _Kind(
        "Answer the six questions",
        "Everybody may criticise a school. These questions decide whether asking for removal is"
        " open at all.",
        "Save the answers",
        of.gate,
        of.always(AnswerGate(_ANSWERS)),
        reason("How did you come to these answers?", "Such as: read it with the deputy head."),
    ),
    "talk": _Kind(
        "Write down a conversation",
        "That you talked with the author, or offered to and they turned it down. It comes before"
        " any request.",
        "Save the conversation",
        of.nothing,
        of.always(Talk()),
        _WHAT_CAME,
    ),
    "complaint": _Kind(
        "Say what became of the complaint",
        "The concern behind a post is dealt with, whatever becomes of the post.",
        "Save it",
        of.complaint,
        of.always(AnswerComplaint(Underneath.NOTHING)),
        _WHAT_CAME,
    ),
    "support": _Kind(
        "Write down the support that was offered",
        "To whom the post is aimed at: somebody to talk to, their union, a helpline.",
        "Save the support",
        of.support,
        of.always(Support("a role")),
        reason("Which support?", "Such as: talked it over; union and helpline named."),
    ),
    "note": _Kind(
        "Write a note",
        "Words for the record. They change nothing else.",
        "Save the note",
        of.nothing,
        of.always(NoteDown()),
        reason("What do you want to write down?"),
    ),
    "classify": _Kind(
        "Change what kind of post it is",
        "Where orm is wrong about the kind, or about how serious it is.",
        "Save the kind",
        of.kind_and_severity,
        of.any_kind,
        reason(),
    ),
    "assign": _Kind(
        "Give it to somebody else",
        "The case then belongs to that role. It may no longer be open to you.",
        "Give it to them",
        of.new_owner,
        of.any_owner,
        reason(),
    ),
    "override": _Kind(
        "Set the six questions aside",
        "Only where asking for removal is right although the answers keep it shut. The headteacher"
        " or the chair says so, and then a second leader; the weekly digest counts it.",
        "Set them aside",
        of.nothing,
        of.always(Override()),
        reason(),
    ),
    "hold": _Kind(
        "Put the evidence on hold",
        "When a crime is possible: nothing is deleted, and nobody is asked to delete anything.",
        "Put it on hold",
        of.nothing,
        of.always(Hold()),
        reason(),
    ),
    "release": _Kind(
        "Release the evidence",
        "On the word of the police, or of the safeguarding lead.",
        "Release it",
        of.nothing,
        of.always(Release()),
        reason("On whose word?", "Such as: the police, by telephone, crime reference 42/1."),
    ),
    "seal": _Kind(
        "Seal the case",
        "When a child may be at risk: only the safeguarding team sees it from now on, and it may no"
        " longer be open to you.",
        "Seal it",
        of.nothing,
        of.always(Seal()),
        reason(),
    ),
    "undo": _Kind(
        "Take back the last step",
        "Nothing that left the school can be taken back.",
        "Take it back",
        of.last_step,
        of.last_undo,
        reason(),
    ),
    "close": _Kind(
        "Close the case",
        "The end, with what the school learns from it.",
        "Close it",
        of.ending,
        of.always(Close(Ending.NO_ACTION, "a lesson")),
        reason("In a sentence, why does it end here?"),
    ),
}
"""In the order in which a case usually takes them."""
