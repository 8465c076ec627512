"""The Harrowmere Herald: a local paper with a feed, a news sitemap and article pages.

The feed has the shape of a large UK regional publisher: CDATA, HTML entities inside CDATA titles,
``?ref=rss`` on links, an image enclosure (which nobody should fetch) and ``ttl``.
"""

from datetime import timedelta
from html import escape
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, moved, reply
from orm.demo.town.feed_xml import cdata, iso_date, lines, rfc_date, rss_date, tag
from orm.demo.town.moments import Seen, Shelf

LOOK = pages.Look("The Harrowmere Herald", "News of Harrowmere and the mere villages", "#8b1a1a")
FEED = "/news/rss/"
SITEMAP = "/news-sitemap.xml"
SITE = "herald"

_IN_FEED = 30
_OPENING = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:media="http://search.yahoo.com/mrss/">'
)
_SITEMAP_REACH = timedelta(days=2)
_SITEMAP_NS = "http://www.google.com/schemas/sitemap-news/0.9"
_ROBOTS = "User-agent: *\nAllow: /news/rss/\nDisallow: /private/\nDisallow: /search/*/print\n"
_XML = "application/rss+xml; charset=utf-8"


def article_path(post: Seen) -> str:
    """Where an article is."""
    return f"/{post.section}/{post.number}.{post.slug}/"


def answer(asked: Asked, shelf: Shelf) -> Answer:
    """Any address of the paper."""
    match asked.path:
        case "/" | "/news/":
            return _front(asked, shelf)
        case "/robots.txt":
            return reply(_robots(asked), shelf.changed_at, media="text/plain; charset=utf-8")
        case "/rss" | "/rss/":
            return moved(asked.origin() + FEED)
        case "/news/rss/":
            return _feed(asked, shelf)
        case "/news-sitemap.xml":
            return _sitemap(asked, shelf)
        case _:
            return _article(asked, shelf)


def _robots(asked: Asked) -> str:
    return f"{_ROBOTS}\nSitemap: {asked.origin()}{SITEMAP}\n"


def _front(asked: Asked, shelf: Shelf) -> Answer:
    rows = ((article_path(post), post) for post in shelf.posts[: 2 * _IN_FEED])
    head = pages.feed_link("application/rss+xml", f"{LOOK.name} | News", asked.origin() + FEED)
    return pages.page(LOOK, "News", pages.listing(rows), shelf.changed_at, head=head)


def _feed(asked: Asked, shelf: Shelf) -> Answer:
    origin = asked.origin()
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        _OPENING,
        "<channel>",
        tag("title", f"{LOOK.name} | News"),
        tag("link", f"{origin}/news/"),
        tag("description", LOOK.strapline),
        tag("language", "en-gb"),
        tag("copyright", f"Copyright {LOOK.name}"),
        tag("lastBuildDate", rfc_date(shelf.changed_at)),
        tag("ttl", "15"),
        f'<atom:link href="{origin}{FEED}" rel="self" type="application/rss+xml"/>',
        *(_entry(origin, post) for post in shelf.posts[:_IN_FEED]),
        "</channel>",
        "</rss>",
    ]
    age = (("Cache-Control", "public, max-age=300"),)
    return reply(lines(parts), shelf.changed_at, media=_XML, extra=age)


def _entry(origin: str, post: Seen) -> str:
    address = origin + article_path(post)
    image = f"{origin}/resources/images/{post.number}.jpg"
    return lines(
        [
            "<item>",
            cdata("title", escape(post.title)),
            tag("link", f"{address}?ref=rss"),
            cdata("description", pages.paragraphs(post.text)),
            f'<guid isPermaLink="true">{address}</guid>',
            tag("pubDate", rss_date(post)),
            *([cdata("author", post.author)] if post.author else []),
            f'<enclosure url="{image}" length="0" type="image/jpeg"/>',
            f'<media:thumbnail url="{image}" width="100" height="67"/>',
            "</item>",
        ]
    )


def _sitemap(asked: Asked, shelf: Shelf) -> Answer:
    recent = [post for post in shelf.posts if post.published_at > asked.now - _SITEMAP_REACH]
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{_SITEMAP_NS}">',
        *(_sitemap_entry(asked.origin(), post) for post in recent),
        "</urlset>",
    ]
    return reply(lines(parts), shelf.changed_at, media="application/xml; charset=utf-8")


def _sitemap_entry(origin: str, post: Seen) -> str:
    return lines(
        [
            "<url>",
            tag("loc", origin + article_path(post)),
            "<news:news>",
            "<news:publication>",
            tag("news:name", LOOK.name),
            tag("news:language", "en"),
            "</news:publication>",
            tag("news:publication_date", iso_date(post.published_at)),
            tag("news:title", post.title),
            "</news:news>",
            "</url>",
        ]
    )


def _article(asked: Asked, shelf: Shelf) -> Answer:
    name = asked.path.strip("/").partition("/")[2]
    post = shelf.numbered(name.partition(".")[0])
    if post is None:
        return pages.missing(LOOK, shelf, HTTPStatus.NOT_FOUND)
    address = asked.origin() + article_path(post)
    if asked.path != article_path(post):
        return moved(address)
    head = (
        f'<link rel="canonical" href="{address}">\n'
        f'<meta property="og:title" content="{escape(post.title)}">\n'
        f'<meta property="og:description" content="{escape(pages.first_words(post.text))}">\n'
        f'<meta property="article:published_time" content="{iso_date(post.published_at)}">\n'
    )
    main = pages.article(post, kicker=post.section.capitalize())
    return pages.page(LOOK, post.title, main, post.changed_at, head=head)
