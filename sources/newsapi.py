"""NewsAPI.org: articles of many news sites, searched for the school's name and town.

- **What is read:** headline, summary, the first words of the text, author, site, date and address.
  Pictures are not read.
- **Blind to:** the rest of each text (NewsAPI cuts it at about 200 characters); most small local
  papers; paywalled sites; articles that name the school without its town; with a Developer plan
  everything of the last 24 hours (unverified) and more than 100 results.
- **Access:** C, a paid key for any real use (contracts/web.md §1.7, October 2026). The free
  Developer plan is for development on one's own machine only, not for a school's monitoring
  (unverified: read https://newsapi.org/terms before you use it).
- **Key:** register at https://newsapi.org/register, choose a plan that allows production, and
  write `key = "env:ORM_NEWSAPI_KEY"` (or `file:PATH`) under `[sources.newsapi]`.
- **Rate:** once or twice a day, several schools to a question. A Developer key has 100 calls in 24
  hours, 50 of them in each 12; set `calls_per_day` to what your plan has. A plan has a fixed
  price, so a call is counted as free.
- **Searching:** `("name" AND "town")`, joined by `OR`, at most `longest_query` characters (500,
  unverified).
- **Personal data:** names inside articles, and authors as the site states them.
- **Known by:** the canonical address; an article that NewsAPI withdrew (`[Removed]`) is skipped.
- **Golden files:** `tests/golden/newsapi/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar, NoReturn
from urllib.parse import urlencode

from orm.errors import RateLimited, Refused, Unreachable
from orm.model.items import Identity, Item, Kind
from orm.model.keys import Allowance, Batch, HeaderKey
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.dates import read_date
from sources._parsing.documents import page_of, short_key
from sources._parsing.links import canonical, site, web_address
from sources._parsing.queries import name_and_town, next_page, parameter
from sources._parsing.results import json_object, next_midnight, part, reason
from sources._parsing.text import LONGEST_TITLE, is_media, person, plain

_PER_PAGE = 100
_MOST_PAGES = 5
_MOST_DAYS = 30
_QUERY_LENGTHS = range(100, 501)
_MOST_PHRASES = 20
_REMOVED = "[removed]"
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ chars\]$")
_HOURS = re.compile(r"available every (\d{1,2}) hours", re.IGNORECASE)
_KEY_CODES = frozenset({
    "apiKeyDisabled", "apiKeyInvalid", "apiKeyMissing", "corsNotAllowed", "upgradeRequired",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewsapiOptions:
    """`[sources.newsapi]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    days: int = field(default=7, metadata={"doc": "How many days back each question looks."})
    pages: int = field(
        default=1,
        metadata={"doc": "How many pages of a hundred are read; a Developer plan has one."},
    )
    language: str = field(
        default="en",
        metadata={"doc": "Two letters of the articles' language; empty means every one."},
    )
    calls_per_day: int = field(default=100, metadata={"doc": "How many calls the plan has a day."})
    longest_query: int = field(
        default=500, metadata={"doc": "The longest question NewsAPI takes, in characters."}
    )
    base_url: str = field(
        default="https://newsapi.org",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not 1 <= self.days <= _MOST_DAYS:
            raise ValueError(f"days must be from 1 to {_MOST_DAYS}")
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")
        if self.longest_query not in _QUERY_LENGTHS:
            raise ValueError("longest_query must be from 100 to 500")
        if self.calls_per_day < 1:
            raise ValueError("calls_per_day must be at least 1")


@dataclass(frozen=True, slots=True)
class Newsapi:
    """News articles that NewsAPI.org knows of."""

    options: NewsapiOptions = NewsapiOptions()

    name: ClassVar[str] = "newsapi"
    access: ClassVar[Access] = Access.C
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=6),
        usual=timedelta(days=1),
        longest=timedelta(days=2),
        silence=timedelta(days=120),
        spacing=timedelta(seconds=1),
    )
    signing: ClassVar[HeaderKey] = HeaderKey("newsapi.org", header="X-Api-Key", prefix="")

    @property
    def batch(self) -> Batch:
        """As many phrases as the longest question holds."""
        return Batch(most=_MOST_PHRASES, longest=self.options.longest_query)

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """The calls of a day."""
        return (Allowance("calls", self.options.calls_per_day),)

    def phrases(self, watch: Watch) -> tuple[str, ...]:
        """Each name together with the town, as far as it fits into a question."""
        longest = self.options.longest_query
        return tuple(phrase for phrase in name_and_town(watch) if len(phrase) <= longest)

    def ask(self, phrases: tuple[str, ...]) -> Request:
        """The newest articles with any of these phrases."""
        query = " OR ".join(phrases)
        asked = {
            "q": query,
            "searchIn": "title,description,content",
            "language": self.options.language,
            "from": f"{{today-{self.options.days}}}",
            "sortBy": "publishedAt",
            "pageSize": str(_PER_PAGE),
            "page": "1",
        }
        stated = urlencode({name: value for name, value in asked.items() if value})
        url = f"{web_address(self.options.base_url).rstrip('/')}/v2/everything?{stated}"
        return Request(self.name, query, url, accept="application/json")

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One school's phrases in as few questions as they fit into."""
        return tuple(self.ask(chunk) for chunk in self.batch.packed(self.phrases(watch)))

    def parse(self, response: Response) -> Page:
        """The articles of one page; `totalResults` 0 is an honest nothing.

        Raises:
            SourceError: by the code in the body whatever the status, else by status; Unreadable
                for anything but the interface's JSON.
        """
        answer = json_object(response)
        if answer.get("status") == "error":
            return _objection(answer, response)
        expect_ok(response)
        articles, total = answer.get("articles"), answer.get("totalResults")
        if answer.get("status") != "ok" or not isinstance(articles, list):
            raise unreadable(response, "the answer is not a list of articles")
        if not articles and total != 0 and _page(response) == 1:
            raise unreadable(response, "a first page without articles, although there are some")
        return self._read(articles, response, more=_is_more(total, articles, response))

    def _read(self, articles: list[object], response: Response, *, more: bool) -> Page:
        kept = [one for one in articles if not _is_removed(one)]
        page = next_page(response.request, page="page", last=self.options.pages if more else 0)
        read = page_of((_item(one, response) for one in kept), response, follow=page)
        gone = (Skipped("an article that NewsAPI removed"),) * (len(articles) - len(kept))
        return replace(read, skipped=read.skipped + gone)


def _page(response: Response) -> int:
    return parameter(response.request.url, "page") or 1


def _is_more(total: object, articles: list[object], response: Response) -> bool:
    return bool(articles) and isinstance(total, int) and total > _PER_PAGE * _page(response)


def _objection(answer: dict[str, object], response: Response) -> Page:
    """What an error of the interface means.

    Raises:
        SourceError: all but the end of the results.
    """
    stated = answer.get("code")
    code = stated if isinstance(stated, str) else ""
    if code == "maximumResultsReached" and _page(response) > 1:
        return Page(skipped=(Skipped("NewsAPI shows this plan no more of the results"),))
    if code in {"rateLimited", "apiKeyExhausted"}:
        _exhausted(code, answer, response)
    if code in _KEY_CODES or response.status == HTTPStatus.UNAUTHORIZED:
        raise Refused(
            f"NewsAPI does not accept the key ({reason(code)}); look at it on "
            "https://newsapi.org/account, then set a working one under [sources.newsapi] in "
            "config.toml"
        )
    if code == "unexpectedError":
        raise Unreachable("NewsAPI says that it is not well; tried again later")
    if not code:
        expect_ok(response)
        raise unreadable(response, "an error without a code")
    raise Refused(
        f"NewsAPI does not take this question ({reason(code)}: {reason(answer.get('message'))}); "
        "check the plan and [sources.newsapi] in config.toml"
    )


def _exhausted(code: str, answer: dict[str, object], response: Response) -> NoReturn:
    until = response.retry_at
    window = _HOURS.search(reason(answer.get("message")))
    if until is None and window:
        until = response.fetched_at + timedelta(hours=int(window[1]))
    if until is None and code == "apiKeyExhausted":
        until = next_midnight(response.fetched_at)
    raise RateLimited("NewsAPI says that this key's calls are used up", until=until)


def _is_removed(article: object) -> bool:
    if not isinstance(article, dict):
        return False
    title = plain(article.get("title"), limit=LONGEST_TITLE)
    return title.lower() == _REMOVED or site(canonical(article.get("url"))) == "removed.com"


def _text(article: dict[str, object]) -> str:
    summary = plain(article.get("description"))
    opening = _CUT.sub("", plain(article.get("content")))
    if opening.startswith(summary) or summary.startswith(opening):
        return max(summary, opening, key=len)
    return f"{summary} {opening}"


def _author(stated: object) -> str:
    return "" if isinstance(stated, str) and "://" in stated else person(stated).strip(" ,;")


def _item(article: object, response: Response) -> Item | Skipped:
    if not isinstance(article, dict):
        return Skipped("an article that is no object")
    link = article.get("url")
    url = canonical(link)
    title = plain(article.get("title"), limit=LONGEST_TITLE)
    if not isinstance(link, str) or not url or is_media(link) or is_media(url) or not title:
        return Skipped("an article without an address or a headline")
    stated = read_date(article.get("publishedAt"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity("newsapi", short_key(url)),
        kind=Kind.NEWS,
        platform="web",
        url=url,
        title=title,
        text=_text(article),
        author=_author(article.get("author")),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet=plain(part(article, "source").get("name"), limit=LONGEST_TITLE) or site(url),
        via_url=link if link != url else "",
    )
