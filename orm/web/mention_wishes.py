"""What somebody types to find mentions: read into a wish, and the lists that they choose from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from orm.model.brought import FAMILY
from orm.model.judgement import Category, Stance, Verdict
from orm.model.schools import SchoolId
from orm.model.settlements import MentionId
from orm.model.weeks import Week
from orm.model.wishes import Wish
from orm.reading.explanation import PolicyWords
from orm.reading.mentions import last_weeks, readable_kinds, within
from orm.reading.plain_words import STANCES
from orm.web.asking import Fields, Reader
from orm.web.forms import Choice, Problem
from orm.web.spelling import day
from orm.wiring.source_names import SOURCE_NAMES

LONGEST_WORDS = 200
SOURCES: Mapping[str, str] = {FAMILY: "brought by hand", **SOURCE_NAMES}
FIELDS = ("q", "school", "week", "source", "theme", "tone", "kind", "story", "unsure")
"""The fields of the list, in the order in which its address names them."""

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_YEARS = range(2000, 2100)
_MOST_DIGITS = 17
_ANY = Choice("", "Any")
_NO_SUCH = {
    "school": "There is no such school for you here.",
    "week": "Write the week like 2026-W46.",
    "source": "There is no such source.",
    "theme": "There is no such subject.",
    "tone": "There is no such tone.",
    "kind": "There is no such kind of post.",
    "story": "There is no such story.",
    "before": "There is no such page.",
    "unsure": "Say yes, or leave it out.",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as a wish. `said` are the fields that say anything; `before` is where the page
    begins. With `problems` the wish is not to be used.
    """

    wish: Wish
    before: MentionId | None
    said: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether more is asked for than words of one school."""
        return any(name not in {"q", "school"} for name, _ in self.said)


@dataclass(frozen=True, slots=True)
class Options:
    """The lists that a reader chooses from."""

    schools: tuple[Choice, ...]
    weeks: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    tones: tuple[Choice, ...]
    kinds: tuple[Choice, ...]


def read_wish(query: Fields, reader: Reader, words: PolicyWords) -> Typed:
    """The wish of a query; what cannot be read is a problem of its field."""
    said = tuple((name, query.one(name)) for name in FIELDS if query.one(name))
    asked = {**dict(said), "before": query.one("before")}
    problems = tuple(_problems(asked, reader, words))
    before = MentionId(int(asked["before"])) if asked["before"] and not problems else None
    return Typed(Wish() if problems else _wish(asked), before, said, problems)


def options(reader: Reader, words: PolicyWords, *, now: datetime, chosen: Typed) -> Options:
    """What can be chosen; a week that was asked for is among them."""
    weeks = [Choice(week.key, f"Week of {day(week.first_on)}") for week in last_weeks(now)]
    asked = dict(chosen.said).get("week", "")
    if asked and not chosen.problems and asked not in {each.value for each in weeks}:
        weeks.append(Choice(asked, asked))
    kinds = readable_kinds(reader.sight, words)
    return Options(
        schools=(_ANY, *(Choice(school.id, school.name) for school in reader.schools)),
        weeks=(_ANY, *weeks),
        sources=(_ANY, *_by_label(SOURCES)),
        themes=(_ANY, *_by_label(words.themes)),
        tones=(_ANY, *(Choice(stance.value, label) for stance, label in STANCES.items())),
        kinds=(_ANY, *(Choice(key.value, label) for key, label in kinds.items())),
    )


def _problems(asked: Mapping[str, str], reader: Reader, words: PolicyWords) -> Iterator[Problem]:
    known: Mapping[str, Iterable[str]] = {
        "school": (school.id for school in reader.schools),
        "source": SOURCES,
        "theme": words.themes,
        "tone": (stance.value for stance in Stance),
        "kind": (category.value for category in reader.sight.categories),
        "unsure": ("yes",),
    }
    for name, values in known.items():
        if asked.get(name) and asked[name] not in set(values):
            yield Problem(name, _NO_SUCH[name])
    for name in ("story", "before"):
        if asked.get(name) and not is_number(asked[name]):
            yield Problem("", _NO_SUCH[name])
    if asked.get("week") and _week(asked["week"]) is None:
        yield Problem("week", _NO_SUCH["week"])
    if len(asked.get("q", "")) > LONGEST_WORDS:
        yield Problem("q", f"Search for at most {LONGEST_WORDS} characters.")


def _wish(asked: Mapping[str, str]) -> Wish:
    """The wish of what has no problem."""
    wish = Wish(
        school_id=SchoolId(asked["school"]) if "school" in asked else None,
        words=asked.get("q", ""),
        source=asked.get("source", ""),
        theme=asked.get("theme", ""),
        stance=Stance(asked["tone"]) if "tone" in asked else None,
        verdict=Verdict.UNSURE if "unsure" in asked else None,
        story_id=int(asked["story"]) if "story" in asked else None,
        category=Category(asked["kind"]) if "kind" in asked else None,
    )
    week = _week(asked.get("week", ""))
    return within(wish, week) if week else wish


def is_number(text: str) -> bool:
    """A number that a row can have."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _week(written: str) -> Week | None:
    found = _WEEK.fullmatch(written)
    if found is None or int(found[1]) not in _YEARS:
        return None
    week = Week(int(found[1]), int(found[2]))
    try:
        week.first_on.isocalendar()
    except ValueError:
        return None
    return week


def _by_label(labels: Mapping[str, str]) -> Iterator[Choice]:
    for key, label in sorted(labels.items(), key=lambda pair: pair[1].casefold()):
        yield Choice(key, f"{label[:1].upper()}{label[1:]}")
