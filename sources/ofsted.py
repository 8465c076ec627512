"""Ofsted's monthly file of inspection outcomes: one file for all state-funded schools of England.

- **What is read:** of each watched school the latest inspection, the latest graded one under the
  framework before November 2025 and the latest ungraded one: date, type, category of concern and
  judgements in the file's own words. A saved report page is read too, by `orm parse` only.
- **Blind to:** reports before the monthly file holds them (several weeks); the words of a report;
  independent schools, which have a file of their own; nurseries and childminders. No overall grade
  exists for inspections since September 2024.
- **Access:** A for the file: Open Government Licence v3, found through GOV.UK's content interface
  (contracts/web.md §4.2, October 2026; names of its fields unverified). B for the reports site,
  whose pages are therefore never asked for.
- **Rate:** weekly, two requests for all schools, about 10 MB; free.
- **Dates:** the publication date, else the first day of inspection.
- **Personal data:** none: the file names schools, not people.
- **Known by:** URN, first day and type of the inspection; on a report page, the number of the file.
- **Golden files:** `tests/golden/ofsted/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import unquote, urljoin, urlsplit

from orm.model.items import Identity, Item, Kind
from orm.model.keys import Batch
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import body_of, expect_ok, read_json, unreadable
from sources._parsing.dates import LONDON, Stated, read_date
from sources._parsing.documents import digest, page_of
from sources._parsing.inspection_pages import Report, read_reports
from sources._parsing.links import canonical, web_address
from sources._parsing.tables import (
    LARGEST_TABLE,
    ONE_FILE,
    Row,
    about,
    is_urn,
    read_table,
    table_page,
    wanted,
)
from sources._parsing.text import LONGEST_TITLE, plain

_AS_AT = re.compile(r"(?:as at|by)\s+(\d{1,2}\s+[a-z]{3,9}\s+\d{4})", re.IGNORECASE)
_CSV_LINK = re.compile(r"https?://[^\s\"'<>]+\.csv", re.IGNORECASE)
_GRADES = {"1": "Outstanding", "2": "Good", "3": "Requires improvement", "4": "Inadequate"}
_MOST_FILES = 1_000
_TABLE = "table"

_FORMER_URN = "URN at time of latest OEIF graded inspection"
_REPORT_CARD = (
    "Safeguarding standards", "Inclusion", "Curriculum and teaching", "Achievement",
    "Attendance and behaviour", "Personal development and wellbeing",
    "Early years (where applicable)", "Post-16 provision (where applicable)",
    "Leadership and governance",
)  # fmt: skip
_GRADED = (
    "Overall effectiveness", "Quality of education", "Behaviour and attitudes",
    "Personal development", "Effectiveness of leadership and management",
    "Safeguarding is effective?", "Early years provision (where applicable)",
    "Sixth form provision (where applicable)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where one of a row's inspections stands: columns by name, each with its fallbacks."""

    date: tuple[str, ...]
    kind: tuple[str, ...]
    published: tuple[str, ...]
    judgements: tuple[tuple[str, tuple[str, ...]], ...]
    usual_kind: str


_INSPECTIONS = (
    _Columns(
        date=("Inspection start date", "First day of inspection"),
        kind=("Inspection type",),
        published=("Publication date",),
        judgements=(
            ("Category of concern", ("Category of concern",)),
            *((name, (name,)) for name in _REPORT_CARD),
            *((name, (name,)) for name in _GRADED),
        ),
        usual_kind="Inspection",
    ),
    _Columns(
        date=(
            "Inspection start date of latest OEIF graded inspection",
            "Inspection start date of latest OEIF standard inspection",
        ),
        kind=("Inspection type of latest OEIF graded inspection",),
        published=(
            "Publication date of latest OEIF graded inspection",
            "Publication date of latest OEIF standard inspection",
        ),
        judgements=tuple((name, (f"Latest OEIF {name}",)) for name in _GRADED),
        usual_kind="Graded inspection",
    ),
    _Columns(
        date=("Date of latest ungraded inspection",),
        kind=("Inspection type of latest ungraded inspection",),
        published=("Ungraded inspection publication date",),
        judgements=(("Outcome", ("Ungraded inspection overall outcome",)),),
        usual_kind="Ungraded inspection",
    ),
)


