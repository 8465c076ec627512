"""Public records as data: a post whose lines are the columns of a row, ``name: value``."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from orm.demo.town.moments import Seen


def row_of(post: Seen) -> dict[str, str]:
    """The post's columns by name."""
    pairs = (line.partition(":") for line in post.text.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def csv_bytes(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table as national files have it: every cell quoted, CRLF, windows-1252.

    Raises:
        ValueError: a row has a column that is not in the header.
    """
    out = StringIO(newline="")
    writer = csv.DictWriter(out, header, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("cp1252")
