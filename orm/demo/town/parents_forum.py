"""Eastmarch Parents: a Discourse forum with its newest posts as JSON (contracts/web.md §3.5)."""

from datetime import UTC, datetime, timedelta

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.moments import Seen, slug
from orm.demo.town.scene import Scene, front, robots, zulu

LOOK = pages.Look("Eastmarch Parents", "Asking each other since 2019", "#0f766e")
SITE = "parents"

_OPENED = datetime(2019, 9, 1, tzinfo=UTC)
_PER_PAGE = 50
_ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /search\nDisallow: /u/\nDisallow: /users/\n"


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the forum. `title` is a post's topic."""
    if asked.path == "/":
        return front(LOOK, scene, lambda post: _topic_path(scene, post))
    if asked.path == "/robots.txt":
        return robots(scene, _ROBOTS)
    if asked.path == "/posts.json":
        before = asked.value("before")
        newest = [
            post
            for post in scene.shelf.posts
            if not before.isdecimal() or _post_number(post) < int(before)
        ]
        document = {"latest_posts": [_post(scene, post) for post in newest[:_PER_PAGE]]}
        return reply_json(document, scene.shelf.changed_at)
    return _topic(asked, scene)


def _post_number(post: Seen) -> int:
    """The minutes since the forum was opened: it grows with time, as a forum's own does."""
    return (post.published_at - _OPENED) // timedelta(minutes=1)


def _thread(scene: Scene, post: Seen) -> list[Seen]:
    """The posts of the same topic, oldest first."""
    return [one for one in reversed(scene.shelf.posts) if one.title == post.title]


def _topic_path(scene: Scene, post: Seen) -> str:
    return f"/t/{slug(post.title)}/{_post_number(_thread(scene, post)[0])}"


def _topic(asked: Asked, scene: Scene) -> Answer:
    posts = [one for one in scene.shelf.posts if asked.path.startswith(_topic_path(scene, one))]
    if not posts:
        return pages.missing(LOOK, scene.shelf)
    main = "".join(pages.article(one) for one in reversed(posts))
    return pages.page(LOOK, posts[0].title, main, scene.shelf.changed_at)


def _post(scene: Scene, post: Seen) -> dict[str, object]:
    thread = _thread(scene, post)
    return {
        "id": _post_number(post),
        "name": "",
        "username": post.author,
        "avatar_template": "/letter_avatar_proxy/v4/letter/m/0f0f0f/{size}.png",
        "created_at": zulu(post.published_at),
        "cooked": pages.paragraphs(post.text),
        "post_number": thread.index(post) + 1,
        "post_type": 1,
        "updated_at": zulu(post.changed_at),
        "reply_count": 0,
        "topic_id": _post_number(thread[0]),
        "topic_slug": slug(post.title),
        "topic_title": post.title,
        "hidden": False,
        "user_deleted": False,
        "deleted_at": None,
    }
