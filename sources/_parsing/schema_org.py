"""schema.org objects in a page: JSON-LD with the repairs real sites need, else microdata."""

import html
import json
import re
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup
from extruct.w3cmicrodata import MicrodataExtractor

from sources._parsing.text import clean

_MOST_OBJECTS = 5_000
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


def microdata(markup: str) -> Iterator[dict[str, object]]:
    """Every microdata object in the page, in JSON-LD's shape."""
    if "itemscope" not in markup:
        return iter(())
    try:
        # The frame is there because lxml refuses a document of comments alone.
        found = MicrodataExtractor().extract(f"<div>{markup}</div>")
        things = [_as_json_ld(one) for one in found]
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
        return iter(())
    return islice(_objects(things), _MOST_OBJECTS)


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


def _as_json_ld(thing: object) -> object:
    if isinstance(thing, list):
        return [_as_json_ld(one) for one in thing]
    if not isinstance(thing, dict):
        return clean(thing) if isinstance(thing, str) else None
    properties = thing.get("properties")
    shaped = {"@type": thing.get("type"), "@id": thing.get("id")}
    if isinstance(properties, dict):
        shaped |= {str(name): _as_json_ld(value) for name, value in properties.items()}
    return {name: value for name, value in shaped.items() if value is not None}
