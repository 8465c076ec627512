"""Ofsted Parent View: what parents answered about a school, as the public results page shows it.

- **What is read:** of the newest year with results, each question with the share of every answer
  and how many answered. A changed figure makes a new version.
- **Blind to:** who answered and what they wrote (nobody outside Ofsted sees that); years before the
  newest one; schools with fewer than 10 responses, whose figures say nothing and are left out; the
  quarterly file of all schools.
- **Access:** A at a low volume: public pages of Ofsted, Open Government Licence (contracts/web.md
  §4.3, October 2026). Markup and the numbering of years are unverified.
- **Rate:** monthly, two to five pages per school; free.
- **Personal data:** none: figures of at least ten people.
- **Known by:** URN (without one, Parent View's own number), year and questionnaire (September 2019,
  November 2025).
- **Golden files:** `tests/golden/parent_view/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar

from orm.errors import Gone
from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.dates import read_date
from sources._parsing.links import absolute, canonical, web_address
from sources._parsing.survey_pages import Question, Survey, read_survey
from sources._parsing.tables import about, is_urn, wanted
from sources._parsing.text import LONGEST_TITLE, plain

_FEWEST = 10
_YEARS_BACK = 3
_RESULT = re.compile(
    r"/survey/result(?P<print>-print)?/(?P<id>\d{1,12})/(?P<year>\d{1,6})\b", re.ASCII
)
_BACK = re.compile(r"back (\d)", re.ASCII)
# A questionnaire's statement must not read as one parent's complaint.
_CONDITION = re.compile(
    r"my child has been bullied(?: at this school)?(?:\. | and )", re.IGNORECASE
)
_NOT_BULLIED = re.compile(r"my child has not been bullied", re.IGNORECASE)
_NEW_QUESTIONS = "best interests at heart"


@dataclass(frozen=True, slots=True)
class ParentViewOptions:
    """`[sources.parent_view]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://parentview.ofsted.gov.uk",
        metadata={"doc": "Address of Parent View; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)


@dataclass(frozen=True, slots=True)
class ParentView:
    """The results of the watched schools."""

    options: ParentViewOptions = ParentViewOptions()

    name: ClassVar[str] = "parent_view"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(days=7),
        usual=timedelta(days=30),
        longest=timedelta(days=60),
        silence=timedelta(days=400),
        spacing=timedelta(seconds=5),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """The results of the school, when it has a URN."""
        if not is_urn(watch.urn):
            return ()
        base = web_address(self.options.base_url).rstrip("/")
        url = f"{base}/parent-view-results/urn/{watch.urn}"
        request = Request(
            source=self.name,
            key=url,
            url=about(url, (watch.urn,)),
            scope=Scope.ABOUT,
            accept="text/html, */*;q=0.5",
            conditional=False,
        )
        return (request,)

    def parse(self, response: Response) -> Page:
        """The figures; or where they stand: the print page, then up to three years before.

        Raises:
            SourceError: by status; Gone for a URN that Parent View does not know; Unreadable for
                anything but its pages.
        """
        if response.status == HTTPStatus.NOT_FOUND and _tries(response):
            return _elsewhere(response, links=())
        if response.status == HTTPStatus.NOT_FOUND and "/urn/" in response.request.url:
            raise Gone("Parent View does not know this URN; check the school's urn in config.toml")
        expect_ok(response)
        survey = read_survey(response)
        if not survey.questions:
            page = _elsewhere(response, links=survey.links)
            if not page.follow and not survey.counted:
                raise unreadable(response, "the page shows no results and does not say so")
            return page
        if survey.responses is not None and survey.responses < _FEWEST:
            return Page(
                skipped=(Skipped(f"fewer than {_FEWEST} responses: too few to say anything"),)
            )
        return Page(items=(_item(survey, response),))


def _tries(response: Response) -> int:
    found = _BACK.fullmatch(response.request.shape)
    return int(found[1]) if found else 0


def _elsewhere(response: Response, *, links: tuple[str, ...]) -> Page:
    """Where the results may be when this page shows none; an empty page at the end."""
    found = _RESULT.search(response.url)
    if not found:
        newest = max(
            (one for link in links if (one := _RESULT.search(absolute(response.url, link)))),
            key=lambda one: int(one["year"]),
            default=None,
        )
        return _next(response, newest, back=0) if newest and not _asked_before(response) else Page()
    if not found["print"]:
        return _next(response, found, back=0) if not _asked_before(response) else Page()
    return _next(response, found, back=1) if _tries(response) < _YEARS_BACK else Page()


def _asked_before(response: Response) -> bool:
    return bool(_BACK.fullmatch(response.request.shape))


def _next(response: Response, found: re.Match[str], *, back: int) -> Page:
    """The print page of the same year, or of the year before."""
    year = int(found["year"]) - back
    if year < 1:
        return Page()
    path = f"/parent-view-results/survey/result-print/{found['id']}/{year}"
    url = about(absolute(response.url, path), wanted(response.request))
    shape = f"back {_tries(response) + back}"
    return Page(follow=(replace(response.request, url=url, shape=shape),))


def _item(survey: Survey, response: Response) -> Item:
    found = _RESULT.search(response.url)
    urn = next(iter(sorted(wanted(response.request))), "")
    year = survey.year or (f"year {found['year']}" if found else "")
    whose = urn or (f"pv{found['id']}" if found else "") or canonical(response.url)
    new = any(_NEW_QUESTIONS in each.words.casefold() for each in survey.questions)
    until = read_date(survey.until, fetched_at=response.fetched_at)
    school = survey.school or f"URN {urn}"
    answered = f"Up to {survey.responses} responses." if survey.responses else ""
    said = " ".join(_said(question) for question in survey.questions)
    named = f"{school}. URN: {urn}." if urn and survey.school else f"{school}."
    return Item(
        identity=Identity("parent_view", f"{whose}|{year}|{'2025-11' if new else '2019-09'}"),
        kind=Kind.RECORD,
        platform="web",
        url=canonical(response.url).replace("/result-print/", "/result/"),
        title=plain(f"Parent View {year}: {school}", limit=LONGEST_TITLE),
        text=plain(f"{named} {answered} {said}"),
        posted_at=until.at,
        posted_raw=until.raw,
        precision=until.precision,
        outlet="Ofsted Parent View",
        language="en",
    )


def _said(question: Question) -> str:
    count = f" ({question.responses} responses)" if question.responses is not None else ""
    figures = ", ".join(question.figures)
    words = _CONDITION.sub("Bullying: ", question.words, count=1).rstrip(". ")
    return f"{words}: {_NOT_BULLIED.sub('Not bullied', figures)}{count}."
