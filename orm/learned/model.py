"""A linear model in one file: tables of rows, one column per answer (training/README.md)."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
Index = Mapping[str, int]
"""The row of each name. A name that is not here adds nothing."""

_TABLES = {"words": 1.0, "pairs": 1.0, "authors": AUTHOR_WEIGHT, "facts": FACT_WEIGHT, "grams": 1.0}
"""What each table's rows weigh in an answer, beside what a post says of them."""

KEPT = 100_000
"""Unknown words that are remembered; one more, and all are forgotten."""

_LONGEST_KEPT = 32


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
            tables = {name: _table(read, name, len(self.columns)) for name in _TABLES}
        self._grams, self._gram_rows = tables.pop("grams")
        # All that a post is looked up in is one matrix, and each name's place is in the whole.
        self._words, self._pairs, self._authors, self._facts = _placed(tables.values())
        self._rows: Vector = np.concatenate([rows for _, rows in tables.values()])
        self._unknown: dict[str, Vector] = {}

    def answers(self, said: Tokens, author: Tokens, facts: Mapping[str, float]) -> Vector:
        """One number per column. Linear in the distinct words."""
        words = distinct(said)
        each = share(words)
        places = [at for at in map(self._words.get, words) if at is not None]
        unknown = [] if len(places) == len(words) else [w for w in words if w not in self._words]
        places += [at for at in map(self._pairs.get, pairs(said)) if at is not None]
        weights = [each] * len(places)
        places += [at for at in map(self._authors.get, distinct(author)) if at is not None]
        weights += [1.0] * (len(places) - len(weights))
        for at, value in zip(map(self._facts.get, facts), facts.values(), strict=True):
            if at is not None:
                places.append(at)
                weights.append(value)
        answers: Vector = np.array(weights, np.float32) @ self._rows.take(
            np.array(places, np.intp), axis=0
        )
        answers += self._base
        for word in unknown:
            answers += np.float32(each) * self._spelt(word)
        return answers

    def leading(self, said: Tokens, column: int, *, most: int) -> tuple[str, ...]:
        """The words that add most to one column, at most this many, the strongest first."""
        added = {word: float(self.word(word)[column]) for word in distinct(said)}
        told = sorted((word for word in added if added[word] > 0 and word.isalpha()),
                      key=lambda word: (-added[word], word))  # fmt: skip
        return tuple(told[:most])

    def word(self, word: str) -> Vector:
        """What one word adds, before it is shared among the words of a text."""
        at = self._words.get(word)
        return self._spelt(word) if at is None else self._rows[at]

    def _spelt(self, word: str) -> Vector:
        """What an unknown word adds by its letters."""
        known = self._unknown.get(word)
        if known is not None:
            return known
        spelt = grams(word)
        places = [at for at in map(self._grams.get, spelt) if at is not None]
        row: Vector = self._gram_rows[places].sum(axis=0) * np.float32(gram_share(len(spelt) or 1))
        if len(word) <= _LONGEST_KEPT:
            if len(self._unknown) >= KEPT:
                self._unknown.clear()
            self._unknown[word] = row
        return row


def _table(
    read: Mapping[str, NDArray[np.generic]], name: str, columns: int
) -> tuple[Index, Vector]:
    told = bytes(read[f"{name}_names"].tobytes()).decode("utf-8")
    names = told.split("\n") if told else []
    rows = _shaped(read[f"{name}_rows"], (len(names), columns))
    scale = _shaped(read[f"{name}_scale"], (columns,)) * np.float32(_TABLES[name])
    return {each: at for at, each in enumerate(names)}, rows * scale


def _placed(tables: Iterable[tuple[Index, Vector]]) -> Iterator[Index]:
    """Where each name's row is when the rows of all tables are one after the other."""
    first = 0
    for index, rows in tables:
        yield {name: first + at for name, at in index.items()}
        first += len(rows)


def _shaped(numbers: NDArray[np.generic], shape: tuple[int, ...]) -> Vector:
    if numbers.shape != shape:
        raise ValueError(f"a part of the model is {numbers.shape}, not {shape}")
    return numbers.astype(np.float32)
