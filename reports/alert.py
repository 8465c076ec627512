"""The alert: fixed neutral words that say which case to open, and nothing about it (§5.3, §5.4)."""

from orm.model.cases import CaseRef
from orm.model.judgement import Severity
from orm.model.letters import Letter, LetterKind
from orm.model.schools import Contact, School
from orm.model.settings import DigestRules
from reports.case_rows import Desk
from reports.plain import one_line
from reports.render import render
from reports.view import AlertView

_LONGEST_SCHOOL = 80

_EMERGENCY = (
    "Phone first: if anyone may be in danger, call 999 now.",
    "Then ring the next person on the school's phone tree, until you have spoken to someone.",
)
_LIMITS = (
    "This program is not an emergency service and does not watch out of hours.",
    "This message says nothing about the case on purpose. Do not forward it.",
)


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
    href = Desk.at(rules.desk_url).case(ref)
    where = (
        f"Sign in to the desk and open case {ref}."
        if href
        else f"On the school's machine, or through your IT contact: orm case show {ref}"
    )
    subject = f"URGENT - open case {ref}" if urgent else f"Case {ref} needs you today"
    view = AlertView(
        subject=subject,
        school=one_line(school.name, longest=_LONGEST_SCHOOL),
        heading=subject,
        lines=(
            *(_EMERGENCY if urgent else ()),
            where,
            "If you cannot act on it, ring your deputy.",
            *_LIMITS,
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
