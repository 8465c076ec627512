"""Words around a name: school talk, and talk of streets, books and football."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from orm.match.text import Folded, fold
from orm.match.words import words


class Side(StrEnum):
    """Whom the words speak for."""

    SCHOOL = "school"
    OTHER = "other"


class Said(NamedTuple):
    """A known word or phrase at a folded range of a field."""

    side: Side
    kind: str
    field: str
    start: int
    end: int


class _Lists:
    def __init__(self) -> None:
        kinds = [
            *((Side.SCHOOL, kind, said) for kind, said in words().school_talk),
            *((Side.OTHER, kind, said) for kind, said in words().other_things),
        ]
        self.meanings: dict[str, list[tuple[Side, str]]] = {}
        for side, kind, said in kinds:
            for phrase in said:
                self.meanings.setdefault(fold(phrase).text, []).append((side, kind))
        self.phrases = tuple(self.meanings)
        self.matcher = AhoCorasick(self.phrases, matchkind=MatchKind.Standard)


@cache
def _lists() -> _Lists:
    return _Lists()


def talk(field: str, folded: Folded) -> Sequence[Said]:
    """Everything known that is said in a field, in order. Linear in the text."""
    if not folded.text:
        return ()
    lists = _lists()
    return [
        Said(side, kind, field, start, end)
        for phrase, start, end in lists.matcher.find_matches_as_indexes(
            folded.text, overlapping=True
        )
        if folded.whole(start, end)
        for side, kind in lists.meanings[lists.phrases[phrase]]
    ]
