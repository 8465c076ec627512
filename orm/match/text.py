"""Text folded for comparison, with the way back to the original characters."""

import unicodedata
from dataclasses import dataclass

CAP = 50_000
"""Characters read of one field; the rest of a longer text is not looked at."""

_APOSTROPHES = frozenset("'’‘ʼ`´＇")
_GAPS = frozenset("-‐‑‒–—―/\\|\u00ad")
_SYMBOL = "\0"
_LOOK_PAST = 8  # invisible characters and symbols between two letters of one word
_DOT_TOKEN = 2  # "St.", "C.", "R.": the dot belongs to the abbreviation
_DISGUISED_LETTERS = 3  # a token with this many letters may hide others behind digits

# Letters of other alphabets that look like Latin ones: the ones impostor accounts are made of.
_LOOKALIKES = str.maketrans(
    "авеёкмнорстухіїјѕԁһԛԝӏ" + "αβεηικμνορτυχ",
    "abeekmhopctyxiijsdhqwl" + "abenikmvoptux",
)
_CAPITAL_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abekmhopctyxijsabezhikmnoptyx"
)
_DISGUISES = str.maketrans("0134@$!", "oleaasi")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is lower-case Latin words; character i stands for `original[starts[i]:ends[i]]`.

    Accents, apostrophes, possessive 's, invisible characters and symbols inside words are gone;
    dashes and runs of white space are one space; other punctuation stays.
    """

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original half-open range of the folded range `start`, `end` (not empty)."""
        return self.starts[start], self.ends[end - 1]

    def quote(self, start: int, end: int) -> str:
        """The original words of a folded range."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def whole(self, start: int, end: int) -> bool:
        """The range neither begins nor ends inside a word."""
        before = self.text[start - 1] if start else " "
        after = self.text[end] if end < len(self.text) else " "
        return not (_in_word(before) or _in_word(after))


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _plain(character: str) -> str:
    """One character folded: letters, one mark, a space, "" for nothing, `_SYMBOL` for a symbol."""
    if character.isascii():
        return _plain_ascii(character)
    if character in _APOSTROPHES:
        return "'"
    if character in _GAPS or character.isspace():
        return " "
    latin = character.translate(_CAPITAL_LOOKALIKES)
    folded = unicodedata.normalize("NFKD", latin).casefold().translate(_LOOKALIKES)
    letters = "".join(c for c in folded if c.isalnum())
    if letters:
        return letters
    if unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return ""
    return _SYMBOL if unicodedata.category(character)[0] in "SC" else character


def _plain_ascii(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _GAPS or character.isspace():
        return " "
    return "and" if character == "&" else character.lower() if character.isprintable() else ""


class _Folding:
    """Builds one `Folded`, a character at a time."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.plain = [_plain(character) for character in original]
        self.out: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def run(self) -> Folded:
        index = 0
        while index < len(self.plain):
            index += self._step(index)
        return Folded(self.original, "".join(self.out), tuple(self.starts), tuple(self.ends))

    def _step(self, index: int) -> int:
        """Emit what stands at `index`; the number of characters used."""
        piece = self.plain[index]
        if piece == "'":
            return self._apostrophe(index)
        if piece == _SYMBOL:
            piece = "" if self._after_letter() and self._letter(index + 1) else " "
        elif piece == "." and self._after_abbreviation():
            piece = " "
        self._emit(piece, index)
        return 1

    def _apostrophe(self, index: int) -> int:
        possessive = (
            self._after_letter() and self._at(index + 1) == "s" and not self._letter(index + 2)
        )
        return 2 if possessive else 1

    def _emit(self, piece: str, index: int) -> None:
        if piece == " " and (not self.out or self.out[-1] == " "):
            return
        for letter in piece:
            self.out.append(letter)
            self.starts.append(index)
            self.ends.append(index + 1)

    def _at(self, index: int) -> str:
        return self.plain[index] if index < len(self.plain) else " "

    def _letter(self, index: int) -> bool:
        """A letter follows, looking a little past what folds to nothing."""
        end = min(index + _LOOK_PAST, len(self.plain))
        while index < end and self.plain[index] in {"", _SYMBOL}:
            index += 1
        return self._at(index)[:1].isalnum()

    def _after_letter(self) -> bool:
        return bool(self.out) and self.out[-1].isalnum()

    def _after_abbreviation(self) -> bool:
        token = self.out[-_DOT_TOKEN - 1 :]
        if " " in token:
            token = token[len(token) - token[::-1].index(" ") :]
        return 0 < len(token) <= _DOT_TOKEN and all(letter.isalpha() for letter in token)


def fold(text: str) -> Folded:
    """`text` ready for comparison; at most `CAP` characters of it."""
    return _Folding(text[:CAP]).run()


def undisguised(folded: Folded) -> Folded:
    """The same with letters hidden behind digits and signs restored: "0llerby M@rsh".

    One character for one character, so the ranges are those of `folded`.
    """
    words = [_undisguise(word) for word in folded.text.split(" ")]
    return Folded(folded.original, " ".join(words), folded.starts, folded.ends)


def _undisguise(word: str) -> str:
    if word.isalpha() or sum(letter.isalpha() for letter in word) < _DISGUISED_LETTERS:
        return word
    head, rest = (word[:1], word[1:]) if word[:1] in {"@", "#"} else ("", word)
    return head + rest.rstrip("!").translate(_DISGUISES) + "!" * (len(rest) - len(rest.rstrip("!")))
