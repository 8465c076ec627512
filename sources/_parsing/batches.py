"""Putting several phrases into one question."""

from collections.abc import Iterable, Iterator

from orm.model.keys import Batch


def packed(phrases: Iterable[str], batch: Batch) -> Iterator[tuple[str, ...]]:
    """Phrases in their order, as many to a tuple as fit; each phrase once."""
    return batch.packed(phrases)
