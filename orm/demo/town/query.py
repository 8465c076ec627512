"""The index's query language: phrases, words, ``(a OR b)``, ``-not`` and ``key:value`` operators."""

import re
from dataclasses import dataclass

TOO_SHORT = "Your query was too short or too long."
BAD_BRACKETS = "One or more of your parenthetical clauses had an error in it."
BARE_OR = "Queries containing OR'd terms must be surrounded by ()."
BAD_WORD = (
    "One or more of your keywords contained an illegal character."
    ' To use a dash in a word, place it in quotes like "f-16".'
)

_SHORTEST, _LONGEST = 4, 1000  # characters of the words, and of the whole query
_PART = re.compile(r'-?"[^"]*"|[()]|[^\s()"]+')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Refused:
    """A query that the index does not run; `sentence` is all it answers."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Query:
    """Every group must match; a group matches by any of its terms. No term of `without` may."""

    groups: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()

    def matches(self, text: str) -> bool:
        """Whether the text holds what is asked, as whole words in any case."""
        words = _folded(text)
        if any(term in words for term in self.without):
            return False
        return all(any(term in words for term in group) for group in self.groups)


def read(text: str) -> Query | Refused:
    """A query, or the sentence that refuses it."""
    parts = _PART.findall(text)
    letters = sum(len(_folded(part).strip()) for part in parts if not _is_operator(part))
    if letters < _SHORTEST or len(text) > _LONGEST:
        return Refused(TOO_SHORT)
    if any(_is_illegal(part) for part in parts):
        return Refused(BAD_WORD)
    return _grouped(parts)


def _grouped(parts: list[str]) -> Query | Refused:
    groups: list[tuple[str, ...]] = []
    without: list[str] = []
    inside: list[str] | None = None
    for part in parts:
        if part in {"(", ")"}:
            if (part == "(") == (inside is not None) or inside == []:
                return Refused(BAD_BRACKETS)
            if inside is not None:
                groups.append(tuple(inside))
            inside = [] if part == "(" else None
        elif part == "OR" and inside is None:
            return Refused(BARE_OR)
        elif part != "OR" and not _is_operator(part):
            _place(part, inside, groups, without)
    return Refused(BAD_BRACKETS) if inside is not None else Query(tuple(groups), tuple(without))


def _place(
    part: str, inside: list[str] | None, groups: list[tuple[str, ...]], without: list[str]
) -> None:
    term = _folded(part)
    if part.startswith("-"):
        without.append(term)
    elif inside is not None:
        inside.append(term)
    else:
        groups.append((term,))


def _is_operator(part: str) -> bool:
    """Operators such as ``sourcecountry:UK`` hold for every article of the town."""
    return part in {"OR", "(", ")"} or bool(re.match(r"-?[a-z]+\d*[<>:]", part))


def _is_illegal(part: str) -> bool:
    bare = part.removeprefix("-")
    return '"' not in bare and not _is_operator(part) and "-" in bare


def _folded(text: str) -> str:
    words = _WORD.findall(text.lower())
    return f" {' '.join(words)} "
