"""National CSV files: rows by column name, for the schools that a request is about.

One file holds every school of the country, so one request serves all schools: the wanted URNs stand
in the fragment of its address (`…csv#urn=990101,990102`), which is never sent.
"""

import codecs
import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from urllib.parse import parse_qs, urlsplit

from orm.model.items import Identity, Item
from orm.model.keys import Batch
from orm.model.polls import Page, Request, Response, Skipped
from sources._parsing.answers import body_of, unreadable
from sources._parsing.text import clean

LARGEST_TABLE = 120_000_000
"""Bytes that such a file may have."""

ONE_FILE = Batch(most=8_000, longest=1_000_000)
"""As many URNs as an address holds: httpx takes 65,536 characters, fragment included."""

_MOST_ROWS = 200_000
_MOST_COLUMNS = 1_000
_MOST_REASONS = 50
_CHUNK = 1 << 20
_URN_LENGTH = 6
_ZIP = b"PK\x03\x04"
_NOTHING = frozenset({"", "null", "not applicable", "not recorded", "none", "n/a", "-"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    columns: dict[str, int]
    cells: list[str]

    def read(self, *names: str) -> str:
        """The first of these columns that says something; "" when none does."""
        for name in names:
            place = self.columns.get(name.casefold())
            value = clean(self.cells[place]) if place is not None else ""
            if value.casefold() not in _NOTHING:
                return value
        return ""


def is_urn(text: str) -> bool:
    """Whether this is a unique reference number of the register: six digits."""
    return len(text) == _URN_LENGTH and text.isascii() and text.isdigit()


def about(url: str, urns: Iterable[str], **more: str) -> str:
    """The address with the wanted URNs, and what else `parse` must know, in its fragment."""
    parts = {"urn": ",".join(sorted(set(urns)))} | more
    fragment = "&".join(f"{name}={value}" for name, value in parts.items() if value)
    return f"{url}#{fragment}" if fragment else url


def wanted(request: Request, name: str = "urn") -> frozenset[str]:
    """What the fragment of the request's address lists under this name; empty means no limit."""
    try:
        fragment = urlsplit(request.url).fragment
    except ValueError:
        return frozenset()
    listed = parse_qs(fragment).get(name, [""])[0]
    return frozenset(part for part in listed.split(",") if part)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header was read. `rows` may be gone through once."""

    columns: dict[str, int]
    lines: Iterator[list[str]]

    def has(self, *names: str) -> bool:
        """Whether it has all these columns; capitals make no difference."""
        return all(name.casefold() in self.columns for name in names)

    def rows(self, urns: frozenset[str]) -> Iterator[Row | Skipped | None]:
        """The rows of these schools, or all; None for each row of another school."""
        place = self.columns.get("urn", 0)
        for number, cells in enumerate(self._safely(), start=2):
            if isinstance(cells, Skipped):
                yield cells
            elif number > _MOST_ROWS:
                yield Skipped(f"more than {_MOST_ROWS:,} rows")
                return
            elif urns and (len(cells) <= place or clean(cells[place]) not in urns):
                yield None
            elif len(cells) < len(self.columns):
                yield Skipped(f"row {number} has {len(cells)} columns")
            else:
                yield Row(self.columns, cells)

    def _safely(self) -> Iterator[list[str] | Skipped]:
        try:
            yield from (cells for cells in self.lines if any(cells))
        except csv.Error as broken:
            yield Skipped(f"the rest is not CSV ({broken})")


def read_table(response: Response) -> Table:
    """The table of an answer: windows-1252 or UTF-8, plain or the only CSV of a zip.

    Raises:
        Unreadable: empty, a broken archive, or nothing that begins like a table.
    """
    body = _unpacked(response, body_of(response))
    text = TextIOWrapper(BytesIO(body), _encoding(body), "replace", newline="")
    lines = csv.reader(text)
    try:
        header = next(lines, [])
    except csv.Error as broken:
        raise unreadable(response, "the answer is not CSV") from broken
    if len(header) > _MOST_COLUMNS:
        raise unreadable(response, "the answer has more columns than a table has")
    columns = {clean(name).casefold(): n for n, name in reversed(list(enumerate(header)))}
    return Table(columns, lines)


def table_page(
    found: Iterable[Item | Skipped | None], response: Response, *, follow: tuple[Request, ...] = ()
) -> Page:
    """A page of as many items as the table holds; an identity twice is counted, None is not.

    Raises:
        Unreadable: the table has rows and not one could be read.
    """
    items: dict[Identity, Item] = {}
    skipped: list[Skipped] = []
    passed = 0
    for one in found:
        if one is None:
            passed += 1
        elif isinstance(one, Skipped):
            skipped.append(one)
        elif items.setdefault(one.identity, one) != one:
            skipped.append(Skipped("another row has the same identity"))
    if skipped and not items and not passed:
        raise unreadable(response, f"none of {len(skipped)} rows can be read: {skipped[0].reason}")
    return Page(tuple(items.values()), follow, _shortened(skipped))


def _shortened(skipped: list[Skipped]) -> tuple[Skipped, ...]:
    more = len(skipped) - _MOST_REASONS
    if more <= 0:
        return tuple(skipped)
    return (*skipped[:_MOST_REASONS], Skipped(f"and {more:,} more rows"))


def _unpacked(response: Response, body: bytes) -> bytes:
    if not body.startswith(_ZIP):
        return body
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                raise unreadable(response, f"the archive holds {len(names)} CSV files, not one")
            with archive.open(names[0]) as packed:
                content = packed.read(LARGEST_TABLE + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError) as broken:
        raise unreadable(response, "the answer is a broken zip archive") from broken
    if len(content) > LARGEST_TABLE:
        raise unreadable(response, "the answer is too large when unpacked")
    return content


def _encoding(body: bytes) -> str:
    """UTF-8 where every byte agrees, else windows-1252, which these files are in."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(body)
    try:
        for start in range(0, len(view), _CHUNK):
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
