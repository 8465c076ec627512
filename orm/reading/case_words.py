"""Plain words for a case: its state, its steps, what came back, and who did what."""

import re
from collections.abc import Mapping, Sequence

from orm.model.cases import CaseState
from orm.model.judgement import Route, Severity
from orm.model.schools import Contact
from orm.triage.policy import Policy

STATES: Mapping[CaseState, str] = {
    CaseState.NEW: "New",
    CaseState.REVIEW: "Being looked at",
    CaseState.DISMISSED: "Ended: not about the school",
    CaseState.PROPOSED: "Waits for approval",
    CaseState.APPROVED: "Approved, not sent",
    CaseState.SENT: "Done or sent",
    CaseState.WAITING: "Waits for an answer",
    CaseState.REMOVED: "Taken down",
    CaseState.REFUSED: "Refused",
    CaseState.ESCALATED: "With somebody who can help",
    CaseState.CLOSED: "Closed",
    CaseState.DEBRIEFED: "Closed, with a lesson",
    CaseState.PURGED: "Closed, and its words deleted",
}

_GATE = re.compile(r"\bG\d{1,2}\b")
_TO_ACT = {CaseState.NEW, CaseState.REVIEW, CaseState.PROPOSED, CaseState.APPROVED}
_TO_WAIT = {CaseState.SENT, CaseState.WAITING, CaseState.ESCALATED, CaseState.REFUSED}


def state_tag(state: CaseState) -> str:
    """The kind of tag that a state has; its word says the same."""
    if state in _TO_ACT:
        return "act"
    if state in _TO_WAIT:
        return "wait"
    return "good" if state is CaseState.REMOVED else "plain"


def severity_tag(severity: Severity) -> str:
    """The kind of tag that a severity has."""
    if severity >= Severity.S3:
        return "grave"
    return "wait" if severity is Severity.S2 else "plain"


def called(route: Route) -> str:
    """A route as an address spells it, such as "deletion-request"."""
    return route.value.lower().replace("_", "-")


def route_called(name: str) -> Route | None:
    """The route behind such a word; None where there is none."""
    return next((route for route in Route if called(route) == name), None)


def who(actor: str, contacts: Sequence[Contact]) -> str:
    """The name of whoever did a step: a person's, or "orm" for the program."""
    return next((each.name for each in contacts if each.id == actor), actor)


def explained(sentence: str, policy: Policy) -> str:
    """A sentence of the engine with the names of the gates that it cites by their number."""
    cited = dict.fromkeys(_GATE.findall(sentence))
    told = [f"{gate} is “{policy.gates[gate].label}”" for gate in cited if gate in policy.gates]
    return f"{sentence} ({'; '.join(told)}.)" if told else sentence


def lowered(label: str) -> str:
    """A label inside a sentence."""
    return f"{label[:1].lower()}{label[1:]}"
