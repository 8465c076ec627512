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


@dataclass(frozen=True, slots=True)
class _Owner:
    school: int
    alias: Alias | None


class Automaton:
    """All names of all schools. Built once; reading is linear in the text and in what it finds."""

    def __init__(
        self, names: Sequence[Sequence[Alias]], namesakes: Sequence[frozenset[str]]
    ) -> None:
        """`names` and `namesakes` of each school, in the order of the schools' indexes."""
        owners: dict[str, list[_Owner]] = {}
        for index, (own, others) in enumerate(zip(names, namesakes, strict=True)):
            for alias in own:
                owners.setdefault(alias.text, []).append(_Owner(index, alias))
            for name in sorted(others - {alias.text for alias in own}):
                owners.setdefault(name, []).append(_Owner(index, None))
        self._owners = tuple(tuple(owned) for owned in owners.values())
        # Every match, overlapping: a longer name must not hide a shorter one before word
        # boundaries and owners are known (decision 0004).
        self._matcher = AhoCorasick(tuple(owners), matchkind=MatchKind.Standard)

    def hits(self, field: str, folded: Folded) -> dict[int, tuple[Hit, ...]]:
        """Hits by school index: leftmost, longest, none overlapping."""
        found: dict[int, dict[tuple[int, int], Hit]] = {}
        full: set[tuple[int, int]] = set()
        for pattern, start, end in self._matches(folded):
            capitals = folded.quote(start, end).isupper()
            for owner in self._owners[pattern]:
                alias = owner.alias
                if alias is not None and alias.capitals and not capitals:
                    continue
                found.setdefault(owner.school, {})[start, end] = Hit(field, start, end, alias)
                if alias is not None and alias.strength is Strength.FULL:
                    full.add((start, end))
        return {school: _resolve(field, own, full) for school, own in found.items()}

    def _matches(self, folded: Folded) -> Sequence[tuple[int, int, int]]:
        """(pattern, start, end) of whole words, in plain sight or disguised."""
        plain = undisguised(folded)
        readings = (folded,) if plain.text == folded.text else (folded, plain)
        seen = {
            match
            for reading in readings
            for match in self._matcher.find_matches_as_indexes(reading.text, overlapping=True)
            if reading.whole(match[1], match[2])
        }
        return sorted(seen)


def _resolve(
    field: str, own: dict[tuple[int, int], Hit], full: set[tuple[int, int]]
) -> tuple[Hit, ...]:
    """The longest of what overlaps.

    Where the full name of another school is longer than ours, it is that school which is named.
    """
    kept: list[Hit] = []
    free_from, foreign = 0, False
    for start, end in sorted({*own, *full}, key=lambda place: (place[0], -place[1])):
        if start >= free_from:
            free_from, foreign = end, (start, end) not in own
            if not foreign:
                kept.append(own[start, end])
        elif foreign and (start, end) in own:
            kept.append(Hit(field, start, end, None))
    return tuple(kept)
