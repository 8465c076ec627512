"""The written policy as one value, read from the TOML files of orm/policy.

`read_policy` takes the texts of the files; wiring reads them from disk. It refuses, with every
problem at once, data that is incomplete, that names something unknown, or that would open a
removal route where design.md §6 forbids one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from orm.errors import ConfigError
from orm.model.judgement import Category, Route, Severity
from orm.school_calendar import Deadline
from orm.triage.checks import category_problems, contact_problems, rule_problems
from orm.triage.files import loaded, shaped
from orm.triage.platforms import Heading, Platform, platform_problems
from orm.triage.rules import Rule
from orm.triage.tables import (
    Authority,
    CategoryPolicy,
    FileStamp,
    GatePolicy,
    RoutePolicy,
    SeverityPolicy,
    ShapeRow,
    Theme,
)
from orm.triage.vocabulary import Shape, Vocabulary, compile_vocabulary

FILES = (
    "categories",
    "severity",
    "routes",
    "gates",
    "deadlines",
    "grounds",
    "words",
    "themes",
    "contacts",
    "platforms",
)
"""The files of orm/policy, without ".toml"."""

_STAMP = ("version", "source", "last_checked")


# Compared by identity: it is the key of what is remembered of it, and has thousands of parts.
@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """Everything triage, the cases and the written policy page need. `version` goes on decisions."""

    version: str
    stamps: Mapping[str, FileStamp]
    categories: Mapping[Category, CategoryPolicy]
    severities: Mapping[Severity, SeverityPolicy]
    routes: Mapping[Route, RoutePolicy]
    gates: Mapping[str, GatePolicy]
    deadlines: Mapping[str, Deadline]
    rules: tuple[Rule, ...]
    author_rules: tuple[Rule, ...]
    lists: Mapping[str, str]
    shapes: tuple[Shape, ...]
    vocabulary: Vocabulary
    themes: Mapping[str, Theme]
    authorities: tuple[Authority, ...]
    platforms: tuple[Platform, ...]
    headings: Mapping[str, Heading]

    def authority(self, key: str) -> Authority:
        """The contact with this id, such as "posh".

        Raises:
            ConfigError: contacts.toml has none; the operator puts it back.
        """
        for each in self.authorities:
            if each.id == key:
                return each
        raise ConfigError([f"contacts.toml: there is no contact '{key}'; put it back"])


def theme_list(key: str) -> str:
    """The name under which a theme's words are found."""
    return f"theme {key}"


def read_policy(texts: Mapping[str, str]) -> Policy:
    """The policy in the given files; keys are file names with or without ".toml".

    Raises:
        ConfigError: with every problem; the operator mends the named file.
    """
    problems: list[str] = []
    tables = loaded(texts, FILES, problems)
    stamps = {
        name: stamp
        for name, table in tables.items()
        if table and (stamp := _stamp(table, name, problems)) is not None
    }
    parts = {name: shaped(kind, tables[name], name, problems) for name, kind in _KINDS.items()}
    if problems:
        raise ConfigError(problems)
    policy, faults = _joined(parts, stamps)
    if faults:
        raise ConfigError(faults)
    return policy


def _stamp(table: dict[str, Any], name: str, problems: list[str]) -> FileStamp | None:
    """The file's own three lines, taken out of its table."""
    return shaped(_STAMP_KIND, {key: table.pop(key, None) for key in _STAMP}, name, problems)


_STAMP_KIND = TypeAdapter(FileStamp)


@dataclass(frozen=True, slots=True)
class _Grounds:
    rule: tuple[Rule, ...]
    author: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    lists: dict[str, str]
    shapes: dict[str, ShapeRow]


@dataclass(frozen=True, slots=True)
class _Contacts:
    contact: tuple[Authority, ...]


@dataclass(frozen=True, slots=True)
class _Platforms:
    headings: dict[str, Heading]
    platform: tuple[Platform, ...]


_KINDS: dict[str, TypeAdapter[Any]] = {
    "categories": TypeAdapter(dict[Category, CategoryPolicy]),
    "severity": TypeAdapter(dict[str, SeverityPolicy]),
    "routes": TypeAdapter(dict[Route, RoutePolicy]),
    "gates": TypeAdapter(dict[str, GatePolicy]),
    "deadlines": TypeAdapter(dict[str, Deadline]),
    "grounds": TypeAdapter(_Grounds),
    "words": TypeAdapter(_Words),
    "themes": TypeAdapter(dict[str, Theme]),
    "contacts": TypeAdapter(_Contacts),
    "platforms": TypeAdapter(_Platforms),
}


def _joined(
    parts: Mapping[str, Any], stamps: Mapping[str, FileStamp]
) -> tuple[Policy, tuple[str, ...]]:
    """The policy and what does not hold between its files."""
    grounds: _Grounds = parts["grounds"]
    words: _Words = parts["words"]
    places: _Platforms = parts["platforms"]
    shapes, bad_shapes = _shapes(words.shapes)
    lists = words.lists | {theme_list(k): t.words for k, t in parts["themes"].items()}
    vocabulary, bad_lists = compile_vocabulary(lists, shapes)
    policy = Policy(
        version=stamps["categories"].version,
        stamps=stamps,
        categories=parts["categories"],
        severities={s: row for s in Severity if (row := parts["severity"].get(f"S{s.value}"))},
        routes=parts["routes"],
        gates=parts["gates"],
        deadlines=parts["deadlines"],
        rules=grounds.rule,
        author_rules=grounds.author,
        lists=words.lists,
        shapes=shapes,
        vocabulary=vocabulary,
        themes=parts["themes"],
        authorities=parts["contacts"].contact,
        platforms=places.platform,
        headings=places.headings,
    )
    faults = (
        *bad_shapes,
        *bad_lists,
        *category_problems(policy.categories, policy.routes, policy.deadlines),
        *rule_problems((*grounds.rule, *grounds.author), vocabulary.names | {"school"}),
        *_severity_problems(policy),
        *platform_problems(policy.platforms, policy.headings),
        *contact_problems(policy.routes, policy.authorities),
    )
    return policy, faults


def _shapes(rows: Mapping[str, ShapeRow]) -> tuple[tuple[Shape, ...], tuple[str, ...]]:
    shapes: list[Shape] = []
    problems: list[str] = []
    for name, row in rows.items():
        try:
            shapes.append(Shape(name, re.compile(row.pattern), row.cased))
        except re.error as error:
            problems.append(f"words.toml, shapes.{name}: not a regular expression: {error}")
    return tuple(shapes), tuple(problems)


def _severity_problems(policy: Policy) -> tuple[str, ...]:
    missing = sorted(set(Severity) - set(policy.severities))
    return tuple(f"severity.toml: S{value.value} is missing" for value in missing)
