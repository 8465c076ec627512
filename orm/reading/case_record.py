"""The record of a case as a page tells it: who did what, when and why."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.cases.chain import OPENED, PROGRAM, RAISED, read_what_it_is
from orm.cases.expression import FORM
from orm.cases.overdue import REMINDED
from orm.cases.steps import read
from orm.model.cases import CaseEvent
from orm.model.schools import Contact
from orm.model.steps import (
    AnswerComplaint,
    Answered,
    AnswerGate,
    Answers,
    Assign,
    Classify,
    Close,
    ConfirmAuthor,
    Sent,
    Step,
    Support,
    Undo,
)
from orm.reading.case_words import lowered, who
from orm.reading.plain_words import AUTHORS, ROLES
from orm.triage.policy import Policy

_HASH = re.compile(r",? ?\b[0-9a-f]{64}\b")
_PROGRAM = "orm, the program"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One step of the record. `more` are further facts of it, as (what, value)."""

    seq: int
    at: datetime
    who: str
    what: str
    reason: str
    more: tuple[tuple[str, str], ...] = ()


def record(
    events: Sequence[CaseEvent], policy: Policy, contacts: Sequence[Contact]
) -> tuple[RecordLine, ...]:
    """Every step, the first one first."""
    return tuple(
        RecordLine(
            seq=event.seq,
            at=event.at,
            who=_PROGRAM if event.actor == PROGRAM else who(event.actor, contacts),
            what=_what(event, policy),
            reason=_reason(event, policy, contacts),
            more=tuple(_more(event, policy)),
        )
        for event in events
    )


def _what(event: CaseEvent, policy: Policy) -> str:
    """The action, with the route of a step that is about one."""
    action = f"{event.action[:1].upper()}{event.action[1:]}"
    route = getattr(read(event), "route", None)
    return f"{action}: {lowered(policy.routes[route].label)}" if route is not None else action


def _reason(event: CaseEvent, policy: Policy, contacts: Sequence[Contact]) -> str:
    """Why, in words; without the fingerprints that only a check needs."""
    if event.action in {OPENED, RAISED} and event.details:
        case = read_what_it_is(event.details)
        kind = policy.categories[case.category].label
        severity = policy.severities[case.severity].label
        sealed = "; sealed" if case.sealed else ""
        return f"{kind}; {lowered(severity)}; for the {ROLES[case.owner]}{sealed}"
    if event.action == REMINDED:
        why, told, ids = event.reason.partition(": told ")
        return f"{why}{told}{', '.join(who(each, contacts) for each in ids.split(', '))}"
    return _HASH.sub("", event.reason)


def _more(event: CaseEvent, policy: Policy) -> Iterator[tuple[str, str]]:
    step = read(event)
    yield from _of_the_post(step, policy)
    match step:
        case AnswerComplaint(underneath=answer) | Answered(reply=answer):
            yield "What came of it", answer.value
        case Assign(owner=owner):
            yield "To", ROLES[owner]
        case Sent(reference=reference) if reference:
            yield "Reference", reference
        case Support(role=role):
            yield "To", role
        case Undo(seq=seq):
            yield "Step", str(seq)
        case _:
            pass


def _of_the_post(step: Step | None, policy: Policy) -> Iterator[tuple[str, str]]:
    match step:
        case AnswerGate(answers=answers):
            yield from answered(answers)
        case ConfirmAuthor(author=author):
            yield "Who", AUTHORS[author]
        case Classify(category=category, severity=severity, subtype=letter):
            yield "Kind", f"{policy.categories[category].label}{f' ({letter})' if letter else ''}"
            yield "How serious", policy.severities[severity].label
        case Close(ending=ending, lesson=lesson):
            yield "How", ending.value
            yield "Lesson", lesson or "none"
        case _:
            pass


def answered(answers: Answers | None) -> tuple[tuple[str, str], ...]:
    """Gate G2 as (question, answer); nothing where it was not answered."""
    if answers is None:
        return ()
    return tuple((each.asks, str(getattr(answers, each.field))) for each in FORM)
