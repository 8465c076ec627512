"""SearXNG: web pages and news, found through a search engine that the operator runs.

- **What is read:** title, excerpt, address and, where an engine states one, the date of each result.
  No result is opened; thumbnails are not read.
- **Blind to:** what the instance's engines do not index (posts behind a login, most of Facebook and
  Instagram, new pages for days); everything beyond `pages` pages; the text beyond the excerpt.
- **Access:** A by configuration: nothing is asked until the operator lists instances of their own
  under `instances`; never a public one (contracts/web.md §2.1 and §6 class it B, October 2026).
  The instance asks other search engines, and their terms are the operator's to answer for. In its
  settings.yml add `json` to `search.formats`, and let this machine pass its limiter. It is the
  operator's own machine, so its robots.txt is not asked. A private address needs its network in
  `network.allow_addresses`.
- **Rate:** every 6 to 24 hours, one question per name, at most three names per school, ten seconds
  apart: engines suspend an instance that asks too often for an hour to a week.
- **Searching:** the name in quotation marks and the town. Each engine has its own idea of quotation
  marks; `match` decides.
- **Dates:** an engine's guess, kept to the day; often there is none.
- **Personal data:** names inside titles and excerpts.
- **Known by:** the canonical address.
- **Golden files:** `tests/golden/searxng/`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import RateLimited, Refused, Unreachable
from orm.model.items import Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.documents import Entry, Label, page_of
from sources._parsing.links import site, web_address
from sources._parsing.queries import name_near_town, next_page
from sources._parsing.results import engine_date, json_object, reason, result_item
from sources._parsing.text import LONGEST_TITLE, plain

_MOST_PAGES = 3
_MOST_ENGINES = 10
_RANGES = frozenset({"", "day", "month", "year"})
_KINDS = {"news": Kind.NEWS, "videos": Kind.VIDEO}


@dataclass(frozen=True, slots=True)
class SearxngOptions:
    """`[sources.searxng]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    instances: tuple[str, ...] = field(
        default=(), metadata={"doc": "Addresses of instances that you run; never a public one."}
    )
    categories: str = field(
        default="general,news", metadata={"doc": "What is searched, as SearXNG names it."}
    )
    time_range: str = field(
        default="month",
        metadata={"doc": "How old results may be: day, month or year; empty means any age."},
    )
    language: str = field(default="en-GB", metadata={"doc": "Language of the results."})
    pages: int = field(default=1, metadata={"doc": "How many pages of results are read."})

    def __post_init__(self) -> None:
        for address in self.instances:
            web_address(address)
        if self.time_range not in _RANGES:
            raise ValueError('time_range is "day", "month", "year" or empty')
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")


@dataclass(frozen=True, slots=True)
class Searxng:
    """Results of the operator's own search engine."""

    options: SearxngOptions = SearxngOptions()

    name: ClassVar[str] = "searxng"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=6),
        usual=timedelta(hours=12),
        longest=timedelta(days=1),
        silence=timedelta(days=60),
        spacing=timedelta(seconds=10),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One question per instance and name; none until an instance is listed."""
        wanted: dict[str, Request] = {}
        for address in self.options.instances:
            for query in name_near_town(watch):
                request = self._ask(web_address(address).rstrip("/"), query)
                wanted.setdefault(request.key, request)
        return tuple(wanted.values())

    def _ask(self, base: str, query: str) -> Request:
        asked = {
            "q": query,
            "format": "json",
            "categories": self.options.categories,
            "language": self.options.language,
            "time_range": self.options.time_range,
            "safesearch": "0",
            "pageno": "1",
        }
        url = f"{base}/search?{urlencode({name: v for name, v in asked.items() if v})}"
        return Request(self.name, f"{base}|{query}", url, accept="application/json", interface=True)

    def parse(self, response: Response) -> Page:
        """The results; none is an honest nothing only when every engine answered.

        Engines that did not answer beside others that did are named in `skipped`.

        Raises:
            SourceError: Unreachable when nothing was found and an engine did not answer; Refused
                or RateLimited with what to change in the instance; Unreadable for other JSON.
        """
        _refusals(response)
        expect_ok(response)
        answer = json_object(response)
        results, engines = answer.get("results"), answer.get("unresponsive_engines")
        if not isinstance(results, list) or not isinstance(engines, list):
            raise unreadable(response, "the answer is not SearXNG's list of results")
        silent = tuple(_silent(engines))
        if silent and not results:
            raise Unreachable(
                f"{site(response.url)} found nothing, and not every engine answered: "
                f"{', '.join(silent)}; tried again later. If it lasts, look at the engines in the "
                "instance's settings.yml"
            )
        follow = next_page(
            response.request, page="pageno", last=self.options.pages if results else 0
        )
        page = page_of((_item(one, response) for one in results), response, follow=follow)
        noted = tuple(Skipped(f"an engine did not answer: {engine}") for engine in silent)
        return replace(page, skipped=page.skipped + noted)


def _refusals(response: Response) -> None:
    instance = site(response.url) or "the instance"
    if response.status == HTTPStatus.FORBIDDEN:
        raise Refused(
            f"{instance} answered 403: whoever runs it adds json to search.formats in its "
            "settings.yml and restarts it"
        )
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RateLimited(
            f"{instance} answered 429: its limiter stops this machine; whoever runs it adds this "
            "machine to botdetection.ip_lists.pass_ip in its limiter.toml",
            until=response.retry_at,
        )


def _silent(engines: list[object]) -> Iterator[str]:
    """The engines that did not answer, each with its reason."""
    for engine in engines[:_MOST_ENGINES]:
        said = engine[:2] if isinstance(engine, list) else [engine]
        name, why = (*map(reason, said), "", "")[:2]
        yield f"{name or 'an engine'} ({why})" if why else name or "an engine"


def _item(result: object, response: Response) -> Item | Skipped:
    if not isinstance(result, dict):
        return Skipped("a result that is no object")
    link, category = result.get("url"), result.get("category")
    entry = Entry(
        link=link if isinstance(link, str) else "",
        title=plain(result.get("title"), limit=LONGEST_TITLE),
        text=plain(result.get("content")),
        stated=engine_date(response, result.get("publishedDate"), result.get("pubdate")),
    )
    kind = _KINDS.get(category, Kind.BLOG) if isinstance(category, str) else Kind.BLOG
    return result_item(entry, Label("searxng", kind), response)
