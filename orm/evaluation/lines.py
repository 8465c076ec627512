"""Files of one JSON object per line, read whole or not at all, with every problem and its line."""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

T = TypeVar("T")

_SAYS = {
    "missing": "is missing",
    "dataclass_type": "must be an object in braces",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "list_type": "must be a list in brackets",
    "tuple_type": "must be a list in brackets",
    "frozen_set_type": "must be a list in brackets",
}


def decoded(raw: bytes, name: str, problems: list[str]) -> str:
    """The file's text; empty, with a problem, where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(f"{name}, line {line}: is not UTF-8 text; save the file again as UTF-8")
        return ""


def read_lines(
    text: str, shape: TypeAdapter[T], name: str, problems: list[str]
) -> Iterator[tuple[int, T]]:
    """Each line's number and value. Blank lines are passed over; a bad one is a problem."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, shape.validate_json(line, strict=True)
        except ValidationError as error:
            where = f"{name}, line {number}"
            problems += [f"{where}: {said(fault)}" for fault in error.errors()]


def said(fault: ErrorDetails) -> str:
    """One fault as a sentence that begins with the field's name. No value is repeated."""
    if fault["type"] == "json_invalid":
        return "is not JSON; every line must be one object in braces"
    field = ".".join(_step(step) for step in fault["loc"]) or "the line"
    fallback = fault["msg"].replace("Input should be", "must be")
    return f"{field} {_SAYS.get(fault['type'], fallback)}"


def _step(step: Any) -> str:  # noqa: ANN401 - pydantic gives names and places of a list alike
    return str(step + 1) if isinstance(step, int) else str(step)
