"""A post as the rules see it: folded, cut into words and sentences, every place traceable to the
original.

Folding undoes what hides a word from a reader's rules and keeps what the reader sees: capitals,
curly quotes, zero-width marks, look-alike letters, digits inside a word ("w1tch").
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from orm.model.judgement import Span

LONGEST = 50_000
"""Characters of a text that are read; the rest is not judged (measurements.md §4)."""

_SEPARATE = {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
_LOOKALIKES = dict(
    zip("аеорсухіјѕԁһӏАВЕКМНОРСТУХІЈЅαοερνι", "aeopcyxijsdhlABEKMHOPCTYXIJSaoepvi", strict=True)
)
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"})
_LEET_WORD = re.compile(r"(?<![\w@])[a-z0-9$]?[a-z]+[013457@$]+[a-z]+(?:[013457@$]+[a-z]+)*(?!\w)")
_LEADING_LEET = re.compile(r"(?<!\w)[05][a-z]{4,}(?!\w)")
_WORD = re.compile(r"[\w'*@#£\[\]]+")
_STOP = re.compile(r"[.!?…]+(?=[\s\"')\]]|$)|\n")
_SHORTEST_DISGUISED = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: folded character range, the words it covers (both ends included) and the
    sentence it starts in.
    """

    start: int
    end: int
    first_word: int
    last_word: int
    sentence: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One field inside the folded text: where it starts, and the original index of each character."""

    field: str
    start: int
    original: str
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Folded fields joined by a sentence end. `cased` and `lower` have the same length."""

    cased: str
    lower: str
    parts: tuple[_Part, ...]
    words: tuple[int, ...]
    sentences: tuple[int, ...]

    def hit(self, start: int, end: int) -> Hit:
        """The place of a folded range."""
        return Hit(
            start=start,
            end=end,
            first_word=bisect_right(self.words, start) - 1,
            last_word=bisect_right(self.words, end - 1) - 1,
            sentence=bisect_right(self.sentences, start),
        )

    def span(self, start: int, end: int) -> Span:
        """Where a folded range lies in the original field. Cut at the end of its field."""
        part = next(p for p in reversed(self.parts) if p.start <= start)
        last = min(end - part.start, len(part.offsets)) - 1
        first = min(start - part.start, last)
        return Span(field=part.field, start=part.offsets[first], end=part.offsets[last] + 1)

    def quote(self, span: Span) -> str:
        """The original words of a span."""
        part = next(p for p in self.parts if p.field == span.field)
        return part.original[span.start : span.end]

    def folded_range(self, span: Span) -> tuple[int, int] | None:
        """The folded range of an original span, or None where nothing of it is left."""
        part = next((p for p in self.parts if p.field == span.field), None)
        if part is None:
            return None
        first = bisect_left(part.offsets, span.start)
        last = bisect_left(part.offsets, span.end)
        return (part.start + first, part.start + last) if first < last else None


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    """What one character reads as: nothing for invisible marks, else one or more characters."""
    if character in _SEPARATE:
        return _SEPARATE[character]
    folded = "".join(
        _LOOKALIKES.get(c, c)
        for c in unicodedata.normalize("NFKC", character)
        if unicodedata.category(c) not in {"Cf", "Mn", "Me", "Cc"} or c in "\n\t\r"
    )
    return " " if folded.isspace() and "\n" not in folded else folded


def _fold(original: str) -> tuple[str, tuple[int, ...]]:
    """Folded text with one original index per character.

    A run of white space is one space; with an empty line in it, one line break, which ends a
    sentence.
    """
    letters: list[str] = []
    offsets: list[int] = []
    breaks = 0
    for index, character in enumerate(original[:LONGEST]):
        for folded in _fold_character(character):
            breaks = breaks + (folded == "\n") if folded in " \n" else 0
            if folded in " \n" and letters and letters[-1] in " \n":
                letters[-1] = "\n" if breaks > 1 else " "
            else:
                letters.append(" " if folded == "\n" else folded)
                offsets.append(index)
    return "".join(letters), tuple(offsets)


def _plain(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_LEET) if len(word) >= _SHORTEST_DISGUISED else word


def _lower(cased: str) -> str:
    """Lower case of the same length, with digits that stand for letters undone."""
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in cased)
    return _LEADING_LEET.sub(_plain, _LEET_WORD.sub(_plain, lower))


def passage(fields: Sequence[tuple[str, str]]) -> Passage:
    """The given (field name, original text) pairs, folded, each ending its last sentence."""
    parts: list[_Part] = []
    cased = ""
    for field, original in fields:
        folded, offsets = _fold(original)
        parts.append(_Part(field, len(cased), original, offsets))
        cased += folded + "\n"
    lower = _lower(cased)
    return Passage(
        cased=cased,
        lower=lower,
        parts=tuple(parts),
        words=tuple(m.start() for m in _WORD.finditer(lower)),
        sentences=tuple(m.end() for m in _STOP.finditer(lower)),
    )
