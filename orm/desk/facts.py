"""What a case knows of the facts that a letter or pack states; the rest a person adds."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from orm.cases.clocks import day_in_words, deletion_due, in_words, local_day
from orm.cases.steps import read
from orm.cases.ways import View
from orm.errors import NotAllowed
from orm.model.judgement import Route
from orm.model.papers import Facts, Figure
from orm.model.schools import Contact, Role, School, SchoolCalendar
from orm.model.settings import PolicyProfile
from orm.model.steps import (
    AnswerComplaint,
    Answered,
    Answers,
    Reply,
    Sent,
    Step,
    Support,
    Talk,
    Target,
)

_ROLES = {
    Role.HEADTEACHER: "headteacher",
    Role.DSL: "designated safeguarding lead",
    Role.SLT: "member of the senior leadership team",
    Role.COMMS: "communications lead",
    Role.CHAIR: "chair of governors",
    Role.DPO: "data protection officer",
    Role.IT: "ICT manager",
}
_HOUR = timedelta(hours=1)
_FIGURES = frozenset({"counts", "actions", "error_rates"})
"""Facts that are lists of numbers with their labels."""


def known_facts(
    view: View,
    *,
    by: Contact,
    school: School | None,
    profile: PolicyProfile,
    calendar: SchoolCalendar,
) -> Facts:
    """Everything that the case, the register and the clock know. People are roles."""
    case, now = view.played.case, view.around.now
    seen = view.file.seen[-1] if view.file.seen else None
    known = Facts(
        case_ref=case.ref,
        school_name=school.name if school else "",
        school_website=school.website if school else "",
        school_address=school.address if school else "",
        school_telephone=school.telephone if school else "",
        school_email=(school.email if school else "") or by.email,
        school_identity=_identity(school),
        privacy_link=profile.privacy_url,
        complaints_link=profile.complaints_url,
        written_on=day_in_words(local_day(now)),
        sender_name=by.name,
        sender_role=_role_of(by),
        platform=view.around.platform or ((urlsplit(seen.url).hostname or "") if seen else ""),
        post_links=tuple(each.url for each in view.file.seen),
        posted_on=in_words(seen.posted_at) if seen and seen.posted_at else "",
        seen_on=in_words(seen.collected_at) if seen else "",
        words_quoted=_ground_words(view),
        exact_words=seen.text if seen else "",
        by_when=in_words(deletion_due(now, calendar, profile.deletion_due_school_days)),
        steps_taken=tuple(_steps(view)),
        first_approver="awaited",
        second_approver="awaited, another person",
        evidence_held=tuple(f"text, SHA-256 {each.content_hash}" for each in view.file.seen),
    )
    return _of_the_gate(_of_the_courses(_of_the_events(known, view), view), view)


def with_given(known: Facts, given: Mapping[str, tuple[str, ...]]) -> Facts:
    """The facts with what a person adds, by field; a list takes every value, a text the last.

    Raises:
        NotAllowed: there is no such fact.
    """
    many = {each.name for each in fields(Facts) if each.default == ()}
    unknown = sorted(set(given) - {each.name for each in fields(Facts)})
    if unknown:
        raise NotAllowed(
            f"No letter states a fact named {unknown[0]}; orm case facts REF ROUTE lists them."
        )
    changed: dict[str, object] = {
        name: values if name in many else values[-1] for name, values in given.items() if values
    }
    changed.update((name, tuple(map(_figure, given[name]))) for name in _FIGURES & set(given))
    return replace(known, **changed)  # type: ignore[arg-type]  # by name, checked above


def _figure(said: str) -> Figure:
    label, colon, value = said.rpartition(":")
    if not colon:
        raise NotAllowed(f"{said!r} is no figure; write it like complaints: 4.")
    return Figure(label.strip(), value.strip())


def _identity(school: School | None) -> str:
    if school is None or not school.urn:
        return ""
    return f"number {school.urn} in the register of schools; {school.website}".rstrip("; ")


def _affected(answers: Answers | None) -> str:
    if answers is None:
        return ""
    if answers.target in {Target.SCHOOL, Target.NOBODY}:
        return "the school's families and staff"
    return answers.target.value


def _role_of(by: Contact) -> str:
    return next((_ROLES[role] for role in Role if role in by.roles), "")


def _ground_words(view: View) -> str:
    """The first words on which the flag rests: a letter names the words, not the whole post."""
    return next((ground.quote for ground in view.file.decision.grounds if ground.span), "")


def _steps(view: View) -> list[str]:
    """What was done that somebody outside may know, by the record, without anybody's words."""
    said = ((event, _said(view, read(event))) for event in view.file.events)
    return [f"{in_words(event.at)}: {what}" for event, what in said if what]


def _said(view: View, step: Step | None) -> str:
    match step:
        case Talk():
            return "a conversation was held, or offered"
        case Support():
            return "support was offered to the person concerned"
        case AnswerComplaint(underneath=underneath):
            return f"the complaint underneath: {underneath}"
        case Sent(route=route):
            return f"{_label(view, route)}: done"
        case Answered(route=route, reply=reply):
            return f"{_label(view, route)}: {reply}"
        case _:
            return ""


def _label(view: View, route: Route) -> str:
    label = view.policy.routes[route].label
    return f"{label[:1].lower()}{label[1:]}"


def _of_the_events(known: Facts, view: View) -> Facts:
    """Dates of the ladder: the conversation, the request, the refusal, the going on."""
    dates: dict[str, str] = {}
    for event in view.file.events:
        match read(event):
            case Talk():
                dates["spoke_on"] = _day(event.at)
            case Sent(route=Route.DELETION_REQUEST):
                dates["asked_on"] = _day(event.at)
            case Answered(route=Route.DELETION_REQUEST, reply=Reply.REFUSED):
                dates["refused_on"] = _day(event.at)
            case Answered(route=Route.DELETION_REQUEST, reply=Reply.CONTINUED):
                dates.setdefault("refused_on", _day(event.at))
                dates["continued_on"] = _day(event.at)
            case _:
                pass
    return replace(known, **dates)  # type: ignore[arg-type]  # texts by name


def _day(moment: datetime) -> str:
    return day_in_words(local_day(moment))


def _of_the_courses(known: Facts, view: View) -> Facts:
    report = view.played.standing.courses.get(Route.PLATFORM_REPORT)
    posh = view.played.standing.courses.get(Route.POSH)
    if posh is not None and posh.urgent:
        known = replace(known, safeguarding_reason=posh.rule)
    if report is None or report.sent_at is None:
        return replace(known, earlier_report="none")
    waited = (view.around.now - report.sent_at) // _HOUR
    return replace(
        known,
        platform_rule=report.rule,
        platform_reference=report.reference,
        platform_reported_at=in_words(report.sent_at),
        platform_reply=report.reply.value if report.reply else "no answer yet",
        hours_waited=str(waited),
        earlier_report=f"{report.reference}, {in_words(report.sent_at)}",
    )


def _of_the_gate(known: Facts, view: View) -> Facts:
    standing = view.played.standing
    answers = standing.answers
    return replace(
        known,
        affected_role=standing.supported or _affected(answers),
        effect=answers.harm if answers else "",
        grievance_handling=standing.underneath.value if standing.underneath else "",
        author_identified="yes" if standing.author.community else "",
    )
