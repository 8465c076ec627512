"""TOML texts into typed tables, collecting every problem instead of stopping at the first."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


def loaded(
    texts: Mapping[str, str], names: Sequence[str], problems: list[str]
) -> dict[str, dict[str, Any]]:
    """The files' tables by name. A missing or malformed file is a problem and an empty table."""
    given = {name.removesuffix(".toml"): text for name, text in texts.items()}
    tables: dict[str, dict[str, Any]] = {}
    for name in names:
        tables[name] = {}
        if name not in given:
            problems.append(f"{name}.toml is missing from the policy folder; put it back")
            continue
        try:
            tables[name] = tomllib.loads(given[name])
        except tomllib.TOMLDecodeError as error:
            problems.append(f"{name}.toml cannot be read: {error}")
    return tables


def shaped(kind: TypeAdapter[T], value: object, file: str, problems: list[str]) -> T | None:
    """The value in the shape of `kind`, or None with one problem per fault."""
    try:
        return kind.validate_python(value)
    except ValidationError as error:
        for fault in error.errors():
            where = ".".join(str(step) for step in fault["loc"])
            problems.append(f"{file}.toml, {where}: {fault['msg']}")
        return None
