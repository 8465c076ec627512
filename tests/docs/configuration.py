"""Writes docs/configuration.md and the example config.toml from the code that reads the file."""

import inspect
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from orm.config.keys import Key, is_list, keys_of, table_in, words_for
from orm.config.problems import join
from orm.config.shape import FileTable, SourceTable
from orm.config.starting import EXAMPLE_HEADING
from orm.config.values import SourceShape
from orm.config.writing import toml_value, write_config
from sources import registry

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "configuration.md"
EXAMPLE = ROOT / "config.toml"

INTRODUCTION = """\
# Configuration

Everything the operator decides stands in one file, `config.toml`. `orm init` writes one; the one in the repository is a commented
example for an invented school. `orm check` reads it and says what is wrong: every problem at once, each with its path and what to write
instead. With a problem in it nothing starts and nothing is written (exit code 2).

- Relative paths start at the folder of the file.
- A secret never stands in the file. Write `env:NAME` for an environment variable, or `file:PATH` for a file that holds the secret alone
  and that only the user of `orm` can read (`chmod 600`). So for passwords, keys, and addresses that carry a token.
- A key that nobody knows is a problem, not ignored.
- "required" keys have no default.

*This page is generated from the code that reads the file (`make docs`); a test holds them together.*
"""

SOURCES = """\
## `[sources.NAME]`

What every source has. [sources.md](sources.md) tells what each source reads, under which terms, how often, and what it keeps of people.
Any text of a source may be `env:NAME` or `file:PATH`.
"""

DOCUMENT: dict[str, object] = {
    "data_folder": "data",
    "network": {"contact": "it@wrenbeck.example"},
    "mail": {
        "transport": "file",
        "sender": "orm@wrenbeck.example",
        "allowed_domains": ["wrenbeck.example"],
        "folder": "data/outbox",
    },
    "calendar": {
        "inset_on": [date(2026, 10, 23)],
        "terms": [
            {"first_on": date(2026, 9, 2), "last_on": date(2026, 12, 18)},
            {"first_on": date(2027, 1, 4), "last_on": date(2027, 3, 25)},
            {"first_on": date(2027, 4, 12), "last_on": date(2027, 7, 21)},
        ],
    },
    "schools": [
        {
            "id": "wrenbeck",
            "name": "Wrenbeck Primary School",
            "town": "Harrowmere",
            "aliases": ["Wrenbeck Primary"],
            "short_names": ["WPS"],
            "county": "Eastmarch",
            "postcode": "HM4 7QT",
            "local_authority": "Eastmarch Council",
            "urn": "990101",
            "website": "https://wrenbeck.example",
            "school_type": "Primary, maintained",
            "context_terms": ["Mill Road"],
            "namesakes": [
                {"name": "Wrenbeck Primary Academy, Tollworth", "what": "a school in Westmarch"},
                {"name": "Wrenbeck Lane", "what": "a street"},
                {"name": "The Wrenbeck Arms", "what": "a pub"},
                {"name": "Wrenbeck Rovers", "what": "a football club"},
                {"name": "Wrenbeck Mill", "what": "a novel"},
            ],
        }
    ],
    "contacts": [
        {
            "id": "head",
            "name": "Ada Ferrow",
            "email": "head@wrenbeck.example",
            "roles": ["headteacher"],
            "deputy": "dsl",
        },
        {
            "id": "dsl",
            "name": "Cass Elm",
            "email": "dsl@wrenbeck.example",
            "roles": ["dsl", "slt"],
            "deputy": "head",
        },
        {
            "id": "chair",
            "name": "Bram Oakes",
            "email": "chair@wrenbeck.example",
            "roles": ["chair"],
        },
        {
            "id": "office",
            "name": "Ines Varley",
            "email": "office@wrenbeck.example",
            "roles": ["comms", "it"],
        },
    ],
}


def shapes() -> dict[str, SourceShape]:
    """The shapes of the sources that there are."""
    return {
        each.name: SourceShape(each.options, each.access, _first_line(each.options))
        for each in registry.SOURCES
    }


def example(source_options: Mapping[str, SourceShape]) -> str:
    """config.toml."""
    return write_config(DOCUMENT, source_options, heading=EXAMPLE_HEADING)


def render(source_options: Mapping[str, SourceShape]) -> str:
    """docs/configuration.md."""
    top = keys_of(FileTable)
    parts = [
        INTRODUCTION,
        "## Before the first table\n",
        _key_table([key for key in top if table_in(key.kind) is None]),
    ]
    for key in top:
        parts += _section(key, at="")
    parts += [SOURCES, _key_table(keys_of(SourceTable))]
    for name, shape in source_options.items():
        parts.append(f"## `[{join('sources', name)}]`\n")
        parts.append(f"{shape.summary} Access class {shape.access}.\n".lstrip())
        parts += _keys(keys_of(shape.options), at=join("sources", name))
    return "\n".join(parts)


def write() -> None:
    """Both files anew."""
    PAGE.write_text(render(shapes()), encoding="utf-8")
    EXAMPLE.write_text(example(shapes()), encoding="utf-8")


def _first_line(options: type) -> str:
    words = inspect.getdoc(inspect.getmodule(options)) or ""
    return words.partition("\n")[0]


def _section(key: Key, *, at: str) -> Iterator[str]:
    inner = table_in(key.kind)
    if inner is None:
        return
    path = join(at, key.name)
    yield f"{'###' if at else '##'} `{f'[[{path}]]' if is_list(key.kind) else f'[{path}]'}`\n"
    if inner.__module__.startswith("orm.config."):
        yield f"{inspect.getdoc(inner)}\n"
    yield from _keys(keys_of(inner), at=path)


def _keys(keys: tuple[Key, ...], *, at: str) -> Iterator[str]:
    yield _key_table(keys)
    for key in keys:
        yield from _section(key, at=at)


def _key_table(keys: list[Key] | tuple[Key, ...]) -> str:
    lines = ["| key | holds | default | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{key.name}` | {_holds(key)} | {_default(key)} | {_meaning(key)} |" for key in keys
    ]
    return "\n".join(lines) + "\n"


def _holds(key: Key) -> str:
    kind = "`env:NAME` or `file:PATH`" if key.secret else _cell(words_for(key.kind))
    return f"{kind}, {key.bounds}" if key.bounds else kind


def _default(key: Key) -> str:
    if key.required:
        return "required"
    if key.default is None or table_in(key.kind) is not None:
        return ""
    written = toml_value(key.default)
    return "" if written in {'""', "[]"} else f"`{written}`"


def _meaning(key: Key) -> str:
    if key.example is None or key.secret or isinstance(key.example, bool):
        return _cell(key.doc)
    return f"{_cell(key.doc)} Example: `{_cell(toml_value(key.example))}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    write()
