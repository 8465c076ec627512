"""Get Information about Schools: the Department for Education's register, one file for all schools.

- **What is read:** name, status, phase, type, ages, trust, federation, town, postcode, authority and
  website of each watched school; with `also`, its predecessors and successors and its groups. A
  change of any of these makes a new version.
- **Blind to:** Wales, Scotland and Northern Ireland, which have registers of their own; ratings,
  which the file no longer holds (Ofsted's files do); what changed and was changed back between two
  polls. The links file names the other school only, so a link is told apart by that name.
- **Access:** A. Open Government Licence v3 (contracts/web.md §4.4, October 2026). The file host is
  asked; the website's own pages for downloads and searches are closed by its robots.txt.
- **Rate:** weekly, one file of about 60 MB for all schools; free.
- **Dates:** an item's date is the register's own date of last change. Today's file may be missing:
  then the day before is asked for, at most five days back.
- **Personal data:** none: the columns that name headteachers are never read.
- **Known by:** the URN; a link by both URNs and its kind; a membership by URN and group number. The
  addresses of the pages for people are unverified.
- **Golden files:** `tests/golden/gias/`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import ClassVar, Literal

from orm.errors import Gone
from orm.model.items import Identity, Item, Kind
from orm.model.keys import Batch
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.dates import LONDON, UNDATED, Stated, read_date
from sources._parsing.documents import digest
from sources._parsing.links import site, web_address
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

_DAYS_BACK = 5
_DATED = re.compile(r"(\d{8})(?=\.csv)", re.ASCII)
_FILE = re.compile(r"[^/?#]*(?=\d{8}\.csv)", re.ASCII)
_OTHER_FILES = {"links": "links_edubasealldata", "groups": "alllinksdata"}
_FOR_PEOPLE = "https://get-information-schools.service.gov.uk"

_SAID = (
    ("Status", ("EstablishmentStatus (name)",)),
    ("Phase", ("PhaseOfEducation (name)",)),
    ("Type", ("TypeOfEstablishment (name)",)),
    ("Lowest age", ("StatutoryLowAge",)),
    ("Highest age", ("StatutoryHighAge",)),
    ("Gender", ("Gender (name)",)),
    ("Religious character", ("ReligiousCharacter (name)",)),
    ("Trust", ("Trusts (name)",)),
    ("Federation", ("Federations (name)",)),
    ("Local authority", ("LA (name)",)),
    ("Opened", ("OpenDate",)),
    ("Closed", ("CloseDate",)),
)


@dataclass(frozen=True, slots=True)
class GiasOptions:
    """`[sources.gias]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://ea-edubase-api-prod.azurewebsites.net/edubase/downloads/public",
        metadata={"doc": "Address of the files; another one only for tests."},
    )
    also: tuple[Literal["links", "groups"], ...] = field(
        default=(),
        metadata={"doc": "Other files to read too: links (predecessors), groups (trusts)."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)


@dataclass(frozen=True, slots=True)
class Gias:
    """What the register says of the watched schools."""

    options: GiasOptions = GiasOptions()

    name: ClassVar[str] = "gias"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(days=6),
        usual=timedelta(days=7),
        longest=timedelta(days=28),
        silence=timedelta(days=500),
    )
    batch: ClassVar[Batch] = ONE_FILE

    def phrases(self, watch: Watch) -> tuple[str, ...]:
        """The school's URN, if it has one."""
        return (watch.urn,) if is_urn(watch.urn) else ()

    def ask(self, phrases: tuple[str, ...]) -> Request:
        """The register of today, for these URNs."""
        base = web_address(self.options.base_url).rstrip("/")
        url = f"{base}/edubasealldata{{yyyymmdd}}.csv"
        also = ",".join(sorted(set(self.options.also)))
        return Request(
            source=self.name,
            key=f"edubasealldata|{also}|{digest(*sorted(set(phrases)))}",
            url=about(url, phrases, also=also),
            accept="text/csv, */*;q=0.5",
            max_bytes=LARGEST_TABLE,
        )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """The register, when the school has a URN."""
        return tuple(self.ask(chunk) for chunk in self.batch.packed(self.phrases(watch)))

    def parse(self, response: Response) -> Page:
        """The wanted schools' rows, links or memberships; every row when no URN is named.

        Raises:
            SourceError: by status; Gone when five days have no file; Unreadable for another table.
        """
        if response.status == HTTPStatus.NOT_FOUND and (before := _day_before(response)):
            return Page(follow=(before,))
        expect_ok(response)
        table = read_table(response)
        urns = wanted(response.request)
        read = _reader(table.has)
        if read is None:
            raise unreadable(response, "the columns are not those of the register")
        if not table.has("URN") and urns:
            return Page()
        found = [_item(row, read, response) for row in table.rows(urns)]
        if read is _establishment:
            found += _missing(found, urns)
        return table_page(found, response, follow=tuple(_others(response.request)))


def _day_before(response: Response) -> Request | None:
    """The file of the day before; None when no date is named.

    Raises:
        Gone: it is not one of the last days.
    """
    request = response.request
    if not (stamp := _DATED.search(request.url)):
        return None
    today = response.fetched_at.astimezone(LONDON).date()
    try:
        day = datetime.strptime(stamp[1], "%Y%m%d").replace(tzinfo=LONDON).date()
    except ValueError:
        return None
    if not 0 <= (today - day).days < _DAYS_BACK:
        raise Gone(
            f"the register's host has no file of the last {_DAYS_BACK} days; check that "
            "sources.gias.base_url in config.toml is still its address"
        )
    before = f"{day - timedelta(days=1):%Y%m%d}"
    return replace(request, url=_DATED.sub(before, request.url, count=1))


def _others(request: Request) -> Iterator[Request]:
    """The other files of the same day that the request asks for."""
    here, _, _ = request.url.partition("#")
    for kind in sorted(wanted(request, "also")):
        if kind in _OTHER_FILES and _DATED.search(here):
            url = about(_FILE.sub(_OTHER_FILES[kind], here, count=1), wanted(request))
            yield replace(request, url=url, shape=kind)


_Read = Callable[[Row, Response], Item | Skipped]


def _reader(has: Callable[..., bool]) -> _Read | None:
    if has("URN", "EstablishmentName", "EstablishmentStatus (name)"):
        return _establishment
    if has("URN", "LinkURN", "LinkName", "LinkType"):
        return _link
    if has("Group UID", "Group Name"):
        return _membership if has("URN") else _group
    return None


def _item(row: Row | Skipped | None, read: _Read, response: Response) -> Item | Skipped | None:
    return read(row, response) if isinstance(row, Row) else row


def _missing(found: Iterable[Item | Skipped | None], urns: frozenset[str]) -> list[Skipped]:
    """The wanted schools that a wholly readable file does not hold."""
    there = {item.identity.key for item in found if isinstance(item, Item)}
    if any(isinstance(row, Skipped) for row in found):
        return []
    return [
        Skipped(f"URN {urn} is not in the register; check the school's urn in config.toml")
        for urn in sorted(urns - there)
    ]


def _sentences(*parts: tuple[str, str]) -> str:
    return " ".join(f"{name}: {value}." for name, value in parts if value)


def _record(key: str, url: str, title: str, text: str, stated: Stated = UNDATED) -> Item:
    return Item(
        identity=Identity("gias", key),
        kind=Kind.RECORD,
        platform="web",
        url=url,
        title=plain(title, limit=LONGEST_TITLE),
        text=plain(text),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet="Get Information about Schools",
        language="en",
    )


def _school_page(urn: str) -> str:
    return f"{_FOR_PEOPLE}/Establishments/Establishment/Details/{urn}"


def _establishment(row: Row, response: Response) -> Item | Skipped:
    urn, name = row.read("URN"), row.read("EstablishmentName")
    if not is_urn(urn) or not name:
        return Skipped("a row without a URN or a name")
    town = row.read("Town", "Address3", "Locality")
    place = ", ".join(part for part in (name, town, row.read("Postcode")) if part)
    said = tuple((label, row.read(*columns)) for label, columns in _SAID)
    return _record(
        urn,
        _school_page(urn),
        f"{name}: entry in the register of schools",
        f"{place}. {_sentences(('URN', urn), *said, ('Website', _website(row)))}",
        read_date(row.read("LastChangedDate"), fetched_at=response.fetched_at),
    )


def _website(row: Row) -> str:
    """The host; the register holds it with or without a scheme, and sometimes misspelt."""
    try:
        host = site(web_address(row.read("SchoolWebsite")))
    except ValueError:
        return ""
    return host if "." in host else ""


def _link(row: Row, response: Response) -> Item | Skipped:
    urn, other = row.read("URN"), row.read("LinkURN")
    name, kind = row.read("LinkName"), row.read("LinkType")
    if not is_urn(urn) or not name or not kind:
        return Skipped("a link without a URN, a name or a kind")
    return _record(
        f"{urn}|{other}|{kind.casefold()}",
        _school_page(urn),
        f"{name}: {kind} of URN {urn}",
        _sentences(("URN", urn), (kind, name), ("Its URN", other)),
        read_date(row.read("LinkEstablishedDate"), fetched_at=response.fetched_at),
    )


def _membership(row: Row, response: Response) -> Item | Skipped:
    urn, uid, name = row.read("URN"), row.read("Group UID"), row.read("EstablishmentName")
    if not is_urn(urn) or not uid:
        return Skipped("a membership without a URN or a group")
    group = row.read("Group Name")
    parts = (
        ("URN", urn),
        *_about_group(row),
        ("Joined", row.read("Joined date")),
        ("Local authority", row.read("LA (name)")),
    )
    return _record(
        f"{urn}|group {uid}",
        f"{_FOR_PEOPLE}/Groups/Group/Details/{uid}",
        f"{name or f'URN {urn}'}: member of {group}",
        f"{name}. {_sentences(*parts)}",
        read_date(row.read("Joined date"), fetched_at=response.fetched_at),
    )


def _group(row: Row, response: Response) -> Item | Skipped:
    uid, group = row.read("Group UID"), row.read("Group Name")
    if not uid or not group:
        return Skipped("a group without a number or a name")
    opened = row.read("Open date", "Incorporated on (open date)")
    return _record(
        f"group {uid}",
        f"{_FOR_PEOPLE}/Groups/Group/Details/{uid}",
        f"{group}: entry in the register of schools",
        _sentences(*_about_group(row)),
        read_date(opened, fetched_at=response.fetched_at),
    )


def _about_group(row: Row) -> tuple[tuple[str, str], ...]:
    return (
        ("Group", row.read("Group Name")),
        ("Kind of group", row.read("Group Type")),
        ("Status of the group", row.read("Group Status")),
        ("Closed", row.read("Closed Date")),
    )
