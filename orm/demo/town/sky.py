"""Bluesky's public interface: two accounts of one school, and others to be found (contracts/social.md §8).

A post with the section "repost" is somebody else's, passed on by the school's first account.
"""

import hashlib
from base64 import b32encode
from collections.abc import Mapping
from html import escape
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.moments import Seen
from orm.demo.town.profiles import Shown, found
from orm.demo.town.scene import Scene, front, robots, zulu

LOOK = pages.Look("Bluesky (as shaped in Harrowmere)", "The town’s accounts", "#1083fe")
SITE = "sky"
ACTOR = "wrenbeckprimary-hm4.example"
CHOIR = "wrenbeckchoir-hm4.example"
"""The official accounts of Wrenbeck Primary School."""

_REPOST = "repost"
_CALLS = "/xrpc/app.bsky."
_NOT_FOUND = ("InvalidRequest", "Profile not found")
_SUSPENDED = ("AccountTakedown", "Account has been suspended")


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the interface."""
    if asked.path == "/":
        return front(LOOK, scene, _page_path)
    if asked.path == "/robots.txt":
        return robots(scene, "# Hello Friends!\nUser-agent: *\nAllow: /\n")
    match asked.path.removeprefix(_CALLS):
        case "feed.getAuthorFeed":
            return _feed(asked, scene)
        case "actor.getProfile":
            return _profile(asked, scene)
        case "actor.searchActors":
            return _search(asked, scene)
        case _:
            return _page(asked, scene)


def _page(asked: Asked, scene: Scene) -> Answer:
    post = next((one for one in scene.shelf.posts if _page_path(one) == asked.path), None)
    if post is not None:
        return pages.page(LOOK, "Post", pages.article(post), post.changed_at)
    actor = _actor(scene, asked.path.removeprefix("/profile/"))
    if actor is None or actor.is_suspended:
        return pages.missing(LOOK, scene.shelf)
    rows = ((_page_path(one), one) for one in _posts(scene, actor))
    main = f"<h1>{escape(actor.name)}</h1>{pages.paragraphs(actor.description)}"
    return pages.page(LOOK, actor.name, main + pages.listing(rows), scene.shelf.changed_at)


def _feed(asked: Asked, scene: Scene) -> Answer:
    """Of a closed account the network says what it says of one that never was."""
    actor = _actor(scene, asked.value("actor"))
    if actor is None or actor.is_suspended:
        return _refused(scene, _NOT_FOUND)
    names = {one.handle: one.name for one in scene.profiles}
    posts = _posts(scene, actor)[: int(asked.value("limit", "50"))]
    document = {"feed": [_entry(post, names) for post in posts]}
    return reply_json(document, scene.shelf.changed_at)


def _profile(asked: Asked, scene: Scene) -> Answer:
    actor = _actor(scene, asked.value("actor"))
    if actor is None:
        return _refused(scene, _NOT_FOUND)
    if actor.is_suspended:
        return _refused(scene, _SUSPENDED)
    posts = len(_posts(scene, actor))
    counts = {"followersCount": 212, "followsCount": 3, "postsCount": posts}
    return reply_json(_view(actor) | counts, scene.shelf.changed_at)


def _search(asked: Asked, scene: Scene) -> Answer:
    actors = found(scene.profiles, asked.value("q"))[: int(asked.value("limit", "25"))]
    return reply_json({"actors": [_view(one) for one in actors]}, scene.shelf.changed_at)


def _refused(scene: Scene, said: tuple[str, str]) -> Answer:
    """Errors are 400, also for what is missing."""
    document = {"error": said[0], "message": said[1]}
    return reply_json(document, scene.shelf.changed_at, status=HTTPStatus.BAD_REQUEST)


def _actor(scene: Scene, wanted: str) -> Shown | None:
    """An account by its handle or by its permanent id."""
    return next((one for one in scene.profiles if wanted in {one.handle, did(one.handle)}), None)


def _posts(scene: Scene, actor: Shown) -> list[Seen]:
    return [
        post
        for post in scene.shelf.posts
        if post.author == actor.handle or (post.section == _REPOST and actor.handle == ACTOR)
    ]


def _key(seed: str, length: int) -> str:
    """Letters and digits as the network's own keys have them; they follow from the seed."""
    return b32encode(hashlib.sha256(seed.encode()).digest()).decode("ascii").lower()[:length]


def did(handle: str) -> str:
    """The permanent id of an account; it follows from its handle."""
    return f"did:plc:{_key(handle, 24)}"


def _page_path(post: Seen) -> str:
    return f"/profile/{post.author}/post/{_key(post.id, 13)}"


def _view(actor: Shown) -> dict[str, object]:
    website = {"website": actor.links[0]} if actor.links else {}
    return {
        "did": did(actor.handle),
        "handle": actor.handle,
        "displayName": actor.name,
        "associated": {"lists": 0, "feedgens": 0, "labeler": False},
        "labels": [],
        "createdAt": "2024-11-20T09:00:00.000Z",
        "description": actor.description,
        "indexedAt": "2026-09-01T09:00:00.000Z",
        **website,
    }


def _entry(post: Seen, names: Mapping[str, str]) -> dict[str, object]:
    at = zulu(post.published_at)
    view: dict[str, object] = {
        "uri": f"at://{did(post.author)}/app.bsky.feed.post/{_key(post.id, 13)}",
        "cid": f"bafyrei{_key(f'{post.id}|{post.text}', 52)}",
        "author": {
            "did": did(post.author),
            "handle": post.author,
            "displayName": names.get(post.author, ""),
            "labels": [],
            "createdAt": "2024-11-20T09:00:00.000Z",
        },
        "record": {
            "$type": "app.bsky.feed.post",
            "createdAt": at,
            "langs": ["en-GB"],
            "text": post.text,
        },
        "replyCount": 0,
        "repostCount": 0,
        "likeCount": 0,
        "quoteCount": 0,
        "indexedAt": at,
        "labels": [],
    }
    if post.section != _REPOST:
        return {"post": view}
    by = {"did": did(ACTOR), "handle": ACTOR}
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": by, "indexedAt": at}
    return {"post": view, "reason": reason}
