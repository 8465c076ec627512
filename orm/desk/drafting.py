"""Letters and packs on the desk: drafted when a route is proposed, written when it is approved.

What is approved is what was read: the proposal's event holds the fingerprint of the facts, and the
approved paper is kept as evidence. Nothing is sent; a person sends it and says so.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Protocol

from pydantic import TypeAdapter

from orm.cases.approvals import approvals_needed
from orm.cases.clocks import local_day
from orm.cases.replay import Played
from orm.cases.ways import View
from orm.desk.facts import known_facts, with_given
from orm.desk.pressing import Desk, Press, checked, look_at, press, write
from orm.errors import Conflict, NotAllowed
from orm.model.cases import CaseRef, Draft
from orm.model.evidence import KeptPaper
from orm.model.judgement import AuthorType, Route
from orm.model.papers import Facts, Figure, Paper, Question, Template
from orm.model.schools import Contact
from orm.model.steps import Approve, Course, Propose, Sent

_FACTS = TypeAdapter(Facts)
_PAPERS: Mapping[Route, Template] = {
    Route.DELETION_REQUEST: Template.DELETION_REQUEST,
    Route.INVITE_CONTACT: Template.INVITATION,
    Route.REPLY_PUBLIC: Template.PUBLIC_REPLY,
    Route.COMPLAINTS: Template.COMPLAINTS_SIGNPOST,
    Route.WRITTEN_WARNING: Template.WRITTEN_WARNING,
    Route.PLATFORM_REPORT: Template.PLATFORM_REPORT,
    Route.POSH: Template.POSH_PACK,
    Route.S5_NOTICE: Template.S5_NOTICE,
    Route.THANK: Template.THANKS,
    Route.PRESS_LINE: Template.PRESS_HOLDING_REPLY,
    Route.EDITOR_CORRECTION: Template.EDITOR_CORRECTION,
    Route.POLICE_101: Template.POLICE_SHEET,
    Route.TRUE_VISION: Template.POLICE_SHEET,
}
"""The paper that each route to somebody outside takes (domain.md §4). To a member of staff, L5."""

_TEXT, _DOCX, _PDF = (
    "text/plain; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/pdf",
)


class Papers(Protocol):
    """Who writes letters and packs."""

    def draft(self, template: Template, facts: Facts) -> Paper:
        """The paper with its stamp. Raises NotAllowed where a fact is missing."""
        ...

    def final(
        self, template: Template, facts: Facts, *, approved_by: str, approved_on: date
    ) -> Paper:
        """The paper as it may leave the house."""
        ...

    def questions(self, template: Template) -> tuple[Question, ...]:
        """Every fact that the template can state."""
        ...


@dataclass(frozen=True, slots=True)
class WritingDesk:
    """The desk with what writes and keeps papers. `keep` puts an approved one into the archive."""

    desk: Desk
    papers: Papers
    keep: Callable[[CaseRef, KeptPaper, datetime], object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact of a paper, with what the case knows of it; `value` is empty where a person says it.

    `lines` is the same with a list's entries apart.
    """

    question: Question
    value: str
    lines: tuple[str, ...] = ()


def template_of(route: Route, author: AuthorType) -> Template | None:
    """The paper that a route takes, or None where there is nothing to write."""
    if route is Route.DELETION_REQUEST and author is AuthorType.STAFF:
        return Template.STAFF_REQUEST
    return _PAPERS.get(route)


def facts_asked(
    writing: WritingDesk, ref: CaseRef, route: Route, *, by: Contact, now: datetime
) -> tuple[Asked, ...]:
    """Every fact that the route's paper can state, with what is known.

    Raises:
        NotAllowed: no such case for this person, or the route takes no paper.
    """
    view = look_at(writing.desk, ref, by=by, now=now)
    template = template_of(route, view.played.standing.author)
    if template is None:
        raise NotAllowed(f"{writing.desk.policy.routes[route].label}: there is no letter for it.")
    return facts_of(writing, view, template, by=by)


