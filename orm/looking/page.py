"""The words of a page, and whether a post's own words are among them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.dammit import UnicodeDammit

RUN = 8
"""This many words of a post in a row, found on a page, are the post: chance does not repeat them."""
LEAST = 4
"""A shorter text, such as "Great school", can stand on any page and proves nothing."""

_DECLARATION = re.compile(r"<\?(?=xml)", re.IGNORECASE)
_UNREAD = ("script", "style", "template", "iframe", "svg")  # noscript is what programs are shown
_BLOCKS = (
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul",
)  # fmt: skip


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
    # An XML declaration inside HTML makes bs4 warn, and nothing here needs it.
    tree = BeautifulSoup(_DECLARATION.sub("<!", text.replace("\0", "")), "lxml")
    password = tree.find("input", type=re.compile("^password$", re.IGNORECASE)) is not None
    said = [str(meta["content"]) for meta in tree.find_all("meta", content=True)]
    for tag in tree.find_all(_UNREAD):
        tag.decompose()
    for tag in tree.find_all(_BLOCKS):
        tag.insert_before(" ")
        tag.insert_after(" ")
    return Sheet(tokens(" \n ".join([tree.get_text(), *said])), asks_password=password)


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
