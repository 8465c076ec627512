"""What is wrong with a table, one sentence each, with its path and what to write instead."""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from orm.config.keys import Key, is_list, keys_of, table_in

T = TypeVar("T")

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SECRET_KEY = re.compile(r"(?i)passw|pwd|token|secret|credential|api_?key|(^|_)key$")
_QUOTED = re.compile(r"'([^']*)'")
_LARGEST = 2**63
_LONGEST_SHOWN = 60
_MANY = 10

_DATE = "is not a date; write it without quotes, like 2026-09-01"
_LIST = 'must be a list in brackets, like ["one", "two"]'
_TABLE = "must be a table of keys"
_WHOLE = "must be a whole number without quotes"
_SAYS = {
    "string_type": "must be text in quotes",
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "float_type": "must be a number without quotes",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false, without quotes",
    "tuple_type": _LIST,
    "list_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "dataclass_type": _TABLE,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "too_short": "must hold at least one entry",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to change in the file. `path` is empty when it is about the whole file."""

    path: str
    says: str

    def __str__(self) -> str:
        """One line for the operator."""
        return f"{self.path}: {self.says}" if self.path else self.says


def join(at: str, *parts: str | int) -> str:
    """A path as the operator reads it: `schools[0].namesakes[1].name`."""
    path = at
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            key = part if _BARE_KEY.fullmatch(part) else json.dumps(part)
            path += f".{key}" if path else key
    return path


def secret_key(name: str) -> bool:
    """Whether a key of this name holds a secret, whatever the table."""
    return _SECRET_KEY.search(name) is not None


def no_such(word: str, name: str, known: Iterable[str]) -> str:
    """The sentence for a name that nobody knows, with the nearest that somebody does."""
    names = list(known)
    near = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    if near:
        return f'no such {word}; did you mean "{near[0]}"?'
    return f"no such {word}; remove it or choose from {', '.join(sorted(names)) or 'none'}"


def shown(value: object) -> str:
    """A value as the problem quotes it; nothing that may hold a password."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        if len(value) > _LONGEST_SHOWN or ("://" in value and "@" in value):
            return "the text"
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return "" if value is None else str(value)


def read_table(
    shape: type[T], table: object, *, at: str, hidden: frozenset[str] = frozenset()
) -> tuple[T | None, list[Problem]]:
    """The table as its class, or None with every problem. Values at `hidden` paths are not quoted."""
    if not isinstance(table, dict):
        return None, [Problem(at, f"{shown(table)} {_TABLE}".strip())]
    found: list[Problem] = []
    pruned = _prune(shape, table, at, found)
    kind: type = shape
    result: T | None = None
    try:
        result = _adapter(kind).validate_json(json.dumps(pruned, default=_iso_text), strict=True)
    except ValidationError as error:
        found += _told(error, shape, at, hidden)
    unique = list({problem.path: problem for problem in reversed(found)}.values())[::-1]
    return (None if unique else result), unique


@cache
def _adapter(shape: type) -> TypeAdapter[Any]:
    """One for each class of table: to make it takes longer than to read a table with it."""
    return TypeAdapter(shape)


def _iso_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _prune(
    shape: type, table: Mapping[str, object], at: str, found: list[Problem]
) -> dict[str, object]:
    """The table without keys that nobody knows and without values that JSON cannot carry."""
    keys = {key.name: key for key in keys_of(shape)}
    known: dict[str, object] = {}
    for name, value in table.items():
        path = join(at, name)
        if name in keys:
            known[name] = _plain(keys[name].kind, value, path, found)
        else:
            found.append(Problem(path, no_such("key", name, keys)))
    return known


def _plain(kind: object, value: object, path: str, found: list[Problem]) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        found.append(Problem(path, "must be a finite number"))
        return None
    if isinstance(value, int) and abs(value) >= _LARGEST:
        found.append(Problem(path, "is too large a number"))
        return None
    if isinstance(value, list):
        return [_plain(kind, entry, join(path, n), found) for n, entry in enumerate(value)]
    if isinstance(value, dict):
        inner = table_in(kind)
        return {} if inner is None else _prune(inner, value, path, found)
    return value


def _told(
    error: ValidationError, shape: type, at: str, hidden: frozenset[str]
) -> Iterable[Problem]:
    for detail in error.errors(include_url=False):
        path = join(at, *detail["loc"])
        names = [part for part in detail["loc"] if isinstance(part, str)]
        if detail["type"] in {"missing", "missing_argument"}:
            yield Problem(path, _missing(_key_at(shape, names)))
            continue
        secret = any(secret_key(name) for name in names) or any(
            place == path or place.startswith((f"{path}.", f"{path}[")) for place in hidden
        )
        own_words = detail["type"] == "value_error" and not secret
        quoted = "" if own_words else "the value" if secret else shown(detail["input"])
        yield Problem(path, f"{quoted} {_sentence(detail, secret=secret)}".strip())


def _sentence(detail: ErrorDetails, *, secret: bool) -> str:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "orm":
            says = str(context["message"])
        case "enum" | "literal_error":
            says = _choose(detail["input"], _QUOTED.findall(str(context["expected"])))
        case "value_error" if not secret:
            says = str(context["error"])
        case "greater_than_equal":
            says = f"is too small; write at least {context['ge']:,}"
        case "less_than_equal":
            says = f"is too large; write at most {context['le']:,}"
        case kind if kind in _SAYS:
            says = _SAYS[kind]
        case _:
            says = "is not accepted" if secret else f"is not accepted: {detail['msg'].lower()}"
    return says


def _choose(value: object, choices: Sequence[str]) -> str:
    lower = {choice.lower(): choice for choice in choices}
    near = get_close_matches(str(value).lower(), list(lower), n=1, cutoff=0.6)
    if near:
        return f'is none of the choices; did you mean "{lower[near[0]]}"?'
    if len(choices) > _MANY:
        return "is none of the choices; docs/configuration.md lists them"
    return f"is none of the choices; write one of {', '.join(choices)}"


def _key_at(shape: type, names: Sequence[str]) -> Key | None:
    """The key that a pydantic location ends at."""
    here: type | None = shape
    key: Key | None = None
    for name in names:
        key = None if here is None else next((k for k in keys_of(here) if k.name == name), None)
        here = None if key is None else table_in(key.kind)
    return key


def _missing(key: Key | None) -> str:
    if key is None or key.example is None:
        return "is missing; add it"
    if is_list(key.kind):
        return f"is missing; write a list like {json.dumps(key.example, default=_iso_text)}"
    quoted = key.example.isoformat() if isinstance(key.example, date) else shown(key.example)
    return f"is missing; write it like {key.name} = {quoted}"
