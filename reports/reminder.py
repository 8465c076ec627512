"""The reminder: a case waits, since when, and where it is opened; nothing about it (G12, §5.3)."""

from orm.model.judgement import Severity
from orm.model.letters import Letter, LetterKind
from orm.model.reminders import Reminder, Rung, Told
from orm.model.schools import Role, School
from orm.model.settings import DigestRules
from reports import bank
from reports.case_rows import Desk
from reports.plain import one_line
from reports.render import render
from reports.view import AlertView

_LONGEST_SCHOOL = 80


def remind(
    reminder: Reminder, told: Told, *, seq: int, school: School, rules: DigestRules
) -> Letter:
    """The letter to one person on one rung; `seq` is the step of the record that it belongs to.

    No category, place, text or author is known here, so none can be told. The words are the same
    for a sealed case.
    """
    urgent = reminder.rung.unopened and reminder.severity >= Severity.S4
    href = Desk.at(rules.desk_url).case(reminder.ref) if told.may_open else ""
    subject = _subject(reminder, urgent=urgent)
    view = AlertView(
        subject=subject,
        school=one_line(school.name, longest=_LONGEST_SCHOOL),
        heading=subject,
        lines=(
            *(bank.fixed_list("alert", "emergency") if urgent else ()),
            *_lines(reminder, told, rules),
            bank.fixed("reminder", "silence"),
            *bank.fixed_list("alert", "limits"),
        ),
        href=href,
        urgent=urgent,
    )
    letter = render("alert", view)
    return Letter(
        once=f"alert/{reminder.ref}/{told.contact.id}/reminded-{seq}-s{int(reminder.severity)}",
        kind=LetterKind.ALERT,
        school_id=school.id,
        recipient=told.contact.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
    )


def _subject(reminder: Reminder, *, urgent: bool) -> bank.Said:
    name = "subject_unopened" if reminder.rung.unopened else "subject"
    return bank.fixed(
        "reminder", f"{name}_S4" if urgent else name, ref=bank.reference(reminder.ref)
    )


def _lines(reminder: Reminder, told: Told, rules: DigestRules) -> tuple[bank.Said, ...]:
    since = "unopened" if reminder.rung.unopened else "late"
    return (
        bank.fixed("reminder", since, moment=bank.moment(reminder.since)),
        bank.fixed("reminder", _why(reminder.rung)),
        _where(reminder, rules) if told.may_open else _whom_to_ask(reminder.owner),
    )


def _why(rung: Rung) -> str:
    if rung is Rung.DUE:
        return "mine"
    if rung is Rung.ON_CALL:
        return "on_call"
    return "others_unopened" if rung.unopened else "others"


def _where(reminder: Reminder, rules: DigestRules) -> bank.Said:
    name = "desk" if rules.desk_url else "no_desk"
    return bank.fixed("alert", name, ref=bank.reference(reminder.ref))


def _whom_to_ask(owner: Role) -> bank.Said:
    """A case that the chair leads on may be about the headteacher: who leads is not said."""
    if owner is Role.CHAIR:
        return bank.fixed("reminder", "ask_them")
    return bank.fixed("reminder", "ask", role=bank.word("role", owner.value))
