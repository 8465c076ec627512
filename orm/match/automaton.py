"""Finds every name of every school in one pass over a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from orm.match.aliases import Alias, Strength
from orm.match.text import Folded, undisguised


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at a folded range of one field. Without an `alias` it belongs to somebody else."""

    field: str
    start: int
    end: int
    alias: Alias | None


class Automaton:
    """All names of all schools. Built once; reading is linear in the text and in what it finds."""

    def __init__(
        self, names: Sequence[Sequence[Alias]], namesakes: Sequence[frozenset[str]]
    ) -> None:
        """`names` and `namesakes` of each school, in the order of the schools' indexes."""
        owners: dict[str, list[tuple[int, Alias | None]]] = {}
        for index, (own, others) in enumerate(zip(names, namesakes, strict=True)):
            for alias in own:
                owners.setdefault(alias.text, []).append((index, alias))
            for name in sorted(others - {alias.text for alias in own}):
                owners.setdefault(name, []).append((index, None))
        self._owners = tuple(owners.values())
        # Every match, overlapping: a longer name must not hide a shorter one before word
        # boundaries and owners are known (decision 0004).
        self._matcher = AhoCorasick(tuple(owners), matchkind=MatchKind.Standard)

    def hits(self, field: str, folded: Folded) -> dict[int, tuple[Hit, ...]]:
        """Hits by school index: leftmost, longest, none overlapping."""
        if not folded.text:
            return {}
        found: dict[int, dict[tuple[int, int], Alias | None]] = {}
        full: set[tuple[int, int]] = set()
        for pattern, start, end in self._matches(folded):
            for school, alias in self._owners[pattern]:
                if alias is not None:
                    if alias.capitals and not folded.quote(start, end).isupper():
                        continue
                    if alias.strength is Strength.FULL:
                        full.add((start, end))
                found.setdefault(school, {})[start, end] = alias
        return {school: _resolve(field, own, full) for school, own in found.items()}

    def _matches(self, folded: Folded) -> Sequence[tuple[int, int, int]]:
        """(pattern, start, end) of whole words, in plain sight or disguised."""
        plain = undisguised(folded)
        if plain is folded:
            return self._whole(folded)
        return sorted({*self._whole(folded), *self._whole(plain)})

    def _whole(self, folded: Folded) -> list[tuple[int, int, int]]:
        return [
            match
            for match in self._matcher.find_matches_as_indexes(folded.text, overlapping=True)
            if folded.whole(match[1], match[2])
        ]


def _resolve(
    field: str, own: dict[tuple[int, int], Alias | None], full: set[tuple[int, int]]
) -> tuple[Hit, ...]:
    """The longest of what overlaps.

    Where the full name of another school is longer than ours, it is that school which is named.
    """
    kept: list[Hit] = []
    free_from, foreign = 0, False
    for start, end in sorted({*own, *full}, key=_leftmost_longest):
        if start >= free_from:
            free_from, foreign = end, (start, end) not in own
            if not foreign:
                kept.append(Hit(field, start, end, own[start, end]))
        elif foreign and (start, end) in own:
            kept.append(Hit(field, start, end, None))
    return tuple(kept)


def _leftmost_longest(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]
