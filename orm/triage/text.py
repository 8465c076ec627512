"""A post as the rules see it: folded, cut into words and sentences, every place traceable to the
original.

Folding undoes what hides a word from a reader's rules and keeps what the reader sees: capitals,
curly quotes, zero-width marks, look-alike letters, digits inside a word ("w1tch"). A web address is
no word of the writer's: it is not read.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orm.model.judgement import Span

LONGEST = 50_000
"""Characters of a text that are read; the rest is not judged (measurements.md §4)."""

_NOTHING = "\0"  # stands in a marked text for what is not read
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
_SPACES = re.compile(r"\n[ \n\0]*|[ ][\0]*[ \n][ \n\0]*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?\"')\]]", re.IGNORECASE)
_MAYBE_LEET = re.compile(r"[013457@$]")
_CHANGES_LENGTH = "İ"
_CHANGES_WITH_ITS_NEIGHBOURS = "Σ"


class Hit(NamedTuple):
    """A phrase found: folded character range, the words it covers (both ends included) and the
    sentence it starts in.
    """

    start: int
    end: int
    first_word: int
    last_word: int
    sentence: int


class _Part:
    """One field inside the folded text, and where it starts."""

    __slots__ = ("_marked", "_offsets", "field", "original", "start")

    def __init__(self, field: str, start: int, original: str, marked: str) -> None:
        """`marked` is the folded text with `_NOTHING` for each character that is not read."""
        self.field = field
        self.start = start
        self.original = original
        self._marked = marked
        self._offsets: Sequence[int] | None = None

    @property
    def offsets(self) -> Sequence[int]:
        """The original index of each character. Found when first asked for: few are quoted."""
        if self._offsets is None:
            self._offsets = _places(self.original[:LONGEST], self._marked)
        return self._offsets


def _places(original: str, marked: str) -> Sequence[int]:
    """The original index of every character that is read."""
    if len(marked) != len(original):
        origins = [index for index, letter in enumerate(original) for _ in _FOLDED[ord(letter)]]
        return [origin for origin, mark in zip(origins, marked, strict=True) if mark != _NOTHING]
    offsets: list[int] = []
    start = 0
    for read in marked.split(_NOTHING):
        end = start + len(read)
        offsets.extend(range(start, end))
        start = end + 1
    return offsets


class Passage:
    """Folded fields joined by a sentence end. `cased` and `lower` have the same length. Immutable.

    Words and sentences are counted when first asked for: most texts hold nothing to place.
    """

    __slots__ = ("_sentences", "_words", "cased", "lower", "parts")

    def __init__(self, cased: str, parts: Sequence[_Part]) -> None:
        self.cased = cased
        self.lower = _lower(cased)
        self.parts = tuple(parts)
        self._words: Sequence[int] | None = None
        self._sentences: Sequence[int] | None = None

    @property
    def words(self) -> Sequence[int]:
        """Where each word starts."""
        if self._words is None:
            self._words = [match.start() for match in _WORD.finditer(self.lower)]
        return self._words

    @property
    def sentences(self) -> Sequence[int]:
        """Where each sentence ends."""
        if self._sentences is None:
            self._sentences = [match.end() for match in _STOP.finditer(self.lower)]
        return self._sentences

    def hit(self, start: int, end: int) -> Hit:
        """The place of a folded range."""
        return self.hits(((start, end),))[0]

    def hits(self, ranges: Iterable[tuple[int, int]]) -> list[Hit]:
        """The places of folded ranges."""
        words, sentences = self.words, self.sentences
        return [
            Hit(
                start,
                end,
                bisect_right(words, start) - 1,
                bisect_right(words, end - 1) - 1,
                bisect_right(sentences, start),
            )
            for start, end in ranges
        ]

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


class _Folded(dict[int, str]):
    """What each character reads as, worked out when it first comes."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(chr(code)) or _NOTHING
        return self[code]


def _fold_character(character: str) -> str:
    """What one character reads as: nothing for invisible marks, else one or more characters."""
    if character in _SEPARATE:
        return _SEPARATE[character]
    folded = "".join(
        _LOOKALIKES.get(c, c)
        for c in unicodedata.normalize("NFKC", character)
        if unicodedata.category(c) not in {"Cf", "Mn", "Me", "Cc", "Cs"} or c in "\n\t\r"
    )
    return " " if folded.isspace() and "\n" not in folded else folded


_FOLDED = _Folded()


def _marked(original: str) -> str:
    """Folded text with `_NOTHING` for each character that is not read.

    A run of white space is one space; with an empty line in it, one line break, which ends a
    sentence.
    """
    marked = original[:LONGEST].translate(_FOLDED)
    marked = _ADDRESS.sub(_unread, marked)
    if "\n" in marked or "  " in marked or " \0" in marked:
        return _SPACES.sub(_one_space, marked)
    return marked


def _unread(found: re.Match[str]) -> str:
    return _NOTHING * (found.end() - found.start())


def _one_space(found: re.Match[str]) -> str:
    spaces = found.group()
    return ("\n" if spaces.count("\n") > 1 else " ") + _NOTHING * (len(spaces) - 1)


def _plain(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_LEET) if len(word) >= _SHORTEST_DISGUISED else word


def _lower(cased: str) -> str:
    """Lower case of the same length, with digits that stand for letters undone."""
    if _CHANGES_LENGTH in cased or _CHANGES_WITH_ITS_NEIGHBOURS in cased:
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in cased)
    else:
        lower = cased.lower()
    if _MAYBE_LEET.search(lower) is None:
        return lower
    return _LEADING_LEET.sub(_plain, _LEET_WORD.sub(_plain, lower))


def passage(fields: Sequence[tuple[str, str]]) -> Passage:
    """The given (field name, original text) pairs, folded, each ending its last sentence."""
    parts: list[_Part] = []
    cased = ""
    for field, original in fields:
        marked = _marked(original)
        parts.append(_Part(field, len(cased), original, marked))
        cased += marked.replace(_NOTHING, "") + "\n"
    return Passage(cased, parts)
