"""Whether words that must stay in the house are in a letter that leaves it."""

from collections.abc import Iterable, Sequence

from orm.leaks.parts import parts
from orm.model.letters import Letter


def leaked(strings: Iterable[str], letters: Sequence[Letter]) -> frozenset[str]:
    """The strings that stand word for word in a subject, a text or a page of these letters."""
    whole = "\0".join(part for letter in letters for part in (letter.html, *parts(letter).texts))
    return frozenset(each for each in set(strings) if each and each in whole)
