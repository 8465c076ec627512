"""Google News and Bing News over the town's two papers (contracts/web.md §1.1 and §1.2).

Both are feeds whose licence keeps them for personal readers. The real Google's robots.txt lets no robot
read its feed; the town's does, so that the demonstration can show what an answer looks like.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from html import escape
from urllib.parse import quote, urlencode

from orm.demo.town import county_paper, pages, paper
from orm.demo.town.answers import Answer, Asked, reply, sent_on
from orm.demo.town.feed_xml import lines, rfc_date, tag
from orm.demo.town.index import Article
from orm.demo.town.phrases import any_phrase
from orm.demo.town.scene import Scene, robots, told

GOOGLE_LOOK = pages.Look("Google News (as shaped in Harrowmere)", "Headlines", "#4285f4")
BING_LOOK = pages.Look("Bing News (as shaped in Harrowmere)", "Headlines", "#00809d")
GOOGLE, BING = "googlenews", "bingnews"

_PAPERS = {paper.SITE: paper.LOOK.name, county_paper.SITE: county_paper.LOOK.name}
_MOST = 100
_USUAL_DAYS = 7
_DAYS = re.compile(r"\bwhen:(\d{1,3})d\b")
_BING_DAYS = {'interval="7"': 1, 'interval="8"': 7, 'interval="9"': 30}
_BING_WORDS = 150
_XML = "text/xml; charset=utf-8"
_LICENCE = (
    "This XML feed is made available solely for the purpose of rendering {0} results within a"
    " personal feed reader for personal, non-commercial use."
)
_BING_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>News search - Bing News</title></head>'
    '<body><div class="news-card">Please enable JavaScript to see the news.</div></body></html>'
)


def answer_google(asked: Asked, scene: Scene) -> Answer:
    """Any address of the Google News of the town."""
    if asked.path == "/":
        return told(GOOGLE_LOOK, scene, "The papers of Harrowmere and around.")
    if asked.path == "/robots.txt":
        return robots(scene)
    if asked.path == "/rss/search":
        return _google_feed(asked, scene)
    known = {f"/rss/articles/{_code(article)}": article for article in _of_papers(scene)}
    if asked.path in known:
        return sent_on(asked.origin(known[asked.path].site) + known[asked.path].path)
    return pages.missing(GOOGLE_LOOK, scene.shelf)


def answer_bing(asked: Asked, scene: Scene) -> Answer:
    """Any address of the Bing News of the town; for a few days a web page instead of the feed."""
    if asked.path == "/":
        return told(BING_LOOK, scene, "The papers of Harrowmere and around.")
    if asked.path == "/robots.txt":
        return robots(scene)
    if asked.path != "/news/search":
        return pages.missing(BING_LOOK, scene.shelf)
    if scene.is_troubled or asked.value("format") != "rss":
        return reply(_BING_PAGE, scene.shelf.changed_at)
    return _bing_feed(asked, scene)


def _of_papers(scene: Scene) -> Iterator[Article]:
    return (article for article in scene.articles if article.site in _PAPERS)


def _found(asked: Asked, scene: Scene, *, days: int) -> list[Article]:
    since = asked.now - timedelta(days=days)
    return [
        article
        for article in _of_papers(scene)
        if article.post.published_at > since
        and any_phrase(asked.value("q"), f"{article.post.title}\n{article.post.text}")
    ][:_MOST]


def _outlet(article: Article) -> str:
    return _PAPERS[article.site]


def _code(article: Article) -> str:
    """As long and as opaque as Google's own; it follows from the post."""
    digest = hashlib.sha512(article.post.id.encode()).digest()
    return f"CBMi{base64.urlsafe_b64encode(digest).decode('ascii').rstrip('=')}"


def _google_feed(asked: Asked, scene: Scene) -> Answer:
    query = asked.value("q")
    stated = _DAYS.search(query)
    found = _found(asked, scene, days=int(stated[1]) if stated else _USUAL_DAYS)
    found.sort(key=_code)  # in no order that means anything, as in the wild
    parts = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>',
        tag("generator", "NFE/5.0"),
        tag("title", f'"{query}" - Google News'),
        tag("link", f"{asked.origin()}/search?{urlencode({'q': query})}"),
        tag("language", asked.value("hl", "en-GB")),
        tag("copyright", _LICENCE.format("Google News")),
        tag("description", "Google News"),
        *(_google_entry(asked, article) for article in found),
        "</channel></rss>",
    ]
    media = "application/xml; charset=utf-8"
    return reply(lines(parts), scene.shelf.changed_at, media=media)


def _google_entry(asked: Asked, article: Article) -> str:
    code, outlet = _code(article), _outlet(article)
    link = f"{asked.origin()}/rss/articles/{code}?oc=5"
    title = article.post.title
    shown = (
        f'<a href="{link}" target="_blank">{escape(title)}</a>&nbsp;&nbsp;'
        f'<font color="#6f6f6f">{escape(outlet)}</font>'
    )
    source = f'<source url="{asked.origin(article.site)}">{escape(outlet, quote=False)}</source>'
    return lines(
        [
            "<item>",
            tag("title", f"{title} - {outlet}"),
            tag("link", link),
            f'<guid isPermaLink="false">{code}</guid>',
            tag("pubDate", rfc_date(article.post.published_at)),
            tag("description", shown),
            source,
            "</item>",
        ]
    )


def _bing_feed(asked: Asked, scene: Scene) -> Answer:
    query = asked.value("q")
    found = _found(asked, scene, days=_BING_DAYS.get(asked.value("qft"), _USUAL_DAYS))
    here = f"https://www.bing.com/news/search?{urlencode({'q': query, 'format': 'rss'})}"
    parts = [
        '<?xml version="1.0" encoding="utf-8" ?>',
        f'<rss version="2.0" xmlns:News="{escape(here)}"><channel>',
        tag("title", f"{query} - BingNews"),
        tag("link", here),
        tag("description", "Search results"),
        tag("copyright", _LICENCE.format("Bing")),
        *(_bing_entry(asked, article, query) for article in found),
        "</channel></rss>",
    ]
    return reply(lines(parts), scene.shelf.changed_at, media=_XML)


def _bing_entry(asked: Asked, article: Article, query: str) -> str:
    """Bing's own link holds the article's; what else it holds belongs to the question."""
    target = quote(asked.origin(article.site) + article.path, safe="")
    ticket = hashlib.md5(query.encode(), usedforsecurity=False).hexdigest()
    words = " ".join(article.post.text.split())
    excerpt = words if len(words) <= _BING_WORDS else f"{words[:_BING_WORDS].rsplit(' ', 1)[0]} ..."
    link = (
        f"http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid={ticket}"
        f"&url={target}&c={article.post.number}&mkt=en-gb"
    )
    return lines(
        [
            "<item>",
            tag("title", article.post.title),
            tag("link", link),
            tag("description", excerpt),
            tag("pubDate", rfc_date(article.post.published_at)),
            tag("News:Source", _outlet(article)),
            "</item>",
        ]
    )
