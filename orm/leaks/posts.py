"""What of particular posts must not be in a letter: who wrote them, what they are called, what they say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from orm.leaks.licence import Licence
from orm.leaks.parts import parts, plain_words
from orm.model.items import Kind
from orm.model.letters import Leak, Letter, PostWords

RUN = 5
"""So many words of a post in a row are a quotation."""

_FEWEST_LETTERS = 2
_SHORTEST_TITLE = 2  # one word, such as a town, gives no post away
_PIECES = re.compile(r"[(),;|•·/<>]|\s(?:and|&)\s")
_CUT = " | "


@dataclass(frozen=True, slots=True)
class Secret:
    """One post in plain words, ready to be looked for."""

    names: tuple[str, ...]
    title: str
    text: str


def secrets(posts: Iterable[PostWords]) -> tuple[Secret, ...]:
    """What of these posts must stay in the house."""
    return tuple(
        Secret(names=_names(post), title=plain_words(post.title), text=plain_words(post.text))
        for post in posts
    )


def told(
    letter: Letter,
    posts: Sequence[Secret],
    licence: Licence,
    *,
    without_posts: Letter | None = None,
    headlines: Iterable[str] = (),
) -> frozenset[Leak]:
    """What the letter tells of these posts: a name, a title, or five words in a row.

    What a fixed phrase says anyway is no leak; nor is what `without_posts`, the same letter written
    without any text of a post, says in known words: else whoever calls himself "2 decisions" could
    stop a letter. `headlines` are what may be shown of the news, with the names of the papers;
    names of authors are looked for in them too.
    """
    same = _words(without_posts) if without_posts is not None else ()

    def free(words: str) -> bool:
        """No fixed words and none that the letter has anyway."""
        if licence.says(words):
            return False
        return not (licence.knows(words) and any(words in each for each in same))

    shown = [words for words in map(plain_words, headlines) if words.strip()]
    whole = _words(letter)
    rest = [_without(each, shown) for each in whole]
    found = set()
    if any(name in each and free(name) for post in posts for name in post.names for each in whole):
        found.add(Leak.NAME)
    titles = {post.title for post in posts if len(post.title.split()) >= _SHORTEST_TITLE}
    if any(title in each and free(title) for title in titles for each in rest):
        found.add(Leak.TITLE)
    runs = {run for each in rest for run in _runs(each) if free(run)}
    if any(run in post.text for post in posts for run in runs):
        found.add(Leak.WORDS)
    return frozenset(found)


def names_in(text: str, posts: Iterable[Secret], licence: Licence) -> bool:
    """Whether a text names who wrote one of these posts."""
    words = plain_words(text)
    return any(name in words and not licence.says(name) for post in posts for name in post.names)


def _names(post: PostWords) -> tuple[str, ...]:
    """The author as written, and each name or handle in it.

    A paper that signs its own articles is no person.
    """
    if post.kind is Kind.NEWS and _masthead(post.author) == _masthead(post.outlet):
        return ()
    found = {plain_words(post.author)}
    for piece in _PIECES.split(post.author):
        words = plain_words(piece)
        if len(words.split()) > 1 or "@" in piece:
            found |= {words, f" {words.removeprefix(' by ').lstrip()}"}
        found |= {plain_words(part) for part in piece.split("@")[:2] if "@" in piece}
    return tuple(sorted(name for name in found if _can_be_found(name)))


def _masthead(name: str) -> str:
    return plain_words(name).removeprefix(" the ").strip()


def _can_be_found(words: str) -> bool:
    """One letter, or digits only, would be found in every letter."""
    return sum(char.isalpha() for char in words) >= _FEWEST_LETTERS


@lru_cache(maxsize=8)
def _words(letter: Letter) -> tuple[str, ...]:
    return tuple(plain_words(text) for text in parts(letter).texts)


def _runs(words: str) -> Iterator[str]:
    each = words.split()
    for at in range(len(each) - RUN + 1):
        run = each[at : at + RUN]
        if "|" not in run:
            yield f" {' '.join(run)} "


def _without(words: str, headlines: Iterable[str]) -> str:
    """The words without the headlines. A long headline is cut in a letter: its beginning is it."""
    for headline in headlines:
        start = " ".join(headline.split()[:RUN])
        at = words.find(f" {start} ")
        while at >= 0:
            end = at + 1 + _in_common(words[at + 1 :], headline[1:])
            words = f"{words[:at]}{_CUT}{words[end:].lstrip()}"
            at = words.find(f" {start} ", at + len(_CUT) - 1)
    return words


def _in_common(one: str, other: str) -> int:
    """How many characters the two have in common from their start, to the end of a word of `one`."""
    pairs = enumerate(zip(one, other, strict=False))
    length = next((at for at, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)))
    return one.find(" ", max(length - 1, 0)) + 1 or len(one)
