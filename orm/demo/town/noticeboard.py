"""Harrowmere Noticeboard: notices of clubs and neighbours, without a feed. Only a search finds it."""

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked
from orm.demo.town.moments import Seen
from orm.demo.town.scene import Scene, front, robots

LOOK = pages.Look("Harrowmere Noticeboard", "Pinned up by the people of the town", "#8a6d1a")
SITE = "noticeboard"


def notice_path(post: Seen) -> str:
    """Where a notice is."""
    return f"/notice/{post.slug}"


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the noticeboard."""
    if asked.path == "/":
        return front(LOOK, scene, notice_path)
    if asked.path == "/robots.txt":
        return robots(scene)
    post = next((post for post in scene.shelf.posts if notice_path(post) == asked.path), None)
    if post is None:
        return pages.missing(LOOK, scene.shelf)
    return pages.page(LOOK, post.title, pages.article(post), post.changed_at)
