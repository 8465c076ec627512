"""Text folded for comparison, with the way back to the original characters."""

import re
import unicodedata
from collections.abc import Sequence

CAP = 50_000
"""Characters read of one field; the rest of a longer text is not looked at."""

_APOSTROPHES = frozenset("'’‘ʼ`´＇")
_GAPS = frozenset("-‐‑‒–—―/\\|\u00ad")
_NOTHING = "\0"  # stands in a marked text for what is not read
_SYMBOL = "\1"
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

# Passes over a marked text. Each leaves its length as it is, so that places stay what they are.
# Up to eight marks are looked past for the letter that goes on with a word. A pattern begins with
# the characters it needs and looks back from there: that is what `re` searches for quickly.
_POSSESSIVE = re.compile(
    r"[\0'](?<=[^\W_].)(?:(?<=')|[\0']*')s(?![\0\x01]{0,8}[^\W_])"
    r"(?:[\0']*'s(?![\0\x01]{0,8}[^\W_]))*"
)
_INSIDE_A_WORD = re.compile(
    r"[\0\x01'](?<=[^\W_].)(?:(?<=\x01)|(?<!\x01)[\0']*\x01)[\0\x01]{0,8}(?=[^\W_])"
)
_SHORT_WORD = re.compile(r"[ \0][^ ]{0,2}\.")
_ABBREVIATIONS = re.compile(r"(?:(?<= )|\A)\0*(?:[^\W\d_]\0*(?:[^\W\d_]\0*)?\.\0*)+")
_MORE_SPACE = re.compile(r"(?:(?<= )|\A)[ \0]+")

_SIGN = re.compile(r"[0134@$!](?:(?<!!)|[^ !])")
_WORD_WITH_A_SIGN = re.compile(r"(?<![^ ])[^ ]*[0134@$!][^ ]*")


class Folded:
    """`text` is lower-case Latin words; character i stands for `original[starts[i]]`.

    Accents, apostrophes, possessive 's, invisible characters and symbols inside words are gone;
    dashes and runs of white space are one space; other punctuation stays. Immutable.
    """

    __slots__ = ("_marked", "_starts", "original", "text")

    def __init__(self, original: str, marked: str, text: str) -> None:
        """`marked` is the text with `_NOTHING` for each character that is not read."""
        self.original = original
        self.text = text
        self._marked = marked
        self._starts: Sequence[int] | None = None

    @property
    def starts(self) -> Sequence[int]:
        """The original place of each character. Found when first asked for: few texts are quoted."""
        if self._starts is None:
            self._starts = _places(self.original, self._marked)
        return self._starts

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original half-open range of the folded range `start`, `end` (not empty)."""
        starts = self.starts
        return starts[start], starts[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """The original words of a folded range."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def whole(self, start: int, end: int) -> bool:
        """The range neither begins nor ends inside a word."""
        text = self.text
        if start and ((before := text[start - 1]).isalnum() or before == "_"):
            return False
        return end == len(text) or not ((after := text[end]).isalnum() or after == "_")

    def undisguised(self) -> "Folded":
        """See `undisguised`."""
        if _SIGN.search(self.text) is None:
            return self
        text = _WORD_WITH_A_SIGN.sub(_restored, self.text)
        return self if text == self.text else Folded(self.original, self._marked, text)


def _places(original: str, marked: str) -> Sequence[int]:
    """The original index of every character that is read."""
    if len(marked) != len(original):
        origins = [index for index, letter in enumerate(original) for _ in _PLAIN[ord(letter)]]
        return [origin for origin, mark in zip(origins, marked, strict=True) if mark != _NOTHING]
    starts: list[int] = []
    start = 0
    for read in marked.split(_NOTHING):
        end = start + len(read)
        starts.extend(range(start, end))
        start = end + 1
    return starts


class _Plain(dict[int, str]):
    """What each character reads as, worked out when it first comes: letters, one mark, a space,
    an apostrophe, `_NOTHING` or `_SYMBOL`.
    """

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code)) or _NOTHING
        return self[code]


def _plain(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _GAPS or character.isspace():
        return " "
    if character.isascii():
        return "and" if character == "&" else character.lower() if character.isprintable() else ""
    latin = character.translate(_CAPITAL_LOOKALIKES)
    folded = unicodedata.normalize("NFKD", latin).casefold().translate(_LOOKALIKES)
    letters = "".join(c for c in folded if c.isalnum())
    if letters:
        return letters
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    return _SYMBOL if category[0] in "SC" else character


_PLAIN = _Plain()


def fold(text: str) -> Folded:
    """`text` ready for comparison; at most `CAP` characters of it."""
    original = text[:CAP]
    if not original or (original.isascii() and original.isalnum()):
        word = original.lower()
        return Folded(original, word, word)
    marked = original.translate(_PLAIN)
    if "'" in marked:
        marked = _POSSESSIVE.sub(_dropped, marked)
    if _SYMBOL in marked:
        marked = _INSIDE_A_WORD.sub(_dropped, marked).replace(_SYMBOL, " ")
    marked = marked.replace("'", _NOTHING)
    if _SHORT_WORD.search(marked) or "." in marked[:3]:
        marked = _ABBREVIATIONS.sub(_without_dots, marked)
    if "  " in marked or " \0" in marked or marked[:1] in {" ", _NOTHING}:
        marked = _MORE_SPACE.sub(_dropped, marked)
    return Folded(original, marked, marked.replace(_NOTHING, ""))


def _dropped(found: re.Match[str]) -> str:
    return _NOTHING * (found.end() - found.start())


def _without_dots(found: re.Match[str]) -> str:
    """Dots of "C. of E." and "U.S.A." made spaces, up to the first that no letter stands before."""
    pieces = found.group().split(".")
    odd = (n for n, one in enumerate(pieces) if not one.replace(_NOTHING, "").isalpha())
    count = next(odd)  # at the latest what follows the last dot
    return " ".join((*pieces[:count], ".".join(pieces[count:])))


def undisguised(folded: Folded) -> Folded:
    """The same with letters hidden behind digits and signs restored: "0llerby M@rsh".

    One character for one character, so the ranges are those of `folded`; `folded` itself when
    nothing is hidden.
    """
    return folded.undisguised()


def _restored(found: re.Match[str]) -> str:
    word = found.group()
    if sum(letter.isalpha() for letter in word) < _DISGUISED_LETTERS:
        return word
    head, rest = (word[:1], word[1:]) if word[:1] in {"@", "#"} else ("", word)
    return head + rest.rstrip("!").translate(_DISGUISES) + "!" * (len(rest) - len(rest.rstrip("!")))
