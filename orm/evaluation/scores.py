"""Ratios and F1, rounded to four places. A ratio of nothing is None, never 0 or 1."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

_PLACES = 4


def ratio(part: int, whole: int) -> float | None:
    """Part / whole."""
    return round(part / whole, _PLACES) if whole else None


def share(said: Iterable[bool]) -> float | None:
    """How many are true, of all."""
    listed = list(said)
    return ratio(sum(listed), len(listed))


def recall(pairs: Sequence[tuple[K, K]], of: K) -> float | None:
    """Pairs are (expected, got): right answers of a class / pairs that expect it."""
    return share(got == of for expected, got in pairs if expected == of)


def precision(pairs: Sequence[tuple[K, K]], of: K) -> float | None:
    """Right answers of a class / answers of it."""
    return share(expected == of for expected, got in pairs if got == of)


def f1(pairs: Sequence[tuple[K, K]], of: K) -> float | None:
    """2 * right / (expected + answered); None for a class that is neither."""
    right = sum(expected == got == of for expected, got in pairs)
    expected = sum(expected == of for expected, _ in pairs)
    answered = sum(got == of for _, got in pairs)
    return ratio(2 * right, expected + answered)


def macro_f1(pairs: Sequence[tuple[K, K]]) -> float | None:
    """The mean F1 of every class that is expected or answered."""
    classes = {each for pair in pairs for each in pair}
    scores = [score for each in classes if (score := f1(pairs, each)) is not None]
    return round(sum(sorted(scores)) / len(scores), _PLACES) if scores else None


def by_class(
    pairs: Sequence[tuple[str, str]],
) -> tuple[Mapping[str, float | None], Mapping[str, float | None]]:
    """Recall and precision of every class that is expected or answered, by its name."""
    classes = sorted({each for pair in pairs for each in pair})
    return (
        {each: recall(pairs, each) for each in classes},
        {each: precision(pairs, each) for each in classes},
    )
