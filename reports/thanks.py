"""The note that passes thanks on: fixed words, what was praised by theme, and who asks by role.

No text, place or author of the post is known here, so none can be told.
"""

from orm.model.letters import Letter, LetterKind
from orm.model.schools import Role, School
from orm.model.settlements import MentionId
from reports import bank
from reports.mention_rows import praise_of
from reports.plain import one_line
from reports.render import render
from reports.view import AlertView

_LONGEST_SCHOOL = 80


def thanks_note(
    number: MentionId, themes: tuple[str, ...], *, role: Role, school: School, reader: str
) -> Letter:
    """The note to the address `reader`, from whoever holds `role`; one for each post."""
    subject = bank.fixed("thanks", "subject")
    rendered = render(
        "alert",
        AlertView(
            subject=subject,
            school=one_line(school.name, longest=_LONGEST_SCHOOL),
            heading=subject,
            lines=(
                bank.fixed("thanks", "from", role=bank.word("role", role)),
                bank.fixed("thanks", "about", praise=praise_of(themes)),
                bank.fixed("thanks", "ask"),
                bank.fixed("thanks", "kept"),
            ),
            href="",
            urgent=False,
        ),
    )
    return Letter(
        once=f"thanks/{school.id}/{number}",
        kind=LetterKind.THANKS,
        school_id=school.id,
        recipient=reader,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )
