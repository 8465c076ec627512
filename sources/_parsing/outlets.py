"""Who published an entry, where a feed of many publishers says so entry by entry."""

from bs4 import BeautifulSoup, NavigableString, Tag

from orm.model.polls import Response
from sources._parsing.answers import body_of
from sources._parsing.feeds import shortened
from sources._parsing.text import LONGEST_TITLE, clean, plain

_SOURCES = ("source", "news:source")
_NAMES = ("guid", "link")


def outlets(response: Response) -> dict[str, str]:
    """Publishers' names by the guid and by the link of their entries, as the feed writes them.

    Read from RSS `source` and Bing's `News:Source`, whose namespace differs from answer to answer
    (contracts/web.md §1.2). Only for a body that `read_feed` took: that one declares no entities.
    """
    named: dict[str, str] = {}
    body = shortened(response, body_of(response)).body
    for item in BeautifulSoup(body, "lxml-xml").find_all("item"):
        parts = {_name(tag): _words(tag) for tag in item.children if isinstance(tag, Tag)}
        outlet = next((parts[name] for name in _SOURCES if parts.get(name)), "")
        for key in (clean(parts.get(name, "")) for name in _NAMES):
            if key and outlet:
                named.setdefault(key, plain(outlet, limit=LONGEST_TITLE))
    return named


def _name(tag: Tag) -> str:
    # An undeclared prefix stays in the name; a declared one is kept beside it.
    return (f"{tag.prefix}:{tag.name}" if tag.prefix else tag.name).lower()


def _words(tag: Tag) -> str:
    # Its own words only: a page of nested entries takes no more time than its length.
    return "".join(part for part in tag.children if isinstance(part, NavigableString))
