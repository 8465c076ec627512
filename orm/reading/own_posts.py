"""A school's own channels as its people see them: questions about its posts, and what to do with the
comments under them. Only what this person may read, and never a writer's name.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orm.accounts.comments import Step, advise
from orm.cases.sight import may_open
from orm.match.settling import scope_in
from orm.model.accounts import AccountFile
from orm.model.brought import FAMILY
from orm.model.cases import CaseRef
from orm.model.items import Kind
from orm.model.judgement import Route
from orm.model.polls import Scope
from orm.model.post_questions import QuestionedPost
from orm.model.schools import School
from orm.model.settlements import MentionFile, MentionId
from orm.model.sight import Sight
from orm.model.wishes import Wish
from orm.reading.accounts_words import platform, tamed
from orm.reading.case_posts import COVERED
from orm.reading.plain_words import readable
from orm.reading.shelf import Shelf

RECENT = timedelta(days=14)
"""How old a comment may be."""

MOST_POSTS = 20
MOST_COMMENTS = 30

_PAGE = 100
_MOST_PAGES = 5
"""Comments that are looked through; most are on the school's own channels."""

_REPLIES = frozenset({Step.ANSWER, Step.THANK, Step.INVITE, Step.HIDE_AND_MOVE})
_REPLY_ROUTES = frozenset({Route.REPLY_PUBLIC, Route.THANK})
_DRAFT = "The case drafts the reply, for a second person to read before anybody publishes it."
_SECOND_READER = "Before you publish an answer, let a second person read it."
_NOT_OURS = (
    "It may stand under a post that is not ours: then nobody here can hide it; report it to the "
    "platform instead."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `place` tells its form from others."""

    id: int
    place: str
    asks: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post of the school's own with what is asked about it."""

    mention: MentionId
    where: str
    posted_at: datetime | None
    text: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with the advice. `text` is empty where its words are not kept, or may hurt."""

    mention: MentionId
    where: str
    posted_at: datetime | None
    text: str
    says: tuple[str, ...]
    cases: tuple[CaseRef, ...]


@dataclass(frozen=True, slots=True)
class Channels:
    """What happens on the school's own channels. Whoever reads no posts has nothing of it.

    `posts_more` posts are beyond those given; `comments_more`: there are further comments.
    """

    reads: bool
    posts: tuple[OwnPost, ...] = ()
    posts_more: int = 0
    comments: tuple[Comment, ...] = ()
    comments_more: bool = False


def channels(
    shelf: Shelf, sight: Sight, school: School, *, files: Sequence[AccountFile], now: datetime
) -> Channels:
    """The newest questioned posts, and the comments of the last fortnight."""
    if not sight.categories:
        return Channels(reads=False)
    asked = shelf.questioned(sight, school.id, most=MOST_POSTS)
    ours = _names(files)
    wish = Wish(school_id=school.id, since=now - RECENT, kind=Kind.COMMENT)
    found, whole = _found(shelf, sight, wish)
    theirs = [file for file in found if _is_theirs(file, ours, since=now - RECENT)]
    return Channels(
        reads=True,
        posts=tuple(_post(each) for each in asked.posts),
        posts_more=asked.more,
        comments=tuple(_comment(file, sight) for file in theirs[:MOST_COMMENTS]),
        comments_more=not whole or len(theirs) > MOST_COMMENTS,
    )


def _found(shelf: Shelf, sight: Sight, wish: Wish) -> tuple[list[MentionFile], bool]:
    """What there is, and whether it is all."""
    found: list[MentionFile] = []
    before: MentionId | None = None
    for _ in range(_MOST_PAGES):
        page = shelf.found(sight, wish, before=before, most=_PAGE)
        found += page.files
        before = page.before
        if before is None:
            break
    return found, before is None


def _is_theirs(file: MentionFile, ours: frozenset[str], *, since: datetime) -> bool:
    """Somebody else's comment that a program read on a channel of the school's, not long ago."""
    item = file.item
    return (
        scope_in(file.mention.evidence) in {Scope.OWN, Scope.ABOUT}
        and item.identity.family != FAMILY
        and (item.posted_at or file.seen_at) >= since
        and _name(item.author) not in ours
    )


def _names(files: Iterable[AccountFile]) -> frozenset[str]:
    """What the school's accounts are called, as the writer of a comment is."""

    def called() -> Iterator[str]:
        for file in files:
            yield from (file.account.handle, file.account.display_name)
            if seen := file.known.seen:
                yield from (seen.handle, seen.name or "")

    return frozenset(filter(None, map(_name, called())))


def _name(text: str) -> str:
    return " ".join(text.split()).removeprefix("@").casefold()


def _post(each: QuestionedPost) -> OwnPost:
    item = each.file.item
    return OwnPost(
        mention=each.file.id,
        where=platform(item.platform),
        posted_at=item.posted_at,
        text=tamed("\n".join(filter(None, (item.title, item.text)))),
        questions=tuple(
            Asked(one.id, f"question-{one.id}", readable(one.question.asks), one.at)
            for one in each.questions
        ),
    )


def _comment(file: MentionFile, sight: Sight) -> Comment:
    item = file.item
    cases = tuple(case.ref for case in file.cases if may_open(case, sight))
    return Comment(
        mention=file.id,
        where=platform(item.platform),
        posted_at=item.posted_at,
        text="" if _may_hurt(file) else tamed(item.text),
        says=tuple(_advice(file, drafted=bool(cases))),
        cases=cases,
    )


def _advice(file: MentionFile, *, drafted: bool) -> Iterator[str]:
    decision = file.decision
    advice = advise(decision.category, file.item.text)
    yield advice.says
    if drafted and _REPLY_ROUTES & {*decision.routes}:
        yield _DRAFT
    elif advice.step in _REPLIES - {Step.ANSWER}:
        yield _SECOND_READER
    hides = advice.step in {Step.HIDE_AND_MOVE, Step.HIDE_AND_CASE, Step.HIDE_AND_REPORT}
    if hides and scope_in(file.mention.evidence) is Scope.ABOUT:
        yield _NOT_OURS


def _may_hurt(file: MentionFile) -> bool:
    """As on the page of a case."""
    decision = file.decision
    return bool({decision.category, *decision.also} & COVERED) or decision.urgent
