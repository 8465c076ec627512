"""WhatDoTheyKnow: requests for information to two authorities (contracts/web.md §4.1).

An event is a post: `page` is the authority, `title` the request, `section` its status after the event.
One week a wall in front of the site turns robots away.
"""

from html import escape
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply
from orm.demo.town.feed_xml import iso_date
from orm.demo.town.moments import Seen, slug
from orm.demo.town.scene import Scene, front, robots

LOOK = pages.Look("WhatDoTheyKnow (as shaped in Harrowmere)", "Newest events", "#a81d15")
SITE = "foi"
AUTHORITIES = {
    "wrenbeck_primary_school_harrowmere": "Wrenbeck Primary School",
    "eastmarch_council": "Eastmarch Council",
}

_ROBOTS = "User-agent: *\nDisallow: /search/\nDisallow: /feed/\nDisallow: /user/\n"
_WALL = (
    "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head>"
    "<body><h1>Sorry, you have been blocked</h1></body></html>"
)


def request_path(post: Seen) -> str:
    """Where the request is that an event belongs to."""
    return f"/request/{slug(post.title).replace('-', '_')}"


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the site."""
    if asked.path == "/robots.txt":
        return robots(scene, _ROBOTS)
    if scene.is_troubled:
        return reply(_WALL, scene.shelf.changed_at, status=HTTPStatus.FORBIDDEN)
    if asked.path == "/":
        return front(LOOK, scene, request_path)
    body = asked.path.removeprefix("/body/")
    if body in AUTHORITIES:
        return _authority(scene, body)
    events = [one for one in scene.shelf.posts if request_path(one) == asked.path]
    if not events:
        return pages.missing(LOOK, scene.shelf)
    main = "".join(pages.article(one, kicker=one.section) for one in reversed(events))
    return pages.page(LOOK, events[0].title, main, scene.shelf.changed_at)


def _authority(scene: Scene, body: str) -> Answer:
    events = [post for post in scene.shelf.posts if post.page == body]
    name = AUTHORITIES[body]
    title = f"{name} - view and make Freedom of Information requests - WhatDoTheyKnow"
    page = (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body>'
        f'<div class="authority__header"><h1>{name}</h1></div>'
        f"{''.join(_listing(post, body) for post in events)}</body></html>"
    )
    return reply(page, scene.shelf.changed_at)


def _listing(post: Seen, body: str) -> str:
    at = iso_date(post.published_at)
    link = f"{request_path(post)}#event-{post.number}"
    return (
        '<div class="request_listing"><div class="request_left">'
        f'<span class="head"><a href="{link}">{escape(post.title)}</a></span>'
        f'<div class="requester">Event at <a href="/body/{body}">{AUTHORITIES[body]}</a>, request by'
        f' <a href="/user/x">{escape(post.author)}</a> on <time datetime="{at}" title="{at}">{at}</time>.'
        f'</div><span class="bottomline"><strong>{escape(post.section)}</strong><br></span></div>'
        f'<div class="request_right"><span class="desc">{escape(post.text)}</span></div></div>\n'
    )