@dataclass(frozen=True, slots=True)
class OfstedOptions:
    """`[sources.ofsted]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://www.gov.uk/api/content",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )
    path: str = field(
        default="government/statistical-data-sets/"
        "monthly-management-information-ofsteds-school-inspections-outcomes",
        metadata={"doc": "Path on GOV.UK of the page that offers the monthly files."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)


@dataclass(frozen=True, slots=True)
class Ofsted:
    """What Ofsted judged the watched schools to be."""

    options: OfstedOptions = OfstedOptions()

    name: ClassVar[str] = "ofsted"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(days=2),
        usual=timedelta(days=7),
        longest=timedelta(days=14),
        silence=timedelta(days=500),
    )
    batch: ClassVar[Batch] = ONE_FILE

    def phrases(self, watch: Watch) -> tuple[str, ...]:
        """The school's URN, if it has one."""
        return (watch.urn,) if is_urn(watch.urn) else ()

    def ask(self, phrases: tuple[str, ...]) -> Request:
        """The page that offers the files, for these URNs."""
        base = web_address(self.options.base_url).rstrip("/")
        return Request(
            source=self.name,
            key=f"{self.options.path}|{digest(*sorted(set(phrases)))}",
            url=about(f"{base}/{self.options.path.strip('/')}", phrases),
            accept="application/json, text/csv;q=0.9, */*;q=0.5",
            conditional=False,
            max_bytes=LARGEST_TABLE,
        )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """The page that offers the files, when the school has a URN."""
        return tuple(self.ask(chunk) for chunk in self.batch.packed(self.phrases(watch)))

    def parse(self, response: Response) -> Page:
        """The wanted schools' inspections; from the page that offers the files, the newest file.

        Raises:
            SourceError: by status; Unreadable for anything but GOV.UK's JSON with such a file,
                Ofsted's table or a report page.
        """
        expect_ok(response)
        body = body_of(response)
        start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if start == b"{":
            return _offered(read_json(response, body), response)
        if start == b"<":
            reports = read_reports(response, body)
            return page_of((_report(each, response) for each in reports), response)
        table = read_table(response)
        dated = any(table.has(name) for each in _INSPECTIONS for name in each.date)
        if not dated or not table.has("URN", "School name"):
            raise unreadable(response, "the columns are not those of Ofsted's file of schools")
        rows = table.rows(wanted(response.request))
        return table_page(_items(rows, response), response)


def _offered(content: object, response: Response) -> Page:
    """The newest file that the page offers, to be followed."""
    files = sorted(set(_files(content, response)))
    if not files or response.request.shape == _TABLE:
        raise unreadable(
            response, "GOV.UK's page offers no CSV file of latest inspections of state schools"
        )
    url = about(files[-1][1], wanted(response.request))
    follow = replace(
        response.request, url=url, shape=_TABLE, conditional=True, max_bytes=LARGEST_TABLE
    )
    return Page(follow=(follow,))


def _files(content: object, response: Response) -> Iterator[tuple[datetime, str]]:
    """Files of latest inspections, with the day each is about."""
    details = content.get("details") if isinstance(content, dict) else None
    if not isinstance(details, dict):
        return
    for title, link in _links(details):
        url = _web_link(link, response)
        words = f"{title} {unquote(urlsplit(url).path)}".replace("_", " ").casefold()
        found = _AS_AT.search(words)
        if not url.lower().endswith(".csv") or not found or "independent" in words:
            continue
        at = read_date(found[1], fetched_at=response.fetched_at).at
        if at and "latest inspections" in words:
            yield at, url


