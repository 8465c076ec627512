"""A video site with two official channels: Atom feeds with ``yt:`` and ``media:`` elements.

A film with the section "sport" is on the second channel.
"""

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply
from orm.demo.town.feed_xml import iso_date, lines, tag
from orm.demo.town.moments import Seen, Shelf

LOOK = pages.Look("Video", "Wrenbeck Primary School’s channels", "#b3261e")
SITE = "video"
FEED = "/feeds/videos.xml"
_PAGES = "/channel/"
CHANNEL = "UCWrenbeckPrimary-HM4-2Q"
SPORT = "UCWrenbeckSports-HM4-7Kx"
"""The official channels of Wrenbeck Primary School."""

_OWNERS: Mapping[str, str] = {
    CHANNEL: "Wrenbeck Primary School",
    SPORT: "Wrenbeck Primary School Sports Day",
}
_SPORT_SECTION = "sport"
_IN_FEED = 15
_FLASH = "application/x-shockwave-flash"
_OPENING = (
    '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">'
)


def video_id(post: Seen) -> str:
    """Eleven characters that follow from the post."""
    digest = hashlib.sha256(post.id.encode()).digest()
    return base64.urlsafe_b64encode(digest)[:11].decode("ascii")


def answer(asked: Asked, shelf: Shelf) -> Answer:
    """Any address of the video site."""
    channel = asked.path.removeprefix(_PAGES)
    match asked.path:
        case "/feeds/videos.xml" if asked.value("channel_id") in _OWNERS:
            return _feed(asked, shelf, asked.value("channel_id"))
        case "/feeds/videos.xml":
            title = "<title>Error 404 (Not Found)!!1</title>"
            return reply(title, shelf.changed_at, status=HTTPStatus.NOT_FOUND)
        case "/robots.txt":
            return reply(
                "User-agent: *\nDisallow: /results\n", shelf.changed_at, media="text/plain"
            )
        case "/watch":
            return _watch(asked, shelf)
        case _:
            return _listing(shelf, CHANNEL if asked.path == "/" else channel)


def _films(shelf: Shelf, channel: str) -> list[Seen]:
    return [post for post in shelf.posts if _channel_of(post) == channel]


def _channel_of(post: Seen) -> str:
    return SPORT if post.section == _SPORT_SECTION else CHANNEL


def _listing(shelf: Shelf, channel: str) -> Answer:
    if channel not in _OWNERS:
        return pages.missing(LOOK, shelf)
    rows = ((f"/watch?v={video_id(post)}", post) for post in _films(shelf, channel))
    return pages.page(LOOK, _OWNERS[channel], pages.listing(rows), shelf.changed_at)


def _feed(asked: Asked, shelf: Shelf, channel: str) -> Answer:
    origin, owner = asked.origin(), _OWNERS[channel]
    page = f"{origin}{_PAGES}{channel}"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _OPENING,
        f'<link rel="self" href="{origin}{FEED}?channel_id={channel}"/>',
        tag("id", f"yt:channel:{channel}"),
        tag("yt:channelId", channel),
        tag("title", owner),
        f'<link rel="alternate" href="{page}"/>',
        f"<author>{tag('name', owner)}{tag('uri', page)}</author>",
        tag("published", "2019-09-02T08:00:00+00:00"),
        *(_entry(origin, post) for post in _films(shelf, channel)[:_IN_FEED]),
        "</feed>",
    ]
    return reply(lines(parts), shelf.changed_at, media="text/xml; charset=UTF-8")


def _entry(origin: str, post: Seen) -> str:
    video, channel = video_id(post), _channel_of(post)
    still = f"{origin}/vi/{video}/hqdefault.jpg"
    return lines(
        [
            "<entry>",
            tag("id", f"yt:video:{video}"),
            tag("yt:videoId", video),
            tag("yt:channelId", channel),
            tag("title", post.title),
            f'<link rel="alternate" href="{origin}/watch?v={video}"/>',
            f"<author>{tag('name', _OWNERS[channel])}{tag('uri', f'{origin}{_PAGES}{channel}')}</author>",
            tag("published", iso_date(post.published_at)),
            tag("updated", iso_date(post.changed_at)),
            "<media:group>",
            tag("media:title", post.title),
            f'<media:content url="{origin}/v/{video}?version=3" type="{_FLASH}"/>',
            f'<media:thumbnail url="{still}" width="480" height="360"/>',
            tag("media:description", post.text),
            "<media:community>",
            '<media:starRating count="0" average="0.00" min="1" max="5"/>',
            f'<media:statistics views="{post.number % 300}"/>',
            "</media:community>",
            "</media:group>",
            "</entry>",
        ]
    )


def _watch(asked: Asked, shelf: Shelf) -> Answer:
    wanted = asked.value("v")
    post = next((post for post in shelf.posts if video_id(post) == wanted), None)
    if post is None:
        return pages.missing(LOOK, shelf)
    note = f'<p class="note">{escape("No moving pictures in Harrowmere: the words only.")}</p>'
    return pages.page(LOOK, post.title, pages.article(post) + note, post.changed_at)
