"""What to do with a comment on a channel of ours, by the triage's category (domain.md T18, R116).

Hiding is no deleting: what is hidden can be shown again and stays evidence. Criticism is never
hidden for being criticism (domain.md §0.2).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from orm.model.judgement import Category


class Step(StrEnum):
    """What a person is advised to do with a comment; nothing is done without them."""

    ANSWER = "answer"
    THANK = "thank"
    INVITE = "invite"
    HIDE_AND_MOVE = "hide-and-move"
    HIDE_AND_CASE = "hide-and-case"
    HIDE_AND_REPORT = "hide-and-report"
    HAND_OVER = "hand-over"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Advice:
    """A step, and the sentence that tells a person what it means here."""

    step: Step
    says: str


_HIDE = "Hide it; do not delete it, for it may be needed. A case is opened: look there before you answer."
_SAYS: Mapping[Step, str] = {
    Step.ANSWER: "Answer the question, once a second person has read the answer.",
    Step.THANK: "Thank the writer, and pass it on to the staff.",
    Step.INVITE: "Answer with an invitation to talk in private. Do not hide it: it is criticism, not "
    "abuse; if it says which child it is about, ask the writer to take that out.",
    Step.HIDE_AND_MOVE: "Hide it, because it is about a child, and ask the writer to contact the "
    "school in private. Say nothing about the child in public.",
    Step.HIDE_AND_CASE: _HIDE,
    Step.HIDE_AND_REPORT: "Hide it, report it to the platform, and do not follow its links. Warn "
    "parents if it speaks in the school's name.",
    Step.HAND_OVER: "Do not answer, hide or share it. Hand it to the headteacher or the safeguarding "
    "lead at once: they decide what happens to it.",
    Step.LEAVE: "Leave it as it is. No answer is needed.",
}
_CHILD_AT_RISK = (
    "Hide it; do not delete or copy it, and do not answer in public. Hand it to the safeguarding "
    "lead at once."
)
_STEPS: Mapping[Category, Step] = {
    Category.T1: Step.THANK,
    Category.T2: Step.ANSWER,
    Category.T4: Step.INVITE,
    **dict.fromkeys(
        (Category.T5, Category.T6, Category.T7, Category.T8, Category.T9), Step.HIDE_AND_CASE
    ),
    **dict.fromkeys((Category.T10, Category.T11, Category.T13, Category.T14), Step.HIDE_AND_CASE),
    **dict.fromkeys((Category.T12, Category.T16, Category.T17), Step.HAND_OVER),
    Category.T15: Step.HIDE_AND_REPORT,
    Category.T19: Step.HIDE_AND_REPORT,
}
_FOR_SAFEGUARDING = frozenset({Category.T10, Category.T11, Category.T13, Category.T14})
_OWN_CHILD = re.compile(
    r"\b(?:my|our)\s+(?:\w+[\s-]+){0,3}?(?:son|daughter|child|boy|girl|kid|lad|little (?:one|man)"
    r"|grandson|granddaughter|grandchild|niece|nephew|twins?|children)(?:'s|’s)?\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://|\bwww\.|\bt\.me/|\bwa\.me/", re.IGNORECASE)


def advise(category: Category, text: str) -> Advice:
    """What to do with a comment of this category.

    A question about the writer's own child is moved to where it is private. A comment that is not
    about the school and carries a link is spam.
    """
    if category in _FOR_SAFEGUARDING:
        return Advice(Step.HIDE_AND_CASE, _CHILD_AT_RISK)
    step = _STEPS.get(category, Step.LEAVE)
    if category is Category.T2 and _OWN_CHILD.search(text):
        step = Step.HIDE_AND_MOVE
    elif category is Category.T3 and _OWN_CHILD.search(text):
        step = Step.INVITE
    elif category is Category.T0 and _LINK.search(text):
        step = Step.HIDE_AND_REPORT
    return Advice(step, _SAYS[step])
