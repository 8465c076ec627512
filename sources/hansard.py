"""Hansard: what was said and written about the school in the UK Parliament, without a key.

- **What is read:** words spoken in either House that name the school, with the debate's title, the
  day and the speaker's name; and written questions with their answers.
- **Blind to:** debates before the last `days` days, committees' written evidence, the devolved
  parliaments, speeches that name a school only by its town, and everything beyond the newest
  `pages` pages of 50 for a common name.
- **Access:** A, keyless, Open Parliament Licence. The addresses and shapes are those of
  contracts/web.md §4.5 [mem] and of public clients, October 2026, and unverified here: they are
  options, and an answer of another shape is unreadable, never nothing found. The interfaces are
  published for programs.
- **Rate:** daily, two requests per name, at most three names. No published limit [unverified].
- **Searching:** each name in quotation marks; the town is seldom spoken with it.
- **Personal data:** names of members, and of people they speak about.
- **Known by:** the id of the speech, of the debate, or of the question.
- **Golden files:** `tests/golden/hansard/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from urllib.parse import quote, urlencode, urlsplit

from orm.model.items import Identity, Item, Kind, Precision
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.dates import Stated, read_date
from sources._parsing.links import canonical, web_address
from sources._parsing.posts import LeftOut, posts_page, read_answer
from sources._parsing.queries import names, next_page
from sources._parsing.results import part
from sources._parsing.text import LONGEST_TEXT, LONGEST_TITLE, person, plain

_SITE = "https://hansard.parliament.uk"
_QUESTIONS_SITE = "https://questions-statements.parliament.uk"
_PER_PAGE = 50
_SKIP = "queryParameters.skip"
_MOST_PAGES = 5
_MOST_DAYS = 366
_ID = re.compile(r"[\w-]{1,100}", re.ASCII)


@dataclass(frozen=True, slots=True)
class HansardOptions:
    """`[sources.hansard]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://hansard-api.parliament.uk",
        metadata={"doc": "Address of the interface to debates; another one only for tests."},
    )
    paths: tuple[str, ...] = field(
        default=("/search/contributions/Spoken.json",),
        metadata={"doc": "Which searches of it are asked; empty means none."},
    )
    questions_url: str = field(
        default="https://questions-statements-api.parliament.uk",
        metadata={"doc": "Address of the interface to written questions; empty means not asked."},
    )
    questions_path: str = field(
        default="/api/writtenquestions/questions",
        metadata={"doc": "Which search of it is asked."},
    )
    days: int = field(default=60, metadata={"doc": "How many days back each question looks."})
    pages: int = field(default=2, metadata={"doc": "How many pages of 50 are read at most."})

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if self.questions_url:
            web_address(self.questions_url)
        if not all(path.startswith("/") for path in (*self.paths, self.questions_path)):
            raise ValueError('a path begins with "/"')
        if not 1 <= self.days <= _MOST_DAYS:
            raise ValueError(f"days must be from 1 to {_MOST_DAYS}")
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")


@dataclass(frozen=True, slots=True)
class Hansard:
    """Speeches and written questions in the UK Parliament that name a school."""

    options: HansardOptions = HansardOptions()

    name: ClassVar[str] = "hansard"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=12),
        usual=timedelta(days=1),
        longest=timedelta(days=3),
        silence=timedelta(days=3 * 365),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """For each name one question per search of debates, and one for written questions."""
        asked = [self._debates(path, name) for name in names(watch) for path in self.options.paths]
        if self.options.questions_url:
            asked += [self._questions(name) for name in names(watch)]
        return tuple(asked)

    def _debates(self, path: str, name: str) -> Request:
        what = {
            "queryParameters.searchTerm": f'"{name}"',
            "queryParameters.startDate": f"{{today-{self.options.days}}}",
            "queryParameters.endDate": "{today}",
            "queryParameters.orderBy": "SittingDateDesc",
            "queryParameters.take": str(_PER_PAGE),
            _SKIP: "0",
        }
        home = web_address(self.options.base_url).rstrip("/")
        url = f"{home}{path}?{urlencode(what)}"
        return self._asked(f"{path}|{name}", url, "debates")

    def _questions(self, name: str) -> Request:
        what = {
            "searchTerm": f'"{name}"',
            "tabledWhenFrom": f"{{today-{self.options.days}}}",
            "take": str(_PER_PAGE),
            "skip": "0",
        }
        home = web_address(self.options.questions_url).rstrip("/")
        url = f"{home}{self.options.questions_path}?{urlencode(what)}"
        return self._asked(f"questions|{name}", url, "questions")

    def _asked(self, key: str, url: str, shape: str) -> Request:
        return Request(self.name, key, url, shape=shape, accept="application/json", interface=True)

    def parse(self, response: Response) -> Page:
        """Speeches, debates or written questions: the answer itself says which.

        Raises:
            SourceError: by status; Unreadable for any other shape, and for an answer that counts
                results and shows none.
        """
        expect_ok(response)
        answer = read_answer(response)
        if not isinstance(answer, dict):
            raise unreadable(response, "not a list of results")
        if "Results" in answer:
            results, total, skip = answer["Results"], answer.get("TotalResultCount"), _SKIP
            read = _spoken
        else:
            results, total, skip = answer.get("results"), answer.get("totalResults"), "skip"
            read = _question
        if not isinstance(results, list) or not isinstance(total, int):
            raise unreadable(response, "not a list of results with their count")
        if total and not results:
            raise unreadable(response, f"{total} results are counted and none is shown")
        follow: tuple[Request, ...] = ()
        if len(results) == _PER_PAGE < total:
            last = _PER_PAGE * (self.options.pages - 1)
            follow = next_page(response.request, page=skip, last=last, step=_PER_PAGE)
        return posts_page((read(one, response) for one in results), response, follow=follow)


def _day(raw: object, response: Response) -> Stated:
    """Midnight stands for a whole day."""
    written = raw.partition("T")[0] if isinstance(raw, str) else raw
    return read_date(written, fetched_at=response.fetched_at)


def _identifier(result: dict[str, object], name: str) -> str:
    value = result.get(name)
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def _spoken(result: object, response: Response) -> Item | Skipped:
    """One speech, or the heading of one debate."""
    if not isinstance(result, dict):
        return Skipped("a result that is no object")
    debate, speech = (
        _identifier(result, name) for name in ("DebateSectionExtId", "ContributionExtId")
    )
    titles = (plain(result.get(k), limit=LONGEST_TITLE) for k in ("Title", "DebateSection"))
    title = next((one for one in titles if one), "")
    bodies = (result.get(k) for k in ("ContributionTextFull", "ContributionText"))
    text = max((plain(body) for body in bodies), key=len)
    house = plain(result.get("House"), limit=50)
    day = _day(result.get("SittingDate"), response)
    if not debate or not title or (speech and not text):
        return Skipped("a result without its debate or its words")
    place = f"{quote(house or 'Commons')}/{day.raw or 'undated'}/debates/{debate}/{_slug(title)}"
    page = f"{_SITE}/{place}"
    return Item(
        identity=Identity("hansard", speech or f"debate {debate}"),
        kind=Kind.RECORD,
        platform="hansard",
        url=canonical(page),
        title=title,
        text=text,
        author=person(result.get("MemberName")) or person(result.get("AttributedTo")),
        posted_at=day.at,
        posted_raw=day.raw,
        precision=day.precision,
        outlet=f"Hansard, {house}" if house else "Hansard",
        language="en",
        via_url=f"{page}#contribution-{speech}" if speech else "",
    )


def _slug(title: str) -> str:
    """A title as the site writes it in an address: `SchoolFunding`."""
    found = re.findall(r"[A-Za-z0-9]+", title)
    return "".join(word[:1].upper() + word[1:] for word in found) or "Debate"


def _question(result: object, response: Response) -> Item | Skipped:
    value = part(result, "value") if isinstance(result, dict) else {}
    number, uin = value.get("id"), _identifier(value, "uin")
    asked = plain(value.get("questionText"))
    if not isinstance(number, int) or not uin or not asked:
        return Skipped("a question without its number or its words")
    if value.get("isWithdrawn") is True:
        return LeftOut("a question that was withdrawn")
    answered = plain(value.get("answerText"))
    day = _day(value.get("dateTabled"), response)
    stated = day.raw if day.precision is Precision.DAY else ""
    address = f"{_QUESTIONS_SITE}/written-questions/detail/{stated}/{uin}"
    return Item(
        identity=Identity("hansard", f"question {number}"),
        kind=Kind.RECORD,
        platform="hansard",
        url=canonical(address if stated else _QUESTIONS_SITE),
        title=plain(value.get("heading"), limit=LONGEST_TITLE),
        text=f"{asked} Answer: {answered}"[:LONGEST_TEXT] if answered else asked,
        posted_at=day.at,
        posted_raw=day.raw,
        precision=day.precision,
        outlet=plain(value.get("answeringBodyName"), limit=LONGEST_TITLE)
        or urlsplit(_QUESTIONS_SITE).netloc,
        language="en",
    )
