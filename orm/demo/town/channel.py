"""A video site with one official channel: an Atom feed with ``yt:`` and ``media:`` elements."""

import base64
import hashlib
from html import escape
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply
from orm.demo.town.feed_xml import iso_date, lines, tag
from orm.demo.town.moments import Seen, Shelf

LOOK = pages.Look("Video", "Wrenbeck Primary School’s channel", "#b3261e")
SITE = "video"
FEED = "/feeds/videos.xml"
CHANNEL = "UCWrenbeckPrimary-HM4-2Q"
"""The official channel of Wrenbeck Primary School."""

_OWNER = "Wrenbeck Primary School"
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
    match asked.path:
        case "/feeds/videos.xml" if asked.value("channel_id") == CHANNEL:
            return _feed(asked, shelf)
        case "/feeds/videos.xml":
            title = "<title>Error 404 (Not Found)!!1</title>"
            return reply(title, shelf.changed_at, status=HTTPStatus.NOT_FOUND)
        case "/robots.txt":
            return reply(
                "User-agent: *\nDisallow: /results\n", shelf.changed_at, media="text/plain"
            )
        case "/watch":
            return _watch(asked, shelf)
        case "/" | "/channel/UCWrenbeckPrimary-HM4-2Q":
            rows = ((f"/watch?v={video_id(post)}", post) for post in shelf.posts)
            return pages.page(LOOK, _OWNER, pages.listing(rows), shelf.changed_at)
        case _:
            return pages.missing(LOOK, shelf)


def _feed(asked: Asked, shelf: Shelf) -> Answer:
    origin = asked.origin()
    channel = f"{origin}/channel/{CHANNEL}"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _OPENING,
        f'<link rel="self" href="{origin}{FEED}?channel_id={CHANNEL}"/>',
        tag("id", f"yt:channel:{CHANNEL}"),
        tag("yt:channelId", CHANNEL),
        tag("title", _OWNER),
        f'<link rel="alternate" href="{channel}"/>',
        f"<author>{tag('name', _OWNER)}{tag('uri', channel)}</author>",
        tag("published", "2019-09-02T08:00:00+00:00"),
        *(_entry(origin, post) for post in shelf.posts[:_IN_FEED]),
        "</feed>",
    ]
    return reply(lines(parts), shelf.changed_at, media="text/xml; charset=UTF-8")


def _entry(origin: str, post: Seen) -> str:
    video = video_id(post)
    still = f"{origin}/vi/{video}/hqdefault.jpg"
    return lines(
        [
            "<entry>",
            tag("id", f"yt:video:{video}"),
            tag("yt:videoId", video),
            tag("yt:channelId", CHANNEL),
            tag("title", post.title),
            f'<link rel="alternate" href="{origin}/watch?v={video}"/>',
            f"<author>{tag('name', _OWNER)}{tag('uri', f'{origin}/channel/{CHANNEL}')}</author>",
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
