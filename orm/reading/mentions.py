"""What was said about a school, post by post: in words, with the reasons, and never an author."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from orm.cases.sight import may_open, may_read_mention
from orm.model.cases import CaseRef
from orm.model.judgement import Category, Retain, Verdict
from orm.model.schools import Contact, SchoolId
from orm.model.settings import Retention
from orm.model.settlements import MentionFile, MentionId, Settlement
from orm.model.sight import Sight
from orm.model.weeks import Week
from orm.model.wishes import Wish
from orm.reading.addresses import knows_whole, may_follow, shown_address
from orm.reading.case_posts import COVERED
from orm.reading.explanation import About, Finding, PolicyWords, Tone, about, finding, tone
from orm.reading.plain_words import STANCES, VERDICTS
from orm.reading.shelf import Shelf
from orm.school_calendar import LONDON

MOST = 25
"""Posts on one page of the list."""

MOST_ROWS = 5_000
"""Rows of a table to keep."""

WEEKS = 26
"""Weeks that the list offers to choose from."""

COLUMNS = ("Seen", "Posted", "School", "Source", "Platform", "Kind", "Tone", "Subjects", "About us")
ADDRESS = "Address"

_PAGE = 500
_NO_WORDS = "No words of it are kept: only where and when."
_WORDS_GONE = "Its words were deleted when their time was over."


@dataclass(frozen=True, slots=True)
class Desk:
    """Who reads, and the words that the policy and the configuration give."""

    sight: Sight
    words: PolicyWords
    schools: Mapping[SchoolId, str]
    contacts: Sequence[Contact]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a post: whether it is about the school, who, why and when."""

    ours: bool
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One post of the list. `without` says why there are no words of it; `covered` that they are
    shown only to who asks for them; `cases` are those that the reader may open; `opens` says that its
    page can be opened on purpose.
    """

    id: MentionId
    school: str
    seen_at: datetime
    posted_at: datetime | None
    where: str
    platform: str
    kind: str
    tone: str
    themes: tuple[str, ...]
    title: str
    text: str
    without: str
    covered: bool
    about: About
    unsure: bool
    said: Said | None
    cases: tuple[CaseRef, ...]
    address: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Mentions:
    """One page of the list, newest first. `before` is where the older ones begin, or None."""

    lines: tuple[Line, ...]
    before: MentionId | None


@dataclass(frozen=True, slots=True)
class Whole:
    """One post with everything that was thought of it. `copies` are the readable posts of its story,
    itself among them.
    """

    line: Line
    tone: Tone
    finding: Finding
    story_id: int | None
    copies: int


def mentions(shelf: Shelf, wish: Wish, desk: Desk, *, before: MentionId | None) -> Mentions:
    """A page of what is wished for."""
    found = shelf.found(desk.sight, wish, before=before, most=MOST)
    return Mentions(tuple(line(file, desk) for file in found.files), found.before)


def whole(shelf: Shelf, mention_id: MentionId, desk: Desk, *, retention: Retention) -> Whole | None:
    """One post; None where there is none that this person may read."""
    file = shelf.mention(desk.sight, mention_id)
    if file is None:
        return None
    story = shelf.copies(desk.sight, mention_id)
    has_words = file.retain is Retain.FULL
    return Whole(
        line=line(file, desk),
        tone=tone(file.assessment),
        finding=finding(
            file.decision,
            desk.words,
            words=has_words,
            retention=retention,
            due_at=min((case.due_at for case in file.cases), default=None),
        ),
        story_id=story.story_id,
        copies=story.number,
    )


def line(file: MentionFile, desk: Desk) -> Line:
    """A post as the list shows it."""
    item, decision = file.item, file.decision
    return Line(
        id=file.id,
        school=desk.schools.get(file.mention.school_id, file.mention.school_id),
        seen_at=file.seen_at,
        posted_at=item.posted_at,
        where=item.outlet or item.platform,
        platform=item.platform if item.outlet else "",
        kind=desk.words.kinds[decision.category],
        tone=STANCES[file.assessment.stance],
        themes=tuple(desk.words.themes.get(key, key) for key in decision.themes),
        title=item.title,
        text=item.text,
        without=_without(file),
        covered=_is_covered(file),
        about=about(
            desk.schools.get(file.mention.school_id, ""),
            file.mention,
            words=file.retain is Retain.FULL,
        ),
        unsure=file.mention.verdict is Verdict.UNSURE,
        said=_said(file.settled, desk.contacts) if file.settled else None,
        cases=tuple(case.ref for case in file.cases if may_open(case, desk.sight)),
        address=shown_address(item.url, desk.sight),
        opens=may_follow(item.url, desk.sight),
    )


def own_word(file: MentionFile, contact: Contact, sight: Sight) -> bool:
    """Whether this person said of this post that it is not about the school, and could read it but
    for that: whoever errs may say the opposite.
    """
    asked_again = replace(file, mention=replace(file.mention, verdict=Verdict.UNSURE))
    return (
        file.settled is not None
        and file.settled.verdict is Verdict.NOT_US
        and file.settled.by == contact.id
        and may_read_mention(asked_again, sight)
    )


def columns(sight: Sight) -> tuple[str, ...]:
    """The heads of the table to keep: what tells a post, and none of its words."""
    return (*COLUMNS, ADDRESS) if knows_whole(sight) else COLUMNS


def rows(shelf: Shelf, wish: Wish, desk: Desk) -> Iterator[tuple[str, ...]]:
    """The same posts as rows of a table to keep, newest first, at most MOST_ROWS."""
    before: MentionId | None = None
    for _ in range(MOST_ROWS // _PAGE):
        found = shelf.found(desk.sight, wish, before=before, most=_PAGE)
        yield from (_row(file, desk) for file in found.files)
        before = found.before
        if before is None:
            return


def within(wish: Wish, week: Week) -> Wish:
    """The same wish for one week, Monday to Sunday, Europe/London."""
    since, until = (
        datetime.combine(day, time(), LONDON).astimezone(UTC)
        for day in (week.first_on, week.last_on + timedelta(days=1))
    )
    return replace(wish, since=since, until=until)


def last_weeks(now: datetime) -> tuple[Week, ...]:
    """The week of now and those before it, the newest first."""
    today = now.astimezone(LONDON).date()
    return tuple(_week(today - timedelta(weeks=back)) for back in range(WEEKS))


def readable_kinds(sight: Sight, words: PolicyWords) -> Mapping[Category, str]:
    """The kinds of post that a reader may look for."""
    return {key: label for key, label in words.kinds.items() if key in sight.categories}


def _week(day: date) -> Week:
    year, number, _ = day.isocalendar()
    return Week(year, number)


def _said(settled: Settlement, contacts: Sequence[Contact]) -> Said:
    by = next((each.name for each in contacts if each.id == settled.by), settled.by)
    return Said(settled.verdict is Verdict.US, by, settled.reason, settled.at)


def _is_covered(file: MentionFile) -> bool:
    """As on the page of a case."""
    decision = file.decision
    return bool({decision.category, *decision.also} & COVERED) or decision.urgent


def _without(file: MentionFile) -> str:
    if file.item.title or file.item.text:
        return ""
    return _WORDS_GONE if file.decision.retain is Retain.FULL else _NO_WORDS


def _row(file: MentionFile, desk: Desk) -> tuple[str, ...]:
    item, decision = file.item, file.decision
    told = (
        _day(file.seen_at),
        _day(item.posted_at) if item.posted_at else "",
        desk.schools.get(file.mention.school_id, file.mention.school_id),
        item.identity.family,
        item.outlet or item.platform,
        desk.words.kinds[decision.category],
        STANCES[file.assessment.stance],
        "; ".join(desk.words.themes.get(key, key) for key in decision.themes),
        VERDICTS[file.mention.verdict],
    )
    return (*told, shown_address(item.url, desk.sight)) if knows_whole(desk.sight) else told


def _day(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%d}"
