"""Letters that look alike: one spelling for all of them, and words that mix alphabets.

The table of look-alikes is Unicode's (UTS 39), by `confusable_homoglyphs`. It leaves out letters
that differ a little in print and not on a phone, such as Cyrillic к; those are added here.
"""

import re
import unicodedata
from functools import cache

from confusable_homoglyphs import categories, confusables

_ALSO = str.maketrans("квмнтьгкηκτβεχμω" + "@$!|", "kbmhtbrknktbexuw" + "asll")
# In capitals I is l and 1 is both, so that after folding of case the three are one.
_ONE_FOR_ALL = str.maketrans("01i5", "olls")
_NO_ALPHABET = frozenset({"COMMON", "INHERITED", "Unknown"})
_REPEATED = re.compile(r"(.)\1+", re.DOTALL)
_IN_ADDRESSES = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def skeleton(text: str) -> str:
    """The text as an eye in a hurry takes it in, for comparison only.

    Alphabets are one, case, accents, spaces and signs are gone, 0 1 5 are letters, and a letter
    that is repeated stands once. Two texts with the same skeleton can be mistaken for each other.
    """
    while (once := _once(text)) != text:
        text = once
    return text


def address_skeleton(label: str) -> str:
    """The same for one part of a web address, in small print: "rn" is m, "vv" is w, "cl" is d."""
    label = label.casefold()
    for pair, letter in _IN_ADDRESSES:
        label = label.replace(pair, letter)
    return skeleton(label)


def mixed_scripts(text: str) -> bool:
    """A word has letters of the Latin alphabet and of another one. Two languages side by side,
    each in its own words, do not mix.
    """
    return any(
        "LATIN" in alphabets and len(alphabets) > 1 for alphabets in map(_alphabets, text.split())
    )


def foreign_letters(text: str) -> bool:
    """A letter is not of the Latin alphabet."""
    return bool(_alphabets(text) - {"LATIN"})


def _alphabets(word: str) -> frozenset[str]:
    return frozenset(_alphabet(character) for character in word) - _NO_ALPHABET


@cache
def _alphabet(character: str) -> str:
    return str(categories.alias(character))


def _once(text: str) -> str:
    plain = _in_latin(unicodedata.normalize("NFKC", text)).casefold()
    plain = _in_latin(plain).translate(_ALSO)
    bare = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", plain)))
    letters = unicodedata.normalize("NFC", bare.casefold().translate(_ONE_FOR_ALL))
    return _REPEATED.sub(r"\1", letters)


def _in_latin(text: str) -> str:
    return text if text.isascii() else "".join(map(_latin, text))


@cache
def _latin(character: str) -> str:
    """The ASCII letter that it looks like, or itself."""
    if character.isascii():
        return character
    looks: list[dict[str, str]] = confusables.confusables_data.get(character, [])
    return next((look["c"] for look in looks if look["c"].isascii()), character)
