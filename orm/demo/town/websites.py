"""The two schools' own websites: one offers RSS, the other a JSON Feed, both by autodiscovery."""

from orm.demo.town import pages, school_pages
from orm.demo.town.answers import Answer, Asked, reply, reply_json
from orm.demo.town.feed_xml import iso_date, lines, rss_date, tag
from orm.demo.town.moments import Seen, Shelf

WRENBECK = "wrenbeck"
ST_ORRINS = "st-orrins"
LOOKS = {
    WRENBECK: pages.Look("Wrenbeck Primary School", "Wren Close, Harrowmere HM4 7QT", "#0b6e6e"),
    ST_ORRINS: pages.Look(
        "St Orrin’s C of E Primary School", "Church Walk, Harrowmere HM4 2BD", "#7a5c00"
    ),
}
FEEDS = {WRENBECK: "/news/feed.xml", ST_ORRINS: "/feed.json"}

_MEDIA = {WRENBECK: "application/rss+xml", ST_ORRINS: "application/feed+json"}
_ACCOUNTS = {
    WRENBECK: school_pages.wrenbeck_accounts,
    ST_ORRINS: school_pages.st_orrins_accounts,
}


def post_path(post: Seen) -> str:
    """Where a piece of school news is."""
    return f"/news/{post.slug}"


def answer(asked: Asked, shelf: Shelf) -> Answer:
    """Any address of a school's website."""
    look = LOOKS[asked.site]
    if asked.path in {"/", "/news"}:
        return _front(asked, shelf, look)
    if asked.path == "/robots.txt":
        return reply("User-agent: *\nDisallow:\n", shelf.changed_at, media="text/plain")
    if asked.path == FEEDS[asked.site]:
        return (_rss if asked.site == WRENBECK else _json_feed)(asked, shelf, look)
    if asked.path in school_pages.PAGES:
        return pages.page(look, *school_pages.PAGES[asked.path], shelf.changed_at)
    post = next((post for post in shelf.posts if post_path(post) == asked.path), None)
    if post is None:
        return pages.missing(look, shelf)
    return pages.page(look, post.title, pages.article(post), post.changed_at)


def _front(asked: Asked, shelf: Shelf, look: pages.Look) -> Answer:
    head = pages.feed_link(_MEDIA[asked.site], f"{look.name} news", FEEDS[asked.site])
    main = "<h1>News</h1>" + pages.listing((post_path(post), post) for post in shelf.posts)
    main += school_pages.footer(asked, _ACCOUNTS[asked.site])
    return pages.page(look, "Welcome", main, shelf.changed_at, head=head)


def _rss(asked: Asked, shelf: Shelf, look: pages.Look) -> Answer:
    origin = asked.origin()
    parts = [
        '<?xml version="1.0"?>',
        '<rss version="2.0">',
        "<channel>",
        tag("title", f"{look.name} news"),
        tag("link", f"{origin}/news"),
        tag("description", "Latest news"),
    ]
    for post in shelf.posts:
        parts += [
            "<item>",
            tag("title", post.title),
            tag("link", origin + post_path(post)),
            tag("description", post.text),
            tag("pubDate", rss_date(post)),
            "</item>",
        ]
    parts += ["</channel>", "</rss>"]
    return reply(lines(parts), shelf.changed_at, media="application/rss+xml; charset=utf-8")


def _json_feed(asked: Asked, shelf: Shelf, look: pages.Look) -> Answer:
    origin = asked.origin()
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{look.name} news",
        "home_page_url": f"{origin}/",
        "feed_url": origin + FEEDS[asked.site],
        "language": "en-GB",
        "items": [_item(origin, post) for post in shelf.posts],
    }
    return reply_json(document, shelf.changed_at, media="application/feed+json; charset=utf-8")


def _item(origin: str, post: Seen) -> dict[str, object]:
    return {
        "id": f"{origin}{post_path(post)}",
        "url": origin + post_path(post),
        "title": post.title,
        "content_html": pages.paragraphs(post.text),
        "date_published": post.stated or iso_date(post.published_at),
        "authors": [{"name": post.author or "School office"}],
    }
