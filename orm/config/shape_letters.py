"""The shape of [letters]: what the school's letters stand on."""

from pydantic import Field

from orm.config.kinds import Table, Text


class LettersTable(Table):
    """Letters and packs (docs/letters.md). They are written for people to send; nothing is sent."""

    letterhead: Text = Field(
        default="",
        description="The school's own letterhead, a .docx; empty means a plain one.",
        examples=["letterhead.docx"],
    )
