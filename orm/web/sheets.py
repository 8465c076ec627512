"""Tables to keep, as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Sequence

from orm.web.asking import Download

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "\ufeff"  # Excel takes UTF-8 for the machine's own spelling without it


def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Download:
    """The table under this file name. A text that a spreadsheet would take for a formula gets a
    quotation mark before it; a number stays a number, and None is empty.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_cell(column) for column in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return Download(name, "text/csv; charset=utf-8", (_MARK + out.getvalue()).encode())


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
