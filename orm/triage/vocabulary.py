"""Every word list and shape of the policy, found in one pass over a text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from ahocorasick_rs import AhoCorasick, MatchKind

from orm.triage.text import Hit, Passage

_OPEN = "~"
_ALTERNATIVES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Shape:
    """Something a list cannot hold, such as a telephone number. `cased` shapes see capitals."""

    name: str
    pattern: re.Pattern[str]
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Compiled lists. `owners[i]` are the lists that hold pattern `i` of the automaton; an open
    pattern ("bruis~") may go on as any ending.
    """

    automaton: AhoCorasick
    owners: tuple[tuple[str, ...], ...]
    open_ended: tuple[bool, ...]
    shapes: tuple[Shape, ...]
    names: frozenset[str]

    def find(self, text: Passage) -> dict[str, list[Hit]]:
        """Every hit by list or shape name, in the order of the text. Whole words only."""
        found: dict[str, list[Hit]] = {}
        lower = text.lower
        for pattern, start, end in self.automaton.find_matches_as_indexes(lower, overlapping=True):
            if _is_whole(lower, start, end, open_ended=self.open_ended[pattern]):
                hit = text.hit(start, end)
                for name in self.owners[pattern]:
                    found.setdefault(name, []).append(hit)
        for shape in self.shapes:
            subject = text.cased if shape.cased else lower
            for match in shape.pattern.finditer(subject):
                found.setdefault(shape.name, []).append(text.hit(*match.span()))
        for hits in found.values():
            hits.sort(key=_place)
        return found


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _is_whole(text: str, start: int, end: int, *, open_ended: bool) -> bool:
    """True when no letter or digit continues the phrase on either side, but for an open ending."""
    before = start == 0 or not (text[start].isalnum() and text[start - 1].isalnum())
    if open_ended:
        return before
    after = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return before and after


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
        shapes=kept,
        names=frozenset(lists) | {s.name for s in kept},
    )
    return vocabulary, tuple(problems)
