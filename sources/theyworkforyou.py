"""TheyWorkForYou: debates, written answers and statements that name the school.

- **What is read:** speeches, questions, answers and statements of the UK Parliament and the
  devolved parliaments in which a school's name stands: the words around the name, the debate's
  title, the day and the speaker's name.
- **Blind to:** the rest of a long speech (the interface gives the words around what was searched
  for), committees' evidence, what was said before the newest `pages` pages, and schools that are
  spoken of without their name.
- **Access:** C, a paid key; Open Parliament Licence for what Parliament said, with a link to
  TheyWorkForYou asked for (contracts/web.md §4.5, October 2026). The site's own search and its
  feeds are closed to robots and are not read.
- **Key:** ask for one at https://www.theyworkforyou.com/api/key after choosing a plan; charities
  may have a free or cheaper one. In config.toml it is the key of `theyworkforyou`, written as it
  was given; it goes into the parameter `key`.
- **Rate:** twice a day, one question for the names of several schools. From £20 a month; the price
  is flat, a call costs nothing. The plan's number of calls a month is an option, unverified.
- **Searching:** names in quotation marks, joined by `OR`; newest first.
- **Personal data:** names of members, and of people they speak about.
- **Known by:** the id of the speech with the number of its kind of record.
- **Golden files:** `tests/golden/theyworkforyou/`.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from orm.errors import RateLimited, Refused
from orm.model.items import Identity, Item, Kind
from orm.model.keys import Allowance, Batch, QueryKey, Window
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.dates import LONDON, read_date
from sources._parsing.links import absolute, canonical, site, web_address
from sources._parsing.posts import posts_page, read_answer
from sources._parsing.queries import next_page, parameter, quoted_names
from sources._parsing.results import json_object, next_midnight, part, reason
from sources._parsing.text import LONGEST_TITLE, is_media, person, plain

_PER_PAGE = 50
_MOST_PAGES = 5
_KEY_PAGE = "https://www.theyworkforyou.com/api/key"
_NO_KEY = frozenset({
    HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN,
})  # fmt: skip
_QUOTA = re.compile(r"\b(?:quota|limit|exceed\w*|too many)\b", re.IGNORECASE)
_BAD_KEY = re.compile(
    r"\b(?:no|missing|invalid|unknown|expired|disabled)\b.{0,20}\bkey\b"
    r"|\bkey\b.{0,20}\b(?:missing|invalid|unknown|expired|disabled)\b",
    re.IGNORECASE,
)
_ABOUT_KEY = re.compile(r"\bkey\b|\bsubscription\b|not authori[sz]ed", re.IGNORECASE)
_BAD_QUERY = re.compile(r"invalid search term|not a valid search", re.IGNORECASE)
_CHAMBERS = {
    "1": "House of Commons",
    "2": "Westminster Hall",
    "3": "Written Answers",
    "4": "Written Ministerial Statements",
    "5": "Northern Ireland Assembly",
    "6": "Public Bill Committees",
    "7": "Scottish Parliament",
    "8": "Scottish Written Answers",
    "101": "House of Lords",
}
_GID = re.compile(r"[\w.-]{1,100}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TheyworkforyouOptions:
    """`[sources.theyworkforyou]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    calls: int = field(
        default=1_000, metadata={"doc": "Calls a month that the plan of the key includes."}
    )
    pages: int = field(default=2, metadata={"doc": "How many pages of 50 are read at most."})
    base_url: str = field(
        default="https://www.theyworkforyou.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if self.calls < 1:
            raise ValueError("calls must be at least 1")
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")


@dataclass(frozen=True, slots=True)
class Theyworkforyou:
    """Parliamentary records that name a school."""

    options: TheyworkforyouOptions = TheyworkforyouOptions()

    name: ClassVar[str] = "theyworkforyou"
    access: ClassVar[Access] = Access.C
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=8),
        usual=timedelta(hours=12),
        longest=timedelta(days=3),
        silence=timedelta(days=3 * 365),
        spacing=timedelta(seconds=2),
    )
    signing: ClassVar[QueryKey] = QueryKey("theyworkforyou.com", "key")
    batch: ClassVar[Batch] = Batch(most=10, longest=400)

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """The calls of the plan; the price is flat."""
        return (Allowance("calls of the plan", self.options.calls, Window.MONTH, "Europe/London"),)

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One school's names in as few questions as they fit in."""
        return tuple(self.ask(chunk) for chunk in self.batch.packed(self.phrases(watch)))

    def phrases(self, watch: Watch) -> tuple[str, ...]:
        """The names in quotation marks; the town is seldom spoken with them."""
        return quoted_names(watch)

    def ask(self, phrases: tuple[str, ...]) -> Request:
        """One question for any of these names, newest first."""
        search = " OR ".join(phrases)
        asked = {"output": "json", "search": search, "order": "d", "num": _PER_PAGE, "page": 1}
        url = f"{self._home()}/api/getHansard?{urlencode(asked)}"
        return Request(self.name, search, url, accept="application/json", interface=True)

    def _home(self) -> str:
        return web_address(self.options.base_url).rstrip("/")

    def parse(self, response: Response) -> Page:
        """The records found.

        Raises:
            SourceError: by the words of `error`, which come with status 200 too, else by status;
                Unreadable for anything but records.
        """
        _refusals(response)
        expect_ok(response)
        answer = read_answer(response)
        if not isinstance(answer, dict):
            raise unreadable(response, "not an object with records")
        rows, info = answer.get("rows"), part(answer, "info")
        total = info.get("total_results")
        if not isinstance(total, int | str) or not str(total).isdecimal():
            raise unreadable(response, "the records are not counted")
        nothing = int(str(total)[:9]) == 0
        if nothing and not rows:
            return Page()
        if not isinstance(rows, list) or (
            not rows and parameter(response.request.url, "page") == 1
        ):
            raise unreadable(response, "records are counted and none is shown")
        more = len(rows) >= _PER_PAGE
        return posts_page(
            (self._item(row, response) for row in rows),
            response,
            follow=next_page(response.request, page="page", last=self.options.pages)
            if more
            else (),
        )

    def _item(self, row: object, response: Response) -> Item | Skipped:
        if not isinstance(row, dict):
            return Skipped("a record that is no object")
        gid, major = row.get("gid"), str(row.get("major") or "")
        text = plain(row.get("body"))
        if not isinstance(gid, str) or not _GID.fullmatch(gid) or not text:
            return Skipped("a record without its id or its words")
        link = _without_search(absolute(f"{self._home()}/", html.unescape(str(row.get("listurl")))))
        url = "" if is_media(link) else canonical(link)
        day = read_date(row.get("hdate"), fetched_at=response.fetched_at)
        chamber = _CHAMBERS.get(major, "")
        return Item(
            identity=Identity(self.name, f"{major[:10]}|{gid}"),
            kind=Kind.RECORD,
            platform="theyworkforyou",
            url=url or canonical(self._home()),
            title=plain(part(row, "parent").get("body"), limit=LONGEST_TITLE),
            text=text,
            author=_speaker(part(row, "speaker")),
            posted_at=day.at,
            posted_raw=day.raw,
            precision=day.precision,
            outlet=chamber or site(self._home()),
            language="en",
            via_url=link if url and link != url else "",
        )


def _refusals(response: Response) -> None:
    """What the interface says of itself, whatever the status. Its words are never given back
    where they may hold the key.
    """
    said = reason(json_object(response).get("error"))
    if said and _QUOTA.search(said) and not _BAD_KEY.search(said):
        until = response.retry_at or next_midnight(response.fetched_at, LONDON)
        raise RateLimited("TheyWorkForYou: the calls of the plan are used up", until=until)
    if (said and _ABOUT_KEY.search(said)) or response.status in _NO_KEY:
        raise Refused(
            "TheyWorkForYou does not take the key: renew it or its plan at "
            f"{_KEY_PAGE}, then write it into config.toml"
        )
    if said and _BAD_QUERY.search(said):
        raise Refused(
            "TheyWorkForYou does not take this question; check the school's names in config.toml"
        )
    if said and response.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise unreadable(response, f"the interface says: {said}")


def _without_search(link: str) -> str:
    """An address without the words that were searched for, which change from school to school."""
    if not link:
        return ""
    parts = urlsplit(link)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "s"]
    return parts._replace(query=urlencode(kept)).geturl()


def _speaker(speaker: dict[str, object]) -> str:
    whole = person(speaker.get("name"))
    names_ = (person(speaker.get(name)) for name in ("first_name", "last_name"))
    return whole or " ".join(name for name in names_ if name)
