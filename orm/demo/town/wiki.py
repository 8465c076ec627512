"""Wikipedia's interface over a few articles of the town (contracts/web.md §4.7).

A revision is a post: `page` is its article, `title` its comment, `text` the whole article after it. A
revision that restores an earlier text is a rollback, and what lies between was reverted.
"""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote, unquote

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.moments import Seen
from orm.demo.town.phrases import every_phrase, phrases
from orm.demo.town.scene import Scene, front, robots

LOOK = pages.Look("Wikipedia (as shaped in Harrowmere)", "Recent changes", "#555555")
SITE = "wiki"
WRENBECK_ARTICLE = "Wrenbeck Primary School"

_API = "/w/api.php"
_ROBOTS = "User-agent: *\nAllow: /w/api.php?action=mobileview&\nDisallow: /w/\nDisallow: /api/\n"
_LAGGED = {
    "error": {
        "code": "maxlag",
        "info": "Waiting for 10.64.0.9: 7.42 seconds lagged.",
        "host": "10.64.0.9",
        "lag": 7.42,
        "type": "db",
    },
    "servedby": "mw-api-ext",
}
_WAIT = (("Retry-After", "5"), ("X-Database-Lag", "7"))
_AROUND = 90  # characters of an article that a hit shows on either side of a phrase


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the wiki; at the worst of times its databases lag, with status 200."""
    if asked.path == "/":
        return front(LOOK, scene, lambda post: _article_path(post.page))
    if asked.path == "/robots.txt":
        return robots(scene, _ROBOTS)
    if asked.path != _API:
        return _article(asked, scene)
    if scene.is_troubled and asked.value("maxlag"):
        return reply_json(_LAGGED, scene.shelf.changed_at, extra=_WAIT)
    if asked.value("list") == "search":
        return reply_json(_search(asked, scene), scene.shelf.changed_at)
    return reply_json(_revisions(asked, scene), scene.shelf.changed_at)


def _article_path(title: str) -> str:
    return f"/wiki/{quote(title.replace(' ', '_'))}"


def _history(scene: Scene, title: str) -> list[Seen]:
    """An article's revisions, newest first."""
    return [post for post in scene.shelf.posts if post.page == title]


def _article(asked: Asked, scene: Scene) -> Answer:
    title = unquote(asked.path).removeprefix("/wiki/").replace("_", " ")
    history = _history(scene, title)
    if not history:
        return pages.missing(LOOK, scene.shelf)
    main = f"<h1>{escape(title)}</h1>{pages.paragraphs(history[0].text)}"
    return pages.page(LOOK, title, main, scene.shelf.changed_at)


def _revisions(asked: Asked, scene: Scene) -> dict[str, object]:
    title = asked.value("titles")
    history = _history(scene, title)
    if not history:
        page: dict[str, object] = {"ns": 0, "title": title, "missing": True}
    else:
        limit = int(asked.value("rvlimit", "10"))
        page = {
            "pageid": history[-1].number,
            "ns": 0,
            "title": title,
            "revisions": [_revision(history, n) for n in range(len(history))][:limit],
        }
    return {"batchcomplete": True, "query": {"pages": [page]}}


def _revision(history: Sequence[Seen], place: int) -> dict[str, object]:
    edit, older = history[place], history[place + 1 :]
    content = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": edit.text}
    return {
        "revid": _revision_id(edit),
        "parentid": _revision_id(older[0]) if older else 0,
        "minor": False,
        "user": edit.author,
        **({"anon": True} if edit.author[:1].isdigit() else {}),
        "timestamp": f"{edit.published_at:%Y-%m-%dT%H:%M:%SZ}",
        "size": len(edit.text.encode()),
        "tags": _tags(history, place),
        "comment": edit.title,
        "slots": {"main": content},
    }


def _revision_id(edit: Seen) -> int:
    return 1_300_000_000 + edit.number


def _tags(history: Sequence[Seen], place: int) -> list[str]:
    """A later text that an earlier revision already had makes a revert of what lies between."""
    older = {post.text for post in history[place + 1 :]}
    tags = ["mw-rollback"] if history[place].text in older else []
    if any(post.text in older for post in history[:place]):
        tags.append("mw-reverted")
    return tags


def _search(asked: Asked, scene: Scene) -> dict[str, object]:
    """Articles that hold every phrase, the last edited first."""
    newest: dict[str, Seen] = {}
    for post in scene.shelf.posts:
        newest.setdefault(post.page, post)
    hits = [
        _hit(title, post, asked.value("srsearch"), scene)
        for title, post in newest.items()
        if every_phrase(asked.value("srsearch"), f"{title}\n{post.text}")
    ]
    return {
        "batchcomplete": True,
        "query": {"searchinfo": {"totalhits": len(hits)}, "search": hits},
    }


def _hit(title: str, newest: Seen, query: str, scene: Scene) -> dict[str, object]:
    return {
        "ns": 0,
        "title": title,
        "pageid": _history(scene, title)[-1].number,
        "size": len(newest.text.encode()),
        "wordcount": len(newest.text.split()),
        "snippet": _snippet(newest.text, phrases(query)[0]),
        "timestamp": f"{newest.published_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def _snippet(text: str, phrase: str) -> str:
    """The words round the phrase, each of the phrase's own marked."""
    plain = " ".join(text.replace("'''", "").replace("[[", "").replace("]]", "").split())
    at = max(plain.lower().find(phrase.lower()), 0)
    shown = escape(plain[max(at - _AROUND, 0) : at + len(phrase) + _AROUND])
    for word in phrase.split():
        shown = shown.replace(f" {word}", f' <span class="searchmatch">{word}</span>', 1)
    return shown
