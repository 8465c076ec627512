"""Every word list and shape of the policy, found in one pass over a text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from operator import itemgetter
from typing import TypeVar, overload

from ahocorasick_rs import AhoCorasick, MatchKind

from orm.triage.clues import DIGIT, Clue, clues
from orm.triage.text import Hit, Passage

T = TypeVar("T")
Place = tuple[int, int]
"""A folded range: start and end."""

_OPEN = "~"
_ALTERNATIVES = re.compile(r"\{([^{}]*)\}")
_DIGIT = re.compile(DIGIT)


@dataclass(frozen=True, slots=True)
class Shape:
    """Something a list cannot hold, such as a telephone number. `cased` shapes see capitals."""

    name: str
    pattern: re.Pattern[str]
    cased: bool = False


class Found(Mapping[str, Sequence[Hit]]):
    """The hits of every list and shape that a text holds, in the order of the text. Immutable.

    A hit is given its words and sentence when its list is first asked for.
    """

    __slots__ = ("_hits", "_places", "_text")

    def __init__(self, text: Passage, places: Mapping[str, Sequence[Place]]) -> None:
        self._text = text
        self._places = places
        self._hits: dict[str, Sequence[Hit]] = {}

    def __getitem__(self, name: str) -> Sequence[Hit]:
        hits = self._hits.get(name)
        if hits is None:
            places = self._places[name]
            if len(places) > 1:
                # By start alone: of places that start together the first given stays first.
                places = sorted(places, key=itemgetter(0))
            hits = self._hits[name] = self._text.hits(places)
        return hits

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    @overload
    def get(self, key: str, /) -> Sequence[Hit] | None: ...
    @overload
    def get(self, key: str, /, default: Sequence[Hit] | T) -> Sequence[Hit] | T: ...
    def get(self, key: str, /, default: object = None) -> object:
        """The hits of a list, or `default` where it has none."""
        hits = self._hits.get(key)
        if hits is not None:
            return hits
        return self[key] if key in self._places else default

    def also(self, name: str, places: Sequence[Place]) -> "Found":
        """The same with one more list."""
        return Found(self._text, {**self._places, name: places})


class Ranges:
    """Folded ranges that nothing is looked for in."""

    def __init__(self, ranges: Iterable[Place]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def __bool__(self) -> bool:
        return bool(self._starts)

    def cover(self, start: int, end: int) -> bool:
        """One of the ranges holds this one."""
        place = bisect_right(self._starts, start) - 1
        return place >= 0 and end <= self._ends[place]


_NONE = Ranges(())


@dataclass(frozen=True, slots=True)
class _Sought:
    """A shape with what a text must hold for it (clues.py): always, and where it has no digit.

    An empty branch holds always.
    """

    shape: Shape
    branches: Sequence[Sequence[Clue]]
    without_digits: Sequence[Sequence[Clue]]

    def may_be_in(self, subject: str, *, digits: bool) -> bool:
        for branch in self.branches if digits else self.without_digits:
            for clue in branch:
                for one in clue:
                    if one in subject:
                        break
                else:
                    break
            else:
                return True
        return False


def _sought(shape: Shape) -> _Sought:
    branches = clues(shape.pattern) or ((),)
    digit = frozenset({DIGIT})
    return _Sought(
        shape,
        branches=tuple(tuple(clue for clue in branch if clue != digit) for branch in branches),
        without_digits=tuple(branch for branch in branches if digit not in branch),
    )


# Compared by identity: it is the key of what is remembered of it, and has thousands of parts.
@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Compiled lists. `owners[i]` are the lists that hold pattern `i` of the automaton; an open
    pattern ("bruis~") may go on as any ending.
    """

    automaton: AhoCorasick
    owners: tuple[tuple[str, ...], ...]
    open_ended: tuple[bool, ...]
    sought: tuple[_Sought, ...]
    names: frozenset[str]

    def find(self, text: Passage, outside: Ranges = _NONE) -> Found:
        """Every hit by list or shape name. Whole words only, and none within `outside`."""
        found: dict[str, list[Place]] = {}
        for names, start, end in (*self._phrases(text.lower), *self._shapes(text)):
            if outside and outside.cover(start, end):
                continue
            for name in names:
                if name in found:
                    found[name].append((start, end))
                else:
                    found[name] = [(start, end)]
        return Found(text, found)

    def _phrases(self, text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """No letter or digit continues a phrase on either side, but for an open ending."""
        size = len(text)
        for pattern, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            if start and text[start].isalnum() and text[start - 1].isalnum():
                continue
            goes_on = end < size and text[end].isalnum() and text[end - 1].isalnum()
            if not goes_on or self.open_ended[pattern]:
                yield self.owners[pattern], start, end

    def _shapes(self, text: Passage) -> Iterator[tuple[tuple[str, ...], int, int]]:
        digits = _DIGIT.search(text.cased) is not None
        for sought in self.sought:
            shape = sought.shape
            subject = text.cased if shape.cased else text.lower
            if sought.may_be_in(subject, digits=digits):
                for match in shape.pattern.finditer(subject):
                    yield (shape.name,), *match.span()


def expand(phrase: str) -> tuple[str, ...]:
    """The phrases that "put {him/her} down" stands for; an empty choice may stand for nothing."""
    pieces = _ALTERNATIVES.split(phrase)
    choices = [p.split("/") if i % 2 else [p] for i, p in enumerate(pieces)]
    return tuple(" ".join("".join(choice).split()) for choice in product(*choices))


def words_of(text: str) -> tuple[str, ...]:
    """The entries of a list as written: separated by commas or line ends."""
    entries = (entry.strip() for line in text.splitlines() for entry in line.split(","))
    return tuple(entry for entry in entries if entry)


def _resolve(
    name: str, lists: Mapping[str, str], seen: frozenset[str], problems: list[str]
) -> set[str]:
    """The phrases of a list with the lists it includes ("@name")."""
    phrases: set[str] = set()
    for entry in words_of(lists[name]):
        if not entry.startswith("@"):
            phrases.update(expand(entry))
        elif entry[1:] in seen or entry[1:] not in lists:
            problems.append(f"words.toml: list '{name}' includes '{entry}', which is no other list")
        else:
            phrases |= _resolve(entry[1:], lists, seen | {entry[1:]}, problems)
    return phrases


def compile_vocabulary(
    lists: Mapping[str, str], shapes: Iterable[Shape]
) -> tuple[Vocabulary, tuple[str, ...]]:
    """The vocabulary, and what is wrong with the lists in plain sentences."""
    problems: list[str] = []
    owners: dict[str, list[str]] = {}
    for name in lists:
        for phrase in sorted(_resolve(name, lists, frozenset({name}), problems)):
            owners.setdefault(phrase, []).append(name)
    owners.pop("", None)
    kept = tuple(shapes)
    vocabulary = Vocabulary(
        automaton=AhoCorasick(
            [phrase.removesuffix(_OPEN) for phrase in owners], matchkind=MatchKind.Standard
        ),
        open_ended=tuple(phrase.endswith(_OPEN) for phrase in owners),
        owners=tuple(tuple(names) for names in owners.values()),
        sought=tuple(_sought(shape) for shape in kept),
        names=frozenset(lists) | {s.name for s in kept},
    )
    return vocabulary, tuple(problems)
