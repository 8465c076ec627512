"""[sources.NAME]: which sources are on, and with which options."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orm.config.keys import keys_of
from orm.config.problems import Problem, join, no_such, read_table, shown
from orm.config.secret_values import Vault, resolve_table
from orm.config.shape import SourceKeyTable, SourceTable
from orm.config.values import IdleSource, SourceKey, SourceSettings, SourceShape
from orm.model.polls import Access

_GENERAL = tuple(key.name for key in keys_of(SourceTable))
_WAITS_FOR = {
    Access.A: "not configured: it needs an entry in config.toml",
    Access.B: "off: its terms are not accepted",
    Access.C: "not configured: it has no key",
    Access.D: "by hand only",
}


@dataclass(slots=True)
class SourcesRead:
    """The sources that are on and those that are not, in the order of their shapes, and every
    problem.
    """

    enabled: list[SourceSettings] = field(default_factory=list)
    idle: list[IdleSource] = field(default_factory=list)
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
        else:
            read.idle.append(IdleSource(name, shape.access, _WAITS_FOR[shape.access]))
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
    keys, found = _keys(switches, shape, path, vault)
    problems += found
    waits_for = "" if switches is None else _waits_for(switches, shape.access)
    on = switches is not None and not waits_for
    if switches is not None:
        problems += _not_allowed(switches, shape.access, path)
    if switches is not None and switches.monthly_budget is not None and not shape.costs_money:
        problems.append(
            Problem(f"{path}.monthly_budget", "is of no use: this source costs nothing; remove it")
        )
    given = {key: table[key] for key in names if key in table}
    options: object = None
    if on or given:
        resolved = resolve_table(shape.options, given, at=path, vault=vault)
        options, found = read_table(shape.options, resolved.table, at=path, hidden=resolved.hidden)
        problems += [*resolved.problems, *found]
    read.problems += problems
    if on and switches is not None and not problems:
        read.enabled.append(SourceSettings(name, options, keys, switches.monthly_budget))
    if waits_for:
        read.idle.append(IdleSource(name, shape.access, waits_for))


def _keys(
    switches: SourceTable | None, shape: SourceShape, path: str, vault: Vault
) -> tuple[tuple[SourceKey, ...], list[Problem]]:
    if switches is None:
        return (), []
    given = [(f"{path}.key", SourceKeyTable(secret=switches.key))] if switches.key else []
    given += [(f"{path}.keys[{n}].secret", key) for n, key in enumerate(switches.keys)]
    keys: dict[str, SourceKey] = {}
    problems: list[Problem] = []
    if given and not shape.takes_key:
        return (), [Problem(given[0][0], "is of no use: this source takes no key; remove it")]
    for at, key in given:
        found = vault.resolve(key.secret, at=at)
        if isinstance(found, Problem):
            problems.append(found)
        elif key.name in keys:
            problems.append(Problem(at, f'is a second key named "{key.name}"; name each once'))
        else:
            keys[key.name] = SourceKey(key.name, found, key.ends)
    return tuple(keys.values()), problems


def _waits_for(switches: SourceTable, access: Access) -> str:
    """What keeps a source from running, in words; empty when nothing does."""
    has_key = switches.key is not None or bool(switches.keys)
    if switches.enabled is False:
        return "switched off"
    ready = {
        Access.A: True,
        Access.B: bool(switches.accept_terms),
        Access.C: has_key,
        Access.D: False,
    }
    return "" if ready[access] else _WAITS_FOR[access]


def _not_allowed(switches: SourceTable, access: Access, path: str) -> list[Problem]:
    if not switches.enabled:
        return []
    if access is Access.B and not switches.accept_terms:
        return [
            Problem(
                f"{path}.accept_terms",
                "is missing; read the terms in docs/sources.md, then write who accepts them and when,"
                ' like "2026-11-20 J. Okafor"',
            )
        ]
    if access is Access.D:
        return [
            Problem(f"{path}.enabled", "must not be true: this source is never read automatically")
        ]
    return []
