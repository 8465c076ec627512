"""JSON Feed 1.0 and 1.1 (contracts/web.md §1.9), which feedparser does not read."""

from collections.abc import Iterator
from datetime import datetime

from orm.model.polls import Response
from sources._parsing.answers import read_json, unreadable
from sources._parsing.cutting import MOST_ENTRIES
from sources._parsing.dates import read_date
from sources._parsing.documents import Entry, Feed
from sources._parsing.links import absolute
from sources._parsing.text import LONGEST_TITLE, person, plain

_VERSIONS = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")


def read_json_feed(response: Response, body: bytes) -> Feed:
    """The feed in a JSON document. Missing and numeric ids, relative addresses and later
    versions are tolerated; an entry that is no object becomes an empty one.

    Raises:
        Unreadable: not JSON, or JSON of something else.
    """
    document = read_json(response, body)
    if not isinstance(document, dict) or not _version(document).startswith(_VERSIONS):
        raise unreadable(response, "the JSON is not a JSON Feed")
    listed = document.get("items")
    if not isinstance(listed, list):
        raise unreadable(response, "the JSON Feed has no list of items")
    base = absolute(response.url, document.get("home_page_url")) or response.url
    return Feed(
        title=plain(document.get("title"), limit=LONGEST_TITLE),
        home=absolute(response.url, document.get("home_page_url")),
        language=plain(document.get("language"), limit=35).lower(),
        entries=tuple(_entry(item, base, response.fetched_at) for item in listed[:MOST_ENTRIES]),
        left_out=max(len(listed) - MOST_ENTRIES, 0),
    )


def _version(document: dict[str, object]) -> str:
    version = document.get("version")
    return version if isinstance(version, str) else ""


def _entry(item: object, base: str, fetched_at: datetime) -> Entry:
    if not isinstance(item, dict):
        return Entry()
    guid = item.get("id")
    link = absolute(base, item.get("url")) or absolute(base, item.get("external_url"))
    if not link and isinstance(guid, str) and guid.startswith("http"):
        link = absolute(base, guid)
    dates = (item.get(key) for key in ("date_published", "date_modified"))
    return Entry(
        guid=plain(str(guid), limit=2_000) if isinstance(guid, str | int | float) else "",
        link=link,
        title=plain(item.get("title"), limit=LONGEST_TITLE),
        text=max(
            (plain(item.get(k)) for k in ("content_text", "content_html", "summary")), key=len
        ),
        author=person(next(_authors(item), "")),
        stated=read_date(next((date for date in dates if date), ""), fetched_at=fetched_at),
    )


def _authors(item: dict[str, object]) -> Iterator[object]:
    several = item.get("authors")
    for author in (*(several if isinstance(several, list) else ()), item.get("author")):
        if isinstance(author, dict):
            yield author.get("name")
