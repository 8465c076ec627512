"""Several posts as a spreadsheet saves them: every good row is kept, every bad one is told."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from orm.errors import ConfigError
from orm.intake.from_form import FIELDS, Form, from_form
from orm.intake.reception import Reception
from orm.model.brought import Brought

_DELIMITERS = ",;\t"
_NEEDED = ("platform", "seen_by", "how", "text")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be taken in. `line` is where it begins in the file; the first is 1."""

    line: int
    brought: Brought


@dataclass(frozen=True, slots=True)
class Sheet:
    """The good rows, and what is wrong with the others, each problem with its line."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]


def from_csv(raw: bytes, reception: Reception) -> Sheet:
    """The posts of a file. Columns have the names of the form's fields, in any order.

    UTF-8 or Windows-1252; commas, semicolons or tabs. A column that is not known is a problem and
    its rows are read without it; a missing one that is needed is a problem of the whole file.
    """
    if b"\0" in raw:
        return Sheet((), ("line 1: this is not text; save the sheet as CSV UTF-8",))
    lines, broken = _lines(_text(raw))
    if not lines:
        return Sheet((), (*broken, "line 1: the file is empty; its first line names the columns"))
    names = [_column(name) for name in lines[0][1]]
    problems = [*broken, *_wrong_columns(names)]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        problems.append(f"line 1: the column {', '.join(missing)} is missing; nothing was read")
        return Sheet((), tuple(problems))
    rows: list[Row] = []
    for line, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            rows.append(Row(line, from_form(_form(names, cells), reception)))
        except ConfigError as error:
            problems += [f"line {line}: {problem}" for problem in error.problems]
        if len(cells) > len(names):
            problems.append(f"line {line}: has more cells than columns; put quotes around commas")
    return Sheet(tuple(rows), tuple(problems))


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _lines(text: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Each record with the line where it begins, and what stopped the reading, if anything did."""
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if found or any(cell.strip() for cell in cells):
                found.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        return found, [f"line {begins}: cannot be read, nor what follows it: {error}"]
    return found, []


def _column(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def _wrong_columns(names: Sequence[str]) -> list[str]:
    known = ", ".join(FIELDS)
    problems = [
        f'line 1: there is no column "{name[:60]}"; there are {known}'
        for name in names
        if name and name not in FIELDS
    ]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    return [*problems, *(f'line 1: the column "{name[:60]}" is there twice' for name in twice)]


def _form(names: Sequence[str], cells: Sequence[str]) -> Form:
    given = dict(reversed(list(zip(names, cells, strict=False))))
    return Form(**{name: given.get(name, "") for name in FIELDS})
