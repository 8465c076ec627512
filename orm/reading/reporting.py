"""Posts that people hand in: what they are asked, what is wrong with it in words, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from orm.cases.sight import may_open
from orm.errors import ConfigError
from orm.intake.contents import Content
from orm.model.brought import PLATFORMS, Arrival
from orm.model.cases import CaseRef
from orm.model.schools import SchoolId
from orm.model.sight import Sight
from orm.pipeline.bringing import Receipt
from orm.ports import Store

PICTURE = (
    "This is a picture or a film. Nothing of it was kept. If it may show a child in a sexual way: do"
    " not view, copy or send it; tell the designated safeguarding lead (DSL) at once. Anything else:"
    " say in words what it shows."
)
"""domain.md, T13."""

NO_FILE = "No file is taken here, only words. Copy the words of the post into the form."

NOT_TAKEN: Mapping[Content, str] = {
    Content.PICTURE: PICTURE,
    Content.DOCUMENT: "This is no text. Copy the words of the post into the form.",
    Content.NOTHING: "The file is empty.",
}

MISSING = (
    ("platform", "Say where it stands: choose a place, or “Another place”."),
    ("text", "Copy the words of the post, or say in words what it shows."),
    ("seen_by", "Say who saw it: a role or initials, like “office” or “KM”."),
    ("how", "Say how it was seen, like “a parent showed it at the gate”."),
)
"""The fields that a report needs, and what is said where one is empty."""

LONGEST: Mapping[str, int] = {
    "url": 2_000,
    "platform": 40,
    "text": 20_000,
    "seen_by": 60,
    "how": 200,
    "seen_at": 40,
}
"""How many characters each field takes."""

_NAMES: Mapping[str, str] = {
    "school": "The school",
    "url": "The address",
    "platform": "The place",
    "text": "The text",
    "seen_by": "Who saw it",
    "how": "How it was seen",
    "seen_at": "The time",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one post that somebody handed in. `cases` are those that the reader may open."""

    arrival: Arrival
    about: tuple[str, ...]
    cases: tuple[CaseRef, ...]
    left_out: tuple[str, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a post can stand at: `key` is sent, `name` is read."""

    key: str
    name: str


def places() -> tuple[Place, ...]:
    """Every place, by name, the unknown one last."""
    known, other = PLATFORMS[:-1], PLATFORMS[-1]
    ordered = sorted(known, key=lambda each: each.name.casefold())
    return tuple(Place(each.key, each.name) for each in (*ordered, other))


def wrong_fields(error: ConfigError) -> tuple[tuple[str, str], ...]:
    """What the reader of a form found wrong: the field and a sentence for each."""
    return tuple(_in_words(problem) for problem in error.problems)


def outcome(
    receipt: Receipt,
    schools: Mapping[SchoolId, str],
    *,
    store: Store,
    sight: Sight,
    line: int | None = None,
) -> Outcome:
    """What came of one post, as its bringer may know it."""
    files = (store.case(ref) for ref in receipt.taken.cases)
    return Outcome(
        arrival=receipt.taken.arrival,
        about=tuple(schools.get(school, school) for school in receipt.schools),
        cases=tuple(file.case.ref for file in files if file and may_open(file.case, sight)),
        left_out=receipt.left_out,
        line=line,
    )


def _in_words(problem: str) -> tuple[str, str]:
    field, _, says = problem.partition(": ")
    if not says:
        return "", _sentence(problem)
    if says.startswith("write ") or field not in _NAMES:
        return field, _sentence(says)
    return field, _sentence(f"{_NAMES[field]} {says}")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
