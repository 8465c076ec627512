"""The Guardian's Open Platform: its articles, searched for the school's name and town.

- **What is read:** headline, standfirst, text, byline, date and address of articles that hold a
  name of the school and its town. Thumbnails are not asked for.
- **Blind to:** every other paper; readers' comments; articles that name the school without its
  town; what is older than `days`; more than `pages` pages of fifty.
- **Access:** C, a free key (contracts/web.md §1.6, October 2026). A developer key is for
  non-commercial use only; commercial use needs an agreement with the Guardian.
- **Key:** ask for a developer key at https://open-platform.theguardian.com/access/ and write
  `key = "env:ORM_GUARDIAN_KEY"` (or `file:PATH`) under `[sources.guardian]`.
- **Rate:** every 1 to 6 hours, several schools to a question. 500 calls a day and one a second
  for a developer key; older listings say more. Free. That the day begins at midnight UTC, and the
  limits of a question's length, are unverified.
- **Searching:** `("name" AND "town")`, joined by `OR`. Unquoted words would be looked for one by
  one.
- **Dates:** `webPublicationDate`; a live blog keeps that while it grows, so its `lastModified`
  counts.
- **Personal data:** names inside articles, and bylines. The terms are said to ask that content is
  refreshed, and deleted on request (unverified); removed articles are skipped.
- **Known by:** the article's id (`education/2026/nov/03/…`), whatever its headline becomes.
- **Golden files:** `tests/golden/guardian/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import RateLimited, Refused
from orm.model.items import Identity, Item, Kind
from orm.model.keys import Allowance, Batch, QueryKey
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, header, unreadable
from sources._parsing.dates import Stated, read_date
from sources._parsing.documents import page_of, short_key
from sources._parsing.links import canonical, web_address
from sources._parsing.queries import name_and_town, next_page
from sources._parsing.results import json_object, next_midnight, part, reason
from sources._parsing.text import LONGEST_TITLE, person, plain

_PER_PAGE = 50
_MOST_PAGES = 5
_MOST_DAYS = 90
_FIELDS = "headline,trailText,byline,lastModified"
_BEYOND = re.compile(r"beyond the number of available pages", re.IGNORECASE)
_TOO_FAR = re.compile(r"does not support paging this far", re.IGNORECASE)
_EXCEEDED = re.compile(r"rate limit exceeded", re.IGNORECASE)
_REMOVED = re.compile(r"\[?removed\]?|removed: [\w ]{1,30}|\[?deleted\]?", re.IGNORECASE)

_ASIDE = re.compile(r" ?\([^()]*\)")  # live blogs: "Ada Quill (now)"


@dataclass(frozen=True, slots=True)
class GuardianOptions:
    """`[sources.guardian]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    days: int = field(default=7, metadata={"doc": "How many days back each question looks."})
    pages: int = field(
        default=3, metadata={"doc": "How many pages of fifty articles are read at most."}
    )
    full_text: bool = field(
        default=True,
        metadata={"doc": "Ask for the whole text, not the standfirst alone: matching needs it."},
    )
    calls_per_day: int = field(default=500, metadata={"doc": "How many calls the key has a day."})
    base_url: str = field(
        default="https://content.guardianapis.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not 1 <= self.days <= _MOST_DAYS:
            raise ValueError(f"days must be from 1 to {_MOST_DAYS}")
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")
        if self.calls_per_day < 1:
            raise ValueError("calls_per_day must be at least 1")


@dataclass(frozen=True, slots=True)
class Guardian:
    """Articles of the Guardian and the Observer that name a school."""

    options: GuardianOptions = GuardianOptions()

    name: ClassVar[str] = "guardian"
    access: ClassVar[Access] = Access.C
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=3),
        longest=timedelta(hours=6),
        silence=timedelta(days=120),
        spacing=timedelta(seconds=1),
    )
    signing: ClassVar[QueryKey] = QueryKey("guardianapis.com", "api-key")
    batch: ClassVar[Batch] = Batch(most=20, longest=1_000)

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """The calls of a day; they cost nothing."""
        return (Allowance("calls", self.options.calls_per_day),)

    def phrases(self, watch: Watch) -> tuple[str, ...]:
        """Each name together with the town."""
        return name_and_town(watch)

    def ask(self, phrases: tuple[str, ...]) -> Request:
        """The newest articles with any of these phrases."""
        query = " OR ".join(phrases)
        asked = {
            "q": query,
            "from-date": f"{{today-{self.options.days}}}",
            "order-by": "newest",
            "page-size": _PER_PAGE,
            "show-fields": f"{_FIELDS},bodyText" if self.options.full_text else _FIELDS,
            "page": 1,
        }
        base = web_address(self.options.base_url).rstrip("/")
        url = f"{base}/search?{urlencode(asked)}"
        return Request(self.name, query, url, accept="application/json")

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One school's phrases in one question."""
        return tuple(self.ask(chunk) for chunk in self.batch.packed(self.phrases(watch)))

    def parse(self, response: Response) -> Page:
        """The articles of one page; `total` 0 is an honest nothing.

        Raises:
            SourceError: Refused for the key, RateLimited for the day's calls, else by status;
                Unreadable for anything but the interface's JSON.
        """
        said = json_object(response)
        answer = part(said, "response")
        _refusals(response, said.get("message"))
        if answer.get("status") == "error" and (end := _objection(response, answer)):
            return end
        expect_ok(response)
        results = answer.get("results")
        if answer.get("status") != "ok" or not isinstance(results, list):
            raise unreadable(response, "the answer is not a page of search results")
        if not results and answer.get("total") != 0 and _number(answer, "currentPage") <= 1:
            raise unreadable(response, "a first page without results, although there are some")
        more = _number(answer, "currentPage") < _number(answer, "pages")
        return self._page(results, response, more=more)

    def _page(self, results: list[object], response: Response, *, more: bool) -> Page:
        kept = [one for one in results if not _is_removed(one)]
        page = next_page(response.request, page="page", last=self.options.pages if more else 0)
        read = page_of((_item(one, response) for one in kept), response, follow=page)
        gone = (Skipped("an article that the Guardian removed"),) * (len(results) - len(kept))
        return replace(read, skipped=read.skipped + gone)


def _number(answer: dict[str, object], name: str) -> int:
    value = answer.get(name)
    return value if isinstance(value, int) else 0


def _refusals(response: Response, message: object) -> None:
    """What the gateway before the interface says."""
    told = reason(message)
    if response.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise Refused(
            f"The Guardian answered {response.status}: it does not accept the key; ask for a new "
            "one at https://open-platform.theguardian.com/access/, then set it under "
            "[sources.guardian] in config.toml"
        )
    if response.status == HTTPStatus.TOO_MANY_REQUESTS or _EXCEEDED.search(told):
        until = response.retry_at
        if until is None and header(response, "x-ratelimit-remaining-day") == "0":
            until = next_midnight(response.fetched_at)
        raise RateLimited("The Guardian says that this key's calls are used up", until=until)


def _objection(response: Response, answer: dict[str, object]) -> Page | None:
    """The end of the pages; None when the status says what is wrong.

    Raises:
        Refused: the question itself is not taken.
    """
    told = reason(answer.get("message"))
    if _BEYOND.search(told):
        return Page()
    if _TOO_FAR.search(told):
        return Page(skipped=(Skipped("the Guardian shows no more pages of this question"),))
    if response.status in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}:
        raise Refused(
            f"The Guardian does not take this question ({told}); check the school's names and "
            "[sources.guardian] in config.toml"
        )
    return None


def _fields(article: object) -> dict[str, object]:
    return part(article, "fields") if isinstance(article, dict) else {}


def _title(article: dict[str, object]) -> str:
    stated = (article.get("webTitle"), _fields(article).get("headline"))
    return next(filter(None, (plain(one, limit=LONGEST_TITLE) for one in stated)), "")


def _is_removed(article: object) -> bool:
    return isinstance(article, dict) and bool(_REMOVED.fullmatch(_title(article)))


def _item(article: object, response: Response) -> Item | Skipped:
    if not isinstance(article, dict):
        return Skipped("an article that is no object")
    own_id, link, title = article.get("id"), article.get("webUrl"), _title(article)
    url = canonical(link)
    if not isinstance(own_id, str) or not own_id or not url or not title:
        return Skipped("an article without an id, an address or a headline")
    words = _fields(article)
    stated = _stated(article, response)
    return Item(
        identity=Identity("guardian", short_key(own_id)),
        kind=Kind.NEWS,
        platform="web",
        url=url,
        title=title,
        text=max((plain(words.get(name)) for name in ("bodyText", "trailText")), key=len),
        author=person(_ASIDE.sub("", plain(words.get("byline"), limit=LONGEST_TITLE))),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet="The Guardian",
        language="en",
        via_url=link if isinstance(link, str) and link != url else "",
    )


def _stated(article: dict[str, object], response: Response) -> Stated:
    if article.get("type") == "liveblog":
        modified = read_date(_fields(article).get("lastModified"), fetched_at=response.fetched_at)
        if modified.at:
            return modified
    return read_date(article.get("webPublicationDate"), fetched_at=response.fetched_at)
