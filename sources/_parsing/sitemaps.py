"""Plain sitemaps: which pages a site has, and when each was last changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from orm.model.polls import Response
from sources._parsing.answers import MOST_TAGS, body_of, unreadable, without_entities
from sources._parsing.dates import UNDATED, Stated, read_date
from sources._parsing.links import absolute
from sources._parsing.text import LONGEST_TITLE, plain


@dataclass(frozen=True, slots=True)
class Place:
    """One address of a sitemap. `changed` is its `lastmod`; `title` is a news sitemap's, or empty."""

    url: str
    changed: Stated = UNDATED
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A `urlset`, or an index whose `places` are further sitemaps. The newest come first."""

    is_index: bool
    places: tuple[Place, ...]


def read_sitemap(response: Response) -> Sitemap:
    """The sitemap in an answer, with or without a namespace; entries without an address are left out.

    Raises:
        Unreadable: it is none, is empty, declares a DOCTYPE or an entity, or has more than 40,000
            tags: its newest pages may stand at its end, so it is not cut.
    """
    body = without_entities(response, body_of(response), doctype_too=True)
    if body.count(b"<") > MOST_TAGS:
        raise unreadable(response, "the sitemap is longer than a school's")
    root = BeautifulSoup(body, "lxml-xml").find(recursive=False)
    if not isinstance(root, Tag) or _local(root) not in {"urlset", "sitemapindex"}:
        raise unreadable(response, "the answer is not a sitemap")
    is_index = _local(root) == "sitemapindex"
    found = {
        place.url: place
        for entry in _named(root, "sitemap" if is_index else "url")
        if (place := _place(entry, response)).url
    }
    return Sitemap(is_index, tuple(sorted(found.values(), key=_newest_first)))


def _place(entry: Tag, response: Response) -> Place:
    written = _words(entry, "loc")
    return Place(
        url=absolute(response.url, written) if written else "",
        changed=read_date(_words(entry, "lastmod"), fetched_at=response.fetched_at),
        title=_words(entry, "news", "title"),
    )


def _newest_first(place: Place) -> tuple[float, str]:
    return (-place.changed.at.timestamp() if place.changed.at else 0.0, place.url)


def _local(tag: Tag) -> str:
    return tag.name.rpartition(":")[2].lower()


def _named(parent: Tag, name: str) -> Iterator[Tag]:
    return (t for t in parent.children if isinstance(t, Tag) and _local(t) == name)


def _words(parent: Tag | None, *path: str) -> str:
    for name in path:
        parent = next(_named(parent, name), None) if parent else None
    return plain(parent.get_text(), limit=LONGEST_TITLE) if parent else ""
