"""Several cases of one wave in one letter: how many, which, and nothing about them (§5.3, §5.4)."""

from collections.abc import Sequence

from orm.model.cases import CaseRef
from orm.model.letters import Letter, LetterKind
from orm.model.schools import School
from orm.model.settings import DigestRules
from reports import bank
from reports.case_rows import Desk
from reports.plain import one_line
from reports.render import render
from reports.view import AlertView

_LONGEST_SCHOOL = 80
_MOST_NAMED = 5


def wave_letter(
    once: str, refs: Sequence[CaseRef], *, school: School, recipient: str, rules: DigestRules
) -> Letter:
    """So many more cases need a person today; the first of them are named by reference."""
    desk = Desk.at(rules.desk_url)
    number = len(refs)
    needs = bank.fixed("alerts", "needs_one" if number == 1 else "needs_many")
    cases = bank.joined([bank.median(number), needs], by=" ")
    subject = bank.fixed("alerts", "subject", cases=cases)
    listed = bank.listed([bank.reference(ref) for ref in refs], most=_MOST_NAMED)
    view = AlertView(
        subject=subject,
        school=one_line(school.name, longest=_LONGEST_SCHOOL),
        heading=subject,
        lines=(
            bank.fixed("alerts", "one" if number == 1 else "many", listed=listed),
            bank.fixed("held", "case_desk" if desk.address else "case_no_desk"),
            bank.fixed("alert", "deputy"),
            *bank.fixed_list("alert", "limits"),
        ),
        href=desk.address,
        urgent=False,
    )
    rendered = render("alert", view)
    return Letter(
        once=once,
        kind=LetterKind.ALERT,
        school_id=school.id,
        recipient=recipient,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )
