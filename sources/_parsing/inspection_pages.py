"""A school's page on Ofsted's reports site: its timeline of reports and its current grades."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from orm.model.polls import Response
from sources._parsing.answers import read_page, unreadable
from sources._parsing.links import absolute, canonical
from sources._parsing.text import clean

_FILE_ID = re.compile(r"/v1/file/(\d+)", re.ASCII)
_URN = re.compile(r"URN:?\s*(\d{6})\b", re.ASCII)
_URN_IN_ADDRESS = re.compile(r"/provider/\w+/(\d{6})\b", re.ASCII)
_OPENED = "timeline__day--opened"


@dataclass(frozen=True, slots=True)
class Report:
    """A published report, or the grades that the page shows as current. `date` is as written."""

    key: str
    school: str
    url: str
    title: str
    text: str
    date: str


def read_reports(response: Response, body: bytes) -> tuple[Report, ...]:
    """The reports of the page, newest first, after its current grades.

    Raises:
        Unreadable: it has neither a timeline nor grades, as the empty shell for browsers.
    """
    page = read_page(response, body)
    heading = page.find("h1", class_="heading--title")
    timeline = page.find("ol", class_="timeline")
    overall = page.find("div", class_="subjudgements__overall")
    if heading is None or (timeline is None and overall is None):
        raise unreadable(response, "the page has no timeline of inspection reports")
    school = _words(heading)
    days = timeline.select("li.timeline__day") if isinstance(timeline, Tag) else []
    reports = (_report(day, school, response) for day in days if _is_report(day))
    grades = _grades(page, overall, response, school=school) if isinstance(overall, Tag) else ()
    return (*grades, *(each for each in reports if each))


def _words(tag: object) -> str:
    return clean(tag.get_text(" ")) if isinstance(tag, Tag) else ""


def _is_report(day: Tag) -> bool:
    return _OPENED not in (day.get("class") or [])


def _report(day: Tag, school: str, response: Response) -> Report | None:
    link = day.select_one("a.publication-link[href]")
    url = canonical(absolute(response.url, link.get("href"))) if link else ""
    found = _FILE_ID.search(url)
    if not found:
        return None
    date = _words(day.find("time"))
    title = _words(link.select_one("span.nonvisual") if link else None) or _words(link)
    return Report(
        key=f"file {found[1]}",
        school=school,
        url=url,
        title=f"Ofsted: {title} ({school})",
        text=f"{title}. Dated: {date}.",
        date=date,
    )


def _grades(
    page: BeautifulSoup, overall: Tag, response: Response, *, school: str
) -> Iterator[Report]:
    """What the page says the school's grades are now; known by its URN."""
    strong = overall.find("strong")
    if strong is None:
        return
    said = [_words(overall)]
    for rate in page.select("div.subjudgements__rates__item"):
        grade = _words(rate.find("strong"))
        label = _words(rate).removesuffix(grade).strip(" :")
        said.append(f"{label}: {grade}." if label and grade else "")
    urn = _URN_IN_ADDRESS.search(response.url) or _URN.search(_words(page))
    url = canonical(response.url)
    date = re.search(r"\bon (\d{1,2} \w+ \d{4})", said[0], re.ASCII)
    yield Report(
        key=f"{urn[1]}|current grades" if urn else f"{url}|current grades",
        school=school,
        url=url,
        title=f"Ofsted: {_words(strong)} ({school})",
        text=" ".join(filter(None, said)),
        date=date[1] if date else "",
    )
