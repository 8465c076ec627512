"""The collectors' own records, from their module docstrings: the same words as docs/sources.md."""

import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache

from orm.model.source_records import SourceRecord
from orm.ports import Keyed, Metered
from reports import words
from sources.registry import SOURCES, Shape, build

_FACT = re.compile(r"^- \*\*(?P<name>[^*]+):\*\*\s+(?P<says>.*)$")
_NOT_FOR_PEOPLE = frozenset({"Golden files", "Known by", "Shapes", "Dates", "Finding a feed"})
_OURS = re.compile(
    r" ?\((?P<inside>[^()]*(?:contracts/\w+|domain)\.md[^()]*)\)|contracts/\w+\.md(?: §[\d.]+)?"
)
_WHERE = re.compile(
    r"(?:\band )?(?:contracts/)?\b\w+\.md(?: §[\d.]+[a-z]?)*|(?:\band )?§[\d.]+[a-z]?|\[mem\]"
)
_MARKUP = re.compile(r"`([^`]*)`")
_MICROS = 1_000_000


@cache
def source_records() -> tuple[SourceRecord, ...]:
    """Every source that there is, in the order of the registry."""
    return tuple(map(_record, SOURCES))


def _record(shape: Shape) -> SourceRecord:
    source = build(shape.name, shape.options())
    text = inspect.cleandoc(sys.modules[shape.options.__module__].__doc__ or "")
    called = words.SOURCES.get(shape.name, shape.name.replace("_", " "))
    prices = source.allowances if isinstance(source, Metered) else ()
    return SourceRecord(
        name=shape.name,
        called=f"{called[:1].upper()}{called[1:]}",
        access=shape.access,
        says=_plain(text.partition("\n\n")[0]),
        facts=tuple(_facts(text)),
        takes_key=isinstance(source, Keyed),
        dollars=max((each.micros for each in prices), default=0) / _MICROS,
        usual=source.cadence.usual,
        silence=source.cadence.silence,
    )


def _facts(text: str) -> Iterator[tuple[str, str]]:
    """Each "- **Name:** words" with the lines that go on with it."""
    name, said = "", ""
    for line in [*text.splitlines(), ""]:
        found = _FACT.match(line)
        if name and (found or not line.startswith(" ")):
            if name not in _NOT_FOR_PEOPLE:
                yield name, _plain(said)
            name = ""
        if found:
            name, said = found["name"], found["says"]
        elif name:
            said = f"{said} {line.strip()}"


def _plain(text: str) -> str:
    words = " ".join(text.replace("**", "").split())
    return _MARKUP.sub(r"\1", _OURS.sub(_checked, words))


def _checked(found: re.Match[str]) -> str:
    """Where a term is written down is for developers; when it was read is for everybody."""
    if found["inside"] is None:
        return "the project's notes"
    said = re.sub(r"\s*,(?:\s*,)*\s*", ", ", _WHERE.sub("", found["inside"])).strip(" ,;:")
    return f" ({said})" if said else ""
