"""The school's own list of full names: read at the start, kept in memory as salted hashes only (R115).

No sentence made here quotes a name; only the name of the file.
"""

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from orm.accounts.full_names import hashed
from orm.config.outline import tables, text
from orm.config.problems import Problem
from orm.config.secret_values import others_may_read
from orm.config.values import NameList
from orm.model.schools import SchoolId

_LARGEST = 1_000_000
_SALT_BYTES = 16


def read_name_lists(
    document: Mapping[str, object], base: Path, problems: list[Problem]
) -> dict[SchoolId, NameList]:
    """The lists of [[schools]], by id; a school without one is left out."""
    found: dict[SchoolId, NameList] = {}
    for number, school in tables(document, "schools"):
        name = text(school, "names_file")
        if not name.strip() or not name.isprintable():
            continue
        read = _read(name, base / name)
        if isinstance(read, NameList):
            found[SchoolId(text(school, "id"))] = read
        else:
            problems.append(Problem(f"schools[{number}].names_file", read))
    return found


def _read(name: str, path: Path) -> NameList | str:
    """The list, or what is wrong with its file."""
    try:
        facts = path.stat()
        fault = _fault(name, facts)
        lines = [] if fault else path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return f"the file {name} does not exist; write the names into it, one in a line"
    except (OSError, ValueError):
        return f"the file {name} cannot be read; it is UTF-8 text of the user that runs orm"
    if fault:
        return fault
    names = hashed(lines, secrets.token_hex(_SALT_BYTES))
    if not names.digests:
        return f"the file {name} holds no full name; write one in a line, like Ada Ferrow"
    return NameList(names, f"{facts.st_mtime_ns}/{facts.st_size}")


def _fault(name: str, facts: os.stat_result) -> str:
    if not stat.S_ISREG(facts.st_mode):
        return f"{name} is not a file; name a text file with one name in a line"
    if others_may_read(facts):
        return f"the file {name} can be read by others; run: chmod 600 {name}"
    if facts.st_size > _LARGEST:
        return f"the file {name} is too large; it may hold {_LARGEST:,} bytes"
    return ""
