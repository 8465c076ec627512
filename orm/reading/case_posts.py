"""What was seen, as a case page shows it: the words covered where they may hurt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from orm.cases.ways import View
from orm.model.cases import CaseState, SeenItem
from orm.model.judgement import Category, Retain, Severity
from orm.model.schools import Role
from orm.reading.addresses import site
from orm.reading.case_standpoint import Standpoint
from orm.reading.explanation import Reason, why_about
from orm.reading.plain_words import defanged

COVERED = frozenset(
    {
        Category.T5,
        Category.T6,
        Category.T7,
        Category.T8,
        Category.T9,
        Category.T11,
        Category.T12,
        Category.T13,
        Category.T14,
        Category.T16,
        Category.T17,
    }
)
"""Kinds of post whose words are shown to who asks for them; so is every serious one."""

NO_WORDS = "The policy keeps no words of this kind: only where and when."
WORDS_GONE = "The words were deleted when their time was over."


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a case. `address` opens nothing by itself; `number` counts from 1, oldest first; `without` says why there are no
    words; moments are aware UTC, `posted_at` None where nobody knows.
    """

    number: int
    place: str
    address: str
    posted_at: datetime | None
    collected_at: datetime
    versions: int
    title: str
    text: str
    without: str
    covered: bool


def posts(at: Standpoint) -> tuple[Post, ...]:
    """Every post of the case, oldest first. An address may name its author, whom the leadership team
    is not told (domain.md §5.1): who is there for nothing but that is shown the site alone.
    """
    return tuple(_posts(at.view, whole=bool(at.roles - {Role.SLT})))


def _posts(view: View, *, whole: bool) -> Iterator[Post]:
    covered = is_covered(view)
    without = _why_without(view)
    for number, seen in enumerate(view.file.seen, start=1):
        yield Post(
            number=number,
            place=_place(view, seen),
            address=defanged(seen.url) if whole else site(seen.url),
            posted_at=seen.posted_at,
            collected_at=seen.collected_at,
            versions=seen.versions,
            title=seen.title,
            text=seen.text,
            without="" if seen.title or seen.text else without,
            covered=covered,
        )


def is_covered(view: View) -> bool:
    """Whether the words are shown only to who asks for them."""
    case = view.played.case
    kinds = {case.category, view.file.decision.category, *view.file.decision.also}
    return bool(kinds & COVERED) or case.severity >= Severity.S3


def why_ours(view: View) -> tuple[Reason, ...]:
    """Why it is thought to be about the school, the weightiest reason first."""
    return why_about(view.file.evidence, words=has_words(view))


def has_words(view: View) -> bool:
    """Whether the policy keeps any words of such a post."""
    return view.file.decision.retain is Retain.FULL


def _why_without(view: View) -> str:
    gone = view.played.case.state is CaseState.PURGED or has_words(view)
    return WORDS_GONE if gone else NO_WORDS


def _place(view: View, seen: SeenItem) -> str:
    is_last = seen is view.file.seen[-1]
    return (view.around.platform if is_last else "") or seen.platform or seen.source
