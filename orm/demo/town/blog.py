"""The Mere Mum: a WordPress blog's pages and feed. Its REST interface is in ``blog_api``."""

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, moved, reply
from orm.demo.town.blog_api import API, answer_api, api_link, found, permalink, rendered
from orm.demo.town.feed_xml import cdata, lines, rfc_date, rss_date, tag
from orm.demo.town.moments import Seen, Shelf

LOOK = pages.Look("The Mere Mum", "Two kids, one kettle, Harrowmere", "#a34d7d")
SITE = "meremum"
FEED = "/feed/"

_IN_FEED = 10


def answer(asked: Asked, shelf: Shelf) -> Answer:
    """Any address of the blog."""
    if asked.path.startswith(API) or asked.value("rest_route"):
        return answer_api(asked, shelf, LOOK.name)
    match asked.path:
        case "/":
            return _front(asked, shelf)
        case "/robots.txt":
            rules = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"
            return reply(rules, shelf.changed_at, media="text/plain; charset=utf-8")
        case "/feed" | "/wp-json":
            return moved(f"{asked.origin()}{asked.path}/")
        case "/feed/":
            return _feed(asked, shelf)
        case _:
            return _post(asked, shelf)


def _head(asked: Asked) -> str:
    feed = pages.feed_link("application/rss+xml", f"{LOOK.name} » Feed", asked.origin() + FEED)
    return f'{feed}<link rel="https://api.w.org/" href="{asked.origin()}{API}">\n'


def _front(asked: Asked, shelf: Shelf) -> Answer:
    old = next((post for post in shelf.posts if str(post.number) == asked.value("p")), None)
    if old is not None:
        return moved(asked.origin() + permalink(old))
    rows = ((permalink(post), post) for post in shelf.posts)
    head, extra = _head(asked), (api_link(asked),)
    main = pages.listing(rows)
    return pages.page(LOOK, "Blog", main, shelf.changed_at, head=head, extra=extra)


def _feed(asked: Asked, shelf: Shelf) -> Answer:
    origin = asked.origin()
    posts = found(shelf.posts, asked.value("s"))[:_IN_FEED]
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"',
        '\txmlns:content="http://purl.org/rss/1.0/modules/content/"',
        '\txmlns:dc="http://purl.org/dc/elements/1.1/"',
        '\txmlns:atom="http://www.w3.org/2005/Atom"',
        '\txmlns:sy="http://purl.org/rss/1.0/modules/syndication/"',
        ">",
        "<channel>",
        tag("title", LOOK.name),
        f'<atom:link href="{origin}{FEED}" rel="self" type="application/rss+xml" />',
        tag("link", f"{origin}/"),
        tag("description", LOOK.strapline),
        tag("lastBuildDate", rfc_date(shelf.changed_at)),
        tag("language", "en-GB"),
        "<sy:updatePeriod>\n\thourly\t</sy:updatePeriod>",
        "<sy:updateFrequency>\n\t1\t</sy:updateFrequency>",
        tag("generator", "https://wordpress.org/?v=6.8"),
        *(_entry(origin, post) for post in posts),
        "</channel>",
        "</rss>",
    ]
    return reply(lines(parts), shelf.changed_at, media="application/rss+xml; charset=UTF-8")


def _entry(origin: str, post: Seen) -> str:
    excerpt = f"<p>{pages.first_words(post.text)} [&#8230;]</p>"
    return lines(
        [
            "<item>",
            tag("title", post.title),
            tag("link", origin + permalink(post)),
            cdata("dc:creator", post.author),
            tag("pubDate", rss_date(post)),
            f'<guid isPermaLink="false">{origin}/?p={post.number}</guid>',
            cdata("description", pages.first_words(post.text) if post.markup else excerpt),
            cdata("content:encoded", rendered(post)),
            "</item>",
        ]
    )


def _post(asked: Asked, shelf: Shelf) -> Answer:
    post = next((post for post in shelf.posts if permalink(post) == asked.path), None)
    if post is None:
        return pages.missing(LOOK, shelf)
    head, extra = _head(asked), (api_link(asked),)
    main = pages.article(post)
    return pages.page(LOOK, post.title, main, post.changed_at, head=head, extra=extra)
