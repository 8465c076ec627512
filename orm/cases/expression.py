"""Gate G2, free expression: what a person's answers leave open, and why not the rest.

Article 10; domain.md §3.2. If the target is only the school, or it is honest opinion, or it may be
true, removal stays shut.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from orm.model.judgement import Category
from orm.model.steps import Answers, Checked, Concern, Gentler, Statement, Target, Underneath

_OF_THE_SCHOOL = frozenset({Category.T15, Category.T19})
"""Posing as the school and cheating in its name are aimed at no person and are no opinion."""

_NO_PERSON = frozenset({Target.SCHOOL, Target.NOBODY})
_SHUT = {
    Concern.DISCLOSURE: "it may be a child's disclosure: the safeguarding lead takes it first",
    Concern.WHISTLEBLOWING: "it may be whistleblowing: that is protected, and nobody asks for it to go",
    Concern.DISCRIMINATION: "it may be a discrimination concern: answer it; asking for removal could"
    " be victimisation (Equality Act 2010 ss27 and 86)",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form. `field` is the one of `Answers`; `choices` is None for own words."""

    field: str
    asks: str
    choices: type[StrEnum] | None


FORM = (
    Question("target", "Who can be identified as the one it is aimed at?", Target),
    Question("statement", "What does the post do?", Statement),
    Question("checked", "Somebody who is not accused has checked it. What is it?", Checked),
    Question("harm", "What harm is there, and to whom, as a role?", None),
    Question("gentler", "Was something less intrusive tried?", Gentler),
    Question("concern", "Is it also one of these?", Concern),
)
"""Gate G2 as a person is asked it (domain.md §3.2)."""


def unanswered(answers: Answers | None) -> tuple[str, ...]:
    """What is still to be answered before the gate can be looked at."""
    if answers is None:
        return (
            "answer the questions of gate G2 first: who is it aimed at, is it fact or opinion?",
        )
    return ()


def objections(
    answers: Answers, category: Category, *, underneath: Underneath | None
) -> tuple[str, ...]:
    """Why removal stays shut by these answers; nothing when the gate is passed."""
    return tuple(_objections(answers, category, underneath))


def _objections(
    answers: Answers, category: Category, underneath: Underneath | None
) -> Iterable[str]:
    posing = category in _OF_THE_SCHOOL and answers.statement is Statement.POSING
    if answers.target in _NO_PERSON and not posing:
        yield "it is aimed at the school and not at a person who can be identified"
    if answers.statement is Statement.OPINION:
        yield "it is honest opinion, and everybody may have one"
    if answers.checked in {Checked.MAYBE, Checked.TRUE}:
        yield f"{answers.checked}: look into it and answer it"
    if answers.statement is Statement.FACT and answers.checked is Checked.NOTHING:
        yield "a statement of fact is checked first, by someone who is not accused"
    if answers.gentler is Gentler.NOT_YET:
        yield "something gentler comes first: a conversation, an answer"
    if answers.concern in _SHUT:
        yield _SHUT[answers.concern]
    if answers.concern is Concern.COMPLAINT and underneath not in {
        Underneath.ANSWERED,
        Underneath.SIGNPOSTED,
    }:
        yield "there is a complaint under it: answer it, or point to the procedure, first"
