"""What goes instead of a letter that the safety check has held: fixed words, whatever happened.

Of the letter that was held, only its name, its kind and its reader are known here, so nothing that
was in it can be said again. A case is named by its reference, which says nothing about it.
"""

import re

from orm.model.case_alerts import MERGED
from orm.model.cases import CaseRef
from orm.model.letters import Letter, LetterKind
from orm.model.settings import DigestRules
from reports import bank
from reports.case_rows import Desk
from reports.render import render
from reports.undelivered import undelivered_view
from reports.view import AlertView

HELD = "/held"
"""The end of a substitute's name."""

_ALERT = re.compile(
    r"(?:message/[^/]+/)?alert/(?P<ref>[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})/.*-s(?P<severity>[0-4])(?:/\d+)?"
)


def instead_of(letter: Letter, *, rules: DigestRules) -> Letter:
    """The neutral letter to the same reader. An alert whose severity cannot be read is urgent."""
    desk = Desk.at(rules.desk_url)
    view = _view(letter, desk)
    rendered = render("alert", view)
    return Letter(
        once=f"{letter.once}{HELD}",
        kind=letter.kind,
        school_id=letter.school_id,
        recipient=letter.recipient,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )


def _view(letter: Letter, desk: Desk) -> AlertView:
    match letter.kind:
        case LetterKind.ALERT | LetterKind.MESSAGE | LetterKind.URGENT_MESSAGE:
            return _of_alert(letter, desk)
        case LetterKind.HOUSE:
            return _of_house(desk)
        case LetterKind.DIGEST:
            return _of_digest(desk)
        case LetterKind.ENTRY:
            return _of_entry()
        case LetterKind.NOTICE:
            return undelivered_view(desk)
        case LetterKind.THANKS:
            return _of_thanks()


def _of_entry() -> AlertView:
    subject = bank.fixed("held", "entry")
    return AlertView(
        subject=subject,
        school=bank.fixed("held", "sender"),
        heading=subject,
        lines=(bank.fixed("held", "entry_why"), bank.fixed("held", "administrator")),
        href="",
        urgent=False,
    )


def _of_thanks() -> AlertView:
    subject = bank.fixed("thanks", "held")
    return AlertView(
        subject=subject,
        school=bank.fixed("held", "sender"),
        heading=subject,
        lines=(bank.fixed("thanks", "held_why"), bank.fixed("held", "administrator")),
        href="",
        urgent=False,
    )


def _of_digest(desk: Desk) -> AlertView:
    subject = bank.fixed("held", "digest")
    where = "digest_desk" if desk.address else "digest_no_desk"
    return AlertView(
        subject=subject,
        school=bank.fixed("held", "sender"),
        heading=subject,
        lines=(
            bank.fixed("held", "digest_why"),
            bank.fixed("held", where),
            bank.fixed("held", "administrator"),
        ),
        href=desk.address,
        urgent=False,
    )


def _of_alert(letter: Letter, desk: Desk) -> AlertView:
    """A letter about cases, or a message that repeats one or what the house tells of itself."""
    told = letter.once.partition("/")[2].partition("/")[2]
    if letter.kind is not LetterKind.ALERT and told.startswith("house/"):
        return _of_house(desk)
    return _of_cases(desk) if letter.once.startswith(MERGED) else _of_case(letter, desk)


def _of_house(desk: Desk) -> AlertView:
    return _neutral(
        bank.fixed("house", "held"),
        bank.fixed("house", "desk" if desk.address else "no_desk"),
        desk,
    )


def _of_cases(desk: Desk) -> AlertView:
    """Several cases that are told together; none of them is an emergency."""
    where = "case_desk" if desk.address else "case_no_desk"
    return _neutral(bank.fixed("alerts", "held"), bank.fixed("held", where), desk)


def _neutral(subject: bank.Said, where: bank.Said, desk: Desk) -> AlertView:
    return AlertView(
        subject=subject,
        school=bank.fixed("held", "sender"),
        heading=subject,
        lines=(where, bank.fixed("held", "administrator")),
        href=desk.address,
        urgent=False,
    )


def _of_case(letter: Letter, desk: Desk) -> AlertView:
    known = _ALERT.fullmatch(letter.once)
    ref = CaseRef(known["ref"]) if known else None
    urgent = known is None or known["severity"] == "4"
    subject = _subject(ref, urgent=urgent)
    return AlertView(
        subject=subject,
        school=bank.fixed("held", "sender"),
        heading=subject,
        lines=(
            *(bank.fixed_list("alert", "emergency") if urgent else ()),
            _where(ref, desk),
            bank.fixed("alert", "deputy"),
            *bank.fixed_list("alert", "limits"),
        ),
        href=desk.case(ref) if ref else desk.address,
        urgent=urgent,
    )


def _subject(ref: CaseRef | None, *, urgent: bool) -> bank.Said:
    if ref is None:
        return bank.fixed("held", "any_case_urgent")
    return bank.fixed("alert", "subject_S4" if urgent else "subject", ref=bank.reference(ref))


def _where(ref: CaseRef | None, desk: Desk) -> bank.Said:
    if ref is None:
        return bank.fixed("held", "case_desk" if desk.address else "case_no_desk")
    name = "desk" if desk.address else "no_desk"
    return bank.fixed("alert", name, ref=bank.reference(ref))
