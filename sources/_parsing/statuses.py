"""Mastodon's statuses: as JSON and in its feeds (contracts/social.md §9)."""

import re

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Page, Response, Skipped
from sources._parsing.answers import unreadable
from sources._parsing.dates import read_date
from sources._parsing.documents import Entry, Feed, Label, entry_item, short_key
from sources._parsing.feeds import read_feed
from sources._parsing.links import canonical, site
from sources._parsing.posts import LeftOut, posts_page
from sources._parsing.text import LONGEST_TITLE, is_media, person, plain

_FAMILY = "mastodon"
_OPEN = ("public", "unlisted")
_WORDLESS = LeftOut("a post without words")
_ITS_FEED = re.compile(rb"<generator>\s*Mastodon\b|xmlns:webfeeds=", re.IGNORECASE)


def status_item(status: object, response: Response) -> Item | Skipped:
    """A public status; a boost, and what is not for everybody, is left out."""
    if not isinstance(status, dict):
        return Skipped("an entry that is no object")
    if isinstance(status.get("reblog"), dict):
        return LeftOut("a boost of somebody else's post")
    uri, url = status.get("uri"), _address(status)
    if not isinstance(uri, str) or not uri.startswith(("https://", "http://")) or not url:
        return Skipped("a post without an address")
    if status.get("visibility") not in _OPEN:
        return LeftOut("a post that is not for everybody")
    title = plain(status.get("spoiler_text"), limit=LONGEST_TITLE)
    text = plain(status.get("content"))
    if not title and not text:
        return _WORDLESS
    stated = read_date(status.get("created_at"), fetched_at=response.fetched_at)
    pictures, undescribed = _pictures(status.get("media_attachments"))
    return Item(
        identity=Identity(_FAMILY, short_key(uri)),
        kind=Kind.POST,
        platform=_FAMILY,
        url=url,
        title=title,
        text=text,
        author=_author(status.get("account")),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet=site(url),
        language=plain(status.get("language"), limit=35).lower(),
        pictures=pictures,
        undescribed=undescribed,
    )


def _pictures(attached: object) -> tuple[int | None, int | None]:
    """How many pictures and films, and how many of them have no description."""
    if not isinstance(attached, list):
        return None, None
    found = [each for each in attached if isinstance(each, dict) and each.get("type") != "audio"]
    return len(found), sum(not plain(each.get("description")) for each in found)


def feed_statuses(response: Response) -> Page:
    """The entries of a tag's or an account's feed, known by their address.

    Raises:
        Unreadable: no feed, or not one of Mastodon's.
    """
    feed = read_feed(response)
    if not _ITS_FEED.search(response.body):
        raise unreadable(response, "the feed is not a Mastodon server's")
    return posts_page((_feed_item(entry, feed, response) for entry in feed.entries), response)


def _feed_item(entry: Entry, feed: Feed, response: Response) -> Item | Skipped:
    if not entry.title and not entry.text:
        return _WORDLESS
    label = Label(_FAMILY, Kind.POST, outlet=site(entry.link), platform=_FAMILY)
    return entry_item(entry, feed, label, response)


def _address(status: dict[str, object]) -> str:
    # `url` is null for some remote posts; `uri` then leads there too.
    stated = status.get("url") or status.get("uri")
    return "" if isinstance(stated, str) and is_media(stated) else canonical(stated)


def _author(account: object) -> str:
    if not isinstance(account, dict):
        return ""
    name = person(account.get("display_name"))
    username = plain(account.get("username"), limit=200)
    return name or (f"@{username}" if username else "")
