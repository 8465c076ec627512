"""[evidence] in, its folder out, or what is wrong with it."""

from collections.abc import Mapping
from pathlib import Path

from orm.config.places import is_file
from orm.config.problems import Problem, read_table, shown
from orm.config.shape_evidence import EvidenceTable

_AT = "evidence"


def read_evidence(
    document: Mapping[str, object], base: Path, problems: list[Problem]
) -> Path | None:
    """The folder as an absolute path; None where the file names none."""
    table, found = read_table(EvidenceTable, document.get(_AT, {}), at=_AT)
    problems += found
    if table is None or not table.folder:
        return None
    if is_file(base / table.folder):
        problems.append(Problem(f"{_AT}.folder", f"{shown(table.folder)} is a file; name a folder"))
    return base / table.folder
