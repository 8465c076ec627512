"""What was said of a post, in words: thanks that were passed on, and whether an article is accurate;
and who a note of thanks may go to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orm.model.items import Kind
from orm.model.judgement import Category, Verdict
from orm.model.letters import Letter
from orm.model.remarks import OFFICE, THANKERS, NewsCheck, Remark, Thanks, ThanksWay
from orm.model.schools import Contact, Role, School
from orm.model.settlements import MentionFile, MentionId
from orm.model.sight import Sight
from orm.model.steps import Checked
from orm.reading.accounts_words import LEFT, here, who, with_roles

CHECKED: Mapping[Checked, str] = {
    Checked.TRUE: "accurate",
    Checked.FALSE: "has an error",
    Checked.MAYBE: "may be accurate",
    Checked.NOTHING: "nothing to check",
}
_IN_TURN = (Role.HEADTEACHER, Role.SLT, Role.COMMS)


class Remarks(Protocol):
    """What people said of posts; nothing of a post that is not for the person who asks."""

    def of(self, sight: Sight, mention_ids: Iterable[MentionId]) -> Mapping[MentionId, Remark]:
        """What was said of those of these posts that this person may read."""
        ...

    def thank(
        self, sight: Sight, mention_id: MentionId, thanks: Thanks, letters: Sequence[Letter]
    ) -> None:
        """Keep that thanks were passed on, with the letters that do it; an audit line with it.

        Raises:
            Conflict: somebody did it first, or it is no praise that this person may read.
        """
        ...

    def check(self, sight: Sight, mention_id: MentionId, check: NewsCheck) -> None:
        """Keep somebody's word on an article; an audit line with it.

        Raises:
            Conflict: it is no article that this person may read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a note may go to. `key` is a contact's id or `OFFICE`."""

    key: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Thanks that were passed on. `to` says to whom or how."""

    by: str
    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckTold:
    """The latest word on an article."""

    word: str
    by: str
    reason: str
    at: datetime


def may_thank(sight: Sight) -> bool:
    """Whether this person passes thanks on and says whether an article is accurate."""
    return bool(sight.roles & THANKERS)


def acting_role(sight: Sight) -> Role | None:
    """The role in which they do it; None for who may not."""
    held = sight.own & THANKERS or sight.roles & THANKERS
    return next((role for role in _IN_TURN if role in held), None)


def is_praise(file: MentionFile) -> bool:
    """Praise of the school (T1): about it, and held by no seal."""
    return (
        file.decision.category is Category.T1
        and file.mention.verdict is Verdict.US
        and not file.sealed
    )


def is_article(file: MentionFile) -> bool:
    """A newspaper's article about the school, held by no seal."""
    return file.item.kind is Kind.NEWS and file.mention.verdict is Verdict.US and not file.sealed


def recipients(
    school: School, contacts: Sequence[Contact], *, reader: Contact, domains: Iterable[str]
) -> tuple[Recipient, ...]:
    """The school's office, where letters may go there, and everybody of the school but the reader."""
    allowed = {each.casefold() for each in domains}
    at_office = school.email.rpartition("@")[2].casefold() in allowed
    office = (Recipient(OFFICE, "The school office", school.email),) if at_office else ()
    people = (
        Recipient(each.id, with_roles(each), each.email)
        for each in here(contacts, school.id)
        if each.id != reader.id
    )
    return (*office, *people)


def passed(thanks: Thanks | None, contacts: Sequence[Contact]) -> Passed | None:
    """Thanks in words."""
    if thanks is None:
        return None
    return Passed(who(thanks.by, contacts), _to(thanks, contacts), thanks.at)


def check_told(check: NewsCheck | None, contacts: Sequence[Contact]) -> CheckTold | None:
    """The latest word in words."""
    if check is None:
        return None
    return CheckTold(CHECKED[check.word], who(check.by, contacts), check.reason, check.at)


def _to(thanks: Thanks, contacts: Sequence[Contact]) -> str:
    if thanks.way is ThanksWay.IN_PERSON:
        return "in person"
    if thanks.to == OFFICE:
        return "to the school office"
    found = next((each for each in contacts if each.id == thanks.to), None)
    return f"to {with_roles(found) if found else LEFT}"
