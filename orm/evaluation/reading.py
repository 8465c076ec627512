"""Labelled posts and their schools, from the files of `orm eval` into the house's own values.

This is the door where a post and its labels part: an item is made from public fields only.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import TypeAdapter

from orm.errors import ConfigError
from orm.evaluation.labels import Gold, Labelled, LabelledText, Post
from orm.evaluation.lines import decoded, read_lines
from orm.model.items import Identity, Item, Kind, Precision
from orm.model.judgement import AuthorType, Category, Stance
from orm.model.polls import Scope
from orm.model.schools import School, SchoolId

_KINDS = {
    **{kind.value: kind for kind in Kind},
    "official_comment": Kind.COMMENT,
    "video_comment": Kind.COMMENT,
}
"""How collectors file what the labels call by another name; anything else is a post."""

_SCOPES = {
    "official_post": Scope.OWN,
    "official_comment": Scope.OWN,
    "handed_in": Scope.ABOUT,
}
"""What the house knows of a place before it reads a word: collectors read the school's own accounts
as its own, and what staff hand in is brought for their school. Everything else was found by asking
for the school by name."""


@dataclass(frozen=True, slots=True)
class _GoldLine:
    about_us: bool
    category: Category
    urgent: bool
    sealed: bool
    removal_allowed: bool
    author_type: AuthorType
    sentiment: Literal["positive", "neutral", "negative", "mixed"]
    also: tuple[Category, ...] = ()
    leak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _PostLine:
    id: str
    school: str
    kind: str
    platform: str
    text: str
    gold: _GoldLine
    author: str | None = None
    title: str | None = None
    posted: str | None = None


@dataclass(frozen=True, slots=True)
class _TextLine:
    text: str
    sentiment: Literal["positive", "neutral", "negative", "mixed"]


_POST = TypeAdapter(_PostLine)
_TEXT = TypeAdapter(_TextLine)


def read_posts(
    raw: bytes, schools: Mapping[SchoolId, School], *, name: str
) -> tuple[Labelled, ...]:
    """The labelled posts of a file.

    Raises:
        ConfigError: every line that cannot be read, names an unknown school or repeats an id; or
            there is no post at all.
    """
    problems: list[str] = []
    found = list(read_lines(decoded(raw, name, problems), _POST, name, problems))
    ids = Counter(line.id for _, line in found)
    for number, line in found:
        if SchoolId(line.school) not in schools:
            known = ", ".join(sorted(schools))
            problems.append(
                f"{name}, line {number}: school is not in the schools file; there are {known}"
            )
        if ids[line.id] > 1:
            problems.append(f"{name}, line {number}: id is used {ids[line.id]} times")
    _stop(problems, found, f"{name} holds no posts; give a file with one post per line")
    return tuple(Labelled(_post(number, line), _gold(line.gold)) for number, line in found)


def read_texts(raw: bytes, *, name: str) -> tuple[LabelledText, ...]:
    """The labelled texts of a file.

    Raises:
        ConfigError: every line that cannot be read, or there is no text at all.
    """
    problems: list[str] = []
    found = list(read_lines(decoded(raw, name, problems), _TEXT, name, problems))
    _stop(problems, found, f"{name} holds no texts; give a file with one text per line")
    return tuple(LabelledText(line.text, Stance(line.sentiment)) for _, line in found)


def _stop(problems: Sequence[str], found: Sequence[object], empty: str) -> None:
    if problems:
        raise ConfigError(problems)
    if not found:
        raise ConfigError([empty])


def _post(number: int, line: _PostLine) -> Post:
    return Post(
        id=line.id,
        line=number,
        school_id=SchoolId(line.school),
        scope=_SCOPES.get(line.kind, Scope.ASKED),
        item=Item(
            identity=Identity(line.kind, line.id),
            kind=_KINDS.get(line.kind, Kind.POST),
            platform=line.platform,
            url="",
            title=line.title or "",
            text=line.text,
            author=line.author or "",
            posted_at=_moment(line.posted),
            posted_raw=line.posted or "",
            precision=Precision.DAY,
        ),
    )


def _moment(written: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _gold(line: _GoldLine) -> Gold:
    return Gold(
        about_us=line.about_us,
        category=line.category,
        also=frozenset(line.also),
        urgent=line.urgent,
        sealed=line.sealed,
        removal_allowed=line.removal_allowed,
        author=line.author_type,
        sentiment=Stance(line.sentiment),
        leak=line.leak,
    )
