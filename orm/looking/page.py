"""The words of a page, and whether a post's own words are among them."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4.dammit import UnicodeDammit
from lxml import etree

RUN = 8
"""This many words of a post in a row, found on a page, are the post: chance does not repeat them."""
LEAST = 4
"""A shorter text, such as "Great school", can stand on any page and proves nothing."""

_UNREAD = frozenset({"script", "style", "template", "iframe", "svg"})  # noscript is for programs
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a reader meets it. `asks_password` is true when it has a field for one."""

    words: tuple[str, ...]
    asks_password: bool


def read_sheet(body: bytes, *, charset: str = "") -> Sheet:
    """The visible words of a page, with what it says of itself in its head; text without markup
    is taken as it is. `charset` is what the server said, tried first.
    """
    text = UnicodeDammit(body, [charset] if charset else [], is_html=True).unicode_markup or ""
    if "<" not in text:
        return Sheet(tokens(text), asks_password=False)
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8")
    etree.fromstring(text.replace("\0", "").encode(errors="replace"), parser)
    return Sheet(tokens("".join(reader.heard)), asks_password=reader.asks_password)


class _Reader:
    """Hears a page from its beginning to its end; no tree, so that no page is too deep or large."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.asks_password = False
        self._unread = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        self._unread += tag in _UNREAD
        self._pause(tag)
        if tag == "meta":
            self.data(f" {attributes.get('content', '')} ")
        if tag == "input":
            self.asks_password |= attributes.get("type", "").strip().casefold() == "password"

    def end(self, tag: str) -> None:
        """A tag closes."""
        self._unread -= tag in _UNREAD
        self._pause(tag)

    def data(self, text: str) -> None:
        """Words stand here."""
        if not self._unread:
            self.heard.append(text)

    def close(self) -> None:
        """The page is over."""

    def _pause(self, tag: str) -> None:
        """Only inside a line do two tags' words touch."""
        if tag not in _INLINE:
            self.heard.append(" ")


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text folded for comparison: case, accents' spelling and punctuation are gone.

    What stands between two spaces is one word, so that an address which repeats a headline with
    hyphens is not the headline.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = ("".join(c for c in word if c.isalnum()) for word in folded.split())
    return tuple(word for word in bare if word)


def can_prove(texts: Iterable[str]) -> bool:
    """Whether any of the texts is long enough to be recognised."""
    return any(len(tokens(text)) >= LEAST for text in texts)


def holds(page: Sequence[str], texts: Iterable[str]) -> bool:
    """Whether a run of RUN words of one of the texts is on the page; of a shorter text, all."""
    wanted: dict[int, set[tuple[str, ...]]] = {}
    for text in texts:
        words = tokens(text)
        length = min(RUN, len(words))
        if length >= LEAST:
            wanted.setdefault(length, set()).update(_runs(words, length))
    return any(not runs.isdisjoint(_runs(page, length)) for length, runs in wanted.items())


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))
