"""Mere Social: a Mastodon server with one tag and one school's account (contracts/social.md §9).

A post with a `page` is that account's own; the others stand under the town's tag. `stated` is not used. One
weekend the server is flooded and turns everybody away.
"""

import re
from datetime import timedelta
from html import escape
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.moments import Seen
from orm.demo.town.scene import Scene, front, robots, zulu

LOOK = pages.Look("Mere Social", "A small server for a small town", "#6364ff")
SITE = "social"
TAG = "harrowmere"
ACCOUNT = "storrins"
"""The official account of St Orrin's."""

_OWNER = "St Orrin’s C of E Primary School"
_ACCOUNT_ID = "117020000000000001"
_WINDOW = timedelta(minutes=5)
_HASHTAG = re.compile(r"#(\w+)")
_HOME = re.compile(r"@(?P<name>[^@]+)@(?P<host>.+)")


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the server."""
    if asked.path == "/":
        return front(LOOK, scene, _page_path)
    if asked.path == "/robots.txt":
        return robots(
            scene, "User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /media_proxy/\n"
        )
    if not asked.path.startswith("/api/"):
        return _page(asked, scene)
    if scene.is_troubled:
        return _too_many(asked, scene)
    return _interface(asked, scene)


def _interface(asked: Asked, scene: Scene) -> Answer:
    own = [post for post in scene.shelf.posts if post.page]
    tagged = [post for post in scene.shelf.posts if not post.page]
    limit = int(asked.value("limit", "20"))
    document: object
    match asked.path:
        case "/api/v1/timelines/tag/harrowmere":
            document = [_status(asked, post) for post in tagged[:limit]]
        case "/api/v1/accounts/lookup" if asked.value("acct") == ACCOUNT:
            document = _account(asked, ACCOUNT, _OWNER)
        case "/api/v1/accounts/117020000000000001/statuses":
            document = [_status(asked, post) for post in own[:limit]]
        case "/api/v2/instance":
            document = _instance()
        case _:
            status = HTTPStatus.NOT_FOUND
            said = {"error": "Record not found"}
            return reply_json(said, scene.shelf.changed_at, status=status)
    return reply_json(document, scene.shelf.changed_at)


def _too_many(asked: Asked, scene: Scene) -> Answer:
    """The time of the reset is ISO 8601 here, where others count seconds."""
    reset = asked.now + _WINDOW
    limits = (
        ("X-RateLimit-Limit", "300"),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", f"{reset:%Y-%m-%dT%H:%M:%S}.131957Z"),
    )
    status = HTTPStatus.TOO_MANY_REQUESTS
    said = {"error": "Too many requests"}
    return reply_json(said, scene.shelf.changed_at, status=status, extra=limits)


def _page_path(post: Seen) -> str:
    return f"/@{post.author}/{_number(post)}"


def _page(asked: Asked, scene: Scene) -> Answer:
    post = next((one for one in scene.shelf.posts if _page_path(one) == asked.path), None)
    if post is None:
        return pages.missing(LOOK, scene.shelf)
    return pages.page(LOOK, "Post", pages.article(post), post.changed_at)


def _number(post: Seen) -> int:
    return 117_000_000_000 + post.number


def _status(asked: Asked, post: Seen) -> dict[str, object]:
    away = _HOME.fullmatch(post.author)
    name = away["name"] if away else post.author
    home = f"https://{away['host']}" if away else asked.origin()
    shown = _OWNER if post.page else ""
    return {
        "id": str(_number(post)),
        "created_at": zulu(post.published_at),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": post.title,
        "visibility": "public",
        "language": "en",
        "uri": f"{home}/users/{name}/statuses/{_number(post)}",
        "url": f"{home}/@{name}/{_number(post)}",
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "quotes_count": 0,
        "edited_at": zulu(post.changed_at) if post.changed_at > post.published_at else None,
        "content": _content(asked, post.text),
        "filtered": [],
        "reblog": None,
        "account": _account(asked, name, shown),
        "media_attachments": [],
        "mentions": [],
        "tags": [{"name": tag.lower()} for tag in _HASHTAG.findall(post.text)],
        "emojis": [],
        "quote": None,
        "card": None,
        "poll": None,
    }


def _content(asked: Asked, text: str) -> str:
    def link(found: re.Match[str]) -> str:
        address = f"{asked.origin()}/tags/{found[1]}"
        return f'<a href="{address}" class="mention hashtag" rel="tag">#<span>{found[1]}</span></a>'

    return f"<p>{_HASHTAG.sub(link, escape(text, quote=False))}</p>"


def _account(asked: Asked, name: str, shown: str) -> dict[str, object]:
    return {
        "id": _ACCOUNT_ID if name == ACCOUNT else "117020000000000077",
        "username": name,
        "acct": name,
        "display_name": shown,
        "locked": False,
        "bot": False,
        "discoverable": True,
        "indexable": True,
        "group": False,
        "created_at": "2023-02-01T00:00:00.000Z",
        "note": "",
        "url": f"{asked.origin()}/@{name}",
        "uri": f"{asked.origin()}/users/{name}",
        "avatar": f"{asked.origin()}/avatars/original/missing.png",
        "header": f"{asked.origin()}/headers/original/missing.png",
        "followers_count": 12,
        "statuses_count": 40,
        "emojis": [],
        "fields": [],
    }


def _instance() -> dict[str, object]:
    tags = {"local": "public", "remote": "public"}
    return {
        "domain": "mere.social.example",
        "title": LOOK.name,
        "version": "4.6.4",
        "source_url": "https://github.com/mastodon/mastodon",
        "configuration": {"timelines_access": {"hashtag_feeds": tags}},
        "rules": [],
    }
