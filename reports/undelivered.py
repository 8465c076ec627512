"""The letter that tells of another one which the mail server refused for good: fixed words only.

Neither the reader, nor the address, nor what the other letter was about is known here, so nothing
of it can be said to somebody it was not for.
"""

from orm.model.letters import Letter, LetterKind
from orm.model.schools import SchoolId
from orm.model.settings import DigestRules
from orm.model.weeks import Week
from reports import bank
from reports.case_rows import Desk
from reports.render import render
from reports.view import AlertView


def undelivered(
    refused: str, week: Week, *, school_id: SchoolId, reader: str, rules: DigestRules
) -> Letter:
    """Tell `reader` that the address `refused` took no letter; one letter a week for each address."""
    rendered = render("alert", undelivered_view(Desk.at(rules.desk_url)))
    return Letter(
        once=f"undelivered/{school_id}/{week.key}/{refused}",
        kind=LetterKind.NOTICE,
        school_id=school_id,
        recipient=reader,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )


def undelivered_view(desk: Desk) -> AlertView:
    """What it says, to anybody."""
    subject = bank.fixed("undelivered", "subject")
    return AlertView(
        subject=subject,
        school=bank.fixed("held", "sender"),
        heading=subject,
        lines=(
            bank.fixed("undelivered", "why"),
            bank.fixed("undelivered", "act"),
            bank.fixed("undelivered", "until"),
        ),
        href=desk.address,
        urgent=False,
    )