def facts_of(
    writing: WritingDesk, view: View, template: Template, *, by: Contact
) -> tuple[Asked, ...]:
    """Every fact that a paper can state, with what is known to a case that was looked at."""
    known = _known(writing.desk, view, by)
    return tuple(
        _asked(each, getattr(known, each.fact)) for each in writing.papers.questions(template)
    )


def facts_kept(writing: WritingDesk, ref: CaseRef, route: Route) -> Mapping[str, tuple[str, ...]]:
    """The facts of the route's last proposal, by field, each with its lines; nothing without one."""
    kept = writing.desk.store.draft(ref, route)
    if kept is None:
        return {}
    facts = _FACTS.validate_json(kept.facts)
    return {each.name: _lines(getattr(facts, each.name)) for each in fields(facts)}


def propose(
    writing: WritingDesk,
    ref: CaseRef,
    step: Propose,
    pressing: Press,
    given: Mapping[str, tuple[str, ...]],
) -> Played:
    """Propose a route, with a draft of its paper where it takes one.

    Raises:
        NotAllowed: the policy does not let it follow, or the paper lacks a fact.
        Conflict: somebody else acted first.
    """
    view = look_at(writing.desk, ref, by=pressing.by, now=pressing.now)
    template = template_of(step.route, view.played.standing.author)
    if template is None:
        return press(writing.desk, ref, step, pressing)
    checked(writing.desk, view, step, pressing)
    known = with_given(_known(writing.desk, view, pressing.by), _of_the_step(step, pressing))
    facts = with_given(known, given)
    paper = writing.papers.draft(template, facts)
    text = _FACTS.dump_json(facts).decode()
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    version = f"{template} {paper.version}"
    named = replace(step, paper=version, fingerprint=fingerprint)
    event, played = checked(writing.desk, view, named, pressing)
    writing.desk.store.save_draft(Draft(ref, step.route, version, text, fingerprint))
    write(writing.desk, event, played)
    return played


def approve(writing: WritingDesk, ref: CaseRef, route: Route, pressing: Press) -> Played:
    """Approve a proposal; when everybody has who must, its paper is written and kept as evidence.

    Raises:
        NotAllowed: the policy does not let it follow, or not by this person.
        Conflict: somebody else acted first, or the draft is not the one that was proposed.
    """
    view = look_at(writing.desk, ref, by=pressing.by, now=pressing.now)
    course = view.played.standing.courses.get(route)
    if course is not None and course.paper:
        _facts(writing, ref, course)
    played = press(writing.desk, ref, Approve(route), pressing)
    approved = played.standing.courses[route]
    if approved.paper and _is_agreed(approved, played):
        _keep(writing, ref, approved, pressing.now)
    return played


def send(writing: WritingDesk, ref: CaseRef, step: Sent, pressing: Press) -> Played:
    """Write down that a person sent, rang or did what was approved. Its paper is in the archive
    first, also where the archive failed when it was approved.

    Raises:
        NotAllowed: the policy does not let it follow, or not by this person.
        Conflict: somebody else acted first, or the paper is not the one that was approved.
    """
    view = look_at(writing.desk, ref, by=pressing.by, now=pressing.now)
    checked(writing.desk, view, step, pressing)
    course = view.played.standing.courses[step.route]
    if course.paper:
        _keep(writing, ref, course, pressing.now)
    return press(writing.desk, ref, step, pressing)


def sheet(
    writing: WritingDesk,
    ref: CaseRef,
    template: Template,
    *,
    by: Contact,
    now: datetime,
    given: Mapping[str, tuple[str, ...]],
) -> Paper:
    """A draft of any paper with what the case knows: a call sheet, a checklist, a notice.

    Nobody waits for an approval before a call that protects a child, so these follow no route.

    Raises:
        NotAllowed: no such case for this person, or the paper lacks a fact.
    """
    view = look_at(writing.desk, ref, by=by, now=now)
    facts = with_given(_known(writing.desk, view, by), given)
    return writing.papers.draft(template, facts)


