"""The letter that brings a one-time link to the desk: who it is for and what it opens, no more."""

from datetime import datetime
from hashlib import sha256

from orm.model.entry import LIVES, Purpose
from orm.model.letters import Letter, LetterKind
from orm.model.schools import Contact, School
from reports import bank
from reports.plain import one_line
from reports.render import render
from reports.view import AlertView

_LONGEST_SCHOOL = 80
_LONGEST_NAME = 12


def invitation(
    contact: Contact, school: School, link: str, purpose: Purpose, now: datetime
) -> Letter:
    """The letter with one link, which `orm.entry.ticketing.link` has made, issued `now`.

    Its name holds a hash of the link, so that each link is one letter and the name opens nothing.
    """
    subject = bank.fixed("entry", f"subject_{purpose}")
    until = bank.moment(now + LIVES[purpose])
    view = AlertView(
        subject=subject,
        school=one_line(school.name, longest=_LONGEST_SCHOOL),
        heading=subject,
        lines=(
            bank.fixed("entry", purpose.value),
            bank.fixed("entry", "until", moment=until),
            bank.fixed("entry", f"unexpected_{purpose}"),
            bank.fixed("entry", "keep"),
        ),
        href=link,
        urgent=False,
    )
    rendered = render("alert", view)
    name = sha256(link.encode()).hexdigest()[:_LONGEST_NAME]
    return Letter(
        once=f"entry/{contact.id}/{purpose}/{name}",
        kind=LetterKind.ENTRY,
        school_id=school.id,
        recipient=contact.email,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )
