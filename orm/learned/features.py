"""What a text is to the learned judge: weighted parts, the same for learning and for judging."""

import math
from collections.abc import Iterable, Mapping

from orm.learned.tokens import Tokens

MOST = 400
"""Distinct words of one text that count; what a longer text adds is more of the same."""

AUTHOR_WEIGHT = 0.3
FACT_WEIGHT = 2.0
"""What the rules saw was written by people who know the policy: it counts more than a word."""

_SHORTEST_SPELT = 4  # a shorter word has no parts worth knowing
_GRAMS = range(3, 6)
_START, _END = "<s>", "</s>"


def distinct(said: Tokens) -> Tokens:
    """Each token once, in order of first appearance, at most `MOST`."""
    return tuple(dict.fromkeys(said))[:MOST]


def share(words: Tokens) -> float:
    """What one of these distinct words weighs: a long text is not more of anything."""
    return 1 / math.sqrt(len(words) + 1)


def pairs(said: Tokens) -> tuple[str, ...]:
    """Neighbouring tokens, each pair once, with the two ends of the text."""
    each = map(" ".join, zip((_START, *said), (*said, _END), strict=True))
    return tuple(dict.fromkeys(each))[: 2 * MOST]


def grams(word: str) -> tuple[str, ...]:
    """The runs of three to five letters of a word, so that a word never seen still says something."""
    if len(word) < _SHORTEST_SPELT:
        return ()
    spelt = f"<{word}>"
    return tuple(
        spelt[start : start + size] for size in _GRAMS for start in range(len(spelt) - size + 1)
    )


def gram_share(count: int) -> float:
    """What one gram of a word with `count` of them weighs."""
    return 1 / math.sqrt(count)


def parts(
    said: Tokens, author: Tokens, facts: Mapping[str, float]
) -> Iterable[tuple[str, str, float]]:
    """(table, name, weight) of everything in a post. The same name may come more than once."""
    words = distinct(said)
    each = share(words)
    for word in words:
        yield "words", word, each
        spelt = grams(word)
        for gram in spelt:
            yield "grams", gram, each * gram_share(len(spelt))
    for pair in pairs(said):
        yield "pairs", pair, each
    for word in distinct(author):
        yield "authors", word, AUTHOR_WEIGHT
    for name, value in facts.items():
        yield "facts", name, FACT_WEIGHT * value
