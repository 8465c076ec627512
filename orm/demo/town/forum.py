"""Harrowmere Chat: a bulletin board with an Atom feed of its newest posts.

The feed has the shape of a widely used PHP board: ``viewtopic.php?p=`` addresses and posts as
escaped HTML. Posts are edited and deleted; one morning it asks everybody to wait.
"""

from html import escape
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply
from orm.demo.town.feed_xml import cdata, iso_date, lines, tag
from orm.demo.town.moments import Seen, Shelf

LOOK = pages.Look("Harrowmere Chat", "The town’s message board since 2004", "#5b3a86")
SITE = "chat"
FEED = "/app.php/feed"

_IN_FEED = 20
_WAIT = (("Retry-After", "120"),)
_BUSY = "<h1>The board is very busy</h1><p>Please wait a couple of minutes.</p>"


def post_path(post: Seen) -> str:
    """Where a post is."""
    return f"/viewtopic.php?p={post.number}"


def answer(asked: Asked, shelf: Shelf, *, is_busy: bool) -> Answer:
    """Any address of the board."""
    if asked.path == "/robots.txt":
        rules = "User-agent: *\nDisallow: /memberlist.php\nDisallow: /search.php\nCrawl-delay: 2\n"
        return reply(rules, shelf.changed_at, media="text/plain; charset=utf-8")
    if is_busy:
        status = HTTPStatus.TOO_MANY_REQUESTS
        return pages.page(LOOK, "Busy", _BUSY, shelf.changed_at, status=status, extra=_WAIT)
    match asked.path:
        case "/" | "/index.php":
            rows = ((post_path(post), post) for post in shelf.posts)
            head = pages.feed_link("application/atom+xml", f"Feed - {LOOK.name}", FEED)
            return pages.page(
                LOOK, "Newest posts", pages.listing(rows), shelf.changed_at, head=head
            )
        case "/app.php/feed":
            return _feed(asked, shelf)
        case "/viewtopic.php":
            return _topic(asked, shelf)
        case _:
            return pages.missing(LOOK, shelf)


def _feed(asked: Asked, shelf: Shelf) -> Answer:
    origin = asked.origin()
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-gb">',
        f'<link rel="self" type="application/atom+xml" href="{origin}{FEED}"/>',
        tag("title", LOOK.name),
        tag("subtitle", LOOK.strapline),
        f'<link href="{origin}/index.php"/>',
        tag("updated", iso_date(shelf.changed_at)),
        f"<author>{cdata('name', LOOK.name)}</author>",
        tag("id", f"{origin}{FEED}"),
        *(_entry(origin, post) for post in shelf.posts[:_IN_FEED]),
        "</feed>",
    ]
    return reply(lines(parts), shelf.changed_at, media="application/atom+xml; charset=UTF-8")


def _entry(origin: str, post: Seen) -> str:
    address = f"{origin}{post_path(post)}#p{post.number}"
    board = escape(post.section)
    return lines(
        [
            "<entry>",
            f"<author>{cdata('name', post.author)}</author>",
            tag("updated", iso_date(post.changed_at)),
            tag("published", iso_date(post.published_at)),
            tag("id", address),
            f'<link href="{address}"/>',
            f'<title type="html"><![CDATA[{board} • {escape(post.title)}]]></title>',
            f'<category term="{board}" scheme="{origin}/viewforum.php" label="{board}"/>',
            f'<content type="html" xml:base="{origin}{post_path(post)}"><![CDATA[',
            escape(post.text).replace("\n", "<br>\n"),
            "]]></content>",
            "</entry>",
        ]
    )


def _topic(asked: Asked, shelf: Shelf) -> Answer:
    post = shelf.numbered(asked.value("p"))
    if post is None:
        text = "<h1>Information</h1><p>The requested post does not exist.</p>"
        status = HTTPStatus.NOT_FOUND
        return pages.page(LOOK, "Information", text, shelf.changed_at, status=status)
    main = pages.article(post, kicker=post.section)
    return pages.page(LOOK, post.title, main, post.changed_at)
