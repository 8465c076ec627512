"""What keys a table may have, read from its class: a pydantic model or a source's dataclass."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType
from typing import Annotated, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

_PLAIN: dict[object, str] = {
    str: "text",
    bool: "true or false",
    int: "whole number",
    float: "number",
    date: "date",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """One key of a table. `example` is None where the default says enough.

    `secret` keys hold env:NAME or file:PATH only. `bounds` is empty or like "1 to 32".
    """

    name: str
    kind: object
    doc: str
    required: bool
    default: object = None
    example: object = None
    bounds: str = ""
    secret: bool = False


@cache
def keys_of(shape: type) -> tuple[Key, ...]:
    """Every key of a table's class, in the order of its fields."""
    if issubclass(shape, BaseModel):
        return tuple(_of_model(name, field) for name, field in shape.model_fields.items())
    if not dataclasses.is_dataclass(shape):
        raise TypeError(f"{shape.__name__} is neither a pydantic model nor a dataclass")
    kinds = get_type_hints(shape)
    return tuple(_of_dataclass(field, kinds[field.name]) for field in dataclasses.fields(shape))


def table_in(kind: object) -> type | None:
    """The class of the table that a key holds, once or as a list of tables; None for plain keys."""
    if isinstance(kind, type) and (issubclass(kind, BaseModel) or dataclasses.is_dataclass(kind)):
        return kind
    inner = (
        table_in(part) for part in get_args(kind) if get_origin(kind) not in {Literal, Annotated}
    )
    return next((found for found in inner if found is not None), None)


def is_list(kind: object) -> bool:
    """Whether the file writes this kind in brackets or as repeated tables."""
    return get_origin(kind) in {tuple, frozenset, list, set}


def words_for(kind: object) -> str:
    """A kind in plain words: "list of text", "one of a, b"."""
    if table_in(kind) is not None:
        return "list of tables" if is_list(kind) else "table"
    if get_origin(kind) is Literal:
        return _one_of(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _one_of(member.value for member in kind)
    parts = [part for part in get_args(kind) if part not in {NoneType, Ellipsis}]
    return _words_around(kind, parts) if parts else _PLAIN.get(kind, "text")


def _words_around(kind: object, parts: Sequence[object]) -> str:
    if is_list(kind):
        return f"list of {words_for(parts[0])}"
    if get_origin(kind) is Annotated:
        return words_for(parts[0])
    return " or ".join(words_for(part) for part in parts)


def _one_of(values: Iterable[object]) -> str:
    return "one of " + ", ".join(f"`{value}`" for value in values)


def _of_model(name: str, field: FieldInfo) -> Key:
    example = field.examples[0] if field.examples else None
    return Key(
        name=name,
        kind=field.annotation,
        doc=field.description or "",
        required=field.is_required(),
        default=None if field.is_required() else field.default,
        example=example,
        bounds=_bounds(field),
        secret=example is not None and str(example).startswith("env:"),
    )


def _bounds(field: FieldInfo) -> str:
    least = [part.ge for part in field.metadata if hasattr(part, "ge")]
    most = [part.le for part in field.metadata if hasattr(part, "le")]
    return f"{least[0]:,} to {most[0]:,}" if least and most else ""


def _of_dataclass(field: "dataclasses.Field[object]", kind: object) -> Key:
    default: object = None
    if field.default is not dataclasses.MISSING:
        default = field.default
    elif field.default_factory is not dataclasses.MISSING:
        default = field.default_factory()
    return Key(
        name=field.name,
        kind=kind,
        doc=str(field.metadata.get("doc", "")),
        required=field.default is dataclasses.MISSING
        and field.default_factory is dataclasses.MISSING,
        default=default,
        example=field.metadata.get("example"),
        secret=bool(field.metadata.get("secret", False)),
    )
