"""A SearXNG instance of the school's own, as its JSON answers (contracts/web.md §2.1).

Its engines know the papers and the noticeboard a day and a half late. For a week none of them
answers. SearXNG's own robots.txt closes every search; the proxy in front of this one serves another.
"""

from datetime import timedelta

from orm.demo.town import county_paper, pages, paper
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.index import Article
from orm.demo.town.phrases import any_phrase
from orm.demo.town.scene import Scene, robots, told

LOOK = pages.Look("Wrenbeck search", "A search engine that the school runs", "#3050ff")
SITE = "search"

_LATE = timedelta(hours=36)
_REACH = {"day": timedelta(days=1), "month": timedelta(days=30), "year": timedelta(days=365)}
_MOST = 20
_EXCERPT = 200
_NEWS = frozenset({paper.SITE, county_paper.SITE})
_SILENT = [["google", "CAPTCHA"], ["brave", "Suspended: too many requests"], ["mojeek", "timeout"]]


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the instance."""
    match asked.path:
        case "/":
            return told(LOOK, scene, "Ask for a name in quotation marks.")
        case "/robots.txt":
            return robots(scene)
        case "/search":
            return _search(asked, scene)
        case _:
            return pages.missing(LOOK, scene.shelf)


def _search(asked: Asked, scene: Scene) -> Answer:
    newest = asked.now - _LATE
    oldest = newest - _REACH.get(asked.value("time_range"), timedelta(days=3650))
    found = [
        article
        for article in scene.articles
        if oldest < article.post.published_at <= newest
        and any_phrase(asked.value("q"), f"{article.post.title}\n{article.post.text}")
    ]
    found.sort(key=lambda article: article.post.published_at, reverse=True)
    document = {
        "query": asked.value("q"),
        "number_of_results": 0,
        "results": [] if scene.is_troubled else [_result(asked, one) for one in found[:_MOST]],
        "answers": [],
        "corrections": [],
        "infoboxes": [],
        "suggestions": [],
        "unresponsive_engines": _SILENT if scene.is_troubled else [],
    }
    return reply_json(document, scene.shelf.changed_at, media="application/json")


def _result(asked: Asked, article: Article) -> dict[str, object]:
    post = article.post
    is_news = article.site in _NEWS
    words = " ".join(post.text.split())
    excerpt = words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"
    return {
        "url": asked.origin(article.site) + article.path,
        "title": post.title,
        "content": excerpt,
        "publishedDate": f"{post.published_at:%Y-%m-%dT%H:%M:%S}" if is_news else None,
        "engine": "mojeek",
        "engines": ["mojeek"],
        "parsed_url": [],
        "template": "default.html",
        "thumbnail": "",
        "img_src": "",
        "positions": [1],
        "score": 1.0,
        "category": "news" if is_news else "general",
    }
