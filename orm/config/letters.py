"""[letters] in, the school's letterhead out, or what is wrong with it."""

from collections.abc import Mapping
from pathlib import Path

from orm.config.places import is_file
from orm.config.problems import Problem, read_table, shown
from orm.config.shape_letters import LettersTable

_AT = "letters"


def read_letters(
    document: Mapping[str, object], base: Path, problems: list[Problem]
) -> Path | None:
    """The letterhead as an absolute path; None where the file names none."""
    table, found = read_table(LettersTable, document.get(_AT, {}), at=_AT)
    problems += found
    if table is None or not table.letterhead:
        return None
    if not is_file(base / table.letterhead):
        why = f"{shown(table.letterhead)} is not a file; name a Word file (docs/letters.md)"
        problems.append(Problem(f"{_AT}.letterhead", why))
    return base / table.letterhead
