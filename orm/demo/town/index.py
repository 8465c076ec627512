"""A GDELT-shaped index over the town's papers and blog: ``/api/v2/doc/doc`` (contracts/web.md §1.5).

Refusals are plain sentences with status 200, word for word. Titles come re-tokenised, with spaces
around punctuation; ``seendate`` is the next quarter of an hour after publication.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from orm.demo.town import pages, query
from orm.demo.town.answers import Answer, Asked, reply, reply_json
from orm.demo.town.moments import Seen, Shelf

LOOK = pages.Look("GDELT (as shaped in Harrowmere)", "An index of the town’s news", "#444444")
SITE = "gdelt"
ENDPOINT = "/api/v2/doc/doc"
BUSY = (
    "Please limit requests to one every 5 seconds or contact kalev.leetaru5@gmail.com"
    " for larger queries."
)

_MOST = 250
_USUAL = 75
_REACH = timedelta(days=90)
_QUARTER = timedelta(minutes=15)
_UNITS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
}


@dataclass(frozen=True, slots=True)
class Article:
    """An indexed page. `site` is the town's site that carries it."""

    site: str
    path: str
    post: Seen


def answer(
    asked: Asked, articles: Sequence[Article], shelf: Shelf, *, busy: HTTPStatus | None
) -> Answer:
    """Any address of the index. `busy` is the status of the throttle sentence, if it applies."""
    if asked.path == "/":
        words = f"<h1>Index</h1><p>{len(articles)} articles of Harrowmere and around.</p>"
        return pages.page(LOOK, "Index", words, shelf.changed_at)
    if asked.path != ENDPOINT:
        return pages.missing(LOOK, shelf)
    if busy is not None:
        return _sentence(BUSY, shelf, busy)
    asking = query.read(asked.value("query"))
    if isinstance(asking, query.Refused):
        return _sentence(asking.sentence, shelf)
    if asked.value("mode").lower() != "artlist" or asked.value("format").lower() != "json":
        return pages.page(LOOK, "Results", "<h1>Results</h1>", shelf.changed_at)
    hits = [
        article
        for article in articles
        if _in_window(asked, article.post) and asking.matches(_words_of(article.post))
    ]
    return reply_json(
        _result(asked, hits), shelf.changed_at, media="application/json; charset=utf-8"
    )


def _sentence(words: str, shelf: Shelf, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    return reply(words, shelf.changed_at, status=status)


def _words_of(post: Seen) -> str:
    return f"{post.title}\n{post.text}"


def _result(asked: Asked, hits: Sequence[Article]) -> dict[str, object]:
    """An empty object where nothing matches, as in the wild."""
    limit = asked.value("maxrecords", str(_USUAL))
    most = min(int(limit), _MOST) if limit.isdecimal() else _USUAL
    oldest_first = asked.value("sort").lower() == "dateasc"
    ordered = sorted(
        hits, key=lambda hit: (hit.post.published_at, hit.path), reverse=not oldest_first
    )
    return {"articles": [_document(asked, hit) for hit in ordered[:most]]} if hits else {}


def _document(asked: Asked, hit: Article) -> dict[str, object]:
    return {
        "url": asked.origin(hit.site) + hit.path,
        "url_mobile": "",
        "title": " ".join(re.findall(r"\w+|[^\w\s]", hit.post.title)),
        "seendate": f"{_seen_at(hit.post):%Y%m%dT%H%M%SZ}",
        "socialimage": "",
        "domain": f"{hit.site}.localhost",
        "language": "English",
        "sourcecountry": "United Kingdom",
    }


def _seen_at(post: Seen) -> datetime:
    midnight = post.published_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    quarters = (post.published_at - midnight) // _QUARTER + 1
    return midnight + quarters * _QUARTER


def _in_window(asked: Asked, post: Seen) -> bool:
    """Both ends or none: a lone start or end is dropped without a word, as in the wild."""
    seen_at = _seen_at(post)
    if seen_at > asked.now:
        return False
    start, end = _stamp(asked.value("startdatetime")), _stamp(asked.value("enddatetime"))
    if start is not None and end is not None:
        return start <= seen_at <= end
    return seen_at > asked.now - _reach(asked.value("timespan"))


def _stamp(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _reach(timespan: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})(min|h|d|w|m)\w*", timespan.lower())
    return int(found[1]) * _UNITS[found[2]] if found else _REACH
