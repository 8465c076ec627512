"""The alert: fixed neutral words that say which case to open, and nothing about it (§5.3, §5.4)."""

from orm.model.cases import CaseRef
from orm.model.judgement import Severity
from orm.model.letters import Letter, LetterKind
from orm.model.schools import Contact, School
from orm.model.settings import DigestRules
from reports import bank
from reports.case_rows import Desk
from reports.plain import one_line
from reports.render import render
from reports.view import AlertView

_LONGEST_SCHOOL = 80


def alert(
    *,
    ref: CaseRef,
    severity: Severity,
    school: School,
    reader: Contact,
    rules: DigestRules,
    once_suffix: str = "opened",
) -> Letter:
    """Tells `reader` that a case needs a person: S4 by phone first, anything lower today.

    No category, place, text or author is known here, so none can be told. A case that becomes graver
    is another letter: `once` holds the severity.
    """
    urgent = severity >= Severity.S4
    name = bank.reference(ref)
    href = Desk.at(rules.desk_url).case(ref)
    subject = bank.fixed("alert", "subject_S4" if urgent else "subject", ref=name)
    view = AlertView(
        subject=subject,
        school=one_line(school.name, longest=_LONGEST_SCHOOL),
        heading=subject,
        lines=(
            *(bank.fixed_list("alert", "emergency") if urgent else ()),
            bank.fixed("alert", "desk" if href else "no_desk", ref=name),
            bank.fixed("alert", "deputy"),
            *bank.fixed_list("alert", "limits"),
        ),
        href=href,
        urgent=urgent,
    )
    letter = render("alert", view)
    return Letter(
        once=f"alert/{ref}/{reader.id}/{once_suffix}-s{int(severity)}",
        kind=LetterKind.ALERT,
        school_id=school.id,
        recipient=reader.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
    )
