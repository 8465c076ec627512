"""What a person may do with a case, one value per button, and where the case then stands.

The words of a step stand in the case's record for ever and may be read by the person they are
about (domain.md §2.4): people are roles there, never names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orm.model.judgement import AuthorType, Category, Route, Severity
from orm.model.schools import ContactId, Role

SET_ASIDE = "gate G2 set aside"
"""What the record calls an override: the digest counts them (domain.md §5.2)."""


class Target(StrEnum):
    """Gate G2: who can be identified as the one that the post is aimed at."""

    STAFF = "a member of staff or a governor"
    PUPIL = "a pupil"
    OTHER = "another person"
    SCHOOL = "only the school"
    NOBODY = "nobody"


class Statement(StrEnum):
    """Gate G2: what the post does."""

    OPINION = "honest opinion"
    FACT = "a statement of fact"
    ABUSE = "abuse, with no statement to check"
    PRIVATE = "private information"
    POSING = "posing as the school or as a person"


class Checked(StrEnum):
    """Gate G2: what checking the facts gave, by someone who is not accused."""

    FALSE = "it is false"
    MAYBE = "it may be true"
    TRUE = "it is true"
    NOTHING = "there is nothing to check"


class Gentler(StrEnum):
    """Gate G2: the less intrusive step."""

    TRIED = "tried"
    UNSAFE = "not safe, or would make it worse"
    UNKNOWN_AUTHOR = "nobody to talk to: the author is not known"
    NOT_YET = "not tried yet"


class Concern(StrEnum):
    """Gate G2: what the post may be besides."""

    NONE = "none of these"
    COMPLAINT = "a complaint"
    DISCLOSURE = "a child's disclosure or a safeguarding concern"
    WHISTLEBLOWING = "whistleblowing"
    DISCRIMINATION = "a discrimination concern, special needs among them"


@dataclass(frozen=True, slots=True)
class Answers:
    """Gate G2 as it was answered (domain.md §3.2). `harm`: what harm, and to whom, as a role."""

    target: Target
    statement: Statement
    checked: Checked
    harm: str
    gentler: Gentler
    concern: Concern = Concern.NONE


class Reply(StrEnum):
    """What came back after something was sent."""

    AGREED = "agreed"
    REFUSED = "refused"
    CONTINUED = "refused and went on"
    SILENT = "no answer by the due time"
    REMOVED = "removed"
    NO_BREACH = "breaks no rule of theirs"
    DISAGREED = "has shown that it is true or fair"


class Underneath(StrEnum):
    """What became of the complaint under a post (domain.md §3.4)."""

    ANSWERED = "answered"
    SIGNPOSTED = "pointed to the complaints procedure"
    NOTHING = "there was none"


class Ending(StrEnum):
    """How a case ended."""

    REMOVED = "removed"
    CORRECTED = "corrected or answered"
    STAYS = "stays, and that is right"
    REFUSED = "stays although we asked"
    HANDED_OVER = "handed over to those whose task it is"
    NO_ACTION = "no action"


@dataclass(frozen=True, slots=True)
class Assign:
    """The case belongs to another role."""

    owner: Role


@dataclass(frozen=True, slots=True)
class ConfirmAuthor:
    """Who wrote it, by what is known without looking anybody up (gate G6). The reason is the basis."""

    author: AuthorType


@dataclass(frozen=True, slots=True)
class Classify:
    """A person's word on what kind of post it is, and how serious."""

    category: Category
    severity: Severity
    subtype: str = ""


@dataclass(frozen=True, slots=True)
class AnswerGate:
    """Gate G2, answered."""

    answers: Answers


@dataclass(frozen=True, slots=True)
class Override:
    """Gate G2 set aside by the headteacher or who stands in. Another person agrees, or it is none."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation took place, or was offered and turned down: step 1 of the ladder."""


@dataclass(frozen=True, slots=True)
class AnswerComplaint:
    """What became of the complaint underneath."""

    underneath: Underneath


@dataclass(frozen=True, slots=True)
class Propose:
    """One route is wanted. `rule` is the platform's rule, the sentence that is wrong, or whatever
    else the route needs said; the reason is why. `paper` is the letter or pack with the version of
    its words, such as "L1 2026.1", and `fingerprint` that of the facts in it.
    """

    route: Route
    rule: str = ""
    urgent: bool = False
    paper: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Approve:
    """A proposal may leave the house; with an override open, that is agreed to as well."""

    route: Route


@dataclass(frozen=True, slots=True)
class Sent:
    """What was approved has left the house by a person's hand. `reference` is theirs or ours."""

    route: Route
    reference: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    route: Route
    reply: Reply


@dataclass(frozen=True, slots=True)
class Hold:
    """Evidence is on hold: no request, no purge (gate G3)."""


@dataclass(frozen=True, slots=True)
class Release:
    """Police or the safeguarding lead released the evidence."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Only the safeguarding team sees the case from now on."""


@dataclass(frozen=True, slots=True)
class NoteDown:
    """Words for the record."""


@dataclass(frozen=True, slots=True)
class Support:
    """Support was offered to whom the post is aimed at, as a role."""

    role: str


@dataclass(frozen=True, slots=True)
class Close:
    """The end. `lesson` is the debrief, or empty with the reason why none is needed."""

    ending: Ending
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes back the step with this number."""

    seq: int


Step = (
    Assign
    | ConfirmAuthor
    | Classify
    | AnswerGate
    | Override
    | Talk
    | AnswerComplaint
    | Propose
    | Approve
    | Sent
    | Answered
    | Hold
    | Release
    | Seal
    | NoteDown
    | Support
    | Close
    | Undo
)


@dataclass(frozen=True, slots=True)
class Course:
    """How far one route came. Times are aware UTC."""

    route: Route
    proposed_by: ContactId
    rule: str
    urgent: bool
    paper: str = ""
    fingerprint: str = ""
    approved_by: tuple[ContactId, ...] = ()
    approved_at: datetime | None = None
    sent_at: datetime | None = None
    reference: str = ""
    due_at: datetime | None = None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands after its steps, beside what the `Case` itself holds.

    `confirmed_by` is empty while nobody confirmed the author. `overridden_by` are those who set
    gate G2 aside: it counts from two. `reclassified` says that a person changed the kind of post
    from one that is never taken down.
    """

    author: AuthorType
    confirmed_by: str = ""
    basis: str = ""
    subtype: str = ""
    answers: Answers | None = None
    overridden_by: tuple[ContactId, ...] = ()
    reclassified: bool = False
    talked: bool = False
    underneath: Underneath | None = None
    supported: str = ""
    ending: Ending | None = None
    lesson: str = ""
    courses: Mapping[Route, Course] = field(default_factory=dict)

    @property
    def refused_and_continued(self) -> bool:
        """The guard of the ladder (domain.md §3.4)."""
        return any(course.reply is Reply.CONTINUED for course in self.courses.values())

    @property
    def refused(self) -> bool:
        """Somebody who was asked said no, did not answer, or went on."""
        no = {Reply.REFUSED, Reply.CONTINUED, Reply.SILENT}
        return any(course.reply in no for course in self.courses.values())
