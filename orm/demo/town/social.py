"""Mere Social: a Mastodon server with one tag and two schools' accounts (contracts/social.md §9).

A post with a `page` is a school's own; the others stand under the town's tag. `stated` is not used. One
weekend the server is flooded and turns everybody away.
"""

import re
from datetime import timedelta
from html import escape
from http import HTTPStatus

from orm.demo.town import pages, social_accounts
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.moments import Seen
from orm.demo.town.profiles import Shown
from orm.demo.town.scene import Scene, front, robots, zulu

LOOK = pages.Look("Mere Social", "A small server for a small town", "#6364ff")
SITE = "social"
TAG = "harrowmere"
ACCOUNT = "storrins"
"""The official account of St Orrin's."""

WRENBECK = "wrenbeckprimary"
"""The official account of Wrenbeck Primary School."""

_TOWNSFOLK = "117020000000000077"
_WINDOW = timedelta(minutes=5)
_HASHTAG = re.compile(r"#(\w+)")
_STATUSES = re.compile(r"/api/v1/accounts/(?P<id>\d+)/statuses")
_BY_ID = re.compile(r"/api/v1/accounts/(?P<id>\d+)")


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the server."""
    if asked.path == "/":
        return front(LOOK, scene, _page_path)
    if asked.path == "/robots.txt":
        return robots(
            scene, "User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /media_proxy/\n"
        )
    if asked.path == social_accounts.FINGER:
        return social_accounts.finger(asked, scene)
    if not asked.path.startswith("/api/"):
        return _page(asked, scene)
    if scene.is_troubled:
        return _too_many(asked, scene)
    return _interface(asked, scene)


def _interface(asked: Asked, scene: Scene) -> Answer:
    document = _document(asked, scene)
    if document is None:
        said = {"error": "Record not found"}
        return reply_json(said, scene.shelf.changed_at, status=HTTPStatus.NOT_FOUND)
    return reply_json(document, scene.shelf.changed_at)


def _document(asked: Asked, scene: Scene) -> object | None:
    """What the interface has at an address; None for nothing."""
    limit = int(asked.value("limit", "20"))
    match asked.path:
        case "/api/v1/timelines/tag/harrowmere":
            tagged = [post for post in scene.shelf.posts if not post.page]
            return [_status(asked, scene, post) for post in tagged[:limit]]
        case "/api/v1/accounts/lookup":
            profile = social_accounts.named(scene, asked.value("acct"))
            return social_accounts.account(asked, profile) if profile else None
        case "/api/v2/search":
            return social_accounts.search(asked, scene)
        case "/api/v2/instance":
            return _instance()
        case _:
            return _by_id(asked, scene, limit=limit)


def _by_id(asked: Asked, scene: Scene, *, limit: int) -> object | None:
    known = {one.number: one for one in scene.profiles}
    if (one := _BY_ID.fullmatch(asked.path)) and one["id"] in known:
        return social_accounts.account(asked, known[one["id"]])
    if (one := _STATUSES.fullmatch(asked.path)) and one["id"] in known:
        return [_status(asked, scene, post) for post in _own(scene, known[one["id"]])[:limit]]
    return None


def _own(scene: Scene, profile: Shown) -> list[Seen]:
    return [post for post in scene.shelf.posts if post.page and post.author == profile.handle]


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
    """A post, or an account's page or feed."""
    post = next((one for one in scene.shelf.posts if _page_path(one) == asked.path), None)
    if post is not None:
        return pages.page(LOOK, "Post", pages.article(post), post.changed_at)
    name = asked.path.removeprefix("/@")
    profile = social_accounts.named(scene, name.removesuffix(".rss"))
    if profile is None or name == asked.path:
        return pages.missing(LOOK, scene.shelf)
    rows = [(_page_path(one), one) for one in _own(scene, profile)]
    if name.endswith(".rss"):
        return social_accounts.feed(asked, scene, profile, rows)
    main = f"<h1>{escape(profile.name)}</h1>{pages.paragraphs(profile.description)}"
    return pages.page(LOOK, profile.name, main + pages.listing(rows), scene.shelf.changed_at)


def _number(post: Seen) -> int:
    return 117_000_000_000 + post.number


def _status(asked: Asked, scene: Scene, post: Seen) -> dict[str, object]:
    handle = post.author.removeprefix("@")
    home, name = social_accounts.home_of(asked, handle)
    author = social_accounts.named(scene, handle) or Shown(handle, _TOWNSFOLK, "", "")
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
        "account": social_accounts.account(asked, author),
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
