"""The register of accounts as a spreadsheet: written and read back the same."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from orm.errors import ConfigError
from orm.model.accounts import Account
from orm.model.schools import AccountStatus, Contact, ContactId, SchoolId

COLUMNS = (
    "school platform handle display_name status stable_id url purpose outcomes owner keepers "
    "access_tested_on risk_assessed_on approved_by approved_on admin_email second_reader "
    "moderation_days consent agreement_signed_on minimum_age hours dormant_after_days review_on"
)
"""The columns in the order in which they are written, with spaces between."""

_NAMES = tuple(COLUMNS.split())
_NEEDED = ("platform", "handle")
_TEXTS = ("display_name", "stable_id", "url", "purpose", "outcomes", "admin_email", "consent")
_DAYS = (
    "access_tested_on",
    "risk_assessed_on",
    "approved_on",
    "agreement_signed_on",
    "review_on",
)
_PEOPLE = ("owner", "approved_by", "second_reader")
_SECRET = re.compile(
    r"pass_?(?:word|code|phrase)|\bpass\b|\bpin\b|pwd|passwd|secret|token|login|2fa"
)
_DELIMITERS = ",;\t"
_GUARDED = re.compile(r"'*(?:[=+\-@]|\d{12,}\Z)")
_MANGLED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.](\d{2})", re.ASCII)
_BETWEEN_PEOPLE = re.compile(r"[;,\n]")
_MOST_DAYS = 3_650
_OLDEST = 99
_DORMANT_AFTER = 60
_MOST_PROBLEMS = 50
_MOST_LISTED = 30
_LONGEST_SHOWN = 60


class _Wrong(ValueError):
    """A cell that cannot be read; the message says what to write."""


def write_sheet(accounts: Iterable[Account]) -> str:
    """The register as CSV with a heading line; for spreadsheets, encode it as "utf-8-sig".

    A cell that a spreadsheet would calculate or shorten gets a leading apostrophe. People are
    written by their contact id.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(_NAMES)
    for account in accounts:
        cells = _cells(account)
        writer.writerow([_guarded(cells[name]) for name in _NAMES])
    return lines.getvalue()


def read_sheet(
    raw: bytes, *, school_ids: Collection[SchoolId], contacts: Iterable[Contact]
) -> tuple[Account, ...]:
    """The accounts of a sheet; all of them or none.

    UTF-8 or Windows-1252; commas, semicolons or tabs. A column that is missing is a gap in the
    register; `school` may be missing where there is one school. Days are 2026-11-20 or 20/11/2026.
    People are contact ids or their email addresses.

    Raises:
        ConfigError: every problem, each with its row and column; nothing was read.
    """
    lines, problems = _lines(raw)
    if not lines:
        raise ConfigError(
            problems or ["row 1: the sheet is empty; its first row names the columns"]
        )
    names = [_column(cell) for cell in lines[0][1]]
    problems += _wrong_columns(names, alone=len(school_ids) == 1)
    if problems:
        raise ConfigError(_shortened(problems))
    people = _people(contacts)
    accounts: list[Account] = []
    for number, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        row = _Row({name: _read_cell(cell) for name, cell in zip(names, cells, strict=False)})
        accounts.append(_account(row, tuple(school_ids), people))
        row.problems += _too_many(cells, names)
        row.problems += _twice(accounts)
        problems += [f"row {number}, {problem}" for problem in row.problems]
    if problems:
        raise ConfigError(_shortened(problems))
    return tuple(accounts)


_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Row:
    """The cells of one row by column, and what is wrong with them."""

    cells: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def read(self, column: str, parse: Callable[[str], _Value], gap: _Value) -> _Value:
        """The value of a cell; the gap where it is empty or cannot be read."""
        text = self.cells.get(column, "")
        if not text:
            return gap
        try:
            return parse(text)
        except _Wrong as problem:
            self.problems.append(f"column {column}: {problem}")
            return gap


def _account(row: _Row, school_ids: Sequence[SchoolId], people: Mapping[str, ContactId]) -> Account:
    for column in _NEEDED:
        if not row.cells.get(column):
            row.problems.append(f"column {column}: is empty; every account needs one")
    only = school_ids[0] if len(school_ids) == 1 else None
    if only is None and not row.cells.get("school"):
        row.problems.append("column school: is empty; write the school's id")
    person = _person(people)
    return Account(
        school_id=row.read("school", _school(school_ids), only or SchoolId("")),
        platform=row.read("platform", str.casefold, ""),
        handle=row.read("handle", _text, ""),
        display_name=row.read("display_name", str, ""),
        status=row.read("status", _status, AccountStatus.ACTIVE),
        stable_id=row.read("stable_id", _text, ""),
        url=row.read("url", str, ""),
        purpose=row.read("purpose", str, ""),
        outcomes=row.read("outcomes", str, ""),
        owner=row.read("owner", person, None),
        keepers=row.read("keepers", _several(people), ()),
        access_tested_on=row.read("access_tested_on", _day, None),
        risk_assessed_on=row.read("risk_assessed_on", _day, None),
        approved_by=row.read("approved_by", person, None),
        approved_on=row.read("approved_on", _day, None),
        admin_email=row.read("admin_email", str, ""),
        second_reader=row.read("second_reader", person, None),
        moderation_days=row.read("moderation_days", _number(0, _MOST_DAYS), None),
        consent=row.read("consent", str, ""),
        agreement_signed_on=row.read("agreement_signed_on", _day, None),
        minimum_age=row.read("minimum_age", _number(0, _OLDEST), None),
        hours=row.read("hours", _opening, None),
        dormant_after_days=row.read("dormant_after_days", _number(1, _MOST_DAYS), _DORMANT_AFTER),
        review_on=row.read("review_on", _day, None),
    )


