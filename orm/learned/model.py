"""A linear model in one file: tables of rows, one column per answer (training/README.md)."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orm.learned.features import (
    AUTHOR_WEIGHT,
    FACT_WEIGHT,
    distinct,
    gram_share,
    grams,
    pairs,
    share,
)
from orm.learned.tokens import Tokens

Vector = NDArray[np.float32]

KEPT = 100_000
"""Unknown words that are remembered; one more, and all are forgotten."""

_LONGEST_KEPT = 32


@dataclass(frozen=True, slots=True)
class Table:
    """Named rows. A name that is not here adds nothing."""

    index: Mapping[str, int]
    rows: Vector

    def total(self, names: Iterable[str]) -> Vector:
        """The sum of the rows of these names."""
        known = [at for name in names if (at := self.index.get(name)) is not None]
        found: Vector = self.rows[known].sum(axis=0, dtype=np.float32)
        return found


class Model:
    """Built once from the file's bytes. Deterministic; threads may share it."""

    def __init__(self, raw: bytes) -> None:
        """`raw` is what `training` wrote: an .npz with the tables and the names of the columns.

        Raises:
            ValueError: its parts do not fit together; of a damaged file, whatever reading it raises.
        """
        with np.load(io.BytesIO(raw), allow_pickle=False) as read:
            self.version = str(read["version"])
            self.columns: Sequence[str] = tuple(str(name) for name in read["columns"])
            self._base: Vector = _shaped(read["base"], (len(self.columns),))
            self._words, self._grams, self._pairs, self._authors, self._facts = (
                _table(read, name, len(self.columns))
                for name in ("words", "grams", "pairs", "authors", "facts")
            )
        self._unknown: dict[str, Vector] = {}

    def answers(self, said: Tokens, author: Tokens, facts: Mapping[str, float]) -> Vector:
        """One number per column. Linear in the distinct words."""
        words = distinct(said)
        text = self._words.total(words) + self._pairs.total(pairs(said))
        for word in words:
            if word not in self._words.index:
                text += self._spelt(word)
        answers: Vector = self._base + np.float32(share(words)) * text
        if author:
            answers += np.float32(AUTHOR_WEIGHT) * self._authors.total(distinct(author))
        known = [at for name in facts if (at := self._facts.index.get(name)) is not None]
        values = [value for name, value in facts.items() if name in self._facts.index]
        answers += np.float32(FACT_WEIGHT) * (
            np.array(values, np.float32) @ self._facts.rows[known]
        )
        return answers

    def leading(self, said: Tokens, column: int, *, most: int) -> tuple[str, ...]:
        """The words that add most to one column, at most this many, the strongest first."""
        added = {word: float(self.word(word)[column]) for word in distinct(said)}
        told = sorted((word for word in added if added[word] > 0 and word.isalpha()),
                      key=lambda word: (-added[word], word))  # fmt: skip
        return tuple(told[:most])

    def word(self, word: str) -> Vector:
        """What one word adds, before it is shared among the words of a text."""
        at = self._words.index.get(word)
        return self._spelt(word) if at is None else self._words.rows[at]

    def _spelt(self, word: str) -> Vector:
        """What an unknown word adds by its letters."""
        known = self._unknown.get(word)
        if known is not None:
            return known
        spelt = grams(word)
        row = self._grams.total(spelt) * np.float32(gram_share(len(spelt) or 1))
        if len(word) <= _LONGEST_KEPT:
            if len(self._unknown) >= KEPT:
                self._unknown.clear()
            self._unknown[word] = row
        return row


def _table(read: Mapping[str, NDArray[np.generic]], name: str, columns: int) -> Table:
    told = bytes(read[f"{name}_names"].tobytes()).decode("utf-8")
    names = told.split("\n") if told else []
    rows = _shaped(read[f"{name}_rows"], (len(names), columns))
    scale = _shaped(read[f"{name}_scale"], (columns,))
    return Table({each: at for at, each in enumerate(names)}, rows * scale)


def _shaped(numbers: NDArray[np.generic], shape: tuple[int, ...]) -> Vector:
    if numbers.shape != shape:
        raise ValueError(f"a part of the model is {numbers.shape}, not {shape}")
    return numbers.astype(np.float32)
