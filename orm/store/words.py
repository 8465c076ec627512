"""The words of a post as they are found again, and what somebody looks for. Pure.

The same for both databases: letters and digits, in lower case, without accents. A database is given
tokens that it has nothing left to do to.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

LONGEST_WORD = 200
"""Characters; what is longer is no word that anybody looks for, and is not found."""

MOST_WORDS = 16_000
"""PostgreSQL counts positions up to 16,383."""

MOST_LETTERS = 100_000
"""Of one post, of at most four bytes each; PostgreSQL holds 1 MB of words in a row."""

MOST_SOUGHT = 100
"""Words of one search; a longer one finds nothing."""

SHORTEST_BEGINNING = 3
"""Letters before a `*`; after fewer, the word is looked for as it stands."""

GAP = "_"
"""Stands where words are not beside each other. No word of a post begins like this, so that what
begins like this (a facet) is never found by words.
"""

_WORD = re.compile(r"[^\W_]+")
_SOUGHT = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words beside each other; of the last only the `beginning`."""

    words: tuple[str, ...]
    beginning: bool = False


def words_in(text: str) -> list[str]:
    """The words of a text, in order."""
    if text.isascii():
        return _WORD.findall(text.lower())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _WORD.findall(
        "".join(c for c in plain if c.isascii() or unicodedata.category(c) != "Mn")
    )


def document(texts: Iterable[str], facets: Iterable[str]) -> str:
    """What the index is given: the words of each text, a gap after each, and the facets."""
    tokens: list[str] = []
    for text in texts:
        tokens += (*words_in(text), GAP)
    lengths = [len(token) for token in tokens]
    most, longest, letters = len(tokens), max(lengths, default=0), sum(lengths)
    if most > MOST_WORDS or longest > LONGEST_WORD or letters > MOST_LETTERS:
        tokens = list(_cut(tokens))
    return " ".join((*tokens, *facets))


def _cut(tokens: Iterable[str]) -> Iterator[str]:
    """As many as there is room for, and a gap for each that is too long."""
    room = MOST_LETTERS
    for token in islice(tokens, MOST_WORDS):
        kept = token if len(token) <= LONGEST_WORD else GAP
        room -= len(kept)
        if room < 0:
            return
        yield kept


def facet(kind: str, value: str) -> str:
    """A fact about a post as a token: one letter for its kind, and any value."""
    return f"{GAP}{kind}{value.encode(errors='replace').hex()}"


def terms(sought: str) -> tuple[Term, ...] | None:
    """What a person looks for; None where no post can hold it."""
    found: list[Term] = []
    for quoted, quoted_star, bare in _SOUGHT.findall(sought):
        words = words_in(quoted or bare)
        star = bool(quoted_star) or bare.endswith("*")
        if words:
            found.append(Term(tuple(words), star and len(words[-1]) >= SHORTEST_BEGINNING))
    every = [word for term in found for word in term.words]
    too_long = any(len(word) > LONGEST_WORD for word in every)
    if too_long or len(every) > MOST_SOUGHT or (sought.strip() and not every):
        return None
    return tuple(found)


def for_fts5(sought: Iterable[Term], any_of: Iterable[Iterable[str]]) -> str:
    """The search as SQLite's FTS5 reads it: all terms, and of each group of facets one."""
    parts = [f'"{" ".join(term.words)}"{" *" if term.beginning else ""}' for term in sought]
    parts += [_group((f'"{each}"' for each in group), " OR ") for group in any_of]
    return " AND ".join(parts)


def for_tsquery(sought: Iterable[Term], any_of: Iterable[Iterable[str]]) -> str:
    """The search as PostgreSQL's tsquery."""
    parts = [_in_order(term) for term in sought]
    parts += [_group((f"'{each}'" for each in group), " | ") for group in any_of]
    return " & ".join(parts)


def as_tsvector(tokens: str) -> str:
    """A document as PostgreSQL's tsvector: each word with its places, facets without."""
    places: dict[str, list[str]] = {}
    for place, token in enumerate(tokens.split(), start=1):
        if token != GAP:
            its = places.setdefault(token, [])
            if not token.startswith(GAP):
                its.append(str(place))
    return " ".join(
        f"'{token}':{','.join(its)}" if its else f"'{token}'" for token, its in places.items()
    )


def _in_order(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    if term.beginning:
        words[-1] += ":*"
    return f"({' <-> '.join(words)})"


def _group(each: Iterable[str], by: str) -> str:
    return f"({by.join(each)})"