def _web_link(link: object, response: Response) -> str:
    """An attachment's address, absolute; "" when it is none."""
    try:
        return web_address(urljoin(response.url, link)) if isinstance(link, str) else ""
    except ValueError:
        return ""


def _links(details: dict[str, object]) -> Iterator[tuple[str, object]]:
    attachments = details.get("attachments")
    for each in (attachments if isinstance(attachments, list) else [])[:_MOST_FILES]:
        if isinstance(each, dict):
            yield plain(each.get("title")), each.get("url")
    body = details.get("body")
    if isinstance(body, str):
        for link in _CSV_LINK.findall(body)[:_MOST_FILES]:
            yield "", link


def _items(
    rows: Iterable[Row | Skipped | None], response: Response
) -> Iterator[Item | Skipped | None]:
    for row in rows:
        if not isinstance(row, Row):
            yield row
        elif not is_urn(row.read("URN")) or not row.read("School name"):
            yield Skipped("a row without a URN or a name")
        else:
            yield None  # a school that was never inspected is no failure
            yield from _of_school(row, response)


def _of_school(row: Row, response: Response) -> Iterator[Item]:
    """The row's inspections, one for each first day: columns may repeat the latest one."""
    days: dict[str, list[_Columns]] = {}
    for columns in _INSPECTIONS:
        if stated := row.read(*columns.date):
            day = _day(read_date(stated, fetched_at=response.fetched_at))
            days.setdefault(day, []).append(columns)
    for day, blocks in days.items():
        yield _inspection(row, day, blocks, response)


def _day(stated: Stated) -> str:
    return f"{stated.at.astimezone(LONDON):%Y-%m-%d}" if stated.at else stated.raw


def _inspection(row: Row, day: str, blocks: list[_Columns], response: Response) -> Item:
    urn, name = row.read("URN"), row.read("School name")
    kind = row.read(*(column for each in blocks for column in each.kind)) or blocks[0].usual_kind
    began = row.read(*(column for each in blocks for column in each.date))
    published = row.read(*(column for each in blocks for column in each.published))
    said = dict(_judged(row, blocks))
    place = ", ".join(filter(None, (name, *_place(row))))
    facts = {"URN": urn, "Phase": row.read("Ofsted phase"), "Inspection type": kind, "Began": began}
    if _INSPECTIONS[1] in blocks and (former := row.read(_FORMER_URN)) not in {"", urn}:
        facts["Inspected as URN"] = former
    return _record(
        f"{urn}|{day}|{kind.casefold()}",
        canonical(row.read("Web Link (opens in new window)", "Web link"))
        or f"https://reports.ofsted.gov.uk/search?q={urn}",
        title=f"Ofsted inspection of {name}, {began}",
        text=f"{place}. {_sentences(facts | said)}",
        stated=read_date(published or began, fetched_at=response.fetched_at),
    )


def _place(row: Row) -> tuple[str, str, str]:
    return row.read("Town"), row.read("Local authority"), row.read("Postcode")


def _judged(row: Row, blocks: Iterable[_Columns]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        for label, columns in block.judgements:
            if value := row.read(*columns):
                yield label, f"{_GRADES[value]} ({value})" if value in _GRADES else value


def _sentences(facts: dict[str, str]) -> str:
    return " ".join(f"{name}: {value}." for name, value in facts.items() if value)


def _report(report: Report, response: Response) -> Item:
    return _record(
        report.key,
        report.url,
        title=report.title,
        text=f"{report.school}. {report.text}",
        stated=read_date(report.date, fetched_at=response.fetched_at),
    )


def _record(key: str, url: str, *, title: str, text: str, stated: Stated) -> Item:
    return Item(
        identity=Identity("ofsted", key),
        kind=Kind.RECORD,
        platform="web",
        url=url,
        title=plain(title, limit=LONGEST_TITLE),
        text=plain(text),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet="Ofsted",
        language="en",
    )
