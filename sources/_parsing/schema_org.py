"""schema.org objects in a page: JSON-LD with the repairs real sites need, else microdata."""

import html
import json
import re
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup, NavigableString, Tag

from sources._parsing.text import clean

_MOST_OBJECTS = 5_000
_MOST_PARTS = 2_000
_JSON_LD = re.compile(r"^\s*application/ld\+json\b", re.IGNORECASE)
_OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[")
_CLOSINGS = (";", "-->", "//]]>", "// ]]>", "]]>")
# Possessive, and content to reach the end: a hostile block takes no more time than its length.
_STRING = r'("(?:\\.|[^"\\])*+"?)'
_STRING_OR_COMMENT = re.compile(_STRING + r"|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|//[^\n]*+", re.DOTALL)
_STRING_OR_COMMA = re.compile(_STRING + r"|,(?=\s*+[}\]])", re.DOTALL)


def json_ld(page: BeautifulSoup) -> Iterator[dict[str, object]]:
    """Every object in the page's JSON-LD, outermost first. Blocks that stay broken are left out."""
    blocks = (_loads(tag.get_text()) for tag in page.find_all("script", type=_JSON_LD))
    return islice(_objects([block for block in blocks if block is not None]), _MOST_OBJECTS)


def microdata(page: BeautifulSoup) -> Iterator[dict[str, object]]:
    """Every microdata object in the page, in JSON-LD's shape with a list for each property.

    `itemref` is not followed. Read without recursion: nesting is the site's choice.
    """
    found: list[dict[str, object]] = []
    waiting: list[tuple[Tag, dict[str, object] | None]] = [(page, None)]
    while waiting and len(found) < _MOST_OBJECTS:
        tag, owner = waiting.pop()
        thing = owner
        if tag.has_attr("itemscope"):
            thing = {"@type": str(tag.get("itemtype", "")).split(), "@id": tag.get("itemid", "")}
            found.append(thing)
        if owner is not None:
            _give(owner, tag, thing if thing is not owner else _value(tag))
        children = [(child, thing) for child in tag.children if isinstance(child, Tag)]
        waiting.extend(reversed(children))
    return iter(found)


def _give(owner: dict[str, object], tag: Tag, value: object) -> None:
    for name in str(tag.get("itemprop", "")).split():
        values = owner.setdefault(name, [])
        if isinstance(values, list):
            values.append(value)


def _value(tag: Tag) -> str:
    for attribute in ("content", "datetime", "value", "href"):
        if tag.has_attr(attribute):
            return str(tag[attribute])
    strings = (
        part for part in islice(tag.descendants, _MOST_PARTS) if type(part) is NavigableString
    )
    return clean(" ".join(strings))


def types_of(thing: dict[str, object]) -> frozenset[str]:
    """The names of an object's types, without their vocabulary."""
    stated = thing.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return frozenset(re.split(r"[/#:]", n)[-1] for n in names if isinstance(n, str))


def _loads(block: str) -> object:
    """A block's value, after the least repair that makes it JSON; None when nothing does."""
    bare = block.strip()
    for opening in _OPENINGS:
        bare = bare.removeprefix(opening).lstrip()
    for closing in _CLOSINGS:
        bare = bare.removesuffix(closing).rstrip()
    commentless = _STRING_OR_COMMENT.sub(r"\1", bare)
    commaless = _STRING_OR_COMMA.sub(r"\1", commentless)
    for attempt in (bare, commentless, commaless, html.unescape(commaless)):
        try:
            value: object = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _objects(values: list[object]) -> Iterator[dict[str, object]]:
    """Outermost first, in document order; iterative, because depth is the site's choice."""
    waiting = list(reversed(values))
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            waiting.extend(reversed(list(value.values())))
