"""A post as the learned judge reads it: tokens in which every school has the same name and place.

What is learned must hold for schools that were never seen, so names say nothing here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from orm.learned.spelling import Spellings, shipped_spellings
from orm.model.items import Item
from orm.model.schools import School, SchoolId

LONGEST = 50_000
"""Characters of a text that are read."""

NAME = "oakfield"
_PLACES = {"town": "ashby", "county": "westshire", "authority": "westshire council"}
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[!?%&£€\u2190-\u2bff\U0001f000-\U0001faff]")
_PLAIN_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[!?%&]")
"""The same of lower-case ASCII, where it is found in half the time."""

_STRAIGHT = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‑": "-", "\ufe0f": "", "“": " ", "”": " "}
_CURLY = re.compile(f"[{''.join(_STRAIGHT)}]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\U0001f3fb-\U0001f3ff]")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LINK = "link"
_POSSESSIVE = re.compile(r"'s$|'")

Tokens = tuple[str, ...]


def tokens(text: str) -> Tokens:
    """Lower-case words, and the signs that carry feeling, in order. An address is one word: nobody
    says what its words say.
    """
    plain = text[:LONGEST]
    if "://" in plain:
        plain = _ADDRESS.sub(_LINK, plain)
    if plain.isascii():
        return tuple(_PLAIN_WORD.findall(plain.lower().replace("`", "'")))
    plain = _UNSEEN.sub("", _CURLY.sub(_straight, plain))
    return tuple(_WORD.findall(plain.lower()))


def _straight(mark: re.Match[str]) -> str:
    return _STRAIGHT[mark[0]]


@dataclass(frozen=True, slots=True)
class Names:
    """What a school and its places are called, by first token, longest first, and what stands for
    each.
    """

    phrases: Mapping[str, Sequence[tuple[Tokens, Tokens]]] = field(default_factory=dict)

    def replaced(self, said: Tokens) -> Tokens:
        """The tokens with each name replaced; a possessive goes with its name."""
        bare = [_bare(token) if "'" in token else token for token in said]
        if self.phrases.keys().isdisjoint(bare):
            return said
        return tuple(self._replaced(said, bare))

    def _replaced(self, said: Tokens, bare: Sequence[str]) -> Iterator[str]:
        place = 0
        while place < len(said):
            for phrase, stands_for in self.phrases.get(bare[place], ()):
                if tuple(bare[place : place + len(phrase)]) == phrase:
                    yield from stands_for
                    place += len(phrase)
                    break
            else:
                yield said[place]
                place += 1


def names_of(school: School, called: Iterable[str]) -> Names:
    """The school's names (`called`, without the words that all schools share) and its places."""
    told = [(name, NAME) for name in called]
    places = (("town", school.town), ("county", school.county))
    told += [(place, _PLACES[kind]) for kind, place in places]
    told.append((school.local_authority, _PLACES["authority"]))
    phrases: dict[str, dict[Tokens, Tokens]] = {}
    for name, stands_for in told:
        phrase = tuple(_bare(token) for token in tokens(name))
        if phrase:
            phrases.setdefault(phrase[0], {}).setdefault(phrase, tuple(stands_for.split()))
    return Names(
        {
            first: tuple(sorted(found.items(), key=lambda each: -len(each[0])))
            for first, found in phrases.items()
        }
    )


class Plain:
    """Reads items for schools. Threads may share it."""

    def __init__(
        self, called: Callable[[School], Iterable[str]], spellings: Spellings | None = None
    ) -> None:
        """`called` gives the names of a school, without the words that all schools share. Without
        `spellings`, those that come with the house.
        """
        self._called = called
        self._spellings = spellings or shipped_spellings()
        self._names: dict[SchoolId, Names] = {}

    def read(self, item: Item, school: School) -> tuple[Tokens, Tokens]:
        """The tokens of title and text, and of the author's line, without the school's names."""
        names = self._names.get(school.id)
        if names is None:
            names = self._names[school.id] = names_of(school, self._called(school))
        said = tokens(f"{item.title} . {item.text}" if item.title else item.text)
        said = self._spellings.standard(names.replaced(said))
        return said, names.replaced(tokens(item.author.replace("_", " ")))


def _bare(token: str) -> str:
    return _POSSESSIVE.sub("", token) or token