def _text(text: str) -> str:
    if _MANGLED.fullmatch(text):
        raise _Wrong(
            "the spreadsheet has shortened this number; make the column text and retype it"
        )
    return text


def _school(school_ids: Sequence[SchoolId]) -> Callable[[str], SchoolId]:
    known = {school_id.casefold(): school_id for school_id in school_ids}

    def read(text: str) -> SchoolId:
        if text.casefold() not in known:
            raise _Wrong(f'there is no school "{_shown(text)}"; write one of {_listed(known)}')
        return known[text.casefold()]

    return read


def _status(text: str) -> AccountStatus:
    try:
        return AccountStatus(text.casefold())
    except ValueError:
        raise _Wrong(f'"{_shown(text)}" is no status; write active, dormant or closed') from None


def _people(contacts: Iterable[Contact]) -> dict[str, ContactId]:
    """Everybody by their id and by their email address."""
    everybody = tuple(contacts)
    by_email = {one.email.strip().casefold(): one.id for one in everybody if one.email.strip()}
    return by_email | {one.id.casefold(): one.id for one in everybody}


def _person(people: Mapping[str, ContactId]) -> Callable[[str], ContactId]:
    def read(text: str) -> ContactId:
        if text.casefold() not in people:
            raise _Wrong(
                f'"{_shown(text)}" is nobody that orm knows; write the id or email address of '
                "somebody who has a role here"
            )
        return people[text.casefold()]

    return read


def _several(people: Mapping[str, ContactId]) -> Callable[[str], tuple[ContactId, ...]]:
    one = _person(people)

    def read(text: str) -> tuple[ContactId, ...]:
        names = (name.strip() for name in _BETWEEN_PEOPLE.split(text))
        return tuple(dict.fromkeys(one(name) for name in names if name))

    return read


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
            raise _Wrong(f'"{_shown(text)}" is no whole number from {least} to {most}')
        return int(text)

    return read


def _day(text: str) -> date:
    iso, british = _ISO.fullmatch(text), _BRITISH.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
    except ValueError:
        raise _Wrong(f'there is no day "{_shown(text)}"') from None
    raise _Wrong(f'"{_shown(text)}" is no day; write it like 2026-11-20 or 20/11/2026')


def _opening(text: str) -> tuple[time, time]:
    found = _HOURS.fullmatch(text)
    try:
        if found:
            return time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        pass
    raise _Wrong(f'"{_shown(text)}" are no hours; write them like 08:00-17:30')


def _lines(raw: bytes) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Each row with its number, as a spreadsheet counts them, and what stopped the reading."""
    if b"\0" in raw:
        return [], ["row 1: this is not text; save the sheet as CSV UTF-8"]
    text = _decoded(raw)
    delimiter = max(_DELIMITERS, key=text.lstrip().partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if found or any(cell.strip() for cell in cells):
                found.append((number, cells))
    except csv.Error as error:
        return found, [f"row {number + 1}: cannot be read, nor what follows it: {error}"]
    return found, []


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _column(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def _wrong_columns(names: Sequence[str], *, alone: bool) -> Iterator[str]:
    for name in names:
        if _SECRET.search(name):
            yield (
                f'row 1: the column "{_shown(name)}" looks like passwords; the register never holds '
                "passwords. Delete the column, and change any password that stood in it"
            )
        elif name and name not in _NAMES:
            yield f'row 1: there is no column "{_shown(name)}"; there are {_listed(_NAMES)}'
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        yield f'row 1: the column "{_shown(name)}" is there twice'
    for name in _NEEDED if alone else ("school", *_NEEDED):
        if name not in names:
            yield f'row 1: the column "{name}" is missing; nothing can be read without it'


def _too_many(cells: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    if any(cell.strip() for cell in cells[len(names) :]):
        yield "last column: there are more cells than columns; put quotes around commas"
    if any(not name and cell.strip() for name, cell in zip(names, cells, strict=False)):
        yield "column without a name: holds something; name the column or empty it"


def _twice(accounts: Sequence[Account]) -> Iterator[str]:
    """A problem when the last of the accounts was there before."""
    *before, last = [
        (one.school_id, one.platform, one.handle.casefold().lstrip("@")) for one in accounts
    ]
    if last in before and last[2]:
        yield "column handle: this account is in the sheet twice; keep one row"


def _cells(account: Account) -> dict[str, str]:
    hours = account.hours
    return {
        "school": account.school_id,
        "platform": account.platform,
        "handle": account.handle,
        "status": account.status.value,
        "keepers": "; ".join(account.keepers),
        "moderation_days": _written(account.moderation_days),
        "minimum_age": _written(account.minimum_age),
        "hours": f"{hours[0]:%H:%M}-{hours[1]:%H:%M}" if hours else "",
        "dormant_after_days": str(account.dormant_after_days),
        **{name: _written(getattr(account, name)) for name in (*_TEXTS, *_DAYS, *_PEOPLE)},
    }


def _written(value: str | int | date | None) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _guarded(cell: str) -> str:
    return f"'{cell}" if _GUARDED.match(cell) else cell


def _read_cell(cell: str) -> str:
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text[1:] if text.startswith("'") and _GUARDED.match(text, 1) else text


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"


def _listed(names: Iterable[str]) -> str:
    every = sorted(names)
    more = len(every) - _MOST_LISTED
    return ", ".join(every[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _shortened(problems: Sequence[str]) -> tuple[str, ...]:
    more = len(problems) - _MOST_PROBLEMS
    kept = tuple(problems[:_MOST_PROBLEMS])
    return (*kept, f"and {more} more of this kind") if more > 0 else kept
