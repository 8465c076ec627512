"""The accounts of Mere Social as Mastodon's interfaces tell them (contracts/social.md §9)."""

import re
from html import escape
from http import HTTPStatus

from orm.demo.town.answers import Answer, Asked, reply, reply_json
from orm.demo.town.feed_xml import lines, rfc_date, tag
from orm.demo.town.moments import Seen
from orm.demo.town.profiles import Shown, found
from orm.demo.town.scene import Scene

FINGER = "/.well-known/webfinger"

_AWAY = re.compile(r"(?P<name>[^@]+)@(?P<host>.+)")
_PROFILE_PAGE = "http://webfinger.net/rel/profile-page"
_JRD = "application/jrd+json; charset=utf-8"
_IN_FEED = 20


def account(asked: Asked, profile: Shown) -> dict[str, object]:
    """An account, of this server or as this server knows it of another."""
    home, name = home_of(asked, profile.handle)
    return {
        "id": profile.number,
        "username": name,
        "acct": profile.handle,
        "display_name": profile.name,
        "locked": False,
        "bot": False,
        "discoverable": True,
        "indexable": True,
        "group": False,
        "created_at": "2023-02-01T00:00:00.000Z",
        "note": f"<p>{escape(profile.description, quote=False)}</p>" if profile.description else "",
        "url": f"{home}/@{name}",
        "uri": f"{home}/users/{name}",
        "avatar": f"{asked.origin()}/avatars/original/missing.png",
        "header": f"{asked.origin()}/headers/original/missing.png",
        "followers_count": 12,
        "statuses_count": 40,
        "emojis": [],
        "fields": [_field(link, proven=profile.proven) for link in profile.links],
    }


def home_of(asked: Asked, handle: str) -> tuple[str, str]:
    """The server of an account, and its name there."""
    away = _AWAY.fullmatch(handle)
    return (f"https://{away['host']}", away["name"]) if away else (asked.origin(), handle)


def named(scene: Scene, name: str) -> Shown | None:
    """The server's own account of that name."""
    return next((one for one in scene.profiles if one.handle == name), None)


def search(asked: Asked, scene: Scene) -> dict[str, object]:
    """The accounts that the server knows by these words; nobody needs a key for that."""
    accounts = found(scene.profiles, asked.value("q"))[: int(asked.value("limit", "20"))]
    return {
        "accounts": [account(asked, one) for one in accounts],
        "statuses": [],
        "hashtags": [],
    }


def finger(asked: Asked, scene: Scene) -> Answer:
    """The domain's word on an account; a bare 404 for one that it does not know."""
    name, _, host = asked.value("resource").removeprefix("acct:").partition("@")
    profile = named(scene, name)
    if profile is None or host != asked.host:
        return reply("", scene.shelf.changed_at, status=HTTPStatus.NOT_FOUND)
    page = f"{asked.origin()}/@{name}"
    links = [
        {"rel": _PROFILE_PAGE, "type": "text/html", "href": page},
        {
            "rel": "self",
            "type": "application/activity+json",
            "href": f"{asked.origin()}/users/{name}",
        },
    ]
    document = {"subject": f"acct:{name}@{host}", "aliases": [page], "links": links}
    return reply_json(document, scene.shelf.changed_at, media=_JRD)


def feed(asked: Asked, scene: Scene, profile: Shown, posts: list[tuple[str, Seen]]) -> Answer:
    """An account's posts, each with its path, as RSS without titles."""
    origin = asked.origin()
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0">',
        "<channel>",
        tag("title", profile.name),
        tag("description", f"Public posts from @{profile.handle}@{asked.host}"),
        tag("link", f"{origin}/@{profile.handle}"),
        tag("generator", "Mastodon v4.6.4"),
    ]
    for path, post in posts[:_IN_FEED]:
        parts += [
            "<item>",
            f'<guid isPermaLink="true">{origin}{path}</guid>',
            tag("link", f"{origin}{path}"),
            tag("pubDate", rfc_date(post.published_at)),
            tag("description", f"<p>{escape(post.text, quote=False)}</p>"),
            "</item>",
        ]
    parts += ["</channel>", "</rss>"]
    return reply(lines(parts), scene.shelf.changed_at, media="application/rss+xml; charset=utf-8")


def _field(link: str, *, proven: bool) -> dict[str, object]:
    anchor = (
        f'<a href="{escape(link)}" rel="me nofollow noopener" translate="no">{escape(link)}</a>'
    )
    return {
        "name": "Website",
        "value": anchor,
        "verified_at": "2024-01-05T10:00:00.000+00:00" if proven else None,
    }
