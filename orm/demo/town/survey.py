"""Ofsted Parent View's pages of results (contracts/web.md §4.3).

A post is one school's results: `page` is the URN, `title` the school, `section` the year, `author` how
many answered. Its lines are a question and the shares of each answer.
"""

import re
from html import escape

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply, sent_on
from orm.demo.town.moments import Seen
from orm.demo.town.scene import Scene, robots, told

LOOK = pages.Look("Parent View (as shaped in Harrowmere)", "Results", "#7a2a63")
SITE = "parentview"

_YEAR = 17
_HEAD = (
    '<!DOCTYPE html><html lang="en"><head><title>Survey results | Ofsted Parent View</title></head>'
    "<body>"
)
_SHORT = re.compile(r"/parent-view-results/urn/(\d{6})", re.ASCII)
_RESULT = re.compile(
    r"/parent-view-results/survey/result(?P<print>-print)?/(?P<id>\d+)/(?P<year>\d+|current)",
    re.ASCII,
)


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of Parent View."""
    if asked.path == "/":
        return told(LOOK, scene, "Ask for a school by its URN.")
    if asked.path == "/robots.txt":
        return robots(scene)
    if short := _SHORT.fullmatch(asked.path):
        found = next((one for one in scene.shelf.posts if one.page == short[1]), None)
        return sent_on(_at(asked, found, "current")) if found else _missing(scene)
    named = _RESULT.fullmatch(asked.path)
    wanted = (str(one.number) == named["id"] for one in scene.shelf.posts) if named else ()
    post = next((one for one, is_it in zip(scene.shelf.posts, wanted, strict=False) if is_it), None)
    if named is None or post is None:
        return _missing(scene)
    if named["year"] == "current":
        return sent_on(_at(asked, post, str(_YEAR)))
    return _print(scene, post) if named["print"] else _landing(scene, post)


def _missing(scene: Scene) -> Answer:
    return pages.missing(LOOK, scene.shelf)


def _at(asked: Asked, post: Seen, year: str) -> str:
    return f"{asked.origin()}/parent-view-results/survey/result/{post.number}/{year}"


def _landing(scene: Scene, post: Seen) -> Answer:
    """Its charts are drawn by a script, so a reader without one sees no figure."""
    page = (
        f"{_HEAD}<h1>{escape(post.title)}</h1><p>View the results of the Parent View survey</p>"
        '<div id="charts"></div></body></html>'
    )
    return reply(page, scene.shelf.changed_at)


def _print(scene: Scene, post: Seen) -> Answer:
    questions = (line.rpartition(":") for line in post.text.splitlines() if line.strip())
    page = (
        f"{_HEAD}<h1>{escape(post.title)}</h1>"
        f"{_field('Responses for this school', post.author)}"
        f"{_field('Responses for year', post.section)}"
        f"{''.join(_question(words, shares) for words, _, shares in questions)}</body></html>"
    )
    return reply(page, scene.shelf.changed_at)


def _field(label: str, value: str) -> str:
    return (
        f'<div class="field"><div class="field__label">{label}</div>'
        f'<div class="field__item">{escape(value)}</div></div>\n'
    )


def _question(words: str, shares: str) -> str:
    chart = f"https://image-charts.com/chart?cht=p&amp;chs=300x200&amp;chd=t%3A{shares.strip().replace(',', '%2C')}"
    return (
        f'<div class="question"><a class="question-result" href="#q">{escape(words)}</a>'
        f'<div><img alt="Chart" src="{chart}"></div></div>\n'
    )