def paper_of(
    writing: WritingDesk, ref: CaseRef, route: Route, *, by: Contact, now: datetime
) -> Paper:
    """The paper of a proposed route: a draft with its stamp, or as it was approved.

    Raises:
        NotAllowed: no such case for this person, or nothing was written.
    """
    view = look_at(writing.desk, ref, by=by, now=now)
    course = view.played.standing.courses.get(route)
    if course is None or not course.paper:
        raise NotAllowed(
            f"{writing.desk.policy.routes[route].label}: nothing is drafted; propose it."
        )
    if _is_agreed(course, view.played):
        return _final(writing, ref, course)
    return writing.papers.draft(_template(course), _facts(writing, ref, course))


def _known(desk: Desk, view: View, by: Contact) -> Facts:
    return known_facts(
        view,
        by=by,
        school=desk.schools.get(view.played.case.school_id),
        profile=desk.profile,
        calendar=desk.calendar,
    )


def _of_the_step(step: Propose, pressing: Press) -> Mapping[str, tuple[str, ...]]:
    """What the proposal itself says of the paper's facts."""
    if step.route is Route.PLATFORM_REPORT:
        return {"platform_rule": (step.rule,)}
    if step.route is Route.EDITOR_CORRECTION:
        return {"wrong_sentence": (step.rule,)}
    if step.route is Route.POSH and step.urgent:
        return {"safeguarding_reason": (pressing.reason,)}
    return {}


def _facts(writing: WritingDesk, ref: CaseRef, course: Course) -> Facts:
    """The facts that were proposed.

    Raises:
        Conflict: they are gone, or are not those that the record names.
    """
    kept = writing.desk.store.draft(ref, course.route)
    if kept is None or hashlib.sha256(kept.facts.encode()).hexdigest() != course.fingerprint:
        raise Conflict(
            "The draft is not the one that was proposed; take the proposal back and propose it again."
        )
    return _FACTS.validate_json(kept.facts)


def _keep(writing: WritingDesk, ref: CaseRef, course: Course, now: datetime) -> None:
    for kept in _files(_final(writing, ref, course), course.route):
        writing.keep(ref, kept, now)


def _final(writing: WritingDesk, ref: CaseRef, course: Course) -> Paper:
    """The paper as it was approved, on the day of its last approval.

    Raises:
        Conflict: its facts are gone, or the words of the template changed since.
    """
    if course.approved_at is None:
        raise ValueError("a paper that nobody approved has no final form")
    names = {contact.id: contact.name for contact in writing.desk.contacts}
    approvers = [names.get(each, each) for each in course.approved_by]
    facts = _facts(writing, ref, course)
    first, second = (*approvers, "", "")[:2]
    facts = replace(facts, first_approver=first, second_approver=second)
    template = _template(course)
    paper = writing.papers.final(
        template,
        facts,
        approved_by=", ".join(approvers),
        approved_on=local_day(course.approved_at),
    )
    if f"{template} {paper.version}" != course.paper:
        raise Conflict(
            f"The words of {template} changed with an update since this was proposed. The approved"
            f" one is in the evidence (orm case export {ref}); or take it back and propose it again."
        )
    return paper


def _template(course: Course) -> Template:
    return Template(course.paper.partition(" ")[0])


def _is_agreed(course: Course, played: Played) -> bool:
    return len(course.approved_by) >= approvals_needed(course.route, played.standing)


def _files(paper: Paper, route: Route) -> Iterable[KeptPaper]:
    name = route.lower().replace("_", "-")
    what = f"{paper.template} {paper.version} as approved"
    yield KeptPaper(f"{name}.txt", _TEXT, paper.text.encode(), what)
    if paper.docx is not None:
        yield KeptPaper(f"{name}.docx", _DOCX, paper.docx, what)
    if paper.pdf is not None:
        yield KeptPaper(f"{name}.pdf", _PDF, paper.pdf, what)


def _asked(question: Question, value: str | tuple[str | Figure, ...]) -> Asked:
    lines = _lines(value)
    return Asked(question, "; ".join(lines), lines)


def _lines(value: str | tuple[str | Figure, ...]) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(each if isinstance(each, str) else f"{each.label}: {each.value}" for each in value)
