"""What people said of posts beside whether they are about the school: thanks that were passed on for
praise, and whether a newspaper's article is accurate.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orm.model.schools import ContactId, Role
from orm.model.steps import Checked

OFFICE = "office"
"""Who a note of thanks goes to when it goes to the school's office and to nobody by name."""

THANKERS = frozenset({Role.HEADTEACHER, Role.SLT, Role.COMMS})
"""Who passes thanks on and says whether an article is accurate, the first of their roles counting."""


class ThanksWay(StrEnum):
    """How thanks are passed on."""

    LETTER = "letter"
    IN_PERSON = "in person"


@dataclass(frozen=True, slots=True)
class Thanks:
    """Thanks that somebody passed on for a post of praise: once for a post and a school.

    `to` is a contact's id or `OFFICE`, and empty for what was said in person; `role` is the role in
    which `by` acted; `at` is aware UTC.
    """

    by: ContactId
    role: Role
    way: ThanksWay
    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewsCheck:
    """Somebody's word on an article. `reason` is one line that quotes nothing; it leaves the desk in
    no letter. `role` is the role in which `by` acted.
    """

    word: Checked
    by: ContactId
    role: Role
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said of one post: the thanks, and the latest word on an article."""

    thanks: Thanks | None = None
    check: NewsCheck | None = None


@dataclass(frozen=True, slots=True)
class CheckedNews:
    """What a digest may tell of a check: the word and the role. `role` None is a check that gate G2
    of a case asked for.
    """

    word: Checked
    role: Role | None = None
