"""Brave Search: web pages and news of an independent index, through its paid interface.

- **What is read:** title, description, address, language and age of web and news results. No result
  is opened; pictures, videos, discussions and summaries that Brave mixes in are not read.
- **Blind to:** what Brave does not index (posts behind a login, most of Facebook and Instagram, new
  pages for days); results beyond `pages` pages of 20; all but `names` names of a school.
- **Access:** C, a paid key (contracts/web.md §2.2, October 2026). How long results may be stored
  depends on the plan (unverified: read yours before you set `[retention]`).
- **Key:** subscribe to the Search plan at https://api-dashboard.search.brave.com/ (a payment card is
  needed) and write `key = "env:ORM_BRAVE_KEY"` (or `file:PATH`) under `[sources.brave]`.
- **Rate:** once a day. $5 for 1,000 calls, and $5 of credit free each month, about 1,000 calls
  (September 2026). A school costs one call a day for each of its names, for web and for news: 60 to
  120 calls a month. 50 calls a second are allowed; one is made.
- **Searching:** the name in quotation marks and the town, with Brave's spelling correction switched
  off, so that a school's name is not "corrected". Where Brave changes a question nevertheless, the
  results are kept for `match` to judge and the change is noted.
- **Dates:** `page_age`, Brave's guess without a zone, kept to the day.
- **Personal data:** names inside titles and descriptions.
- **Known by:** the canonical address.
- **Golden files:** `tests/golden/brave/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import zip_longest
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import RateLimited, Refused
from orm.model.items import Item, Kind
from orm.model.keys import Allowance, HeaderKey, Window
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, header, unreadable
from sources._parsing.documents import Entry, Label, page_of
from sources._parsing.links import web_address
from sources._parsing.queries import MOST_NAMES, name_near_town, next_page
from sources._parsing.results import engine_date, json_object, next_month, part, reason, result_item
from sources._parsing.text import LONGEST_TITLE, plain

_PER_PAGE = 20
_MOST_PAGES = 5
_LONGEST_QUERY = 400
_MOST_WORDS = 50
_FRESHNESS = re.compile(r"|pd|pw|pm|py")
_COUNTED = re.compile(r"\s*(\d{1,9})(?:\.\d+)?\s*", re.ASCII)
_KEY_CODE = re.compile(
    r"TOKEN|SUBSCRIPTION|UNAUTHORI|FORBIDDEN|RESOURCE_NOT_ALLOWED|OPTION_NOT_IN_PLAN"
)
_QUOTA_CODE = re.compile(r"QUOTA|USAGE_LIMIT")


@dataclass(frozen=True, slots=True)
class BraveOptions:
    """`[sources.brave]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    web: bool = field(default=True, metadata={"doc": "Search web pages."})
    news: bool = field(default=True, metadata={"doc": "Search news; each search is a paid call."})
    names: int = field(
        default=2, metadata={"doc": "How many names of a school are asked for, one call each."}
    )
    pages: int = field(
        default=1, metadata={"doc": "How many pages of 20 results are read, one call each."}
    )
    freshness: str = field(
        default="pw",
        metadata={"doc": "How old results may be: pd, pw, pm, py (day to year); empty means any."},
    )
    country: str = field(default="GB", metadata={"doc": "Country that results come from."})
    search_lang: str = field(default="en", metadata={"doc": "Language of the results."})
    micros_per_call: int = field(
        default=5_000, metadata={"doc": "Price of a call in millionths of a US dollar."}
    )
    base_url: str = field(
        default="https://api.search.brave.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not (self.web or self.news):
            raise ValueError("web and news are both off: switch one on, or the source off")
        if not 1 <= self.names <= MOST_NAMES:
            raise ValueError(f"names must be from 1 to {MOST_NAMES}")
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")
        if not _FRESHNESS.fullmatch(self.freshness):
            raise ValueError('freshness is "pd", "pw", "pm", "py" or empty')
        if self.micros_per_call < 0:
            raise ValueError("micros_per_call must not be below 0")


@dataclass(frozen=True, slots=True)
class Brave:
    """Web pages and news that Brave's index holds."""

    options: BraveOptions = BraveOptions()

    name: ClassVar[str] = "brave"
    access: ClassVar[Access] = Access.C
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=12),
        usual=timedelta(days=1),
        longest=timedelta(days=3),
        silence=timedelta(days=60),
        spacing=timedelta(seconds=1),
    )
    signing: ClassVar[HeaderKey] = HeaderKey("brave.com", header="X-Subscription-Token", prefix="")

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """Only money limits the calls."""
        return (Allowance("calls", window=Window.MONTH, micros=self.options.micros_per_call),)

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One question per name, for web pages and for news."""
        asked = (("web", self.options.web), ("news", self.options.news))
        return tuple(
            self._ask(shape, query)
            for query in name_near_town(watch, most=self.options.names)
            if len(query) <= _LONGEST_QUERY and len(query.split()) <= _MOST_WORDS
            for shape, wanted in asked
            if wanted
        )

    def _ask(self, shape: str, query: str) -> Request:
        asked = {
            "q": query,
            "country": self.options.country,
            "search_lang": self.options.search_lang,
            "count": str(_PER_PAGE),
            "offset": "0",
            "freshness": self.options.freshness,
            "safesearch": "off",
            "spellcheck": "false",
        }
        base = web_address(self.options.base_url).rstrip("/")
        stated = urlencode({name: value for name, value in asked.items() if value})
        return Request(
            self.name,
            f"{shape}|{query}",
            f"{base}/res/v1/{shape}/search?{stated}",
            shape=shape,
            accept="application/json",
        )

    def parse(self, response: Response) -> Page:
        """The results of one page, web or news as the body says.

        Raises:
            SourceError: by the code in the body, else by status; Unreadable for other JSON, and
                when Brave asked its index for something else and found nothing.
        """
        answer = json_object(response)
        _refusals(answer, response)
        expect_ok(response)
        results, kind = _results(answer, response)
        query = part(answer, "query")
        altered = bool(plain(query.get("altered")))
        if altered and not results:
            raise unreadable(response, "Brave changed the question and found nothing")
        more = query.get("more_results_available") is not False and len(results) >= _PER_PAGE
        # `offset` counts pages from 0, whatever its name says (contracts/web.md §2.2).
        last = self.options.pages - 1 if more else 0
        label = Label("brave", kind)
        page = page_of(
            (_item(one, label, response) for one in results),
            response,
            follow=next_page(response.request, page="offset", last=last),
        )
        noted = (Skipped("Brave searched for another spelling of the name"),) if altered else ()
        return replace(page, skipped=page.skipped + noted)


def _results(answer: dict[str, object], response: Response) -> tuple[list[object], Kind]:
    kind = Kind.NEWS if answer.get("type") == "news" else Kind.BLOG
    results: object = None
    if kind is Kind.NEWS:
        results = answer.get("results")
    elif answer.get("type") == "search" and part(answer, "query"):
        # Without a single web page there is no `web` at all.
        results = part(answer, "web").get("results") if "web" in answer else []
    if not isinstance(results, list):
        raise unreadable(response, "the answer is not a page of web or news results")
    return results, kind


def _code(answer: dict[str, object]) -> str:
    """The code of an error, which Brave writes as `error` and documents as `errors`."""
    error = part(answer, "error") or next(_objects(answer.get("errors")), {})
    for wrong in _objects(part(error, "meta").get("errors")):
        place = wrong.get("loc")
        if isinstance(place, list) and "x-subscription-token" in place:
            return "SUBSCRIPTION_TOKEN_MISSING"
    code = error.get("code")
    return code if isinstance(code, str) else ""


def _objects(several: object) -> Iterator[dict[str, object]]:
    return (
        (one for one in several if isinstance(one, dict)) if isinstance(several, list) else iter(())
    )


def _refusals(answer: dict[str, object], response: Response) -> None:
    code = _code(answer)
    if response.status == HTTPStatus.TOO_MANY_REQUESTS or _QUOTA_CODE.search(code):
        raise RateLimited(
            "Brave says that this key's calls are used up; if that lasts, look at the plan at "
            "https://api-dashboard.search.brave.com/",
            until=_until(code, response),
        )
    if response.status == HTTPStatus.PAYMENT_REQUIRED:
        raise Refused(
            "Brave asks for payment; settle the account at "
            "https://api-dashboard.search.brave.com/, or switch [sources.brave] off"
        )
    if _KEY_CODE.search(code):
        raise Refused(
            f"Brave does not accept the key ({reason(code)}); renew it at "
            "https://api-dashboard.search.brave.com/, then set it under [sources.brave] in "
            "config.toml"
        )
    if response.status == HTTPStatus.UNPROCESSABLE_ENTITY and code:
        raise Refused(
            f"Brave does not take this question ({reason(code)}); check the school's names and "
            "[sources.brave] in config.toml"
        )


def _until(code: str, response: Response) -> datetime | None:
    """When the window that is used up begins anew.

    `X-RateLimit-Remaining: 0, 12` and `X-RateLimit-Reset: 1, 1419704` hold one number for each
    window, the reset in seconds to go (unverified).
    """
    if response.retry_at:
        return response.retry_at
    left = _counts(header(response, "x-ratelimit-remaining"))
    resets = _counts(header(response, "x-ratelimit-reset"))
    waits = [reset or 0 for rest, reset in zip_longest(left, resets) if rest == 0]
    if waits and max(waits) > 0:
        return response.fetched_at + timedelta(seconds=max(waits))
    return next_month(response.fetched_at) if _QUOTA_CODE.search(code) else None


def _counts(value: str) -> list[int | None]:
    found = (_COUNTED.fullmatch(one) for one in value.split(",")[:8])
    return [int(match[1]) if match else None for match in found]


def _item(result: object, label: Label, response: Response) -> Item | Skipped:
    if not isinstance(result, dict):
        return Skipped("a result that is no object")
    link = result.get("url")
    entry = Entry(
        link=link if isinstance(link, str) else "",
        title=plain(result.get("title"), limit=LONGEST_TITLE),
        text=plain(result.get("description")),
        stated=engine_date(response, result.get("page_age"), result.get("age")),
    )
    return result_item(entry, label, response, language=result.get("language"))
