"""What may be done with a case now: the routes with how far each came, and why others are shut."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from orm.cases.approvals import INSIDE, approvals_needed
from orm.cases.ways import as_it_stands, ways
from orm.model.judgement import Route
from orm.model.steps import Approve, Course, Sent
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_words import called, who


@dataclass(frozen=True, slots=True)
class OpenWay:
    """A route that may be proposed. `usual` says that the policy names it for such a post."""

    route: Route
    called: str
    label: str
    usual: bool
    urgent_only: bool = False


@dataclass(frozen=True, slots=True)
class ShutWays:
    """Routes that are shut for one reason. `gate_label` is empty for a rule of the ladder."""

    labels: tuple[str, ...]
    gate: str
    gate_label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Underway:
    """How far a route came, in a sentence. `asks` is what is to do now, or empty."""

    route: Route
    called: str
    label: str
    says: str
    asks: str
    due_at: datetime | None
    has_paper: bool


def open_ways(at: Standpoint) -> tuple[OpenWay, ...]:
    """The routes that this person may propose now: the usual ones first, in the policy's order."""
    view = at.view
    row = view.policy.categories[view.played.case.category]
    usual = row.offered(view.played.standing.author, view.played.case.severity)
    order = tuple(dict.fromkeys((*usual, *Route)))
    found = [way for route in Route if (way := _open(at, route, usual=route in usual))]
    return tuple(sorted(found, key=lambda way: (not way.usual, order.index(way.route))))


def _open(at: Standpoint, route: Route, *, usual: bool) -> OpenWay | None:
    urgent = at.only_urgent(route)
    if not at.may(at.proposal(route, urgent=urgent)):
        return None
    label = at.view.policy.routes[route].label
    return OpenWay(route, called(route), label, usual=usual, urgent_only=urgent)


def shut_ways(at: Standpoint) -> tuple[ShutWays, ...]:
    """The routes that the policy knows for such a post and that are shut, by reason; then those
    that are open to somebody else.
    """
    view = at.view
    grouped: dict[tuple[str, str], list[str]] = {}
    for shut in as_it_stands(view).locked:
        if not at.only_urgent(shut.route):
            label = view.policy.routes[shut.route].label
            grouped.setdefault((shut.gate, shut.reason), []).append(label)
    for label, reason in _for_others(at):
        grouped.setdefault(("", reason), []).append(label)
    return tuple(
        ShutWays(
            labels=tuple(labels),
            gate=gate,
            gate_label=view.policy.gates[gate].label if gate in view.policy.gates else "",
            reason=reason,
        )
        for (gate, reason), labels in grouped.items()
    )


def _for_others(at: Standpoint) -> Iterator[tuple[str, str]]:
    for route in ways(at.view).routes:
        refused = at.refusal(at.proposal(route))
        if at.is_open and refused and route not in at.view.played.standing.courses:
            yield at.view.policy.routes[route].label, refused


def underway(at: Standpoint) -> tuple[Underway, ...]:
    """Every route that was proposed, with how far it came."""
    return tuple(_underway(at, each) for each in at.view.played.standing.courses.values())


def _underway(at: Standpoint, course: Course) -> Underway:
    return Underway(
        route=course.route,
        called=called(course.route),
        label=at.view.policy.routes[course.route].label,
        says=_how_far(at, course),
        asks=_asks(at, course),
        due_at=course.due_at if course.reply is None else None,
        has_paper=bool(course.paper),
    )


def _how_far(at: Standpoint, course: Course) -> str:
    if course.reply is not None:
        return f"What came back: {course.reply}"
    if course.sent_at is not None:
        reference = f", reference {course.reference}" if course.reference else ""
        return f"{'Done' if course.route in INSIDE else 'Sent or done'}{reference}"
    needed = approvals_needed(course.route, at.view.played.standing)
    if len(course.approved_by) < needed:
        agreed = ", ".join(who(each, at.contacts) for each in course.approved_by)
        so_far = f"; approved by {agreed} so far" if agreed else ""
        return f"Proposed; {needed - len(course.approved_by)} more to approve it{so_far}"
    return "Approved; not yet sent" if needed else "Proposed; nobody needs to approve it"


def _asks(at: Standpoint, course: Course) -> str:
    if at.may(Approve(course.route)):
        return "Read and approve"
    if at.may(Sent(course.route, "a reference")):
        return "Mark as done" if course.route in INSIDE else "Send it, then mark it as sent"
    awaited = course.sent_at is not None and course.reply is None
    return "Write down what came back" if awaited and course.route not in INSIDE else ""
