"""config.toml as text: every key that exists, each beside its comment, set or shown behind a "#"."""

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum

from orm.config.keys import Key, is_list, keys_of, table_in
from orm.config.problems import join
from orm.config.shape import FileTable, SourceKeyTable, SourceTable
from orm.config.values import SourceShape
from orm.model.polls import Access

_WIDTH = 98
_LONG_NUMBER = 10_000
_SWITCHES = tuple(key.name for key in keys_of(SourceTable))
_MATTER: dict[Access, dict[str, object]] = {
    Access.A: {"enabled": True},
    Access.B: {"accept_terms": "2026-11-20 J. Okafor"},
    Access.C: {"key": "env:ORM_SOURCE_KEY"},
}
_ACCESS = {
    Access.A: "Class A: no key, allowed by its terms; on unless switched off.",
    Access.B: "Class B: its terms restrict this use; off until you accept them.",
    Access.C: "Class C: needs a key; off without one.",
    Access.D: "Class D: never read automatically.",
}


def write_config(
    document: Mapping[str, object], source_options: Mapping[str, SourceShape], *, heading: str = ""
) -> str:
    """The file that reads back as `document`, with every other key commented out."""
    lines = [*_prose(heading), *([""] if heading else [])]
    keys = keys_of(FileTable)
    for key in keys:
        if table_in(key.kind) is None:
            lines += _plain_key(key, document, commented=False)
    for key in keys:
        inner = table_in(key.kind)
        if inner is not None:
            lines += ["", *_rule(inner.__doc__ or key.doc)]
            lines += _nested(key, keys_of(inner), document, at="", commented=False)
    lines += ["", *_rule("Where we look. docs/sources.md tells each source's terms and limits.")]
    lines += _table(keys_of(SourceTable), {}, at="sources.NAME", commented=True)
    sources = document.get("sources")
    given = sources if isinstance(sources, Mapping) else {}
    for name, shape in source_options.items():
        lines += ["", *_source(name, shape, given.get(name))]
    return "\n".join(lines) + "\n"


def toml_value(value: object) -> str:
    """A value as TOML writes it."""
    match value:
        case bool():
            written = "true" if value else "false"
        case Enum():
            written = toml_value(value.value)
        case str():
            written = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case frozenset():
            written = toml_value(sorted(value))
        case tuple() | list():
            written = f"[{', '.join(toml_value(entry) for entry in value)}]"
        case int():
            written = f"{value:_}" if value >= _LONG_NUMBER else str(value)
        case date():
            written = value.isoformat()
        case _:
            written = str(value)
    return written


def _source(name: str, shape: SourceShape, given: object) -> list[str]:
    keys = keys_of(shape.options)
    values = given if isinstance(given, Mapping) else {}
    off = not values and any(key.required for key in keys)
    header, *rest = _table(keys, values, at=join("sources", name), commented=off)
    return [
        *_prose(f"{shape.summary} {_ACCESS[shape.access]}".strip()),
        header,
        *_switches(shape.access, values),
        *rest,
        *_keys(name, values),
    ]


def _keys(name: str, values: Mapping[str, object]) -> Iterator[str]:
    for entry in _entries(values.get("keys")):
        yield ""
        yield from _short(keys_of(SourceKeyTable), entry, at=join("sources", name, "keys"))


def _switches(access: Access, values: Mapping[str, object]) -> Iterator[str]:
    """The keys of every source that matter for this one; [sources.NAME] explains them."""
    matter = _MATTER.get(access, {})
    for name in _SWITCHES:
        if name in values and not _entries(values[name]):
            yield f"{name} = {toml_value(values[name])}"
        elif name in matter:
            yield f"#{name} = {toml_value(matter[name])}"


def _table(
    keys: Iterable[Key],
    values: Mapping[str, object],
    *,
    at: str,
    commented: bool,
    listed: bool = False,
) -> list[str]:
    """The header, the plain keys, then the tables inside: the order that TOML asks for."""
    mark = "#" if commented else ""
    lines = [f"{mark}[[{at}]]" if listed else f"{mark}[{at}]"]
    keys = tuple(keys)
    for key in keys:
        if table_in(key.kind) is None:
            lines += _plain_key(key, values, commented=commented)
    for key in keys:
        inner = table_in(key.kind)
        if inner is not None:
            lines += _nested(key, keys_of(inner), values, at=at, commented=commented)
    return lines


def _nested(
    key: Key, keys: Sequence[Key], values: Mapping[str, object], *, at: str, commented: bool
) -> list[str]:
    path = join(at, key.name)
    given = values.get(key.name)
    introduction = ["", *_prose(key.doc)] if at else []
    if not is_list(key.kind):
        known = given if isinstance(given, Mapping) else {}
        off = commented or (bool(at) and not known)
        return [*introduction, *_table(keys, known, at=path, commented=off)]
    entries = _entries(given)
    if not entries:
        return [*introduction, *_table(keys, {}, at=path, commented=True, listed=True)]
    lines = [*introduction, *_table(keys, entries[0], at=path, commented=commented, listed=True)]
    for entry in entries[1:]:
        lines += ["", *_short(keys, entry, at=path)]
    return lines


def _entries(value: object) -> list[Mapping[str, object]]:
    """The tables of a list of tables."""
    listed = value if isinstance(value, list | tuple) else ()
    return [entry for entry in listed if isinstance(entry, Mapping)]


def _short(keys: Iterable[Key], values: Mapping[str, object], *, at: str) -> Iterator[str]:
    """A further entry of a list: only what is set, for the first has the comments."""
    yield f"[[{at}]]"
    nested = []
    for key in keys:
        value = values.get(key.name)
        inner = table_in(key.kind)
        if value is not None and inner is None:
            yield f"{key.name} = {toml_value(value)}"
        elif inner is not None:
            nested += [(key.name, inner, entry) for entry in _entries(value)]
    for name, inner, entry in nested:
        yield from _short(keys_of(inner), entry, at=join(at, name))


def _plain_key(key: Key, values: Mapping[str, object], *, commented: bool) -> list[str]:
    given = values.get(key.name)
    value = given if given is not None else _example(key)
    mark = "#" if commented or given is None else ""
    return [*_prose(_with_bounds(key)), f"{mark}{join('', key.name)} = {toml_value(value)}"]


def _example(key: Key) -> object:
    if key.example is not None:
        return key.example
    if key.default is None:
        return [] if is_list(key.kind) else ""
    return key.default


def _with_bounds(key: Key) -> str:
    return f"{key.doc} ({key.bounds})" if key.bounds else key.doc


def _prose(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += textwrap.wrap(paragraph, _WIDTH, break_on_hyphens=False) or [""]
    return [f"# {line}".rstrip() for line in lines]


def _rule(text: str) -> list[str]:
    return [f"# {'-' * (_WIDTH - 2)}", *_prose(" ".join(text.split()))]
