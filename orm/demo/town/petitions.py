"""Petitions to Parliament, found by all their words (contracts/web.md §4.6)."""

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.moments import Seen
from orm.demo.town.phrases import every_word
from orm.demo.town.scene import Scene, front, robots, zulu

LOOK = pages.Look("Petitions (as shaped in Harrowmere)", "Newest petitions", "#006e4a")
SITE = "petitions"

_REJECTED = "rejected"
_WHY = "It’s about something that the UK Government or Parliament is not responsible for."


def petition_path(post: Seen) -> str:
    """Where a petition is."""
    return f"/petitions/{post.number}"


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the site. `section` is a petition's state."""
    if asked.path == "/":
        return front(LOOK, scene, petition_path)
    if asked.path == "/robots.txt":
        return robots(scene, "User-agent: *\nDisallow: /sponsors/\n")
    if asked.path == "/petitions.json":
        return reply_json(_search(asked, scene), scene.shelf.changed_at)
    post = next((one for one in scene.shelf.posts if petition_path(one) == asked.path), None)
    if post is None:
        return pages.missing(LOOK, scene.shelf)
    return pages.page(LOOK, post.title, pages.article(post), post.changed_at)


def _search(asked: Asked, scene: Scene) -> dict[str, object]:
    asked_for = asked.value("q")
    found = [one for one in scene.shelf.posts if every_word(asked_for, f"{one.title}\n{one.text}")]
    here = f"{asked.origin()}/petitions.json?page=1"
    links = {"self": here, "first": here, "last": here, "next": None, "prev": None}
    return {"links": links, "data": [_petition(asked, one) for one in found]}


def _petition(asked: Asked, post: Seen) -> dict[str, object]:
    at = zulu(post.published_at)
    rejected = post.section == _REJECTED
    return {
        "type": "petition",
        "id": post.number,
        "links": {"self": f"{asked.origin()}{petition_path(post)}.json"},
        "attributes": {
            "action": post.title,
            "background": post.text,
            "additional_details": "",
            "committee_note": "",
            "state": post.section,
            "signature_count": post.number % 900,
            "created_at": at,
            "updated_at": zulu(post.changed_at),
            "rejected_at": at if rejected else None,
            "opened_at": None if rejected else at,
            "closed_at": None,
            "government_response_at": None,
            "creator_name": None if rejected else post.author,
            "rejection": {"code": "irrelevant", "details": _WHY} if rejected else None,
            "government_response": None,
            "debate": None,
            "departments": [],
            "topics": [],
        },
    }
