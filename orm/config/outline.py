"""The parts of the raw file that checks across tables need, whatever else is wrong with them.

A check that waited for a whole table to be right would hide its problem behind another.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime


def tables(document: Mapping[str, object], name: str) -> list[tuple[int, Mapping[str, object]]]:
    """The tables of a [[name]] list, with their numbers."""
    value = document.get(name)
    entries = value if isinstance(value, list) else []
    return [(number, entry) for number, entry in enumerate(entries) if isinstance(entry, dict)]


def table(document: Mapping[str, object], name: str) -> Mapping[str, object]:
    """The table [name], or an empty one."""
    value = document.get(name)
    return value if isinstance(value, dict) else {}


def text(entry: Mapping[str, object], key: str) -> str:
    """A key's text, or empty."""
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""


def texts(entry: Mapping[str, object], key: str) -> list[tuple[int, str]]:
    """The texts of a list, with their numbers; a text without brackets counts as a list of one."""
    value = entry.get(key)
    entries = value if isinstance(value, list) else [value]
    return [(number, part) for number, part in enumerate(entries) if isinstance(part, str)]


def number(entry: Mapping[str, object], key: str, default: float) -> float:
    """A key's number, or `default`."""
    value = entry.get(key)
    return value if isinstance(value, int | float) else default


def day(entry: Mapping[str, object], key: str) -> date | None:
    """A key's date, or None."""
    value = entry.get(key)
    if isinstance(value, datetime):
        return None
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def named_texts(
    value: object, names: frozenset[str], path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text under a key of `names`, itself or in a list, at any depth, with its path."""
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if isinstance(value, str) and key in names:
        yield path, value
    for part, inner in _parts(value):
        yield from named_texts(inner, names, (*path, part))


def _parts(value: object) -> list[tuple[str | int, object]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []
