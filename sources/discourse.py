"""Discourse forums: the newest posts of the forums that the operator lists, or a search of them.

- **What is read:** posts with their topic's title, text, time, address and the writer's public
  user name. Pictures and profiles are not read.
- **Blind to:** categories that need an account, private messages, posts beyond the newest `pages`
  pages between two readings, and, of a search hit, all but the words around the name: a post found
  by two names can therefore be kept in two versions.
- **Access:** A for each forum whose terms and `robots.txt` allow it (contracts/web.md §3.5, October
  2026); the operator lists forums and answers for their terms. Discourse's own `robots.txt` closes
  `/search` and leaves `/posts.json` open, so the newest posts are read unless `search` is on.
- **Rate:** every 1 to 6 hours, one request per forum (with `search`, one per name). A pause comes
  as status 429 with `Retry-After` or a number of seconds in the body.
- **Searching:** the name in quotation marks, newest first.
- **Personal data:** user names and whatever people write, also of others.
- **Known by:** the forum and the post's number, however it was read; a saved list of topics by the
  topic's number.
- **Golden files:** `tests/golden/discourse/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import quote, urlencode, urlsplit

from orm.errors import RateLimited, Refused
from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.dates import read_date
from sources._parsing.links import absolute, canonical, site, web_address
from sources._parsing.listing import Listed
from sources._parsing.posts import LeftOut, number_in, pause_until, posts_page, read_answer
from sources._parsing.queries import names, next_page
from sources._parsing.results import json_object, part, reason
from sources._parsing.text import LONGEST_TITLE, is_media, person, plain

_POSTS = "/posts.json"
_SEARCH = "/search.json"
_READ = re.compile(r"/(?:posts|search|latest)\.json|/t/")
_MOST_PAGES = 5
_REGULAR = 1
_WITHDRAWN = re.compile(
    r"\(?(?:post|topic) (?:deleted|withdrawn) by (?:the )?author\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DiscourseOptions:
    """`[sources.discourse]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    forums: tuple[Listed, ...] = field(default=(), metadata={"doc": "Forums to read."})
    search: bool = field(
        default=False,
        metadata={
            "doc": "Whether forums are also searched by name; no key, but most close it to robots."
        },
    )
    pages: int = field(
        default=3, metadata={"doc": "How many pages of posts are read at most each time."}
    )

    def __post_init__(self) -> None:
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")


@dataclass(frozen=True, slots=True)
class Discourse:
    """Posts of Discourse forums."""

    options: DiscourseOptions = DiscourseOptions()

    name: ClassVar[str] = "discourse"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=2),
        longest=timedelta(hours=6),
        silence=timedelta(days=90),
        spacing=timedelta(seconds=3),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """Each listed forum's newest posts; with `search` also one search per name."""
        wanted: dict[str, Request] = {}
        for forum in self.options.forums:
            if forum.is_for(watch):
                for request in self._asked(forum, watch):
                    wanted.setdefault(request.key, request)
        return tuple(wanted.values())

    def _asked(self, forum: Listed, watch: Watch) -> Iterator[Request]:
        base = web_address(forum.url).rstrip("/")
        urls = [f"{base}{_POSTS}"]
        if self.options.search:
            asked = ({"q": f'"{name}" order:latest', "page": 1} for name in names(watch))
            urls += [f"{base}{_SEARCH}?{urlencode(one)}" for one in asked]
        for url in urls:
            yield Request(self.name, url, url, scope=forum.scope, accept="application/json")

    def parse(self, response: Response) -> Page:
        """The posts, or the topics of a saved list of topics.

        Raises:
            SourceError: by the forum's own words, else by status; Unreadable for anything else.
        """
        _refusals(response)
        expect_ok(response)
        answer = read_answer(response)
        if isinstance(answer, list) and answer:
            return posts_page(_old_topics(answer, response), response)
        if not isinstance(answer, dict):
            raise unreadable(response, "neither posts nor topics")
        if isinstance(answer.get("latest_posts"), list):
            return self._newest(answer["latest_posts"], response)
        if isinstance(answer.get("grouped_search_result"), dict):
            return self._found(answer, response)
        posts = part(answer, "post_stream").get("posts")
        if isinstance(posts, list):
            number = answer.get("id")
            own: dict[object, dict[str, object]] = (
                {number: answer} if isinstance(number, int) else {}
            )
            return posts_page((_post(post, own, response) for post in posts), response)
        topics = part(answer, "topic_list").get("topics")
        if not isinstance(topics, list):
            raise unreadable(response, "neither posts nor topics")
        return posts_page((_topic(topic, response) for topic in topics), response)

    def _newest(self, posts: list[object], response: Response) -> Page:
        page = posts_page((_post(post, {}, response) for post in posts), response)
        numbers = [
            post["id"]
            for post in posts
            if isinstance(post, dict) and isinstance(post.get("id"), int)
        ]
        return replace(page, follow=self._older(min(numbers, default=0), response))

    def _older(self, oldest: int, response: Response) -> tuple[Request, ...]:
        """The posts before these: the address goes down from number to number, a page at a time."""
        asked = response.request
        page = _turn(asked.shape) + 1
        if oldest <= 1 or page > self.options.pages or _POSTS not in asked.url:
            return ()
        url = f"{asked.url.partition('?')[0]}?{urlencode({'before': oldest})}"
        return (replace(asked, key=url, url=url, shape=f"posts-{page}"),)

    def _found(self, answer: dict[str, object], response: Response) -> Page:
        grouped = part(answer, "grouped_search_result")
        posts = answer.get("posts", [] if grouped.get("post_ids") == [] else None)
        if not isinstance(posts, list):
            raise unreadable(response, "a search result without posts")
        topics = {
            topic["id"]: topic
            for topic in _listed(answer.get("topics"))
            if isinstance(topic.get("id"), int)
        }
        follow: tuple[Request, ...] = ()
        if grouped.get("more_full_page_results") is True:
            follow = next_page(response.request, page="page", last=self.options.pages)
        return posts_page(
            (_post(post, topics, response) for post in posts), response, follow=follow
        )


def _turn(shape: str) -> int:
    digits = shape.removeprefix("posts-")
    return int(digits) if re.fullmatch(r"[1-9]", digits) else 1


def _listed(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _refusals(response: Response) -> None:
    """What the forum says of itself, with an error's status or in a search result."""
    answer = json_object(response)
    kind = plain(answer.get("error_type"), limit=50)
    where = site(response.request.url) or "the forum"
    if kind == "rate_limit" or response.status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = number_in(str(part(answer, "extras").get("wait_seconds", "")))
        until = response.retry_at or pause_until(response, seconds=seconds)
        raise RateLimited(f"{where} asks for a pause", until=until)
    if kind in {"not_logged_in", "invalid_access"}:
        raise Refused(
            f"{where} shows this to its members only; take it out of sources.discourse in "
            "config.toml, or ask its owner"
        )
    said = reason(part(answer, "grouped_search_result").get("error"))
    if said and re.search(r"load|later|busy", said, re.IGNORECASE):
        raise RateLimited(f"{where} is too busy to search", until=response.retry_at)
    if said or kind == "invalid_parameters":
        raise Refused(f"{where} does not take this search; check the school's names in config.toml")


def _base(response: Response) -> str:
    """The forum's own address, with its folder where it lives in one."""
    return _READ.split(response.request.url.partition("?")[0], maxsplit=1)[0].rstrip("/")


def _home(response: Response) -> str:
    parts = urlsplit(canonical(_base(response)))
    return f"{parts.netloc}{parts.path.rstrip('/')}"


def _post(
    post: object, topics: dict[object, dict[str, object]], response: Response
) -> Item | Skipped:
    if not isinstance(post, dict):
        return Skipped("a post that is no object")
    number, topic_id, place = (post.get(k) for k in ("id", "topic_id", "post_number"))
    if not all(isinstance(one, int) for one in (number, topic_id)):
        return Skipped("a post without its number or its topic")
    topic = topics.get(topic_id, {})
    text = max((plain(post.get(name)) for name in ("cooked", "blurb", "raw")), key=len)
    if _is_gone(post, text):
        return LeftOut("a post that was deleted or hidden, or is a notice of the forum")
    titles = (topic.get("title"), post.get("topic_title"))
    title = next((found for one in titles if (found := plain(one, limit=LONGEST_TITLE))), "")
    if not text:
        return Skipped("a post without words")
    slug = topic.get("slug") or post.get("topic_slug")
    link = f"{_base(response)}/t/{_slug(slug)}/{topic_id}"
    made = read_date(post.get("created_at"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity("discourse", f"{_home(response)}#{number}"),
        kind=Kind.POST if place == 1 else Kind.COMMENT,
        platform="discourse",
        url=canonical(f"{link}/{place}" if isinstance(place, int) else link),
        title=title,
        text=text,
        author=person(post.get("username")),
        posted_at=made.at,
        posted_raw=made.raw,
        precision=made.precision,
        outlet=site(_base(response)),
    )


def _is_gone(post: dict[str, object], text: str) -> bool:
    marked = any(post.get(name) for name in ("hidden", "user_deleted", "deleted_at"))
    notice = post.get("post_type", _REGULAR) != _REGULAR
    return marked or notice or bool(_WITHDRAWN.match(text))


def _slug(slug: object) -> str:
    return quote(plain(slug, limit=LONGEST_TITLE) or "-", safe="")


def _topic(topic: object, response: Response) -> Item | Skipped:
    if not isinstance(topic, dict) or not isinstance(topic.get("id"), int):
        return Skipped("a topic without its number")
    if topic.get("visible") is False:
        return LeftOut("a topic that the forum does not show")
    title = plain(topic.get("title"), limit=LONGEST_TITLE)
    slug = topic.get("slug")
    place = f"/t/{_slug(slug)}/{topic['id']}"
    link = absolute(f"{_base(response)}/", topic.get("url")) or f"{_base(response)}{place}"
    if not title or is_media(link):
        return Skipped("a topic without a title")
    made = read_date(topic.get("created_at"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity("discourse", f"{_home(response)}#topic {topic['id']}"),
        kind=Kind.POST,
        platform="discourse",
        url=canonical(link),
        title=title,
        text=plain(topic.get("excerpt")),
        posted_at=made.at,
        posted_raw=made.raw,
        precision=made.precision,
        outlet=site(_base(response)),
    )


def _old_topics(groups: list[object], response: Response) -> Iterator[Item | Skipped]:
    """The topics in a search result of 2013, when results came in groups."""
    for group in groups:
        results = group.get("results") if isinstance(group, dict) else None
        if not isinstance(group, dict) or not isinstance(results, list):
            raise unreadable(response, "a list of something else")
        if group.get("type") == "topic":
            yield from (_topic(one, response) for one in results)
