"""Secrets by reference: env:NAME and file:PATH. A secret never stands in config.toml itself.

No sentence made here quotes a value; only the name of a variable or file.
"""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from orm.config.keys import Key, keys_of, table_in
from orm.config.problems import Problem, join, secret_key
from orm.model.settings import Secret

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LARGEST_FILE = 65_536
_OTHERS_MAY_READ = stat.S_IRWXG | stat.S_IRWXO
_SECRET_FEEDS = ("/alerts/feeds/",)
_INSTEAD = "write env:NAME (an environment variable) or file:PATH (a file only you can read)"


@dataclass(frozen=True, slots=True)
class Vault:
    """Where references are looked up: the environment, and files relative to `base`."""

    base: Path
    environ: Mapping[str, str]

    def resolve(self, text: str, *, at: str) -> Secret | Problem:
        """The secret that `text` refers to, or what is wrong with the reference."""
        kind, _, target = text.partition(":")
        if kind == "env":
            found = self._variable(target)
        elif kind == "file":
            found = self._file(target)
        else:
            found = f"a secret must not stand in this file; {_INSTEAD}"
        return found if isinstance(found, Secret) else Problem(at, found)

    def _variable(self, name: str) -> Secret | str:
        if not _VARIABLE.fullmatch(name):
            return "env: is followed by the name of an environment variable, like env:ORM_PASSWORD"
        if not (value := self.environ.get(name, "").strip("\r\n")):
            return f"the environment variable {name} is not set or empty; set it before orm starts"
        return Secret(value)

    def _file(self, name: str) -> Secret | str:
        path = self.base / name
        if not name.isprintable():
            return "file: is followed by the path of a file, like file:secrets/mail"
        try:
            fault = _fault(name, path.stat())
            value = "" if fault else path.read_text(encoding="utf-8-sig").strip("\r\n")
        except FileNotFoundError:
            return f"the file {name} does not exist; create it with the secret alone in it"
        except (OSError, ValueError):
            return f"the file {name} cannot be read; it is UTF-8 text of the user that runs orm"
        if fault or not value:
            return fault or f"the file {name} is empty; put the secret alone in it"
        return Secret(value)


def _fault(name: str, facts: os.stat_result) -> str:
    """Why a file cannot hold a secret, or empty."""
    if not stat.S_ISREG(facts.st_mode):
        return f"{name or 'file:'} is not a file; write file: and the path of one"
    if others_may_read(facts):
        return f"the file {name} can be read by others; run: chmod 600 {name}"
    if facts.st_size > _LARGEST_FILE:
        return f"the file {name} is too large; put the secret alone in it"
    return ""


def others_may_read(facts: os.stat_result) -> bool:
    """Whether the file's permissions let in anybody but its owner."""
    return os.name == "posix" and bool(facts.st_mode & _OTHERS_MAY_READ)


def is_reference(text: str) -> bool:
    """Whether a value is env:NAME or file:PATH; a file:// address is neither."""
    return text.startswith(("env:", "file:")) and not text.startswith("file://")


def holds_a_secret(text: str) -> bool:
    """Whether an address carries its own credential: a password, a token, or a private feed."""
    try:
        parts = urlsplit(text)
        query = parse_qsl(parts.query)
    except ValueError:
        return False
    if not parts.netloc:
        return False
    return (
        parts.password is not None
        or any(secret_key(name) and value for name, value in query)
        or any(part in parts.path for part in _SECRET_FEEDS)
    )


@dataclass(frozen=True, slots=True)
class Resolved:
    """A table with its references replaced; `hidden` are the paths whose values are never quoted."""

    table: dict[str, object]
    hidden: frozenset[str]
    problems: tuple[Problem, ...]


def resolve_table(shape: type, table: Mapping[str, object], *, at: str, vault: Vault) -> Resolved:
    """Every text of a source's options, with env:NAME and file:PATH replaced by what they name."""
    walk = _Walk(vault)
    resolved = walk.table(shape, table, at)
    return Resolved(resolved, frozenset(walk.hidden), tuple(walk.problems))


@dataclass(frozen=True, slots=True)
class _Walk:
    vault: Vault
    hidden: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def table(self, shape: type, table: Mapping[str, object], at: str) -> dict[str, object]:
        keys = {key.name: key for key in keys_of(shape)}
        return {
            name: self._value(keys[name], value, join(at, name)) if name in keys else value
            for name, value in table.items()
        }

    def _value(self, key: Key, value: object, path: str) -> object:
        if isinstance(value, list):
            return [self._value(key, entry, join(path, n)) for n, entry in enumerate(value)]
        inner = table_in(key.kind)
        if isinstance(value, dict) and inner is not None:
            return self.table(inner, value, path)
        if not isinstance(value, str):
            return value
        secret = key.secret or secret_key(key.name) or holds_a_secret(value)
        return self._text(value, path) if secret or is_reference(value) else value

    def _text(self, value: str, path: str) -> str:
        self.hidden.add(path)
        found = self.vault.resolve(value, at=path) if value else Secret("")
        if isinstance(found, Problem):
            self.problems.append(found)
            return value
        return found.reveal()
