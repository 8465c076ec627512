"""A report as an accessible PDF, and as a sheet with one figure in each row."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict

from reports import plain
from reports.paper_pdf import typeset
from reports.report_view import ReportTable, ReportView, foot

COLUMNS = ("section", "item", "figure", "value")
"""The columns of every sheet."""

_GUARDED = re.compile(r"\s*'*(?:[=+\-@]|\d{12,}\Z)")
_LONGEST = 400  # the longest that is kept of a cell


def report_pdf(view: ReportView) -> bytes:
    """The report as a tagged PDF; the same bytes for the same report on one machine."""
    paper = {**asdict(view), "foot": foot(view.about)}
    return typeset("report.typ", json.dumps(paper, ensure_ascii=False))


def report_csv(view: ReportView) -> bytes:
    """The report as UTF-8 CSV with a byte order mark, for spreadsheets.

    A cell that a spreadsheet would calculate or shorten gets a leading apostrophe.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for row in _rows(view):
        writer.writerow([_cell(text) for text in row])
    return lines.getvalue().encode("utf-8-sig", "replace")


def _rows(view: ReportView) -> Iterator[tuple[str, str, str, str]]:
    yield "About", view.title, "", ""
    for label, text in view.about:
        yield "About", label, "", text
    for line in (*view.opening, *view.closing):
        yield "About", "Note", "", line
    for table in view.tables:
        yield from _table(table)
    for field in view.fields:
        yield "To fill in", field, "", ""


def _table(table: ReportTable) -> Iterator[tuple[str, str, str, str]]:
    for row in table.rows:
        for figure, value in zip(table.columns[1:], row[1:], strict=True):
            yield table.heading, row[0], figure, value
    if not table.rows:
        yield table.heading, "None", "", table.none
    for note in table.notes:
        yield table.heading, "Note", "", note


def _cell(text: str) -> str:
    line = plain.one_line(text, longest=_LONGEST)
    return f"'{line}" if _GUARDED.match(line) else line
