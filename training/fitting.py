"""From examples to the model: logistic regressions over the same parts, put into one set of tables.

Words and pairs are weighed by how rare they are (Spärck Jones 1972). Each question has a regression
of its own with an L2 penalty; those with few positive answers are balanced by class.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, dia_matrix, diags
from sklearn.linear_model import LogisticRegression

from orm.evaluation.labels import Gold
from orm.learned.features import distinct, gram_share, grams, parts, share
from orm.learned.judge import CATEGORIES, FEEDBACK, STANCES, YES
from orm.model.judgement import Category, Tones
from orm.model.opinions import ORDINARY
from orm.pipeline.weighing import toned
from training.examples import Example
from training.vectors import SIZE

Array = NDArray[np.float32]

TABLES = ("words", "grams", "pairs", "authors", "facts")
_SEEN_IN = {"words": 2, "grams": 3, "pairs": 2, "authors": 2, "facts": 3}
_RARE_MATTERS = frozenset({"words", "grams", "pairs"})
_VECTORS = 0.5
_STRICTNESS = 1.0  # scikit-learn's C
_PLACES = frozenset({"facts", "authors"})
_TONES = frozenset(name for name, _ in toned(Tones(0.0, ())))
_CRITICAL = frozenset({Category.T8, Category.T11, Category.T12, Category.T13, Category.T14})


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts have a column, with the weight that rarity gives them."""

    column: Mapping[tuple[str, str], int]
    weight: Mapping[tuple[str, str], float]
    vectors: Mapping[str, Array]

    def matrix(self, examples: Sequence[Example]) -> csr_matrix:
        """One row per example; the last `SIZE` columns are the sums of word vectors."""
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, example in enumerate(examples):
            for table, name, value in parts(example.said, example.author, example.facts):
                at = self.column.get((table, name))
                if at is not None:
                    rows.append(row)
                    columns.append(at)
                    values.append(value * self.weight[table, name])
            for at, number in enumerate(self._sum(example)):
                rows.append(row)
                columns.append(len(self.column) + at)
                values.append(float(number))
        return csr_matrix(
            (values, (rows, columns)), (len(examples), len(self.column) + SIZE), dtype=np.float64
        )

    def without(self, left_out: Callable[[str, str], bool]) -> dia_matrix:
        """What a matrix is multiplied with so that these parts are not seen."""
        seen = np.ones(len(self.column) + SIZE)
        for (table, name), at in self.column.items():
            seen[at] = not left_out(table, name)
        return diags(seen)

    def _sum(self, example: Example) -> Array:
        words = distinct(example.said)
        known = [self.vectors[word] for word in words if word in self.vectors]
        total: Array = np.sum(known, axis=0) if known else np.zeros(SIZE, np.float32)
        return np.float32(_VECTORS * share(words)) * total


@dataclass(frozen=True, slots=True)
class Fitted:
    """A row of answers for every column of `parts`, and what holds before anything is read."""

    parts: Parts
    rows: Array
    base: Array


def fit(examples: Sequence[Example], vectors: Mapping[str, Array], *, left_out: str = "") -> Fitted:
    """The model of these examples. The same examples give the same model.

    Tone is seen by the stances alone: it decides nothing (domain.md §3.1). `left_out` is a table
    to do without.
    """
    known = _parts(examples, vectors, left_out)
    matrix = known.matrix(examples)
    posts = [at for at, each in enumerate(examples) if each.gold is not None]
    golds = [gold for each in examples if (gold := each.gold) is not None]
    toneless = matrix @ known.without(lambda table, name: table == "facts" and name in _TONES)
    answers = [
        _one_of(toneless[posts], [gold.category for gold in golds], CATEGORIES, balanced=True),
        _one_of(matrix, [each.stance for each in examples], STANCES, balanced=False),
        _feedback(matrix, known, examples),
        *(_yes(toneless, posts, examples, name) for name in YES),
    ]
    return Fitted(
        known,
        np.concatenate([rows for rows, _ in answers], axis=1),
        np.concatenate([base for _, base in answers]),
    )


def yes_of(name: str, gold: Gold | None) -> bool:
    """The right answer to a question of `YES`. A comment is an ordinary one about its subject."""
    if gold is None:
        return name in {"about", "ordinary"}
    return {
        "about": gold.about_us,
        "urgent": gold.urgent,
        "critical": gold.category in _CRITICAL,
        "sealed": gold.sealed,
        "removable": gold.removal_allowed,
        "community": gold.author.community,
        "ordinary": gold.category in ORDINARY,
    }[name]


def _parts(examples: Iterable[Example], vectors: Mapping[str, Array], left_out: str = "") -> Parts:
    seen: Counter[tuple[str, str]] = Counter()
    count = 0
    for example in examples:
        count += 1
        found = parts(example.said, example.author, example.facts)
        seen.update({(table, name) for table, name, _ in found if table != left_out})
    kept = sorted(part for part, times in seen.items() if times >= _SEEN_IN[part[0]])
    return Parts(
        column={part: at for at, part in enumerate(kept)},
        weight={
            part: 1 + math.log((1 + count) / (1 + seen[part])) if part[0] in _RARE_MATTERS else 1.0
            for part in kept
        },
        vectors=vectors,
    )


def _one_of(
    matrix: csr_matrix, right: Sequence[str], classes: Sequence[str], *, balanced: bool
) -> tuple[Array, Array]:
    model = _regression(balanced=balanced).fit(matrix, list(right))
    order = [list(model.classes_).index(each) for each in classes]
    return model.coef_[order].T.astype(np.float32), model.intercept_[order].astype(np.float32)


def _feedback(matrix: csr_matrix, known: Parts, examples: Sequence[Example]) -> tuple[Array, Array]:
    """The stance of comments, from their words and tones: what else is known of them is their place."""
    rows = [at for at, each in enumerate(examples) if each.gold is None]
    said = known.without(lambda table, name: table in _PLACES and name not in _TONES)
    right = [examples[at].stance for at in rows]
    return _one_of(matrix[rows] @ said, right, FEEDBACK, balanced=False)


def _yes(
    matrix: csr_matrix, posts: Sequence[int], examples: Sequence[Example], name: str
) -> tuple[Array, Array]:
    rows = list(posts) if name in {"about", "community"} else list(range(len(examples)))
    right = [yes_of(name, examples[at].gold) for at in rows]
    model = _regression(balanced=False).fit(matrix[rows], right)
    return model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)


def _regression(*, balanced: bool) -> LogisticRegression:
    return LogisticRegression(
        C=_STRICTNESS,
        class_weight="balanced" if balanced else None,
        max_iter=400,
        tol=1e-3,
        random_state=0,
    )


def word_row(fitted: Fitted, word: str) -> Array:
    """All that a word adds: as itself, by its letters and by its vector."""
    known = fitted.parts
    row: Array = np.zeros(fitted.rows.shape[1], np.float32)
    spelt = grams(word)
    named = (("words", word, 1.0), *(("grams", gram, gram_share(len(spelt))) for gram in spelt))
    for table, name, value in named:
        at = known.column.get((table, name))
        if at is not None:
            row += np.float32(value * known.weight[table, name]) * fitted.rows[at]
    if word in known.vectors:
        row += np.float32(_VECTORS) * (known.vectors[word] @ fitted.rows[len(known.column) :])
    return row
