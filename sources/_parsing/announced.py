"""The feeds that a web page announces in its head (`rel="alternate"`)."""

import re

from bs4 import BeautifulSoup

from orm.model.polls import Response
from sources._parsing.answers import body_of, read_page, unreadable
from sources._parsing.links import absolute, web_address

FEED_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/json",
})  # fmt: skip
_COMMENTS = re.compile(r"\bcomments?\b", re.IGNORECASE)
_MOST = 2


def announced_feeds(page: BeautifulSoup, base: str) -> tuple[str, ...]:
    """The addresses of at most two feeds in the order of the page; feeds of comments are left out."""
    found: dict[str, None] = {}
    for link in page.find_all("link", href=True):
        kind = str(link.get("type", "")).split(";")[0].strip().lower()
        url = absolute(base, link["href"])
        said = f"{link.get('title', '')} {url}"
        relation = str(link.get("rel", "")).lower()
        if url and kind in _TYPES and "alternate" in relation and not _COMMENTS.search(said):
            found[web_address(url)] = None
    return tuple(found)[:_MOST]


def point_to_announced(response: Response, verb: str) -> None:
    """Say which feed a web page announces; `verb` is what a person does with its address.

    Raises:
        Unreadable: it announces one.
    """
    body = body_of(response)
    is_page = b"<link" in body.lower()
    page = read_page(response, body) if is_page else None
    feeds = announced_feeds(page, response.url) if page else ()
    if feeds:
        raise unreadable(
            response, f"the answer is a web page; {verb} the feed it names: {feeds[0]}"
        )
