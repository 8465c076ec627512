"""Mojeek: web pages of a British search engine with its own index, through its paid interface.

- **What is read:** title, excerpt, address and date of each result. No result is opened. Mojeek's
  own web page is never read.
- **Blind to:** what Mojeek does not index (posts behind a login, most social networks, many small
  pages, new ones for weeks); results beyond `pages` pages of ten.
- **Access:** C, a paid key of Mojeek Ltd, UK (contracts/web.md §2.5, October 2026). The
  terms of the key say who may ask, not robots.txt.
- **Key:** ask for one at https://www.mojeek.com/services/search/web-search-api/ and write
  `key = "env:ORM_MOJEEK_KEY"` (or `file:PATH`) under `[sources.mojeek]`.
- **Rate:** once a day, one question per name, at most three names per school. The price and the
  calls of a day depend on the plan: set `micros_per_call` and `calls_per_day` to yours; the
  defaults are cautious guesses. That a day ends at midnight in London is unverified.
- **Searching:** the name in quotation marks and the town; British pages in English first.
- **Dates:** Mojeek's own date of a page, which may be that of its last change, kept to the day.
- **Personal data:** names inside titles and excerpts.
- **Known by:** the canonical address.
- **Golden files:** `tests/golden/mojeek/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, NoReturn
from urllib.parse import urlencode

from orm.errors import RateLimited, Refused
from orm.model.items import Item, Kind
from orm.model.keys import Allowance, QueryKey
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.dates import LONDON
from sources._parsing.documents import Entry, Label, page_of
from sources._parsing.links import web_address
from sources._parsing.queries import name_near_town, next_page
from sources._parsing.results import (
    engine_date,
    json_object,
    next_midnight,
    next_month,
    part,
    reason,
    result_item,
)
from sources._parsing.text import LONGEST_TITLE, plain

_PER_PAGE = 10
_MOST_PAGES = 5
_MOST_DAYS = 365
_LIMIT = re.compile(r"limit|quota|too many", re.IGNORECASE)
_MONTHLY = re.compile(r"month", re.IGNORECASE)
_DAILY = re.compile(r"da(?:y|ily)", re.IGNORECASE)
_KEY = re.compile(r"(?<!\[)key|auth|permission|denied|expired|account", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MojeekOptions:
    """`[sources.mojeek]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    days: int = field(default=30, metadata={"doc": "How many days back each question looks."})
    pages: int = field(
        default=1, metadata={"doc": "How many pages of ten results are read, one call each."}
    )
    calls_per_day: int = field(
        default=0, metadata={"doc": "How many calls the plan has a day; 0 means not counted."}
    )
    micros_per_call: int = field(
        default=5_000, metadata={"doc": "Price of a call in millionths of a US dollar."}
    )
    base_url: str = field(
        default="https://www.mojeek.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not 1 <= self.days <= _MOST_DAYS:
            raise ValueError(f"days must be from 1 to {_MOST_DAYS}")
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")
        if self.calls_per_day < 0 or self.micros_per_call < 0:
            raise ValueError("calls_per_day and micros_per_call must not be below 0")


@dataclass(frozen=True, slots=True)
class Mojeek:
    """Web pages that Mojeek's index holds."""

    options: MojeekOptions = MojeekOptions()

    name: ClassVar[str] = "mojeek"
    access: ClassVar[Access] = Access.C
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=12),
        usual=timedelta(days=1),
        longest=timedelta(days=3),
        silence=timedelta(days=90),
        spacing=timedelta(seconds=1),
    )
    signing: ClassVar[QueryKey] = QueryKey("mojeek.com", "api_key")

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """The plan's calls of a day, and what each costs."""
        calls, micros = self.options.calls_per_day or None, self.options.micros_per_call
        return (Allowance("calls", calls, zone="Europe/London", micros=micros),)

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One question per name."""
        return tuple(self._ask(query) for query in name_near_town(watch))

    def _ask(self, query: str) -> Request:
        asked = {
            "q": query,
            "fmt": "json",
            "t": _PER_PAGE,
            "s": 1,
            "since": f"{{yyyymmdd-{self.options.days}}}",
            "rb": "GB",
            "rbb": 10,
            "lb": "EN",
            "lbb": 10,
        }
        url = f"{web_address(self.options.base_url).rstrip('/')}/search?{urlencode(asked)}"
        return Request(self.name, query, url, accept="application/json")

    def parse(self, response: Response) -> Page:
        """The results of one page; `results` 0 in its head is an honest nothing.

        Raises:
            SourceError: by the status in the body, which Mojeek sends with any HTTP status, else
                by that; Unreadable for anything but its JSON.
        """
        answer = part(json_object(response), "response")
        status = answer.get("status")
        if isinstance(status, str) and status.upper().startswith("ERROR"):
            _objection(reason(status), response)
        expect_ok(response)
        head = part(answer, "head")
        total = head.get("results")
        results = answer.get("results", [] if total == 0 else None)
        if status != "OK" or not isinstance(results, list):
            raise unreadable(response, "the answer is not a page of search results")
        if not results and total != 0 and head.get("start") in (0, None):
            raise unreadable(response, "a first page without results, although there are some")
        # `s` counts results from 1, `t` at a time (contracts/web.md §2.5).
        last = (self.options.pages - 1) * _PER_PAGE + 1 if _is_more(head, results) else 0
        return page_of(
            (_item(one, response) for one in results),
            response,
            follow=next_page(response.request, page="s", last=last, step=_PER_PAGE),
        )


def _is_more(head: dict[str, object], results: list[object]) -> bool:
    total = head.get("results")
    return len(results) >= _PER_PAGE and isinstance(total, int) and total > len(results)


def _objection(told: str, response: Response) -> NoReturn:
    if _LIMIT.search(told):
        raise RateLimited(f"Mojeek answered: {told}", until=_until(told, response))
    if _KEY.search(told):
        raise Refused(
            "Mojeek does not accept the key; ask Mojeek for a working one at "
            "https://www.mojeek.com/services/search/web-search-api/, then set it under "
            "[sources.mojeek] in config.toml"
        )
    raise Refused(
        f"Mojeek does not take this question ({told}); check the plan and [sources.mojeek] in "
        "config.toml"
    )


def _until(told: str, response: Response) -> datetime | None:
    if response.retry_at:
        return response.retry_at
    if _MONTHLY.search(told):
        return next_month(response.fetched_at)
    return next_midnight(response.fetched_at, LONDON) if _DAILY.search(told) else None


def _item(result: object, response: Response) -> Item | Skipped:
    if not isinstance(result, dict):
        return Skipped("a result that is no object")
    link = result.get("url")
    entry = Entry(
        link=link if isinstance(link, str) else "",
        title=plain(result.get("title"), limit=LONGEST_TITLE),
        text=plain(result.get("desc")),
        stated=engine_date(response, result.get("date")),
    )
    return result_item(entry, Label("mojeek", Kind.BLOG), response)
