"""Wrenbeck's class blog: the school's own, with an RSS feed and no interface."""

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply
from orm.demo.town.feed_xml import lines, rss_date, tag
from orm.demo.town.moments import Seen
from orm.demo.town.scene import Scene, front, robots

LOOK = pages.Look("Wrenbeck Primary class blog", "What each class did this week", "#0b6e6e")
SITE = "classes"
FEED = "/feed/"


def _path(post: Seen) -> str:
    return f"/{post.slug}/"


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the blog."""
    if asked.path == "/":
        return front(LOOK, scene, _path)
    if asked.path == "/robots.txt":
        return robots(scene)
    if asked.path == FEED:
        return _feed(asked, scene)
    post = next((post for post in scene.shelf.posts if _path(post) == asked.path), None)
    if post is None:
        return pages.missing(LOOK, scene.shelf)
    return pages.page(LOOK, post.title, pages.article(post), post.changed_at)


def _feed(asked: Asked, scene: Scene) -> Answer:
    origin = asked.origin()
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0">',
        "<channel>",
        tag("title", LOOK.name),
        tag("link", f"{origin}/"),
        tag("description", LOOK.strapline),
    ]
    for post in scene.shelf.posts:
        parts += [
            "<item>",
            tag("title", post.title),
            tag("link", origin + _path(post)),
            tag("description", post.text),
            tag("pubDate", rss_date(post)),
            "</item>",
        ]
    parts += ["</channel>", "</rss>"]
    return reply(lines(parts), scene.shelf.changed_at, media="application/rss+xml; charset=utf-8")
