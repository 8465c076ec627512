"""Which items tell the same story, and when an item has changed. Pure.

Syndicated copies of one article form one story. Two parents who write the same words do not: what
people say is never merged across identities, because the same words from several authors may be a
campaign that a person has to see (domain.md T7).
"""

import hashlib
import re
import unicodedata

from orm.model.items import Item, Kind

_SYNDICATED = frozenset({Kind.NEWS, Kind.BLOG})
_TITLE_WORDS = 4  # a shorter title ("School news") does not identify an article
_TEXT_WORDS = 12
_OUTLET_WORDS = 6  # an outlet's name after the last bar or dash is not longer
_SUFFIX = re.compile(r"\s+[-–—|·]\s+([^|–—·]+)$")
_WORD = re.compile(r"\w+")
_INVISIBLE = frozenset({"Cf", "Cc"})


def fingerprint(item: Item) -> str:
    """The same for copies of one story, else different: "title:…", "text:…", "page:…" or "item:…".

    News and blogs go by their title without the outlet's name, then by their text; a video by its
    address, because two sources shorten its text in different ways; every other kind by its
    identity alone.
    """
    if item.kind is Kind.VIDEO:
        return f"page:{_hash(item.url)}"
    if item.kind in _SYNDICATED:
        title = _words(_without_outlet(item.title, item.outlet))
        if len(title) >= _TITLE_WORDS:
            return f"title:{_hash(' '.join(title))}"
        text = _words(item.text)
        if len(text) >= _TEXT_WORDS:
            return f"text:{_hash(' '.join(text))}"
    return f"item:{_hash(item.identity.family, item.identity.key)}"


def content_hash(item: Item) -> str:
    """SHA-256 hex of what an author can edit: title, text and rating.

    White space, invisible characters and composed forms make no difference; neither do the
    address and its tracking parameters.
    """
    rating = "" if item.rating is None else f"{item.rating:.4f}"
    return _hash(_shown(item.title), _shown(item.text), rating)


def _without_outlet(title: str, outlet: str) -> str:
    """The headline of "Choir wins county award - The Harrowmere Herald".

    The outlet is known, or short enough to be one and not the larger part of the title.
    """
    found = _SUFFIX.search(title)
    if found is None:
        return title
    head, suffix = title[: found.start()], _words(found.group(1))
    known = bool(outlet) and suffix == _words(outlet)
    likely = len(suffix) <= _OUTLET_WORDS and len(suffix) < len(_words(head)) >= _TITLE_WORDS
    return head if known or likely else title


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(folded.replace("'", "").replace("’", ""))


class _Shown(dict[int, str | None]):
    """What a reader sees of each character, worked out when it first comes."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        invisible = unicodedata.category(character) in _INVISIBLE
        self[code] = " " if character.isspace() else None if invisible else character
        return self[code]


_SHOWN = _Shown()


def _shown(text: str) -> str:
    """The text as a reader sees it: composed, one space between words."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).translate(_SHOWN).split())


def _hash(*parts: str) -> str:
    # A length before each part keeps ("ab", "c") and ("a", "bc") apart.
    measured = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(measured.encode("utf-8", "surrogatepass")).hexdigest()
