"""Dialect, text-speak and learners' spellings in the words that most people write.

The same complaint then weighs the same however it is spelt. The list is data (spellings.toml).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spellings:
    """What each spelling stands for, by one word, by two in a row, or by the word that follows."""

    words: Mapping[str, Words]
    pairs: Mapping[tuple[str, str], Words]
    before: Mapping[tuple[str, str], Words]
    first: frozenset[str]

    def standard(self, said: Words) -> Words:
        """The same words as most people write them. Linear in the words."""
        return said if self.first.isdisjoint(said) else tuple(self._standard(said))

    def _standard(self, said: Words) -> Iterator[str]:
        place = 0
        while place < len(said):
            word = said[place]
            place += 1
            if word not in self.first:
                yield word
                continue
            after = said[place] if place < len(said) else ""
            both = self.pairs.get((word, after))
            if both is not None:
                yield from both
                place += 1
            else:
                yield from self.before.get((word, after)) or self.words.get(word) or (word,)


@cache
def shipped_spellings() -> Spellings:
    """The list that comes with the house."""
    return read_spellings(files(__package__).joinpath("spellings.toml").read_text("utf-8"))


def read_spellings(text: str) -> Spellings:
    """The spellings in the text of a file such as spellings.toml."""
    told = tomllib.loads(text)
    words = {
        spelt: tuple(standard.split())
        for standard, listed in told["words"].items()
        for spelt in listed.split()
    }
    pairs = {
        (first, second): tuple(standard.split())
        for standard, listed in told["pairs"].items()
        for first, second in (pair.split() for pair in listed.split(","))
    }
    before = {
        (spelt, after): tuple(row["stands_for"].split())
        for row in told["before"]
        for spelt, after in product(row["spelt"].split(), row["words"].split())
    }
    first = frozenset({*words, *(one for one, _ in (*pairs, *before))})
    return Spellings(words, pairs, before, first)
