"""[sources.NAME]: which sources are on, and with which options."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orm.config.keys import keys_of
from orm.config.problems import Problem, join, no_such, read_table, shown
from orm.config.secret_values import Vault, resolve_table
from orm.config.shape import SourceTable
from orm.config.values import SourceSettings, SourceShape
from orm.model.polls import Access
from orm.model.settings import Secret

_GENERAL = tuple(key.name for key in keys_of(SourceTable))


@dataclass(slots=True)
class SourcesRead:
    """The enabled sources in the order of their shapes, and every problem."""

    enabled: list[SourceSettings] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_sources(raw: object, shapes: Mapping[str, SourceShape], vault: Vault) -> SourcesRead:
    """Every source's settings. A source without a table runs when its access class allows it."""
    read = SourcesRead()
    given = raw if isinstance(raw, dict) else {}
    if not isinstance(raw, dict | None):
        read.problems.append(Problem("sources", "must be written as tables like [sources.feed]"))
    for name in given:
        if name not in shapes:
            read.problems.append(Problem(join("sources", name), no_such("source", name, shapes)))
    for name, shape in shapes.items():
        table = given.get(name)
        if isinstance(table, dict):
            _read_one(name, shape, table, vault, read)
        elif table is not None:
            path = join("sources", name)
            read.problems.append(Problem(path, f"{shown(table)} must be a table of keys"))
        elif shape.access is Access.A and not any(key.required for key in keys_of(shape.options)):
            read.enabled.append(SourceSettings(name, shape.options()))
    return read


def _read_one(
    name: str, shape: SourceShape, table: Mapping[str, object], vault: Vault, read: SourcesRead
) -> None:
    path = join("sources", name)
    problems: list[Problem] = []
    names = [key.name for key in keys_of(shape.options)]
    problems += [
        Problem(join(path, key), no_such("key", key, [*names, *_GENERAL]))
        for key in table
        if key not in names and key not in _GENERAL
    ]
    switches, found = read_table(
        SourceTable, {key: table[key] for key in _GENERAL if key in table}, at=path
    )
    problems += found
    key, found = _key(switches, path, vault)
    problems += found
    on = switches is not None and _is_on(switches, shape.access)
    if switches is not None and on:
        problems += _not_allowed(switches, shape.access, path)
    given = {key: table[key] for key in names if key in table}
    options: object = None
    if on or given:
        resolved = resolve_table(shape.options, given, at=path, vault=vault)
        options, found = read_table(shape.options, resolved.table, at=path, hidden=resolved.hidden)
        problems += [*resolved.problems, *found]
    read.problems += problems
    if on and not problems:
        read.enabled.append(SourceSettings(name, options, key))


def _key(
    switches: SourceTable | None, path: str, vault: Vault
) -> tuple[Secret | None, list[Problem]]:
    if switches is None or switches.key is None:
        return None, []
    found = vault.resolve(switches.key, at=f"{path}.key")
    return (None, [found]) if isinstance(found, Problem) else (found, [])


def _is_on(switches: SourceTable, access: Access) -> bool:
    if switches.enabled is not None:
        return switches.enabled
    allowed = {
        Access.A: True,
        Access.B: switches.accept_terms,
        Access.C: switches.key is not None,
        Access.D: False,
    }
    return allowed[access]


def _not_allowed(switches: SourceTable, access: Access, path: str) -> list[Problem]:
    if access is Access.B and not switches.accept_terms:
        return [
            Problem(
                f"{path}.accept_terms",
                "must be true before this source runs; read its terms in docs/sources.md first",
            )
        ]
    if access is Access.C and switches.key is None:
        return [Problem(f"{path}.key", "is missing; this source needs one: env:NAME or file:PATH")]
    if access is Access.D:
        return [
            Problem(f"{path}.enabled", "must not be true: this source is never read automatically")
        ]
    return []
