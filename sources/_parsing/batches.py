"""Putting several phrases into one question."""

from collections.abc import Iterable, Iterator

from orm.model.keys import Batch

_BETWEEN = len(" OR ")


def packed(phrases: Iterable[str], batch: Batch) -> Iterator[tuple[str, ...]]:
    """Phrases in their order, as many to a tuple as fit; each phrase once."""
    full: list[str] = []
    length = 0
    for phrase in dict.fromkeys(phrases):
        grown = length + len(phrase) + (_BETWEEN if full else 0)
        if full and (len(full) == batch.most or grown > batch.longest):
            yield tuple(full)
            full, grown = [], len(phrase)
        full.append(phrase)
        length = grown
    if full:
        yield tuple(full)
