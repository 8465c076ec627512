"""The Westmarch Mail: the paper of the next county, which writes of a namesake school.

Its feed is ISO-8859-1 with character references, as older publishing systems make it. One night
it is a maintenance page with status 200.
"""

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply
from orm.demo.town.feed_xml import lines, rfc_date, rss_date, tag
from orm.demo.town.moments import Seen, Shelf

LOOK = pages.Look("The Westmarch Mail", "Tollworth, Westmarch and the border country", "#1a4d8b")
FEED = "/rss"
SITE = "westmarch"

_IN_FEED = 25
_MEDIA = "text/xml; charset=ISO-8859-1"
_MAINTENANCE = "<h1>We’ll be back shortly</h1><p>The Mail is being looked after overnight.</p>"


def article_path(post: Seen) -> str:
    """Where an article is."""
    return f"/{post.section}/{post.slug}-{post.number}"


def answer(asked: Asked, shelf: Shelf, *, is_down: bool) -> Answer:
    """Any address of the paper."""
    if is_down and asked.path != "/robots.txt":
        return pages.page(LOOK, "Maintenance", _MAINTENANCE, shelf.changed_at)
    match asked.path:
        case "/" | "/news":
            rows = ((article_path(post), post) for post in shelf.posts)
            head = pages.feed_link("application/rss+xml", LOOK.name, FEED)
            return pages.page(LOOK, "News", pages.listing(rows), shelf.changed_at, head=head)
        case "/robots.txt":
            return reply(
                "User-agent: *\nDisallow: /account\n", shelf.changed_at, media="text/plain"
            )
        case "/rss":
            return _feed(asked, shelf)
        case _:
            return _article(asked, shelf)


def _feed(asked: Asked, shelf: Shelf) -> Answer:
    origin = asked.origin()
    parts = [
        '<?xml version="1.0" encoding="ISO-8859-1"?>',
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        tag("title", LOOK.name),
        tag("link", origin),
        tag("description", LOOK.strapline),
        tag("pubDate", rfc_date(shelf.changed_at)),
        *(_entry(origin, post) for post in shelf.posts[:_IN_FEED]),
        "</channel>",
        "</rss>",
    ]
    body = lines(parts).encode("iso-8859-1", "xmlcharrefreplace")
    return reply(body, shelf.changed_at, media=_MEDIA)


def _entry(origin: str, post: Seen) -> str:
    address = origin + article_path(post)
    return lines(
        [
            "<item>",
            tag("title", post.title),
            tag("link", f"{address}?utm_source=rss&utm_medium=feed"),
            tag("description", pages.first_words(post.text)),
            tag("dc:creator", post.author or "Mail newsdesk"),
            f'<guid isPermaLink="false">westmarch-{post.number}</guid>',
            tag("pubDate", rss_date(post)),
            "</item>",
        ]
    )


def _article(asked: Asked, shelf: Shelf) -> Answer:
    post = shelf.numbered(asked.path.rpartition("-")[2])
    if post is None or asked.path != article_path(post):
        return pages.missing(LOOK, shelf)
    head = f'<link rel="canonical" href="{asked.origin()}{article_path(post)}">\n'
    main = pages.article(post, kicker=post.section.capitalize())
    return pages.page(LOOK, post.title, main, post.changed_at, head=head)
