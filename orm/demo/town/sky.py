"""Bluesky's public interface with one school's account (contracts/social.md §8).

A post with the section "repost" is somebody else's, passed on.
"""

import hashlib
from base64 import b32encode
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.moments import Seen
from orm.demo.town.scene import Scene, front, robots, zulu

LOOK = pages.Look("Bluesky (as shaped in Harrowmere)", "One school’s account", "#1083fe")
SITE = "sky"
ACTOR = "wrenbeckprimary-hm4.example"
"""The official account of Wrenbeck Primary School."""

_OWNER = "Wrenbeck Primary School"
_REPOST = "repost"
_FEED = "/xrpc/app.bsky.feed.getAuthorFeed"


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the interface."""
    if asked.path == "/":
        return front(LOOK, scene, _page_path)
    if asked.path == "/robots.txt":
        return robots(scene, "# Hello Friends!\nUser-agent: *\nAllow: /\n")
    if asked.path == _FEED:
        return _feed(asked, scene)
    post = next((one for one in scene.shelf.posts if _page_path(one) == asked.path), None)
    if post is None:
        return pages.missing(LOOK, scene.shelf)
    return pages.page(LOOK, "Post", pages.article(post), post.changed_at)


def _feed(asked: Asked, scene: Scene) -> Answer:
    if asked.value("actor") != ACTOR:
        said = {"error": "InvalidRequest", "message": "Profile not found"}
        return reply_json(said, scene.shelf.changed_at, status=HTTPStatus.BAD_REQUEST)
    limit = int(asked.value("limit", "50"))
    document = {"feed": [_entry(post) for post in scene.shelf.posts[:limit]]}
    return reply_json(document, scene.shelf.changed_at)


def _key(seed: str, length: int) -> str:
    """Letters and digits as the network's own keys have them; they follow from the seed."""
    return b32encode(hashlib.sha256(seed.encode()).digest()).decode("ascii").lower()[:length]


def _page_path(post: Seen) -> str:
    return f"/profile/{post.author}/post/{_key(post.id, 13)}"


def _entry(post: Seen) -> dict[str, object]:
    did = f"did:plc:{_key(post.author, 24)}"
    at = zulu(post.published_at)
    view: dict[str, object] = {
        "uri": f"at://{did}/app.bsky.feed.post/{_key(post.id, 13)}",
        "cid": f"bafyrei{_key(f'{post.id}|{post.text}', 52)}",
        "author": {
            "did": did,
            "handle": post.author,
            "displayName": _OWNER if post.author == ACTOR else "",
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
    by = {"did": f"did:plc:{_key(ACTOR, 24)}", "handle": ACTOR}
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": by, "indexedAt": at}
    return {"post": view, "reason": reason}
